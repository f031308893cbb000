"""Conditions on the facts of the case: each outcome in full."""

from datetime import UTC, datetime

import pytest

from comity.law import condition_records as c
from comity.law.asking import Outcome
from comity.law.conditions.case import fact
from comity.law.conditions.registry import between, face, looks_at

from ..toy import DAY, FACT, instrument, party, question, r, toy_book
from .asked import GIVEN, NO, UNKNOWN, YES, asked, asking, missing, sure, unsure

AMOUNT = c.AmountAtLeast(amount=50_000, currency="USD", **GIVEN)
HOURS = c.WithinHours(hours=72, since="money.left_at", **GIVEN)
LEFT = {"left_at": "2026-06-01T10:00:00+00:00"}
UNTIL = "2026-06-04T10:00:00+00:00"


def test_a_fact_is_found_by_its_dotted_name_and_what_is_stated_goes_first():
    here = asking(money={"currency": "USD"}, stated={"publicly_available": True, "consent": False})
    assert fact(here, "money.currency") == "USD"
    assert fact(here, "publicly_available") is True
    assert fact(here, "consent") is False
    assert fact(here, "no_such.thing") is None


@pytest.mark.parametrize(
    ("money", "outcome"),
    [
        (
            {},
            missing(unsure("threshold.amount_unknown", amount=50_000, currency="USD"), "facts.money.amount"),
        ),
        (
            {"amount": "60000", "currency": "EUR"},
            missing(
                unsure(
                    "threshold.other_currency",
                    amount=50_000,
                    currency="USD",
                    given="60000",
                    given_currency="EUR",
                ),
                "facts.money in USD",
            ),
        ),
        (
            {"amount": "50000", "currency": "USD"},
            Outcome(
                YES,
                (
                    sure(
                        "threshold.amount_reached",
                        amount=50_000,
                        currency="USD",
                        given="50000",
                        given_currency="USD",
                    ),
                ),
            ),
        ),
        (
            {"amount": "49999.99", "currency": "USD"},
            Outcome(
                NO,
                (
                    sure(
                        "threshold.amount_below",
                        amount=50_000,
                        currency="USD",
                        given="49999.99",
                        given_currency="USD",
                    ),
                ),
            ),
        ),
    ],
    ids=["unknown", "other currency", "reached", "below"],
)
def test_amount_at_least(money, outcome):
    assert asked(AMOUNT, money=money) == outcome


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        (datetime(2026, 6, 3, tzinfo=UTC).date(), Outcome(YES, (sure("threshold.in_time", hours=72, since="money.left_at", until=UNTIL),))),
        (
            datetime(2026, 6, 4, tzinfo=UTC).date(),
            missing(unsure("threshold.hour_decides", hours=72, since="money.left_at", until=UNTIL), "scenario.on"),
        ),
        (datetime(2026, 6, 5, tzinfo=UTC).date(), Outcome(NO, (sure("threshold.too_late", hours=72, since="money.left_at", until=UNTIL),))),
        (datetime(2026, 6, 4, 10, tzinfo=UTC), Outcome(YES, (sure("threshold.in_time", hours=72, since="money.left_at", until=UNTIL),))),
        (datetime(2026, 6, 4, 10, 0, 1, tzinfo=UTC), Outcome(NO, (sure("threshold.too_late", hours=72, since="money.left_at", until=UNTIL),))),
    ],
    ids=["a day before", "the day itself", "a day after", "the last instant", "a second late"],
)  # fmt: skip
def test_within_hours(on, outcome):
    assert asked(HOURS, scenario=question(on, money=LEFT)) == outcome


def test_within_hours_of_an_instant_nobody_gave():
    assert asked(HOURS) == missing(
        unsure("threshold.instant_unknown", hours=72, since="money.left_at"), "facts.money.left_at"
    )


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (
            "lawful_and_voluntary",
            Outcome(YES, (sure("consent.given", wanted="lawful_and_voluntary", given="lawful_and_voluntary"),)),
        ),
        ("none", Outcome(NO, (sure("consent.missing", wanted="lawful_and_voluntary", given="none"),))),
        ("unknown", missing(unsure("consent.unknown", wanted="lawful_and_voluntary", given="unknown"), "facts.consent")),
    ],
)  # fmt: skip
def test_consent_is(given, outcome):
    assert asked(c.ConsentIs(**GIVEN), consent=given) == outcome


