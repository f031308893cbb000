"""What must hold whatever the book says: unknown never becomes yes, dates are gates, another party closes nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.kernel.finding import Verdict
from comity.law import condition_records as c
from comity.law import records as r
from comity.law.dual_criminality import compare_states
from comity.law.offences import made_out_in
from comity.law.route import routes
from comity.law.status import ORDER

from .toy import BOUND, DAY, FACT, POWER, RIGHTS, instrument, offence, party, power, question, toy_book

RELAXED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
ELEMENTS = ("taking", "by_night", "intent", "without_right", "by_force")
TRUTHS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from([True, False, "unknown"]) for name in ELEMENTS}
)
REQUIRES = st.lists(st.sampled_from(["by_night", "by_force", "without_right"]), unique=True, max_size=3)
COVERAGE = st.sampled_from(["full", "partial", "none", "unread"])
ON_OFFER = ("open", "conditional")


def statuses(book, scenario) -> dict[str, str]:
    return {row.data_category: row.status for row in routes(book, scenario).routes}


@RELAXED
@given(TRUTHS, REQUIRES, COVERAGE, st.sampled_from(ELEMENTS))
def test_taking_knowledge_away_never_makes_an_offence(truths, requires, coverage, forgotten):
    book = toy_book(offences=[offence("XB", *requires, coverage=coverage)])
    known = question(articles=[], elements=truths).facts
    less = question(articles=[], elements={**truths, forgotten: "unknown"}).facts
    before = {one.statute: one.verdict for one in made_out_in(book, known, "XB", DAY)}
    for one in made_out_in(book, less, "XB", DAY):
        if one.verdict is Verdict.YES:
            assert before[one.statute] is Verdict.YES
        if one.verdict is Verdict.NO and one.statute in before:
            assert before[one.statute] is Verdict.NO


@RELAXED
@given(TRUTHS, REQUIRES, REQUIRES, COVERAGE, st.sampled_from(ELEMENTS))
def test_taking_knowledge_away_never_makes_dual_criminality(truths, here, there, coverage, forgotten):
    book = toy_book(offences=[offence("XA", *here), offence("XB", *there, coverage=coverage)])
    known = question(articles=[], elements=truths).facts
    less = replace(known, elements={**known.elements, forgotten: None})
    after = compare_states(book, less, "XA", "XB", DAY).verdict
    before = compare_states(book, known, "XA", "XB", DAY).verdict
    assert after is not Verdict.YES or before is Verdict.YES


@RELAXED
@given(REQUIRES, REQUIRES)
def test_a_decisive_unknown_decides(here, there):
    book = toy_book(offences=[offence("XA", *here), offence("XB", *there)])
    compared = compare_states(book, question().facts, "XA", "XB", DAY)
    if compared.verdict is Verdict.YES:
        assert not set(here) | set(there)
        return
    assert set(compared.decisive_unknowns) == set(here) | set(there)
    truths = dict.fromkeys(compared.decisive_unknowns, True)
    assert compare_states(book, question(elements=truths).facts, "XA", "XB", DAY).verdict is Verdict.YES
    one_false = {**truths, compared.decisive_unknowns[0]: False}
    assert compare_states(book, question(elements=one_false).facts, "XA", "XB", DAY).verdict is Verdict.NO


@RELAXED
@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.booleans())
def test_the_day_before_is_not_open_and_the_day_is(day, requested_side):
    late = party("XB" if requested_side else "XA", day)
    other = party("XA" if requested_side else "XB", date(2010, 1, 1))
    book = toy_book(parties=[late, other])
    assert set(statuses(book, question(day - timedelta(days=1))).values()) == {"future"}
    assert set(statuses(book, question(day)).values()) == {"open"}


@RELAXED
@given(st.sampled_from([True, False, "unknown"]), st.sampled_from(["yes", "no", "unknown"]), COVERAGE)
def test_another_party_closes_no_route(element, force, coverage):
    """Add a party that was missing: no route gets worse, except that a treaty basis may give way to it."""
    states = [party("XA")]
    joined = [*states, party("XB", force=force, in_force=date(2020, 1, 1))]
    offences = [offence("XA", "by_night"), offence("XB", "by_night", coverage=coverage)]
    scenario = question(elements={"by_night": element})
    before = statuses(toy_book(parties=states, offences=offences), scenario)
    after = statuses(toy_book(parties=joined, offences=offences), scenario)
    for category, status in after.items():
        if status != "displaced":
            assert status in ON_OFFER or before[category] not in ON_OFFER
            assert ORDER.index(status) <= ORDER.index(before[category]) or force != "yes"


def displacing(in_force: bool):
    general = r.Treaty(
        id="general",
        title="General assistance",
        short_name="General assistance",
        cite="G",
        depositary="nobody",
        binding=True,
        general_assistance="yes",
        entry_into_force=date(2010, 1, 1),
        **FACT,
    )
    rows = [party("XA"), party("XB")]
    if in_force:
        rows += [
            r.Party(state=s, treaty="general", how="ratification", force="yes", in_force=DAY, **FACT)
            for s in ("XA", "XB")
        ]
    gives_way = c.AssistanceTreaty(gate="in_force", cite="T 27", otherwise="displaced", want="absent")
    from .toy import TREATY

    return toy_book(
        parties=rows, treaties=(TREATY, general), instruments=[instrument((BOUND, gives_way, POWER))]
    )


def test_a_treaty_between_the_two_displaces_and_nothing_else_does():
    scenario = question()
    assert set(statuses(displacing(True), scenario).values()) == {"displaced"}
    answer = routes(displacing(False), scenario)
    assert {row.status for row in answer.routes} == {"open"}
    assert all(any(w.code == "assistance.none_on_record" for w in row.warnings) for row in answer.routes)


@RELAXED
@given(st.sampled_from(["full", "partial", "none"]), st.sampled_from([None, (), ("traffic",), ("content",)]))
def test_the_treaty_duty_and_the_home_power_are_two_facts(available, categories):
    got = statuses(toy_book(powers=[power("XA"), power("XB", categories, available)]), question())
    for category in ("traffic", "content"):
        reached = available != "none" and (
            category in categories if categories is not None else available == "full"
        )
        assert got[category] == ("open" if reached else "conditional")


def test_no_power_on_record_is_never_open():
    assert set(statuses(toy_book(powers=[power("XA")]), question()).values()) == {"conditional"}
    strict = c.HomePower(gate="conditions", cite="T 2")
    book = toy_book(powers=[], instruments=[instrument((BOUND, strict))])
    assert set(statuses(book, question()).values()) == {"unknown"}


@pytest.mark.parametrize("tags", [["expression"], ["expression", "press"]])
def test_a_tag_protects_whatever_else_is_open(tags):
    book = toy_book(safeties=[r.Safety(id="rights", title="Rights", conditions=(RIGHTS,), **FACT)])
    assert set(statuses(book, question(tags=tags)).values()) == {"protected"}
    assert set(statuses(book, question(tags=["press"])).values()) == {"open"}


def test_all_failing_gates_are_told_not_only_the_first():
    reserved = r.Reservation(
        state="XB", treaty="toy", article="2", kind="reservation", effect="not applied",
        effect_codes=("reserved_dual",), reaches=("2",), **FACT,
    )  # fmt: skip
    conditions = (
        BOUND,
        c.NotReserved(gate="reservation", cite="T 5", treaty="toy", codes=("reserved_dual",)),
        c.MaxPenaltyAtLeast(gate="threshold", cite="T 6", months=48),
        POWER,
    )
    book = toy_book(
        parties=[party("XA", None, force="no", how="signature-only"), party("XB")],
        instruments=[instrument(conditions)],
        reservations=(reserved,),
    )
    (row, *_) = routes(book, question(ask={"from_role": "court"})).routes
    assert [gate.gate for gate in row.failing] == ["in_force", "reservation", "threshold", "sender"]
    assert row.status == "closed"


def test_a_reservation_reaches_only_what_it_can_reach():
    reserved = r.Reservation(
        state="XB", treaty="toy", article="29.4", kind="reservation", effect="dual criminality",
        effect_codes=("reserved_dual",), **FACT,
    )  # fmt: skip
    rule = r.DualCriminality(
        asked="if_reserved",
        reserved_treaty="toy",
        reserved_codes=("reserved_dual",),
        out_of_reach=("TOY:1",),
        cite="T 29",
    )
    offences = [offence("XA"), offence("XB", coverage="none")]
    held = {"instruments": [instrument(dual_criminality=rule)], "offences": offences}
    free, bound = toy_book(**held), toy_book(**held, reservations=(reserved,))
    assert set(statuses(free, question()).values()) == {"open"}
    assert set(statuses(bound, question()).values()) == {"open"}
    outside = question(articles=["OTHER"], offence_known_to={"XB": False})
    assert set(statuses(free, outside).values()) == {"open"}
    assert set(statuses(bound, outside).values()) == {"closed"}


def test_the_same_question_gives_the_same_answer():
    book = toy_book()
    assert routes(book, question()).document() == routes(toy_book(), question()).document()


@RELAXED
@given(REQUIRES)
def test_parts_of_a_state_must_agree(requires):
    north = offence("XB", *requires, territory="north")
    south = r.Offence(
        state="XB", article="TOY:1", statute="XB South 1", coverage="full", since=date(2000, 1, 1),
        territory="south", **FACT,
    )  # fmt: skip
    verdict = compare_states(
        toy_book(offences=[offence("XA"), north, south]), question().facts, "XA", "XB", DAY
    ).verdict
    assert verdict is (Verdict.UNKNOWN if requires else Verdict.YES)


@pytest.mark.parametrize(
    ("coverage", "requires", "verdict"),
    [
        ("full", (), Verdict.YES),
        ("full", ("by_night",), Verdict.UNKNOWN),
        ("partial", (), Verdict.UNKNOWN),
        ("partial", ("intent",), Verdict.UNKNOWN),  # repeats the core: the narrowing stands in words only
        ("partial", ("by_force",), Verdict.YES),  # the narrowing is an element, and it is there
        ("unread", (), Verdict.UNKNOWN),
        ("none", (), Verdict.NO),
    ],
)
def test_how_far_a_record_carries(coverage, requires, verdict):
    book = toy_book(offences=[offence("XB", *requires, coverage=coverage, note="narrower")])
    (one,) = made_out_in(book, question(elements={"by_force": True}).facts, "XB", DAY)
    assert one.verdict is verdict


def test_a_state_without_a_record_is_unknown_never_no():
    book = toy_book(offences=[offence("XA")])
    scenario = question(articles=[], elements={"taking": True, "intent": True})
    assert compare_states(book, scenario.facts, "XA", "XB", DAY).verdict is Verdict.UNKNOWN
