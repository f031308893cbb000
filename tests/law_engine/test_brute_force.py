"""Closed relations, what-if and ranked next steps against a brute force that shares nothing with the engine.

A world here is a few sets of states; what is open is said by the six sentences of :func:`offered`, written down by hand. A step
is an element more in a set (or less). The engine gets the same world as a book of records.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.law import condition_records as c
from comity.law import records as r
from comity.law.atlas.relations import Relation
from comity.law.atlas.table import Table
from comity.law.atlas.world import World
from comity.law.next_steps import next_steps
from comity.law.simulation import Simulation
from comity.law.steps import Conclude, Empower, Enact, Ratify, Withdraw
from comity.law.what_if import what_if

from .toy import BOUND, FACT, IN_FORCE, POWER, instrument, offence, power, toy_book
from .toy_world import GENERAL, SECOND, TREATY, UNION

STATES = ("XA", "XB", "XC", "XD", "XE", "XF")
MEMBERS = {"XE", "XF"}
ON = date(2026, 6, 1)
RELAXED = settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=12)
DATA = ("traffic", "content")
TREATIES = ("toy", "second", "general")
IN_SECOND = c.Bound(gate="in_force", cite="S 1", treaties=("second",))
INSTRUMENTS = (
    instrument((BOUND, POWER), id="hold", asked="never"),
    instrument(
        (BOUND, c.NotReserved(gate="reservation", cite="T 9", treaty="toy", codes=("reserved_dual",))),
        id="kept",
        asked="never",
    ),
    instrument(
        (IN_SECOND, c.HomePower(gate="conditions", cite="S 2")),
        id="strict",
        treaty="second",
        asked="required",
    ),
    instrument(
        (BOUND, c.AssistanceTreaty(gate="in_force", cite="T 27", otherwise="displaced", want="absent")),
        id="frame",
    ),
    instrument(
        (c.AssistanceTreaty(gate="in_force", cite="G 1", want="present"),),
        id="assist",
        treaty="",
        asked="never",
    ),
    instrument(
        (
            c.AnyOf(
                gate="in_force",
                cite="A",
                of=(IN_SECOND, c.MemberOf(gate="in_force", cite="U", table="union")),
            ),
        ),
        id="either",
        treaty="",
        asked="never",
        data_categories=("traffic",),
    ),
)


@dataclass(frozen=True)
class Plain:
    """Who is party to what, who reserved, who has the power, whose law knows the offence, who has a treaty with whom."""

    toy: frozenset[str]
    second: frozenset[str]
    general: frozenset[str]
    reserved: frozenset[str]
    powers: frozenset[str]
    crime: frozenset[str]
    pairs: frozenset[frozenset[str]]


def offered(w: Plain, asks: str, asked: str) -> set[tuple[str, str]]:
    """What can be used between two states: instrument and kind of data."""
    both = {asks, asked}
    treaty_between = both <= w.general or frozenset(both) in w.pairs
    found = set()
    if both <= w.toy:
        found.add("hold")  # with a power at home it is open, without on a condition
    if both <= w.toy and asked not in w.reserved:
        found.add("kept")
    if both <= w.second and asked in w.powers and both <= w.crime:
        found.add("strict")
    if both <= w.toy and not treaty_between and both <= w.crime:
        found.add("frame")
    if treaty_between:
        found.add("assist")
    on_offer = {(name, kind) for name in found for kind in DATA}
    if both <= w.second or both <= MEMBERS:
        on_offer.add(("either", "traffic"))
    return on_offer


def everything(w: Plain) -> set[tuple[str, ...]]:
    return {(a, b, *way) for a, b in permutations(STATES, 2) for way in offered(w, a, b)}


def after(w: Plain, step) -> Plain:
    if isinstance(step, Ratify):
        return replace(w, **{step.treaty: getattr(w, step.treaty) | {step.state}})
    if isinstance(step, Withdraw):
        return replace(w, reserved=w.reserved - {step.state})
    if isinstance(step, Enact):
        return replace(w, crime=w.crime | {step.state})
    if isinstance(step, Empower):
        return replace(w, powers=w.powers | {step.state})
    return replace(w, pairs=w.pairs | {frozenset((step.state, step.other))})


def steps_of(w: Plain, state: str) -> list:
    """Everything a state could do that it has not done."""
    found: list = [Ratify(state, name) for name in TREATIES if state not in getattr(w, name)]
    found += [Withdraw(state, "toy", "9")] if state in w.reserved else []
    found += [Enact(state, "TOY:1")] if state not in w.crime else []
    found += [Empower(state, "preservation")] if state not in w.powers else []
    return found + [Conclude(*sorted((state, other))) for other in STATES if other != state]


def book_of(w: Plain):
    def row(state: str, treaty: str) -> r.Party:
        return r.Party(state=state, treaty=treaty, how="ratification", force="yes", in_force=IN_FORCE, **FACT)

    reservations = [
        r.Reservation(
            state=state, treaty="toy", article="9", kind="reservation", effect="not applied",
            effect_codes=("reserved_dual",), **FACT,
        )
        for state in sorted(w.reserved)
    ]  # fmt: skip
    bilaterals = [
        r.Bilateral(
            id="-".join(sorted(pair)).lower(), states=tuple(sorted(pair)), title="alone", kind="mlat", force="yes",
            in_force=IN_FORCE, **FACT,
        )
        for pair in sorted(w.pairs, key=sorted)
    ]  # fmt: skip
    toy = r.Treaty(
        **{name: getattr(TREATY, name) for name in TREATY.__struct_fields__}
        | {"access": "open_for_accession"}
    )
    return toy_book(
        codes=STATES,
        treaties=(toy, SECOND, GENERAL),
        parties=[row(state, name) for name in TREATIES for state in sorted(getattr(w, name))],
        offences=[offence(state, coverage="full" if state in w.crime else "none") for state in STATES],
        powers=[power(state, None, "full" if state in w.powers else "none") for state in STATES],
        reservations=tuple(reservations),
        bilaterals=tuple(bilaterals),
        tables=(UNION,),
        instruments=INSTRUMENTS,
    )


def drawn(seed: int) -> Plain:
    """Draw a world in which every sentence has something to say: about half the states are in each set."""
    chance = random.Random(seed)
    sets = [frozenset(state for state in STATES if chance.random() < 0.55) for _ in range(6)]
    return Plain(*sets, frozenset(frozenset(chance.sample(STATES, 2)) for _ in range(chance.randrange(4))))


WORLDS = st.integers(0, 10**6).map(drawn)


@RELAXED
@given(WORLDS)
def test_closed_relations(w):
    table = Table(World(book_of(w), ON))
    for asks, asked in permutations(STATES, 2):
        for kind in DATA:
            word = table.cell(Relation(asks, asked, "TOY:1", "preservation", kind)).status
            open_ways = [way for way in offered(w, asks, asked) if way[1] == kind]
            assert (word in ("open", "conditional")) == bool(open_ways), (asks, asked, kind)
            assert word in ("open", "conditional", "closed")


@RELAXED
@given(WORLDS, st.data())
def test_what_if(w, data):
    step = data.draw(st.sampled_from(steps_of(w, data.draw(st.sampled_from(STATES)))))
    answer = what_if(Simulation(book_of(w), ON), [step])
    before, later = everything(w), everything(after(w, step))
    assert answer.opened == len(later - before)
    told = {
        (*pair, change.instrument, change.category): (change.before, change.after)
        for change in answer.changes
        for pair in change.pairs
    }
    on_offer = ("open", "conditional")
    assert {
        key for key, (was, is_) in told.items() if was not in on_offer and is_ in on_offer
    } == later - before
    assert {
        key for key, (was, is_) in told.items() if was in on_offer and is_ not in on_offer
    } == before - later


def gains(w: Plain, sets) -> dict:
    before = everything(w)
    found = {}
    for steps in sets:
        world = w
        for step in steps:
            world = after(world, step)
        found[frozenset(steps)] = float(len(everything(world) - before))
    return {steps: gain for steps, gain in found.items() if gain > 0}


@RELAXED
@given(WORLDS, st.sampled_from(STATES))
def test_single_steps_are_ranked(w, state):
    ranked = next_steps(Simulation(book_of(w), ON), [state], first=1000)
    told = {frozenset(one.steps): one.gain for one in (*ranked.ranked, *ranked.taking_away)}
    assert told == gains(w, [(step,) for step in steps_of(w, state)])
    order = [one.gain for one in ranked.ranked]
    assert order == sorted(order, reverse=True)
    assert {frozenset(one.steps) for one in ranked.taking_away} == {
        steps for steps in told if all(isinstance(step, Withdraw) for step in steps)
    }


@settings(RELAXED, max_examples=5)
@given(WORLDS)
def test_two_steps_of_a_region_are_ranked(w):
    region = ["XA", "XE"]
    ranked = next_steps(Simulation(book_of(w), ON), region, number=2, kinds=["ratify", "enact"], first=1000)
    every = [step for state in region for step in steps_of(w, state) if isinstance(step, Ratify | Enact)]
    assert {frozenset(one.steps): one.gain for one in ranked.ranked} == gains(w, combinations(every, 2))