@pytest.mark.parametrize(
    ("side", "state", "places", "complete", "verdict"),
    [
        ("requested", "XB", ["XB"], False, YES),
        ("requested", "XB", ["XA"], True, NO),
        ("requested", "XB", ["XA"], False, UNKNOWN),
        ("requesting", "XA", ["XA"], False, YES),
        ("requesting", "XA", ["XB"], True, NO),
        ("requesting", "XA", [], False, UNKNOWN),
    ],
)
def test_a_place_on_a_side(side, state, places, complete, verdict):
    condition = c.PlaceIn(place="storage", where=side, **GIVEN)
    said = {"place": "storage", "known": places, "where": side, "state": state}
    given = {"storage": places, "complete": complete} if places else {}
    wanted = {
        YES: Outcome(YES, (sure("territory.place_fits", **said),)),
        NO: Outcome(NO, (sure("territory.place_outside", **said),)),
        UNKNOWN: missing(unsure("territory.place_unknown", **said), "facts.places.storage"),
    }
    assert asked(condition, places=given) == wanted[verdict]
    assert looks_at(condition) == {side, "facts"}
    here = asking(places=given)
    assert face(condition, here, state) == {YES: "yes", NO: "no", UNKNOWN: "unknown"}[verdict]


@pytest.mark.parametrize(
    ("known", "verdict"), [(["XA"], YES), (["XC"], NO), (["XC", "XB"], YES), (["XD"], UNKNOWN), ([], UNKNOWN)]
)
@pytest.mark.parametrize("where", ["party", "member"])
def test_a_place_in_any_party_or_member(where, known, verdict):
    members = (
        r.Member(state="XA", since=DAY),
        r.Member(state="XB", since=DAY),
        r.Member(state="XC", since=DAY, until=DAY),
    )
    book = toy_book(
        parties=[
            party("XA"),
            party("XB"),
            party("XC", None, force="no"),
            party("XD", None, force="unknown"),
        ],
        tables=[r.MemberTable(id="union", title="Union", members=members, **FACT)],
        codes=("XA", "XB", "XC", "XD"),
    )
    condition = c.PlaceIn(place="system", where=where, treaty="toy", table="union", **GIVEN)
    said = {"place": "system", "known": known, "where": where}
    wanted = {
        YES: Outcome(YES, (sure("territory.place_fits", **said),)),
        NO: Outcome(NO, (sure("territory.place_outside", **said),)),
        UNKNOWN: missing(unsure("territory.place_unknown", **said), "facts.places.system"),
    }
    assert asked(condition, book, places={"system": known} if known else {}) == wanted[verdict]
    assert looks_at(condition) == {"facts"}


@pytest.mark.parametrize(
    ("facts", "urgency", "outcome"),
    [
        ({"danger_to_life": True}, "routine", Outcome(YES, (sure("emergency.life"),))),
        ({"stated": {"infrastructure": True}}, "routine", Outcome(YES, (sure("emergency.life"),))),
        ({"tags": ["infrastructure"]}, "routine", Outcome(YES, (sure("emergency.life"),))),
        ({"danger_to_life": False}, "emergency", Outcome(NO, (sure("emergency.none"),))),
        ({}, "urgent", Outcome(NO, (sure("emergency.none_stated"),))),
        ({}, "emergency", missing(unsure("emergency.unknown"), "facts.danger_to_life")),
        ({"stated": {"infrastructure": False}}, "routine", Outcome(NO, (sure("emergency.none_stated"),))),
    ],
    ids=["life", "stated", "tag", "none", "nothing said", "emergency without a reason", "stated false"],
)
def test_danger_to_life(facts, urgency, outcome):
    condition = c.DangerToLife(or_facts=("infrastructure",), **GIVEN)
    scenario = question(articles=[], **facts)
    object.__setattr__(scenario, "urgency", urgency)
    assert asked(condition, scenario=scenario) == outcome


