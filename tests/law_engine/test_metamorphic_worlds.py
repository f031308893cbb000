"""What must hold in worlds of many states and in the book itself: parties, dates, sides, and what one more fact may change.

Beside :mod:`test_metamorphic`, which asks the same of two states and one instrument.
"""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.kernel.finding import Verdict
from comity.law import condition_records as c
from comity.law import records as r
from comity.law.asking import Asking, Matter
from comity.law.conditions.registry import evaluate, looks_at
from comity.law.dual_criminality import compare_states
from comity.law.elements import article_met, known_elements
from comity.law.joining import can_join
from comity.law.offences import made_out_in
from comity.law.route import routes
from comity.law.status import ORDER
from comity.law.steps import Conclude, Ratify, lay_over

from .toy import BOUND, DAY, FACT, THEFT, instrument, offence, party, question, toy_book
from .toy_world import INSTRUMENTS, ON, STATES, brute_routes, joined, worlds

RELAXED = settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=6)
ON_OFFER = ("open", "conditional")
TODAY = date(2026, 11, 24)


# --- another party closes nothing -----------------------------------------------------------------------------------


GIVES_WAY = {
    "displaced": {"assistance.displaces", "in_force.gives_way"},
    "unknown": {"assistance.not_established", "assistance.arrangement", "in_force.may_give_way"},
}
"""What a way may become beside better: displaced, or unknown where it is not known whether the other instrument is in force."""


def closed_by(before, after) -> list:
    """Name what was on offer and got worse, other than by giving way to an instrument that is named with its record."""
    found = []
    for key, was in before.items():
        now = after[key]
        if was.status not in ON_OFFER or ORDER.index(now.status) <= ORDER.index(was.status):
            continue
        against = [reason for gate in now.gates for reason in gate.against]
        named = [reason for reason in against if reason.code in GIVES_WAY.get(now.status, ())]
        if not named or not all(one.record and one.params["treaty"] for one in named):
            found.append((key, was.status, now.status))
    return found


@RELAXED
@given(worlds(), st.sampled_from(STATES), st.sampled_from(["toy", "second", "general", "later"]))
def test_another_party_closes_nothing_but_what_gives_way_to_an_instrument_that_is_named(book, state, treaty):
    before = brute_routes(book)
    after = brute_routes(lay_over(book, [Ratify(state, treaty)], ON))
    if book.standing(treaty, state, ON).force != "unknown":
        assert closed_by(before, after) == []


@RELAXED
@given(worlds(), st.sampled_from(list(permutations(STATES, 2))))
def test_a_treaty_between_two_closes_nothing_else(book, pair):
    after = brute_routes(lay_over(book, [Conclude(*pair)], ON))
    before = brute_routes(book)
    assert closed_by(before, after) == []
    assert {key for key in before if before[key].status != after[key].status} <= {
        key for key in before if set(key[:2]) == set(pair)
    }


def test_another_party_closes_nothing_in_the_book(book):
    """Twenty times a state joins a treaty of the book it is not bound by; it asks others and is asked by them."""
    chance = random.Random(11)
    steps = [
        Ratify(state, treaty.id)
        for treaty in book.treaties
        for state in book.states
        if can_join(book, treaty, state) and book.standing(treaty.id, state, TODAY).force == "no"
    ]
    for step in chance.sample(steps, 20):
        laid = lay_over(book, [step], TODAY)
        for other in chance.sample([one for one in book.states if one != step.state], 2):
            for asks, asked in ((step.state, other), (other, step.state)):
                scenario = question(
                    TODAY, ask={"requesting": asks, "requested": asked, "measure": "stored_data_access"}, articles=["ETS185:2"]
                )  # fmt: skip
                before, after = (
                    {
                        (row.instrument.id, row.measure, row.data_category): row
                        for row in routes(one, scenario).routes
                    }
                    for one in (book, laid)
                )
                assert closed_by(before, after) == [], (step, asks, asked)


# --- a day before ---------------------------------------------------------------------------------------------------


