"""What hostile or careless people tried on requests: a peer with valid keys, one person too many roles, two tabs. Each stays refused."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from comity.kernel.errors import BadInput, ComityError, Conflict, NotAllowed
from comity.node.assistance import actions, content, queries
from comity.node.assistance.models import Hold, Request, Step
from tests.node.assistance.conftest import CLERK, DUTY, INVESTIGATOR, LEGAL, PROSECUTOR, SELECTOR
from tests.node.assistance.test_answering import arrived, body, states
from tests.support.node import AT

__all__ = ["arrived"]
pytestmark = pytest.mark.node

OTHER_SELECTOR = SELECTOR | {"value": "198.51.100.200"}


def step_of(event, **more):
    return {
        "schema": "comity.step/1", "event": event, "categories": [], "at": AT.isoformat(), "since": None, "reason_code": "", "cite": "",
        "note": "", "extra": {}, "reference": "", "fields": {},
    } | more  # fmt: skip


def tell(world, request, event, **more):
    world.arrives(kind="step", body=step_of(event, **more), matter=request.matter_id, to=request.via)


# -- a peer with valid keys ------------------------------------------------------------------------------------


def test_words_of_a_request_cannot_be_exchanged_after_the_rights_gate(world, arrived):
    """Harmless at the gate, something else afterwards: the second text never takes the place of the first."""
    request = arrived()
    assert not request.rights_stop
    before = content.read(request)
    satire = "The author of a satirical page spread false information about the president of the republic."
    tell(world, request, "told", fields={"facts_summary": satire, "data_to_preserve": OTHER_SELECTOR})
    assert content.read(Request.objects.get(pk=request.pk)) == before
    assert world.faults_of_inbox() == ["assistance.message.bad"]


def test_the_asked_state_cannot_rewrite_what_was_asked(world):
    request = world.sent()
    before = content.read(request)
    tell(world, request, "told", fields={"data_to_preserve": OTHER_SELECTOR})
    assert content.read(Request.objects.get(pk=request.pk)) == before


def test_who_asks_cannot_say_that_money_is_held_here(world, arrived):
    request = arrived()
    actions.step(request, "accept", ["traffic"], by=DUTY, at=AT)
    actions.step(
        request, "confirm_preserved", ["traffic"], by=DUTY, at=AT, extra={"paper": "letter of the holder"}
    )
    hold = {"amount": "9000000", "currency": "EUR", "ends_on": "2026-12-24"}
    tell(world, request, "told", categories=["traffic"], extra={"hold": hold})
    assert not Hold.objects.exists()


def test_who_asks_cannot_end_the_hold_before_its_day(world, arrived):
    """``period_ends`` is time's step. Only the end that counts the period lets it happen."""
    request = arrived()
    actions.step(request, "accept", ["traffic"], by=DUTY, at=AT)
    actions.step(
        request, "confirm_preserved", ["traffic"], by=DUTY, at=AT, extra={"paper": "letter of the holder"}
    )
    assert states(request)["traffic"] == "preserved"
    tell(world, request, "period_ends", categories=["traffic"])
    assert states(Request.objects.get(pk=request.pk))["traffic"] == "preserved"


@pytest.mark.parametrize("event", ["accept", "confirm_preserved", "refuse_with_reasons"])
def test_who_asks_cannot_answer_for_who_is_asked(world, arrived, event):
    request = arrived()
    tell(world, request, event)
    assert states(Request.objects.get(pk=request.pk)) == {"traffic": "received", "content": "received"}


def order_body(**more):
    return body(
        instrument="home-keep", legal_basis="§ 94 StPO", from_role="police", to_role="service_provider", steps=["serve"],
        data_categories=["traffic"], fields={"statute": "§ 94 StPO"},
    ) | more  # fmt: skip


def test_a_foreign_authority_cannot_serve_an_order_at_home(world):
    """An order under the law of this state, by an officer of another state, straight to a holder: never."""
    world.arrives(kind="order", body=order_body(), matter=uuid4(), to="de-hosting")
    assert world.faults_of_inbox() == ["assistance.message.wrong_way"]
    assert not Request.objects.exists()


def test_an_order_of_the_own_contact_point_is_taken_in(world, arrived):
    request = arrived()
    actions.step(request, "accept", ["traffic"], by=DUTY, at=AT)
    order = actions.home_order(
        request, "de-hosting", by=DUTY, at=AT, categories=["traffic"], values={"contact": {"telephone": "1"}}
    )
    actions.involve(order, "de-prosecution", by=DUTY, at=AT)
    send(order, by=DUTY)
    world.carry()
    assert Request.objects.filter(matter_id=order.matter_id, owner="de-hosting", direction="in").exists()


