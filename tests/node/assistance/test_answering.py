"""A request of another state: taken in once, stopped where a right is at stake, decided for each kind of data, held when a holder confirms."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from comity.kernel.errors import BadInput, Conflict, NotAllowed
from comity.node.assistance import actions, queries
from comity.node.assistance.models import Request, RightsDecision, Step
from comity.node.audit.models import Leaf
from comity.node.deadlines import actions as deadlines
from comity.node.deadlines.models import Deadline
from tests.node.assistance.conftest import BC29, CLERK, DUTY, FORM, INVESTIGATOR, LEGAL, MLA
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node


def body(**more):
    fields = FORM | {
        "requesting_authority": {"name": "jp-contact (demonstration)"}, "offence": ["ETS185:2"],
        "assistance_request_commitment": {"who": "jp-justice", "instrument": MLA, "date": "2026-12-20"},
    }  # fmt: skip
    return {
        "schema": "comity.request/1", "reference": "0000-000-001Y", "requesting": "JP", "requested": "DE", "instrument": BC29,
        "legal_basis": "BC 29, 35(1)(b)", "measure": "preservation", "urgency": "urgent", "from_role": "contact_point", "to_role": "contact_point",
        "data_categories": ["traffic", "content"], "offence_articles": ["ETS185:2"], "tags": [], "stated": {"max_penalty_months": 36},
        "steps": ["sign_and_send"], "fields": fields | more.pop("fields", {}),
    } | more  # fmt: skip


@pytest.fixture
def arrived(world):
    def make(**more) -> Request:
        matter = uuid4()
        world.arrives(kind="request", body=body(**more), matter=matter)
        assert world.faults_of_inbox() == []
        return Request.objects.get(matter_id=matter)

    return make


def states(request):
    return {part.data_category: part.state for part in request.parts.all()}


def test_taken_in_received_and_told(world, arrived):
    request = arrived()
    assert (request.direction, request.owner_id, request.counterpart, request.rights_stop) == (
        "in",
        "de-contact",
        "jp-contact",
        False,
    )
    assert states(request) == {"traffic": "received", "content": "received"}
    (told,) = world.posted("step")
    assert world.read_by_jp(told)["body"]["event"] == "receive"
    checked = {row["id"]: row for row in request.answer["rights"]["checked"]}
    assert checked["death_penalty"] == {"id": "death_penalty", "cite": "maximum 36 months", "engaged": "no"}


def test_the_same_matter_again_has_no_second_effect(world):
    matter = uuid4()
    for _ in range(2):
        world.arrives(kind="request", body=body(), matter=matter)
    assert Request.objects.filter(matter_id=matter).count() == 1
    assert Step.objects.filter(event="receive").count() == 2  # one for each kind of data


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"schema": "comity.request/9"}, "assistance.message.bad"),
        ({"instrument": "bc-29-preservatoin"}, "law.book.no_such_record"),
        ({"requested": "FR"}, "assistance.message.wrong_way"),
        ({"requesting": "FR"}, "assistance.message.wrong_way"),
        ({"data_categories": "all"}, "assistance.message.bad"),
        ({"steps": ["explode"]}, "assistance.message.bad"),
        ({"steps": []}, "assistance.message.not_sent"),
        ({"steps": ["sign_and_send", "sign_and_send"]}, "assistance.message.not_sent"),
        ({"fields": "none"}, "assistance.message.bad"),
    ],
)
def test_a_bad_body_has_no_effect_and_is_kept(world, change, fault):
    document = body() | change
    world.arrives(kind="request", body=document, matter=uuid4())
    assert world.faults_of_inbox() == [fault]
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("change", "mark"),
    [
        ({"tags": ["asylum"]}, "asylum"),
        ({"fields": {"facts_summary": "The author of a satirical page spread false information about the president of the republic."}}, "expression"),
        ({"fields": {"relation_to_offence": "He is a journalist of a news site and published an article there."}}, "press"),
        ({"fields": {"necessity": "The suspect insulted the religion; blasphemy is punished here."}}, "expression"),
        ({"stated": {"max_penalty_months": 36, "political_character": True}}, "political_offence"),
        ({"stated": {}}, "death_penalty"),
        ({"stated": {"max_penalty_months": 999}}, "death_penalty"),
        ({"fields": {"facts_summary": "He was acquitted at home and this is a second trial for the same acts, as the file says in full."}}, "ne_bis_in_idem"),
        ({"fields": {"facts_summary": "風刺ページの作者が虚偽情報を広めた。 a b c d e f g h i j k l"}}, "expression"),
    ],
)  # fmt: skip
def test_the_rights_gate_stops_it(arrived, change, mark):
    request = arrived(**change)
    assert request.rights_stop
    assert mark in request.answer["rights"]["marks"]
    assert "de-justice" in request.parties
    with pytest.raises(Conflict) as error:
        actions.step(request, "accept", ["traffic"], by=DUTY, at=AT)
    assert error.value.faults[0].code == "assistance.rights.stopped"
    assert "accept" not in {button.event for button in queries.buttons(request, by=DUTY, at=AT)}
    assert "ask_clarification" in {button.event for button in queries.buttons(request, by=DUTY, at=AT)}


def test_a_lawyer_refuses_with_reasons_and_it_is_no_non_cooperation(world, arrived, refusal):
    request = arrived(tags=["expression"])
    for who in (DUTY, INVESTIGATOR):
        with pytest.raises(NotAllowed):
            actions.decide_rights(request, outcome="refused", reasons="Satire.", by=who, at=AT)
    assert refusal(
        BadInput, lambda: actions.decide_rights(request, outcome="refused", reasons="", by=LEGAL, at=AT)
    ) == ["assistance.refusal.ground_needed", "assistance.rights.no_reasons"]
    assert request.rights_stop and not RightsDecision.objects.exists()
    actions.decide_rights(
        request, outcome="refused", ground="sovereignty_security_public_order", reasons="Satire is protected; Article 10 ECHR.", by=LEGAL, at=AT
    )  # fmt: skip
    assert set(states(request).values()) == {"refused"}
    told = world.told_jp("refuse_with_reasons")
    assert (told["event"], told["reason_code"], told["cite"]) == (
        "refuse_with_reasons",
        "rights",
        "BC 29(5)(b)",
    )
    assert queries.was_refused_for_rights(request)
    decision = RightsDecision.objects.get()
    assert decision.by == LEGAL.label and b"Satire" not in bytes(decision.reasons)


def test_a_lawyer_clears_it_and_the_desk_goes_on(arrived):
    request = arrived(tags=["expression"])
    actions.decide_rights(
        request,
        outcome="cleared",
        reasons="An account was taken over; no opinion is pursued.",
        by=LEGAL,
        at=AT,
    )
    actions.step(request, "accept", ["traffic"], by=DUTY, at=AT)
    assert states(request) == {"traffic": "accepted", "content": "received"}


def test_decided_for_each_kind_of_data(world, arrived):
    request = arrived()
    actions.step(request, "accept", ["traffic"], by=DUTY, at=AT)
    actions.step(
        request,
        "report_future_availability_or_confidentiality_risk",
        ["content"],
        by=DUTY,
        at=AT,
        note="Only logs can be held here.",
    )
    assert states(request) == {"traffic": "accepted", "content": "risk_reported"}
    last = world.told_jp("report_future_availability_or_confidentiality_risk")
    assert (last["categories"], last["note"]) == (["content"], "Only logs can be held here.")
    assert b"Only logs" not in bytes(Step.objects.latest("number").note)


def test_a_refusal_names_a_ground_of_the_record(arrived, refusal):
    request = arrived()

    def step(ground=""):
        return actions.step(request, "refuse_with_reasons", ["traffic"], by=DUTY, at=AT, reason_code=ground)

    assert refusal(BadInput, step) == ["assistance.refusal.ground_needed"]
    assert refusal(BadInput, lambda: step("bank_secrecy")) == ["assistance.refusal.no_ground"]
    usable, closed = queries.grounds(request)
    assert [ground.id for ground in usable] == [
        "political_offence",
        "sovereignty_security_public_order",
        "dual_criminality_reserved",
    ]
    assert closed
    step("sovereignty_security_public_order")
    assert Step.objects.get(event="refuse_with_reasons").cite == "BC 29(5)(b)"


def test_a_step_the_life_cycle_does_not_know(arrived, refusal):
    request = arrived()
    assert refusal(Conflict, lambda: actions.step(request, "confirm_preserved", by=DUTY, at=AT)) == [
        "assistance.step.not_possible"
    ]
    assert refusal(Conflict, lambda: actions.step(request, "withdraw", by=DUTY, at=AT)) == [
        "assistance.step.not_possible"
    ]
    assert refusal(NotAllowed, lambda: actions.step(request, "accept", by=LEGAL, at=AT)) == [
        "assistance.step.not_yours"
    ]


def test_two_tabs(arrived, refusal):
    request = arrived()
    seen = request.version
    actions.step(request, "accept", ["traffic"], by=DUTY, at=AT, seen=seen)
    codes = refusal(
        Conflict,
        lambda: actions.step(
            request,
            "refuse_with_reasons",
            ["content"],
            by=DUTY,
            at=AT,
            seen=seen,
            reason_code="political_offence",
        ),
    )
    assert codes == ["assistance.request.changed_meanwhile"]
    assert states(request)["content"] == "received"


def serve(world, request, *, at=AT, **more):
    actions.involve(request, "de-police", by=DUTY, at=at)
    order = actions.home_order(request, "de-hosting", by=INVESTIGATOR, at=at, **more)
    actions.record_authorisation(
        order, kind="judge", authority="Amtsgericht Kassel (demonstration)", dated=at.date(), reference="12 Gs 345/26", by=person_prosecutor(), at=at,
    )  # fmt: skip
    actions.send(order, by=INVESTIGATOR, at=at)
    world.carry(at=at)
    return order, Request.objects.get(matter_id=order.matter_id, direction="in")


def person_prosecutor():
    from tests.node.assistance.conftest import PROSECUTOR

    return PROSECUTOR


def test_hold_confirmed_by_the_holder_starts_the_periods(world, arrived, refusal):
    request = arrived()
    actions.step(request, "accept", ["traffic"], by=DUTY, at=AT)
    confirm = lambda at: actions.step(request, "confirm_preserved", ["traffic"], by=DUTY, at=at)  # noqa: E731
    assert refusal(Conflict, lambda: confirm(AT)) == ["assistance.hold.not_confirmed"]
    order, at_holder = serve(world, request, categories=["traffic"])
    assert order.legal_basis.startswith("Strafprozessordnung")
    assert refusal(Conflict, lambda: confirm(AT)) == ["assistance.hold.not_confirmed"]
    assert not Deadline.objects.filter(kind__in=["minimum", "ceiling"]).exists()
    confirmed = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    actions.step(at_holder, "confirm_hold", by=CLERK, at=confirmed)
    world.carry(at=confirmed)
    assert states(order) == {"traffic": "held"}
    confirm(confirmed + timedelta(minutes=20))
    floor = Deadline.objects.get(subject_id=str(request.pk), name="minimum_preservation/traffic")
    assert (floor.kind, floor.day, floor.starts) == ("minimum", date(2027, 1, 23), confirmed)
    told = world.told_jp("confirm_preserved")
    assert told["since"] == confirmed.isoformat()


def test_the_holder_never_learns_which_state_asked(world, arrived, refusal):
    request = arrived()
    actions.step(request, "accept", ["traffic"], by=DUTY, at=AT)
    _, at_holder = serve(world, request, categories=["traffic"])
    opened = actions.open_request(at_holder, by=CLERK, at=AT, purpose="")
    everything = str(opened.values) + str(
        [
            (field.name, getattr(at_holder, field.name))
            for field in Request._meta.fields
            if field.name != "fields"
        ]
    )
    for word in ("Japan", "jp-contact", "JP", "0000-000-001Y", "BC 29"):
        assert word not in everything, word
    assert at_holder.parent_id is None and opened.values["what_to_keep"]["value"] == "203.0.113.77"
    words = {
        "what_to_keep": dict(FORM["data_to_preserve"], value="203.0.113.77"),
        "contact": {"telephone": "+49 561 0", "note": "for JAPAN"},
    }
    assert "assistance.order.origin" in refusal(
        BadInput,
        lambda: actions.home_order(
            request, "de-hosting", by=INVESTIGATOR, at=AT, categories=["traffic"], values=words
        ),
    )


def test_a_judge_where_the_law_says_judge(world, arrived):
    request = arrived()
    actions.step(request, "accept", ["traffic"], by=DUTY, at=AT)
    actions.involve(request, "de-police", by=DUTY, at=AT)
    order = actions.home_order(request, "de-hosting", by=INVESTIGATOR, at=AT, categories=["traffic"])
    assert actions.needs_decision(order) == "judge"
    with pytest.raises(NotAllowed) as error:
        actions.send(order, by=INVESTIGATOR, at=AT)
    assert "policy.authorisation.missing" in {fault.code for fault in error.value.faults}
    actions.record_authorisation(
        order,
        kind="prosecutor",
        authority="StA (demonstration)",
        dated=AT.date(),
        reference="x",
        by=person_prosecutor(),
        at=AT,
    )
    assert actions.is_authorised(order) is False


def test_a_floor_ends_nothing(world, arrived):
    request = arrived()
    actions.step(request, "accept", ["traffic"], by=DUTY, at=AT)
    actions.step(
        request,
        "confirm_preserved",
        ["traffic"],
        by=DUTY,
        at=AT,
        extra={"paper": "letter of the holder, 22 November"},
    )
    with as_door("worker"):
        assert deadlines.fire_due(AT + timedelta(days=100)) >= 1
    assert states(request)["traffic"] == "preserved"


def test_a_stranger_moves_nothing(world, arrived):
    request = arrived()
    step = {"schema": "comity.step/1", "event": "withdraw", "categories": ["traffic"], "at": AT.isoformat()}
    from tests.node.assistance.conftest import admit

    admit("jp-police")
    world.arrives(kind="step", body=step, matter=request.matter_id, sender="jp-police")
    assert states(request)["traffic"] == "received"
    assert Leaf.objects.filter(verb="request.stranger").count() == 1


def test_a_step_for_an_unknown_matter_waits(world):
    world.arrives(
        kind="step", body={"schema": "comity.step/1", "event": "accept", "categories": []}, matter=uuid4()
    )
    assert world.faults_of_inbox() == ["assistance.step.no_matter"]


def test_opened_by_an_officer_is_told_the_sender(arrived):
    from comity.node.exchange.models import Receipt

    request = arrived()
    with pytest.raises(NotAllowed):
        actions.open_request(request, by=DUTY, at=AT, purpose="")
    opened = actions.open_request(request, by=DUTY, at=AT, purpose="decide on the request")
    assert opened.values["data_to_preserve"]["value"] == "203.0.113.77"
    assert Receipt.objects.filter(event="opened", side="given").count() == 1
    assert Leaf.objects.get(verb="request.open").purpose == "decide on the request"
