"""What comes after: a hold's answer here, the follow-up that keeps the promise, periods and their end, money, offers with conditions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from comity.kernel.errors import BadInput, Conflict, NotAllowed
from comity.node.assistance import actions, following, queries
from comity.node.assistance.models import Hold, Request, Step
from comity.node.assistance.moving import TOLD
from comity.node.deadlines import actions as deadlines
from comity.node.deadlines.models import Deadline
from tests.node.assistance.conftest import (
    BC26,
    BC30,
    DUTY,
    FORM,
    INVESTIGATOR,
    LEGAL,
    MLA,
    PROSECUTOR,
    SELECTOR,
)
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node
CONFIRMED = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


def says_jp(world, request, event, categories=(), *, at=AT, since=None, **more):
    body = {
        "schema": "comity.step/1", "event": event, "categories": list(categories), "at": at.isoformat(),
        "since": since.isoformat() if since else None, "reference": "0000-000-001Y",
    }  # fmt: skip
    world.arrives(kind="step", body=body | more, matter=request.matter_id, at=at)


def states(request):
    return {part.data_category: part.state for part in request.parts.all()}


def running(request):
    return {row.name: row.day for row in Deadline.objects.filter(subject_id=str(request.pk), stopped_at=None)}


@pytest.fixture
def held(world):
    request = world.sent()
    says_jp(world, request, "receive", ["traffic", "content"])
    says_jp(world, request, "accept", ["traffic"])
    says_jp(
        world,
        request,
        "report_future_availability_or_confidentiality_risk",
        ["content"],
        note="Content cannot be held; ask for assistance.",
    )
    says_jp(
        world, request, "confirm_preserved", ["traffic"], at=CONFIRMED + timedelta(minutes=5), since=CONFIRMED
    )
    assert world.faults_of_inbox() == []
    return request


def test_the_days_of_the_case(held):
    assert states(held) == {"traffic": "preserved", "content": "risk_reported"}
    assert running(held) == {
        "minimum_preservation/traffic": date(2027, 1, 23),
        "home_first_period/traffic": date(2026, 12, 24),
        "home_ceiling/traffic": date(2027, 1, 23),
        "last_safe_day/traffic": date(2026, 12, 18),
    }
    kinds = dict(Deadline.objects.values_list("name", "kind"))
    assert (
        kinds["minimum_preservation/traffic"],
        kinds["home_ceiling/traffic"],
        kinds["last_safe_day/traffic"],
    ) == ("minimum", "ceiling", "last_safe_day")
    assert queries.executed_in_part(held)
    assert {row.due.astimezone().tzinfo is not None for row in Deadline.objects.all()} == {True}
    assert held.__class__.objects.get(pk=held.pk).counterpart_reference == "0000-000-001Y"


def test_a_step_that_cannot_happen_waits_and_moves_nothing(world, held):
    before = Step.objects.count()
    says_jp(world, held, "accept", ["traffic"])  # another message: cannot happen now
    assert world.faults_of_inbox() == ["lifecycle.step.not_possible"]
    assert Step.objects.count() == before


def test_extended_once_up_to_the_ceiling(world, held, refusal):
    actions.step(held, "extend", ["traffic"], by=DUTY, at=datetime(2026, 12, 17, 8, tzinfo=UTC))
    assert "home_first_period/traffic" not in running(held)
    assert running(held)["home_ceiling/traffic"] == date(2027, 1, 23)
    assert refusal(Conflict, lambda: actions.step(held, "extend", ["traffic"], by=DUTY, at=AT)) == [
        "assistance.step.not_possible"
    ]


def test_words_that_move_nothing_are_no_event_of_the_law(world, held):
    """Found by the tour's journey: a step the book does not know stopped every draft that follows."""
    says_jp(world, held, TOLD, note="We look at it tomorrow.")
    assert TOLD in set(Step.objects.values_list("event", flat=True))
    told = [one.name for one in following.events_of(held)]
    assert TOLD not in told
    assert "accept" in told


def test_the_notice_is_answered_by_the_requester(world, held):
    actions.step(held, "withdraw", ["content"], by=DUTY, at=AT, note="We ask for it by assistance.")
    assert states(held)["content"] == "released"
    assert world.told_jp("withdraw")["categories"] == ["content"]


def test_no_name_in_the_words_of_a_step(world, held, refusal):
    codes = refusal(
        BadInput,
        lambda: actions.step(
            held, "withdraw", ["content"], by=DUTY, at=AT, note="Frau Wiesengrund wishes it."
        ),
    )
    assert codes == ["assistance.leaving.name"]