def test_an_order_that_no_authority_may_give_is_not_taken_in(world):
    """A provider of another state is in the directory too. It gives no orders."""
    world.arrives(
        kind="order",
        body=order_body(instrument="eu-epoc-pr", from_role="prosecutor", steps=["sign_and_send"]),
        matter=uuid4(),
        to="de-hosting",
    )
    assert not Request.objects.exists()
    assert world.faults_of_inbox() == ["assistance.message.wrong_role"]


def test_an_order_to_a_desk_does_not_slip_past_the_rights_gate(world):
    world.arrives(
        kind="order",
        body=order_body(instrument="eu-epoc-pr", from_role="prosecutor", steps=["sign_and_send"]),
        matter=uuid4(),
        to="de-contact",
    )
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "What he wrote on his page is blas\u00adphemy and is punished here, as the file says in full.",
        "What he wrote on his page is blas\u200bphemy and is punished here, as the file says in full.",
        "What he wrote is \uff42\uff4c\uff41\uff53\uff50\uff48\uff45\uff4d\uff59 and is punished here, as the file says in full.",
        "What he wrote on his page is bl\u0430sph\u0435my and is punished here, as the file says in full.",
    ],
    ids=["soft hyphen", "zero width", "full width", "Cyrillic letters"],
)  # fmt: skip
def test_the_rights_gate_reads_words_in_disguise(arrived, words):
    request = arrived(fields={"facts_summary": words, "necessity": "Logs are kept for a few days only."})
    assert request.rights_stop


def test_the_same_matter_of_another_sender_is_not_lost_silently(world, arrived):
    """Whoever learnt the number of a matter cannot take its place before the real one comes."""
    request = arrived()
    world.arrives(kind="request", body=body(from_role="police"), matter=request.matter_id, sender="jp-police")
    assert world.faults_of_inbox() and Request.objects.count() == 1


def test_the_matter_of_our_own_request_cannot_be_taken(world):
    request = world.sent()
    world.arrives(kind="request", body=body(), matter=request.matter_id, to=request.via)
    assert Request.objects.filter(matter_id=request.matter_id).count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"data_to_preserve": "everything"},
        {"data_to_preserve": [[[["x"]]]]},
        {"facts_summary": {"a": {"b": ["c"]}}},
        {"requesting_authority": 7, "offence": {"x": None}},
        {
            "facts_summary": "=HYPERLINK(1)<script>alert(1)</script>{{1234*4321}}{% x %}",
            "necessity": ["<b>", 1, None],
        },
    ],
)
def test_fields_of_the_wrong_shape_do_not_take_the_page_from_the_officer(world, desk, people, fields):
    """She can still open it and refuse: a hostile form is no way to stop a desk, and no markup of it is live."""
    matter = uuid4()
    world.arrives(kind="request", body=body(fields=fields), matter=matter)
    request = Request.objects.filter(matter_id=matter).first()
    if request is None:
        assert world.faults_of_inbox()
        return
    desk.sign_in(people("duty_officer", participant="de-contact"))
    assert desk.get(f"/requests/{request.pk}/").status_code == 200
    answer = desk.post(f"/requests/{request.pk}/open/", {"purpose": "decide"})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content and b"5332114" not in answer.content


# -- the rights gate is not walked around -----------------------------------------------------------------------


def test_what_a_lawyer_refused_is_not_executed_by_an_order_at_home(arrived):
    request = arrived(tags=["expression"])
    actions.involve(request, "de-police", by=DUTY, at=AT)
    with pytest.raises(ComityError):
        actions.home_order(request, "de-hosting", by=INVESTIGATOR, at=AT, categories=["traffic"])
    actions.decide_rights(
        request,
        outcome="refused",
        ground="sovereignty_security_public_order",
        reasons="Satire is protected.",
        by=LEGAL,
        at=AT,
    )
    with pytest.raises(ComityError) as error:
        actions.home_order(request, "de-hosting", by=INVESTIGATOR, at=AT, categories=["traffic"])
    assert error.value.faults[0].code == "assistance.rights.refused"


