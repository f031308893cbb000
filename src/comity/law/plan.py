"""The parallel plan: what can be had at home first; then stop the money, hold the data, follow the path, ask, tell.

The phase of each measure is in the book; the order of phases is the order in which things are lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from comity.facts.scenario import Scenario
from comity.law.answer import HomePower, Route, Step
from comity.law.asking import because
from comity.law.contents import record_id

if TYPE_CHECKING:
    from comity.law.book import Book

PHASES = ("money", "hold", "path", "ask", "tell", "live", "move", "notify")
"""In the order in which time destroys what they are about; the steps run side by side."""


_DATA = ("hold", "path", "ask", "tell")
_DATA_THERE = ("provider", "storage")
"""Factors that place data somewhere."""


def by_use(scenario: Scenario, requested: str) -> tuple[str, ...]:
    """Return the phases as the facts need them of a state: its data where they lie there, else the money where some has left, then the rest."""
    places = scenario.facts.places
    there = any(requested in places.where(factor).known for factor in _DATA_THERE)
    first = ("money", *_DATA) if scenario.facts.money and not there else _DATA
    return tuple(dict.fromkeys((*first, *PHASES)))


def at_home(book: Book, scenario: Scenario) -> tuple[HomePower, ...]:
    """Return the powers of the requesting state that reach what the facts place at home; no foreign request is needed.

    Empty where nothing of the case (system, provider, data, victim) is known to be there.
    """
    state = scenario.ask.requesting
    places = scenario.facts.places
    here = [
        factor
        for factor in ("provider", "storage", "system", "victim")
        if state in places.where(factor).known
    ]
    if state is None or not here:
        return ()
    found = []
    for power in book.powers(state, on=scenario.on):
        if power.available == "none":
            continue
        reason = because(
            "home.first", record=record_id(power), confidence=power.confidence, cite=power.statute,
            state=state, factors=here, measure=power.measure,
        )  # fmt: skip
        found.append(
            HomePower(
                state, power.measure, power.statute, power.available, power.authority or "",
                power.data_categories or (), reason, record_id(power), power.confidence,
            )
        )  # fmt: skip
    return tuple(found)


def steps(routes: Iterable[Route]) -> tuple[Step, ...]:
    """Group routes, in their order, into the steps of the plan, each with the reason why it stands before the next.

    A step is quiet about what cannot be done: a route that is closed stays in its step, after what can be used.
    """
    by_phase: dict[str, list[Route]] = {phase: [] for phase in PHASES}
    for route in routes:
        if route.phase in by_phase:
            by_phase[route.phase].append(route)
    return tuple(
        Step(phase, tuple(found), because(f"plan.{phase}")) for phase, found in by_phase.items() if found
    )
