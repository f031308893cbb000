"""What-if and next steps equal brute force on toy worlds of six states: every route of the engine before and after."""

import json
from datetime import date
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadInput
from comity.law import condition_records as c
from comity.law import records as r
from comity.law.expectations import ON_OFFER
from comity.law.next_steps import candidates, next_steps
from comity.law.simulation import Simulation
from comity.law.steps import Amend, Conclude, Empower, Enact, Ratify, Withdraw, document, lay_over, takes_away
from comity.law.what_if import what_if

from .toy import BOUND, DAY, FACT, instrument, offence, party, toy_book
from .toy_world import ON, STATES, best, brute_routes, joined, worlds

RELAXED = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=12
)
SIDES = st.sampled_from(STATES)
STEPS = st.one_of(
    st.builds(Ratify, SIDES, st.sampled_from(["toy", "second", "general", "later"])),
    st.builds(Enact, SIDES, st.just("TOY:1")),
    st.builds(Empower, SIDES, st.just("preservation")),
    st.sets(SIDES, min_size=2, max_size=2).map(lambda two: Conclude(*sorted(two))),
)


def possible(book, steps) -> list:
    """Keep the steps the book can take, with those it has records for."""
    more = [Withdraw(row.state, row.treaty, row.article) for row in book.contents.reservations]
    more += [
        Amend(row.state, row.article, drop=row.requires) for row in book.contents.offences if row.requires
    ]
    return list(dict.fromkeys((*steps, *more[:2])))


def opened_by(before, book, steps) -> dict:
    """Compare every route of the engine before and after the steps."""
    after = brute_routes(lay_over(book, steps, ON))
    return {
        key: (before[key].status, after[key].status)
        for key in before
        if before[key].status != after[key].status
    }


@RELAXED
@given(worlds(), st.lists(STEPS, min_size=1, max_size=2))
def test_what_if_is_the_engine_before_and_after(book, drawn):
    before = brute_routes(book)
    simulation = Simulation(book, ON)
    chosen = possible(book, drawn)
    for steps in ((step,) for step in chosen):
        answer = what_if(simulation, steps)
        told = {
            (*pair, conduct, change.instrument, change.measure, change.category): (
                change.before,
                change.after,
            )
            for change in answer.changes
            for pair in change.pairs
            for conduct in change.conducts
        }
        assert told == opened_by(before, book, steps), steps
        assert answer.opened == sum(
            was not in ON_OFFER and becomes in ON_OFFER for was, becomes in told.values()
        )
    together = what_if(simulation, chosen[:2])
    assert together.opened == sum(
        was not in ON_OFFER and becomes in ON_OFFER
        for was, becomes in opened_by(before, book, chosen[:2]).values()
    )


@settings(RELAXED, max_examples=6)
@given(worlds(), STEPS)
def test_the_relations_that_change_are_those_of_the_engine(book, step):
    def answers(routes):
        grouped = {}
        for key, route in routes.items():
            grouped.setdefault((*key[:3], *key[4:]), []).append(route)
        return {key: best(rows) for key, rows in grouped.items()}

    before, after = answers(brute_routes(book)), answers(brute_routes(lay_over(book, [step], ON)))
    told = {
        (*pair, conduct, change.measure, change.category): (change.before, change.after)
        for change in what_if(Simulation(book, ON), [step]).relations
        for pair in change.pairs
        for conduct in change.conducts
    }
    assert told == {key: (before[key], after[key]) for key in before if before[key] != after[key]}


def gain(before, book, steps, weights=None) -> float:
    return sum(
        (weights or {}).get(key[:2], 0 if weights is not None else 1)
        for key, (was, becomes) in opened_by(before, book, steps).items()
        if was not in ON_OFFER and becomes in ON_OFFER
    )