def test_what_a_lawyer_refused_does_not_go_on_by_a_part_that_was_asked_about(world, arrived):
    """A part that waited for an answer when she refused the rest is refused with it."""
    request = arrived(tags=["expression"])
    actions.step(request, "ask_clarification", ["content"], by=DUTY, at=AT)
    actions.decide_rights(
        request,
        outcome="refused",
        ground="sovereignty_security_public_order",
        reasons="Satire is protected.",
        by=LEGAL,
        at=AT,
    )
    tell(world, request, "answer_clarification", categories=["content"])
    with pytest.raises(ComityError) as error:
        actions.step(Request.objects.get(pk=request.pk), "accept", ["content"], by=DUTY, at=AT)
    assert error.value.faults[0].code == "assistance.rights.refused"


# -- holders never learn which state asked ------------------------------------------------------------------------


@pytest.fixture
def ordered(world, arrived):
    request = arrived()
    actions.step(request, "accept", ["traffic"], by=DUTY, at=AT)
    actions.involve(request, "de-police", by=DUTY, at=AT)
    return actions.home_order(
        request,
        "de-hosting",
        by=INVESTIGATOR,
        at=AT,
        categories=["traffic"],
        values={"contact": {"telephone": "1"}},
    )


def send(order, by=INVESTIGATOR):
    needed = actions.kind_needed(order)
    if needed in ("judge", "prosecutor"):
        actions.record_authorisation(
            order, kind=needed, authority="Amtsgericht Kassel (demonstration)", dated=date(2026, 11, 22), reference="1", by=PROSECUTOR, at=AT
        )  # fmt: skip
    actions.send(order, by=PROSECUTOR if needed == "judge" else by, at=AT)


def test_a_note_to_the_holder_does_not_say_which_state_asked(world, ordered):
    order = Request.objects.get(pk=ordered.pk)
    send(order)
    world.carry()
    with pytest.raises(BadInput) as error:
        actions.step(order, "told", by=INVESTIGATOR, at=AT, note="Please hurry: Japan asks again.")
    assert error.value.faults[0].code == "assistance.order.origin"


def test_a_draft_order_changed_after_drafting_does_not_say_which_state_asked(ordered):
    order = Request.objects.get(pk=ordered.pk)
    actions.fill(order, {"contact": {"telephone": "1", "name": "for Japan"}}, by=INVESTIGATOR, at=AT)
    with pytest.raises(BadInput) as error:
        send(Request.objects.get(pk=order.pk))
    assert "assistance.order.origin" in [fault.code for fault in error.value.faults]
    assert Request.objects.get(pk=order.pk).sent_at is None


# -- one person, several roles; two tabs ---------------------------------------------------------------------------


def test_one_person_with_every_role_takes_one_of_the_three_steps(world):
    from comity.kernel.actor import Actor

    everything = frozenset({"investigator", "prosecutor", "duty_officer", "legal_officer", "intake_officer"})
    all_in_one = [
        Actor("officer", "1", code, everything, True)
        for code in ("de-police", "de-prosecution", "de-contact")
    ]
    request = world.drafted(by=all_in_one[0])
    with pytest.raises(NotAllowed):
        actions.commit(
            request, instrument="mlat-bilateral", by_day=date(2026, 12, 18), by=all_in_one[1], at=AT
        )
    actions.commit(request, instrument="mlat-bilateral", by_day=date(2026, 12, 18), by=PROSECUTOR, at=AT)
    for one in (*all_in_one, Actor("officer", PROSECUTOR.id, "de-contact", everything, True)):
        with pytest.raises(NotAllowed):
            actions.send(request, by=one, at=AT)
    assert Request.objects.get(pk=request.pk).sent_at is None


def test_a_clerk_gets_nothing_of_another_house_and_nothing_of_the_file(ordered, arrived):
    request = Request.objects.get(pk=ordered.parent_id)
    for row in (request, ordered):
        with pytest.raises(NotAllowed):
            queries.one(row.pk, by=CLERK, at=AT)
        with pytest.raises(NotAllowed):
            actions.open_request(row, by=CLERK, at=AT, purpose="x")


def test_a_stale_tab_takes_no_second_step(arrived):
    request = arrived()
    seen = request.version
    actions.step(request, "accept", ["traffic"], by=DUTY, at=AT, seen=seen)
    with pytest.raises(Conflict):
        actions.step(request, "accept", ["content"], by=DUTY, at=AT, seen=seen)
    assert Step.objects.filter(event="accept").count() == 1