@pytest.mark.parametrize(
    ("facts", "value", "outcome"),
    [
        ({"stated": {"x": True}}, True, Outcome(YES, (sure("fact.holds", fact="x", wanted=True),))),
        ({"stated": {"x": False}}, True, Outcome(NO, (sure("fact.holds_not", fact="x", wanted=True),))),
        ({"stated": {"x": False}}, False, Outcome(YES, (sure("fact.holds", fact="x", wanted=False),))),
        ({"tags": ["x"]}, True, Outcome(YES, (sure("fact.holds", fact="x", wanted=True),))),
        ({"tags": ["x"], "stated": {"x": False}}, True, Outcome(NO, (sure("fact.holds_not", fact="x", wanted=True),))),
        ({}, True, missing(unsure("fact.unknown", fact="x", wanted=True), "facts.stated.x")),
    ],
)  # fmt: skip
def test_fact_is(facts, value, outcome):
    assert asked(c.FactIs(fact="x", value=value, **GIVEN), **facts) == outcome


def test_a_fact_that_is_no_truth_is_unknown_and_says_so_in_the_words_of_the_record():
    condition = c.FactIs(fact="consent", code="fact.of_its_own", **GIVEN)
    assert asked(condition) == missing(
        unsure("fact.of_its_own", fact="consent", wanted=True), "facts.stated.consent"
    )


HELD = {"name": "confirm_hold", "at": "2026-05-30", "instrument": "toy-hold"}
OTHER = {"name": "confirm_hold", "at": "2026-05-29", "instrument": "no-such"}
NOT_YET = Outcome(NO, (sure("event.not_yet", event="confirm_hold"),))


@pytest.mark.parametrize(
    ("events", "measures", "at"),
    [
        ([], (), ""),
        ([{"name": "receive", "at": "2026-05-30"}], (), ""),
        ([HELD], (), "2026-05-30"),
        ([HELD], ("preservation", "other"), "2026-05-30"),
        ([HELD], ("other",), ""),
        ([OTHER], ("preservation",), ""),
        ([{"name": "receive", "at": "2026-05-01"}, OTHER, HELD], ("preservation",), "2026-05-30"),
        ([{"name": "confirm_hold", "at": "2026-05-28"}], ("preservation",), "2026-05-28"),
    ],
    ids=["nothing", "other event", "it", "under a measure", "under another", "unknown instrument", "the right one of three", "no instrument"],
)  # fmt: skip
def test_event_happened(events, measures, at):
    condition = c.EventHappened(event="confirm_hold", of_measures=measures, **GIVEN)
    from comity.facts.scenario import read

    scenario = read(
        {
            "scenario": {"on": "2026-06-01"},
            "ask": {"requesting": "XA", "requested": "XB"},
            "event": events,
        }
    )
    book = toy_book(instruments=[instrument(id="another", measures=("other",)), instrument()])
    happened = Outcome(YES, (unsure("event.happened", event="confirm_hold", at=at),))
    assert asked(condition, book, scenario=scenario) == (happened if at else NOT_YET)


def test_an_event_not_yet_in_the_words_of_the_record():
    condition = c.EventHappened(event="confirm_hold", code="event.of_its_own", **GIVEN)
    assert asked(condition) == Outcome(NO, (sure("event.of_its_own", event="confirm_hold"),))


# --- one of several ---------------------------------------------------------------------------------------------


def flag(name: str, **more) -> c.FactIs:
    return c.FactIs(fact=name, **{**GIVEN, "cite": name, **more})


def either(*of, **more) -> c.AnyOf:
    return c.AnyOf(of=of, **{**GIVEN, **more})


def test_one_of_several_is_enough_and_is_the_one_shown():
    found = asked(either(flag("a"), flag("b"), flag("d")), stated={"a": False, "b": True, "d": True})
    assert found == Outcome(YES, (sure("fact.holds", cite="b", fact="b", wanted=True),))


def test_none_of_several_shows_all():
    found = asked(either(flag("a"), flag("b")), stated={"a": False, "b": False})
    assert found == Outcome(
        NO,
        (
            sure("fact.holds_not", cite="a", fact="a", wanted=True),
            sure("fact.holds_not", cite="b", fact="b", wanted=True),
        ),
    )


def test_an_open_one_of_several_asks_its_question_only():
    found = asked(either(flag("a"), flag("b")), stated={"a": False})
    assert found == Outcome(
        UNKNOWN,
        (
            sure("fact.holds_not", cite="a", fact="a", wanted=True),
            unsure("fact.unknown", cite="b", fact="b", wanted=True),
        ),
        settles=("facts.stated.b",),
        soft=True,
    )