@settings(RELAXED, max_examples=6)
@given(worlds(), st.booleans())
def test_single_steps_are_ranked_as_brute_force_does(book, weighted):
    book = joined(book)
    before = brute_routes(book)
    simulation = Simulation(book, ON)
    weights = {("XA", "XB"): 3.0, ("XB", "XA"): 5.0, ("XA", "XE"): 2.0} if weighted else None
    ranked = next_steps(simulation, ["XA"], weights=weights, first=1000)
    brute = {step: gain(before, book, [step], weights) for step in candidates(simulation, "XA")}
    told = {one.steps[0]: one.gain for one in (*ranked.ranked, *ranked.taking_away)}
    assert told == {step: value for step, value in brute.items() if value > 0}
    gains = [one.gain for one in ranked.ranked]
    assert gains == sorted(gains, reverse=True)
    assert not any(takes_away(one.steps[0]) for one in ranked.ranked)
    assert all(takes_away(one.steps[0]) for one in ranked.taking_away)
    building = [value for step, value in brute.items() if not takes_away(step)]
    assert (gains[0] if gains else 0) == max(building, default=0)


@settings(RELAXED, max_examples=3)
@given(worlds())
def test_two_steps_of_a_region_are_ranked_as_brute_force_does(book):
    book = joined(book)
    before = brute_routes(book)
    simulation = Simulation(book, ON)
    ranked = next_steps(simulation, ["XA", "XE"], number=2, kinds=["ratify"], first=1000)
    assert ranked.search == "all"
    every = [
        step for state in ("XA", "XE") for step in candidates(simulation, state) if isinstance(step, Ratify)
    ]
    brute = {frozenset(two): gain(before, book, two) for two in combinations(every, 2)}
    assert {frozenset(one.steps): one.gain for one in ranked.ranked} == {
        two: value for two, value in brute.items() if value > 0
    }


def test_a_treaty_not_in_force_opens_nothing_and_says_so():
    later = r.Treaty(
        id="later", title="Later", short_name="Later", cite="L", depositary="nobody", binding=True,
        access="open_for_accession", ratifications_needed=40, ratifications_seen=3, **FACT,
    )  # fmt: skip
    rule = c.Bound(gate="in_force", cite="L 1", treaties=("later",))
    book = toy_book(
        treaties=(later,), parties=(), instruments=[instrument((rule,), asked="never", treaty="later")]
    )
    answer = what_if(Simulation(book, ON), [Ratify("XA", "later"), Ratify("XB", "later")])
    assert answer.opened == 0
    assert [note.code for note in answer.notes] == ["step.treaty_not_in_force"] * 2
    assert next_steps(Simulation(book, ON), ["XA"]).ranked == ()


def reserved_world():
    reserved = r.Reservation(
        state="XB", treaty="toy", article="9", kind="reservation", effect="not applied",
        effect_codes=("reserved_dual",), **FACT,
    )  # fmt: skip
    kept = c.NotReserved(gate="reservation", cite="T 9", treaty="toy", codes=("reserved_dual",))
    return toy_book(instruments=[instrument((BOUND, kept), asked="never")], reservations=(reserved,))


def test_a_step_that_only_takes_protection_away_is_never_ranked():
    """It would open most routes, and nothing else would open any: still it is only shown apart."""
    found = next_steps(Simulation(reserved_world(), ON), ["XB"])
    assert found.ranked == ()
    (only,) = found.taking_away
    assert only.steps == (Withdraw("XB", "toy", "9"),)
    assert only.opened == 2
    assert [reason.code for reason in only.falls_away] == ["protection.reservation_withdrawn"]


def test_protections_that_fall_away_and_are_missing_stand_beside_each_step():
    answer = what_if(Simulation(reserved_world(), ON), [Withdraw("XB", "toy", "9")])
    assert [reason.code for reason in answer.falls_away] == ["protection.reservation_withdrawn"]
    missing = {reason.code: reason.params for reason in answer.missing}
    assert missing["protection.judicial_authorisation_no_record"]["states"] == ["XA", "XB"]
    written = answer.document("de")
    assert written["schema"] == "comity.what-if/1"
    assert "gibt auf" in written["protections_that_fall_away"][0]["text"]
    assert written["steps"][0]["takes_away"] is True