def test_no_party_of_the_book_is_bound_the_day_before(book):
    """Every row of every list of parties that has a day: on the day bound, the day before not."""
    rows = [row for row in book.contents.parties if row.force == "yes" and row.in_force is not None]
    assert len(rows) > 700
    for row in rows:
        treaty = book.treaty(row.treaty)
        if treaty.membership != "parties" or (row.until is not None and row.until <= row.in_force):
            continue
        before = book.standing(treaty.id, row.state, row.in_force - timedelta(days=1))
        assert (before.force, before.reason) == ("no", "not_yet"), row
        starts = max(row.in_force, treaty.applies_from or row.in_force)
        assert book.standing(treaty.id, row.state, starts).force == "yes", row


def test_no_route_of_the_book_is_open_the_day_before_a_side_is_bound(book):
    """Of each instrument that rests on one treaty only: a party of it asked the day before, and on the day."""
    chance = random.Random(5)
    tried = 0
    for one in book.instruments:
        bound = [
            x
            for x in one.conditions
            if isinstance(x, c.Bound) and x.want == "present" and x.gate == "in_force"
        ]
        if (
            len(bound) != 1
            or len(bound[0].treaties) != 1
            or bound[0].who != "both"
            or bound[0].otherwise != "fail"
        ):
            continue
        treaty = book.treaty(bound[0].treaties[0])
        rows = [
            row for row in book.contents.parties
            if row.treaty == treaty.id and row.force == "yes" and row.in_force and row.in_force.year > 2003 and row.state in book.states
        ]  # fmt: skip
        for row in chance.sample(rows, min(4, len(rows))):
            other = next((x.state for x in rows if x.in_force < row.in_force - timedelta(days=400)), None)
            if other is None or treaty.membership != "parties":
                continue
            tried += 1
            day = row.in_force - timedelta(days=1)
            for asks, asked in ((row.state, other), (other, row.state)):
                scenario = question(
                    day, ask={"requesting": asks, "requested": asked, "measure": one.measures[0]}, articles=["ETS185:2"]
                )  # fmt: skip
                found = [x for x in routes(book, scenario).routes if x.instrument.id == one.id]
                assert all(x.status not in ON_OFFER for x in found), (one.id, asks, asked, day)
                gates = {gate.gate: gate.verdict for x in found for gate in x.gates}
                assert not found or gates["in_force"] == "fail"
    assert tried >= 20


# --- sides ----------------------------------------------------------------------------------------------------------


def renamed(book, names: dict[str, str]):
    """Return the same book with other names on its states."""
    import msgspec

    from comity.kernel.digest import digest_of
    from comity.law.book import Book

    def other(row):
        given = {}
        for field in row.__struct_fields__:
            value = getattr(row, field)
            if field in ("state", "code", "party"):
                given[field] = names.get(value, value)
            elif field in ("states", "codes"):
                given[field] = tuple(names.get(one, one) for one in value)
            elif field in ("members", "adequacy", "conditions", "of"):
                given[field] = tuple(map(other, value))
        return msgspec.structs.replace(row, **given)

    contents = msgspec.structs.replace(
        book.contents,
        **{
            name: tuple(map(other, getattr(book.contents, name)))
            for name in ("parties", "offences", "powers", "reservations", "bilaterals", "tables", "safeties", "countries", "instruments")
        },
    )  # fmt: skip
    return Book(contents, digest=digest_of({"toy": repr(contents)}), origin="toy")


@RELAXED
@given(worlds(), st.permutations(STATES))
def test_states_exchanged_exchange_the_answers(book, order):
    """No state has a name the engine knows: who is who decides nothing, only what is on record."""
    names = dict(zip(STATES, order, strict=True))
    after = brute_routes(renamed(book, names))
    for (asks, asked, *rest), was in brute_routes(book).items():
        now = after[names[asks], names[asked], *rest]
        assert (now.status, now.confidence) == (was.status, was.confidence)
        assert [gate.verdict for gate in now.gates] == [gate.verdict for gate in was.gates]