def test_a_missing_record_beside_another_is_not_soft_and_time_counts():
    later = c.AppliesFrom(day=DAY.replace(year=2030), **GIVEN)
    power = c.HomePower(**GIVEN)
    book = toy_book(powers=())
    found = asked(either(later, power), book)
    assert (found.verdict, found.soft, found.in_time, found.settles) == (UNKNOWN, False, True, ())
    found = asked(either(later, power, flag("a")), book)
    assert (found.verdict, found.soft, found.in_time) == (UNKNOWN, True, True)
    found = asked(either(flag("a")), book)
    assert (found.verdict, found.soft, found.in_time) == (UNKNOWN, True, False)


def test_one_that_does_not_apply_is_not_asked():
    content = flag("a", data_categories=("content",))
    assert asked(either(content, flag("b")), stated={"a": True, "b": False}).verdict is NO
    assert (
        asked(either(content, flag("b")), category="content", stated={"a": True, "b": False}).verdict is YES
    )
    assert asked(either(content)) == Outcome(NO)


def test_what_several_look_at_is_what_each_looks_at_and_what_narrows_them():
    places = c.PlaceIn(place="storage", where="requested", **GIVEN)
    assert looks_at(either(c.NoTreatyNeeded(**GIVEN))) == frozenset()
    assert looks_at(either(c.NoTreatyNeeded(**GIVEN), places)) == {"requested", "facts"}
    assert looks_at(either(places, c.NoTreatyNeeded(**GIVEN))) == {"requested", "facts"}
    assert looks_at(either(c.NoTreatyNeeded(measures=("preservation",), **GIVEN))) == {"measure"}
    assert looks_at(either(c.NoTreatyNeeded(data_categories=("content",), **GIVEN))) == {"category"}
    assert looks_at(either(c.NoTreatyNeeded(urgency=("urgent",), **GIVEN))) == {"facts"}


def test_the_face_of_several_is_the_faces_of_those_that_apply():
    one = c.StateIs(states=("XA",), **GIVEN)
    other = c.StateIs(states=("XB",), **{**GIVEN, "data_categories": ("content",)})
    here = asking()
    assert face(either(one, other), here, "XA") == (True,)
    assert face(either(one, other), asking(category="content"), "XA") == (True, False)
    pair = c.AssistanceTreaty(want="present", **GIVEN)
    alone = r.Bilateral(
        id="xa-xb", states=("XA", "XB"), title="Alone", kind="mlat", force="yes", in_force=DAY, **FACT
    )
    places = c.PlaceIn(place="storage", where="requested", **GIVEN)
    there = asking(places={"storage": ["XB"]})
    assert [face(either(one, places), there, state) for state in ("XA", "XB")] == [
        (True, "unknown"),
        (False, "yes"),
    ]
    here = asking(toy_book(bilaterals=(alone,)))
    assert between(either(one, other, pair), here) == (None, between(pair, here))
    assert between(pair, here) == (("bilateral", "yes", "", "verified", False),)


def test_several_are_asked_for_each_kind_of_data_anew():
    """The answer of one kind of data was never to stand for another's."""
    condition = either(c.HomePower(**GIVEN))
    book = toy_book(powers=[r.Power(state="XB", measure="preservation", statute="P", available="full", data_categories=("traffic",), **FACT)])  # fmt: skip
    here = asking(book)
    from comity.law.asking import Asking
    from comity.law.conditions.registry import evaluate

    assert evaluate(condition, here).verdict is YES
    assert evaluate(condition, Asking(here.matter, here.instrument, here.measure, "content")).verdict is NO


def test_a_party_is_no_member_and_a_member_no_party():
    union = r.MemberTable(
        id="union", title="Union", complete=True, members=(r.Member(state="XB", since=DAY),), **FACT
    )
    book = toy_book(parties=[party("XA"), party("XB", None, force="no")], tables=(union,))
    for where, verdicts in (("party", {"XA": YES, "XB": NO}), ("member", {"XA": NO, "XB": YES})):
        condition = c.PlaceIn(place="system", where=where, treaty="toy", table="union", **GIVEN)
        assert {one: asked(condition, book, places={"system": [one]}).verdict for one in verdicts} == verdicts