def test_an_element_dropped_names_who_may_be_caught():
    book = toy_book(offences=[offence("XA"), offence("XB", "by_night")])
    answer = what_if(Simulation(book, ON), [Amend("XB", "TOY:1", drop=("by_night",))])
    assert [reason.code for reason in answer.falls_away] == ["protection.element_dropped"]
    assert {change.direction for change in answer.changes} == {"firmer"}


def test_a_way_a_protection_closed_is_told_when_it_opens():
    protects = c.AnyOf(
        gate="grounds",
        cite="R",
        otherwise="protected",
        of=(c.Bound(gate="in_force", cite="T", treaties=("toy",), who="requested"),),
    )
    free = c.NoTreatyNeeded(gate="in_force", cite="F")
    book = toy_book(
        parties=[party("XA")], instruments=[instrument((free, protects), asked="never", treaty="")]
    )
    answer = what_if(Simulation(joined(book), ON), [Ratify("XB", "toy")])
    assert [reason.code for reason in answer.falls_away] == ["protection.no_longer_protected"]


def test_concluding_a_treaty_makes_the_frame_give_way():
    gives_way = c.AssistanceTreaty(gate="in_force", cite="T 27", otherwise="displaced", want="absent")
    book = toy_book(instruments=[instrument((BOUND, gives_way), asked="never")])
    answer = what_if(Simulation(book, ON), [Conclude("XA", "XB")])
    assert (answer.opened, answer.closed) == (0, 0)
    assert answer.gives_way == 4
    assert {change.direction for change in answer.changes} == {"gives_way"}


def test_steps_the_book_cannot_take_are_told_all_at_once():
    book = toy_book()
    with pytest.raises(BadInput) as caught:
        lay_over(
            book,
            [
                Ratify("XA", "tyo"),
                Ratify("QQ", "toy"),
                Withdraw("XA", "toy", "9"),
                Enact("XA", "TOY:7"),
                Amend("XC", "TOY:1", drop=("by_nihgt",)),
                Empower("XA", "production"),
                Conclude("XA", "XA"),
            ],
            DAY,
        )
    assert [fault.code for fault in caught.value.faults] == [
        "law.step.no_treaty",
        "law.step.no_state",
        "law.step.no_reservation",
        "law.step.no_article",
        "law.step.no_offence",
        "law.step.no_element",
        "law.step.no_measure",
        "law.step.same_state",
    ]
    assert "'toy'" in str(caught.value) and "'by_night'" in str(caught.value)


def test_next_steps_refuse_what_they_cannot_rank():
    simulation = Simulation(toy_book(), ON)
    with pytest.raises(BadInput) as caught:
        next_steps(simulation, ["QQ"], kinds=["ratfy"], number=9)
    assert [fault.code for fault in caught.value.faults] == [
        "law.next_steps.unknown_state",
        "law.next_steps.no_kind",
        "law.next_steps.bad_number",
    ]
    with pytest.raises(BadInput, match="No state is named"):
        next_steps(simulation, [])


def test_the_answer_is_a_document_and_the_laid_book_is_marked(book):
    day = date(2026, 11, 24)
    treaty = next(one for one in book.treaties if one.access == "open_for_accession" and one.entry_into_force)
    state = next(one for one in book.states if book.standing(treaty.id, one, day).force == "no")
    step = Ratify(state, treaty.id)
    laid = lay_over(book, [step], day)
    assert laid.assumed and laid.digest != book.digest
    simulation = Simulation(book, day, measures=["preservation"])
    told = next_steps(simulation, [state], kinds=["ratify"]).document("de")
    assert told["schema"] == "comity.next-steps/1"
    assert document(step) in [
        {key: one for key, one in found["steps"][0].items() if key != "text"} for found in told["ranked"]
    ]
    json.dumps(told)