@RELAXED
@given(worlds())
def test_a_symmetric_instrument_answers_the_same_both_ways(book):
    """Where every condition treats both sides alike and dual criminality is not asked."""
    import msgspec

    chosen = [one for one in INSTRUMENTS if one.id in ("frame", "either")]
    never = r.DualCriminality(asked="never", cite="T 4")
    plain = [msgspec.structs.replace(one, dual_criminality=never) for one in chosen]
    book = joined(book, instruments=tuple(plain), safeties=())
    found = brute_routes(book)
    for (asks, asked, *rest), row in found.items():
        back = found[asked, asks, *rest]
        assert row.status == back.status
        for gate, other in zip(row.gates, back.gates, strict=True):
            swapped = {"requesting": asked, "requested": asks}
            mine = {
                (
                    one.code,
                    one.record,
                    str({**one.params, **{k: v for k, v in swapped.items() if k in one.params}}),
                )
                for one in gate.reasons
            }
            assert mine == {(one.code, one.record, str(dict(one.params))) for one in other.reasons}


def test_symmetric_conditions_of_the_book_answer_the_same_both_ways(book):
    """Each condition that looks at both sides alike, or at what stands between the two, for pairs of states both ways."""
    chance = random.Random(17)
    symmetric = [
        (one, condition)
        for one in book.instruments
        for condition in one.conditions
        if isinstance(condition, c.Bound | c.MemberOf | c.AssistanceTreaty | c.NoTreatyNeeded | c.AppliesFrom)
        and getattr(condition, "who", "both") in ("both", "either")
    ]
    assert len(symmetric) > 40
    for one, condition in symmetric:
        assert looks_at(condition) in ({"requesting", "requested"}, {"pair"}, frozenset())
        for _ in range(15):
            pair = chance.sample(book.states, 2)
            scenario = question(TODAY, articles=["ETS185:2"])
            there, back = (
                evaluate(condition, Asking(Matter(book, scenario, *sides), one, one.measures[0], "traffic"))
                for sides in (pair, pair[::-1])
            )
            assert (there.verdict, there.soft, there.in_time) == (back.verdict, back.soft, back.in_time)
            assert {(x.code, x.record) for x in there.reasons} == {(x.code, x.record) for x in back.reasons}


# --- what one more fact may change ----------------------------------------------------------------------------------


ELEMENTS = ("taking", "by_night", "intent", "without_right", "by_force")
TRUTHS = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in ELEMENTS})
REQUIRES = st.lists(st.sampled_from(["by_night", "by_force", "without_right"]), unique=True, max_size=3)
COVERAGE = st.sampled_from(["full", "partial", "none", "unread"])
NEAR = r.OffenceArticle(id="TOY:2", title="Robbery", core=("taking", "by_force"), **FACT)
TRY = r.OffenceArticle(
    id="TOY:3",
    title="Attempt",
    core=("intent",),
    one_of=("by_night", "without_right"),
    of_articles=("TOY:1",),
    **FACT,
)


def three_articles(*offences):
    import msgspec

    from comity.law.book import Book

    book = toy_book(offences=offences)
    contents = msgspec.structs.replace(book.contents, offence_articles=(THEFT, NEAR, TRY))
    return Book(contents, digest=book.digest, origin="toy")


def also(state, article):
    """Another article in the law of a state."""
    import msgspec

    return msgspec.structs.replace(offence(state), article=article, statute=article)


MORE_LAW = st.sets(st.tuples(st.sampled_from(["XA", "XB"]), st.sampled_from(["TOY:2", "TOY:3"])))
MORE = settings(RELAXED, max_examples=100)


def refined(facts, data):
    """Settle one of the unknown elements, one way or the other."""
    unknown = [name for name in ELEMENTS if facts.elements[name] is None]
    if not unknown:
        return None
    return replace(
        facts, elements={**facts.elements, data.draw(st.sampled_from(unknown)): data.draw(st.booleans())}
    )


@MORE
@given(TRUTHS, REQUIRES, COVERAGE, st.data())
def test_one_more_fact_never_makes_an_offence_unknown_again(truths, requires, coverage, data):

    rows = [
        offence("XB", *requires, coverage=coverage),
        *(also("XB", name) for name in ("TOY:2", "TOY:3")),
    ]
    book = three_articles(*rows)
    less = replace(question(articles=[]).facts, elements=truths)
    more = refined(less, data)
    if more is None:
        return
    after = {one.statute: one.verdict for one in made_out_in(book, more, "XB", DAY)}
    for one in made_out_in(book, less, "XB", DAY):
        if one.verdict is not Verdict.UNKNOWN and one.statute in after:
            assert after[one.statute] is one.verdict
    for article in book.offence_articles:
        before = article_met(book, less, article, known_elements(book, less))
        if before is not Verdict.UNKNOWN:
            assert article_met(book, more, article, known_elements(book, more)) is before