def test_the_follow_up_keeps_the_promise(world, held, refusal):
    at = datetime(2026, 12, 15, 9, tzinfo=UTC)
    values = {
        "investigating_authority": {"name": "Staatsanwaltschaft Kassel (demonstration)"}, "legal_provisions_and_penalties": "StGB § 202a: three years.",
        "assistance_sought": "The preserved logs and the content of the account.", "purpose": "Identify who ran the page.",
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.follow_up(held, MLA, by=DUTY, at=at, to="jp-contact", values=values)
    from comity.node.base.models import Participant

    Participant.objects.filter(pk="jp-contact").update(roles=["contact_point", "central_authority"])
    request = actions.follow_up(
        held,
        MLA,
        by=PROSECUTOR,
        at=at,
        to="jp-contact",
        values=values,
        categories=["traffic", "content"],
        urgency="routine",
    )
    assert (request.legal_basis, request.parent, request.via) == (
        "EU-Japan Agreement with BC 31",
        held,
        "de-justice",
    )
    assert (
        actions.open_request(request, by=PROSECUTOR, at=at, purpose="check").values["preservation_reference"]
        == "0000-000-001Y"
    )
    with pytest.raises(NotAllowed):
        actions.send(request, by=PROSECUTOR, at=at)
    actions.send(request, by=LEGAL, at=at)
    assert states(held)["traffic"] == "awaiting_disclosure_request"
    assert "last_safe_day/traffic" not in running(held)
    assert Deadline.objects.get(name="last_safe_day/traffic").outcome == "met"
    assert world.told_jp("disclosure_request_filed")["extra"]["follow_up"] == request.reference
    # Filed within the first thirty days: the second period can be asked for all the same, once (BC 29(7); JP CCP 197(4)).
    assert "home_first_period/traffic" in running(held)
    actions.step(held, "extend", ["traffic"], by=DUTY, at=at)
    assert states(held)["traffic"] == "awaiting_disclosure_request"
    assert "home_first_period/traffic" not in running(held)
    assert refusal(Conflict, lambda: actions.step(held, "extend", ["traffic"], by=DUTY, at=at)) == [
        "assistance.hold.at_the_ceiling"
    ]


def test_the_path_is_asked_and_answered(world, held):
    values = {"preservation_reference": "0000-000-001Y", "communication_identifier": SELECTOR}
    request = actions.follow_up(
        held, BC30, by=INVESTIGATOR, at=AT, to="jp-contact", values=values, categories=["traffic"]
    )
    assert [fault.code for fault in actions.check_form(request, by=INVESTIGATOR, at=AT)] == []
    actions.send(request, by=DUTY, at=AT)
    for event in ("receive", "start"):
        says_jp(world, request, event, ["traffic"])
    says_jp(
        world, request, "answer", ["traffic"], extra={"answer": {"address": "198.51.100.9", "state": "FR"}}
    )
    assert states(request) == {"traffic": "answered"}
    opened = actions.open_request(request, by=INVESTIGATOR, at=AT, purpose="follow the path")
    assert {"answer": {"address": "198.51.100.9", "state": "FR"}} in opened.contents.values()
    assert b"198.51.100.9" not in bytes(Step.objects.get(event="answer").content)


OFFER = {
    "information": {"kind": "text", "value": "Kit of the false page: 212 addresses in 14 states."}, "why_useful_to_recipient": "Nine of them are with you.",
    "conditions": ["Not to be used before the arrests."],
}  # fmt: skip


def offered(world, **more):
    routes = actions.ways(BC26, "DE", "JP", (), on=AT)
    return actions.offer(
        world.case, routes, by=more.pop("by", INVESTIGATOR), at=AT, values=OFFER, to="jp-contact", **more
    )


def test_nothing_of_an_offer_leaves_before_its_conditions_are_accepted(world, refusal):
    request = offered(world, event="offer_with_conditions")
    body = world.read_by_jp(world.posted("request")[0])["body"]
    assert "information" not in body["fields"] and body["fields"]["conditions"] == OFFER["conditions"]
    assert "212 addresses" not in str(body)
    assert refusal(Conflict, lambda: actions.step(request, "send", by=DUTY, at=AT)) == [
        "assistance.step.not_possible"
    ]
    says_jp(world, request, "accept_conditions")
    actions.step(request, "send", by=DUTY, at=AT)
    assert world.told_jp("send")["fields"]["information"] == OFFER["information"]


def test_declined_conditions_and_withheld(world):
    request = offered(world, event="offer_with_conditions")
    says_jp(world, request, "decline_conditions", reason_code="none_recipient_may_decline_conditions")
    actions.step(request, "withhold", by=DUTY, at=AT)
    assert states(request) == {"": "closed"}
    # The words, not the number: an identifier drawn at random may hold any three digits.
    assert "212 addresses" not in str([world.read_by_jp(row) for row in world.posted()])


def test_an_offer_says_which_way(world, refusal):
    assert refusal(BadInput, lambda: offered(world)) == ["assistance.send.which"]


def test_an_offer_taken_in_with_its_content(world):
    matter = uuid4()
    body = {
        "schema": "comity.request/1", "reference": "0000-000-001Y", "requesting": "JP", "requested": "DE", "instrument": BC26, "legal_basis": "BC 26",
        "measure": "spontaneous_information", "data_categories": [""], "stated": {"max_penalty_months": 12}, "steps": ["offer_with_conditions"],
        "fields": {"why_useful_to_recipient": "Ten of your residents are on the list that we found.", "conditions": ["Police use only."]},
    }  # fmt: skip
    world.arrives(kind="request", body=body, matter=matter)
    request = Request.objects.get(matter_id=matter)
    assert states(request) == {"": "conditions_offered"}
    actions.step(request, "accept_conditions", by=DUTY, at=AT)
    says_jp(
        world, request, "send", [""], fields={"information": {"value": "the list"}, "secret": "not a field"}
    )
    assert states(request) == {"": "received"}
    values = actions.open_request(request, by=DUTY, at=AT, purpose="use it").values
    assert values["information"] == {"value": "the list"} and "secret" not in values


@pytest.fixture
def bank(world, participants):
    """A bank at home with a hold on money, asked by the own police."""
    from comity.node.base.models import Participant
    from tests.node.assistance.conftest import person

    Participant.objects.filter(pk="de-hosting").update(roles=["bank"])
    return person("addressee_clerk", "de-hosting", "5")


def money_order(world, monkeypatch, **more):
    from comity.law.records import Power
    from comity.node.assistance import lawbook

    power = Power(
        state="DE", measure="payment_hold", statute="Geldwäschegesetz § 40", available="full", max_days=30, authority="police", authorisation="police",
        source="test", confidence="recalled", checked_on=AT.date(),
    )  # fmt: skip
    monkeypatch.setattr(lawbook, "power_for", lambda *_: power)
    values = {
        "account": "DE02120300000000202051",
        "amount": {"amount": "4200", "currency": "EUR"},
    } | more.pop("values", {})
    return actions.home_order(
        None,
        "de-hosting",
        by=INVESTIGATOR,
        at=AT,
        measure="payment_hold",
        values=values,
        ends_on=more.pop("ends_on", date(2026, 12, 2)),
        case=world.case,
    )


def test_a_hold_on_money_is_an_amount_with_an_end(world, bank, monkeypatch, refusal):
    order = money_order(world, monkeypatch)
    actions.send(order, by=INVESTIGATOR, at=AT)
    world.carry()
    here = Request.objects.get(matter_id=order.matter_id, direction="in")
    hold = lambda amount, event="hold_part", **more: actions.step(  # noqa: E731
        here,
        event,
        by=bank,
        at=AT,
        extra={"hold": {"amount": amount, "currency": "EUR", "ends_on": "2026-12-02"} | more},
    )
    assert refusal(BadInput, lambda: actions.step(here, "hold_amount", by=bank, at=AT)) == [
        "assistance.money.no_amount"
    ]
    assert refusal(BadInput, lambda: hold("4200.01")) == ["assistance.money.more_than_asked"]
    assert refusal(BadInput, lambda: hold("-1")) == ["assistance.money.no_amount"]
    assert refusal(BadInput, lambda: hold("10", ends_on="")) == ["assistance.money.no_end"]
    hold("3150")
    world.carry()
    rows = Hold.objects.order_by("request__direction")
    assert [(row.amount, row.currency, row.ends_on, row.state, row.basis_confidence) for row in rows] == [
        (Decimal("3150"), "EUR", date(2026, 12, 2), "held", "recalled")
    ] * 2
    assert states(order) == {"": "partly_held"}


@pytest.mark.parametrize("seized", [True, False])
def test_seized_or_lapsed_on_its_day(world, bank, monkeypatch, seized):
    order = money_order(world, monkeypatch)
    actions.send(order, by=INVESTIGATOR, at=AT)
    world.carry()
    here = Request.objects.get(matter_id=order.matter_id, direction="in")
    actions.step(
        here,
        "hold_part",
        by=bank,
        at=AT,
        extra={"hold": {"amount": "3150", "currency": "EUR", "ends_on": "2026-12-02"}},
    )
    world.carry()
    if seized:
        actions.step(order, "seize", by=INVESTIGATOR, at=datetime(2026, 12, 1, 9, tzinfo=UTC))
        world.carry(at=datetime(2026, 12, 1, 9, tzinfo=UTC))
    with as_door("worker"):
        deadlines.fire_due(datetime(2026, 12, 2, 22, 59, tzinfo=UTC))
    world.carry(at=datetime(2026, 12, 2, 22, 59, tzinfo=UTC))
    assert set(Hold.objects.values_list("state", flat=True)) == ({"seized"} if seized else {"held"})
    with as_door("worker"):
        deadlines.fire_due(datetime(2026, 12, 3, 0, 0, tzinfo=UTC))
    world.carry(at=datetime(2026, 12, 3, 0, 0, tzinfo=UTC))
    assert set(Hold.objects.values_list("state", flat=True)) == ({"seized"} if seized else {"lapsed"})
    assert states(order)[""] == ("seized" if seized else "lapsed")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"values": {"amount": {"amount": "0", "currency": "EUR"}}}, "assistance.money.no_amount"),
        ({"values": {"amount": {"amount": "all", "currency": "EUR"}}}, "assistance.money.no_amount"),
        ({"ends_on": None}, "assistance.money.no_end"),
    ],
)
def test_never_the_whole_account(world, bank, monkeypatch, refusal, change, code):
    assert code in refusal(BadInput, lambda: money_order(world, monkeypatch, **change))
    assert FORM