@MORE
@given(TRUTHS, REQUIRES, REQUIRES, COVERAGE, COVERAGE, st.data())
def test_one_more_fact_never_makes_dual_criminality_unknown_again(truths, here, there, first, second, data):
    book = three_articles(
        *(offence("XA", *here, coverage=first), offence("XB", *there, coverage=second)),
        *(also(state, name) for state, name in sorted(data.draw(MORE_LAW))),
    )
    less = replace(question(articles=[]).facts, elements=truths)
    more = refined(less, data)
    if more is None:
        return
    before, after = (compare_states(book, facts, "XA", "XB", DAY).verdict for facts in (less, more))
    assert after is before or before is Verdict.UNKNOWN


FACTS = {
    "consent": ["lawful_and_voluntary", "none"],
    "danger_to_life": [True, False],
    "stated": [{"x": True}, {"x": False}],
    "provider": [{"seat": "XB"}, {"seat": "XC"}],
    "places": [{"storage": ["XB"], "complete": True}, {"storage": ["XC"], "complete": True}],
    "money": [{"amount": "10", "currency": "EUR"}, {"amount": "9", "currency": "EUR"}],
    "max_penalty_months": [{"XA": 36}, {"XA": 1}],
}
ASKED = (
    c.ConsentIs(gate="conditions", cite="1"),
    c.DangerToLife(gate="conditions", cite="1"),
    c.FactIs(gate="conditions", cite="1", fact="x"),
    c.ProviderSeat(gate="conditions", cite="1"),
    c.PlaceIn(gate="conditions", cite="1", place="storage", where="requested"),
    c.AmountAtLeast(gate="conditions", cite="1", amount=10, currency="EUR"),
    c.MaxPenaltyAtLeast(gate="conditions", cite="1", months=12),
)


@pytest.mark.parametrize("condition", ASKED, ids=lambda one: type(one).__name__)
@MORE
@given(data=st.data())
def test_one_more_fact_never_makes_a_condition_unknown_again_nor_an_unknown_one_open(condition, data):
    """And where a fact is missing the route is at best open on a condition, whatever the fact would be."""
    known = sorted(name for name in FACTS if name != "stated" or isinstance(condition, c.FactIs))
    names = data.draw(st.sets(st.sampled_from(known), max_size=4))
    given = {name: data.draw(st.sampled_from(FACTS[name])) for name in sorted(names)}
    missing = [name for name in known if name not in given]
    name = data.draw(st.sampled_from(missing))
    more = {**given, name: data.draw(st.sampled_from(FACTS[name]))}
    book = toy_book(instruments=[instrument((BOUND, condition), asked="never")], offences=())
    less, full = (question(ON, articles=["TOY:1"], **facts) for facts in (given, more))
    object.__setattr__(less, "urgency", "emergency")
    object.__setattr__(full, "urgency", "emergency")
    row = book.instruments[0]
    before, after = (
        evaluate(condition, Asking(Matter(book, one, "XA", "XB"), row, "preservation", "traffic")).verdict
        for one in (less, full)
    )
    if before is not Verdict.UNKNOWN:
        assert after is before
    statuses = {one.status for one in routes(book, less).routes}
    assert statuses == (
        {"conditional"} if before is Verdict.UNKNOWN else {"open"} if before is Verdict.YES else {"closed"}
    )


def test_a_party_that_leaves_is_one_party_less(book):
    """The other way round: what a party opened is closed when it is gone, and nothing opens but what had given way."""
    full = toy_book(instruments=[instrument((BOUND,), asked="never")])
    less = toy_book(parties=[party("XA")], instruments=[instrument((BOUND,), asked="never")])
    assert {one.status for one in routes(full, question()).routes} == {"open"}
    assert {one.status for one in routes(less, question()).routes} == {"closed"}