def order_to_a_provider(world, instrument, categories, *, by=INVESTIGATOR, measure):
    from comity.facts.model import Facts, Places, Provider
    from comity.kernel.country import Country
    from comity.node.base.participants import remember_foreign

    remember_foreign(
        "fr-fil",
        name="Fil (demonstration)",
        country="FR",
        roles=["provider"],
        public_keys={},
        demonstration=True,
    )
    facts = Facts(
        articles=("ETS185:2",),
        provider=Provider(Country("FR"), True, Country("FR")),
        places=Places({"victim": ("DE",), "provider": ("FR",)}),
    )
    routes = actions.ways(
        instrument, "DE", "FR", categories, on=AT, facts=facts, measure=measure, validated_by="prosecutor"
    )
    values = {
        "addressee": "Fil (demonstration)", "user_or_other_identifier": SELECTOR | {"value": "198.51.100.9"}, "necessity_and_proportionality": "Only the user.",
        "case_summary": "A page that took passwords.", "similar_domestic_order_possible": True,
    }  # fmt: skip
    return actions.draft(world.case, routes, by=by, at=AT, values=values, articles=("ETS185:2",))


SERVED = datetime(2026, 12, 3, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instrument", "events", "measure", "categories", "clock"),
    [
        ("eu-epoc-id", ["authorise", "serve"], "subscriber_information", ("subscriber", "identification"), ("produce", date(2026, 12, 14), "deadline")),
        ("eu-epoc-pr", ["sign_and_send", "receive"], "preservation", ("traffic",), ("preserve", date(2027, 2, 1), "ceiling")),
    ],
)  # fmt: skip
def test_days_of_an_order_to_a_provider(world, instrument, events, measure, categories, clock):
    from comity.node.assistance import lawbook
    from comity.node.assistance.moving import Move, apply

    request = order_to_a_provider(world, instrument, categories, measure=measure)
    assert (request.via, request.counterpart, request.requested) == ("de-prosecution", "fr-fil", "FR")
    with pytest.raises(NotAllowed):
        actions.send(request, by=DUTY, at=SERVED)
    for event in events:
        row = next(one for one in lawbook.book().instrument(instrument).transitions if one.event == event)
        apply(request, Move(event, side=row.side, role=row.by), by=PROSECUTOR, at=SERVED)
    name, day, kind = clock
    found = Deadline.objects.get(subject_id=str(request.pk), name=name)
    assert (found.day, found.kind) == (day, kind)


def test_the_kinds_of_data_of_a_european_order_are_words_and_no_keys(world):
    """The form was prefilled, and left, with ``subscriber+identification``."""
    request = order_to_a_provider(
        world, "eu-epoc-id", ("subscriber", "identification"), measure="subscriber_information"
    )
    preview = actions.preview(request, by=INVESTIGATOR, at=AT, purpose="look")
    (left,) = [row for row in preview.leaves if row.field == "data_category"]
    assert "+" not in str(left) and "Subscriber data" in str(left)


def test_what_is_not_for_the_provider_stays(world):
    from comity.node.assistance import lawbook, leaving

    request = order_to_a_provider(world, "eu-epoc-id", ("subscriber",), measure="subscriber_information")
    preview = actions.preview(request, by=INVESTIGATOR, at=AT, purpose="look")
    assert preview.stays == ["necessity_and_proportionality", "case_summary"]
    assert "case_summary" not in {row.field for row in preview.leaves}
    assert leaving.outgoing(
        lawbook.book().instrument("eu-epoc-id"), {"case_summary": "x"}, to_role="court"
    ) == {"case_summary": "x"}
