"""Routes: which ways lead from here to the data, under which instrument, and what stands against each.

:func:`routes` answers a scenario. With a measure it gives every instrument that serves the measure (and what is always
shown beside it); without one, a parallel plan over all instruments. One row for each kind of data, always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from comity.facts.scenario import Scenario
from comity.kernel.country import Country
from comity.kernel.errors import Fault, raise_all
from comity.law.answer import Route, RoutesAnswer
from comity.law.asking import Asking, Matter
from comity.law.choosing import categories, instruments
from comity.law.known import MISSING_SIDE, UNKNOWN_MEASURE, scenario_faults, side_faults
from comity.law.order import ordered
from comity.law.plan import at_home, by_use, steps
from comity.law.refusal import after_refusals
from comity.law.row import one_route
from comity.law.running import Desk
from comity.law.status import ORDER

if TYPE_CHECKING:
    from comity.law.book import Book


def routes(book: Book, scenario: Scenario, desk: Desk | None = None) -> RoutesAnswer:
    """Answer which routes there are.

    ``desk``: the settings of the desk that asks, for the last safe day.

    Raises:
        BadInput: a side is missing, a state, measure, element or article is not in the book; all faults together.
    """
    raise_all(faults(book, scenario))
    laid = _assume(book, scenario)
    desk = desk or Desk()
    found: list[Route] = []
    for requested in scenario.ask.requested:
        matter = Matter(laid, scenario, scenario.ask.requesting or Country(""), requested)
        found += _rows(matter, desk)
    planned = not scenario.ask.measure and not scenario.ask.instrument
    home = at_home(laid, scenario)
    needed = {str(one): by_use(scenario, one) for one in scenario.ask.requested}
    rows = ordered(found, scenario.ask.measure, needed)
    in_order = tuple(route for route, _ in rows)
    return RoutesAnswer(
        book={"version": book.version, "digest": book.digest},
        on=scenario.on,
        routes=in_order,
        at_home=home,
        plan=steps(in_order) if planned else (),
        places=tuple(place for _, place in rows),
        after_refusal=after_refusals(laid, scenario, in_order, _finder(laid, scenario, desk)),
        assumptions=tuple(f"{one.treaty} {one.state} {one.in_force}" for one in scenario.assumptions),
    )


def faults(book: Book, scenario: Scenario) -> list[Fault]:
    """Return what of the question the book cannot answer to."""
    return scenario_faults(book, scenario) + side_faults(scenario)


def _assume(book: Book, scenario: Scenario) -> Book:
    if not scenario.assumptions:
        return book
    return book.assume(
        {"treaty": one.treaty, "state": str(one.state), "in_force": one.in_force}
        for one in scenario.assumptions
    )


def _rows(matter: Matter, desk: Desk) -> Iterable[Route]:
    for instrument, measure in instruments(matter):
        for category in categories(matter, instrument, measure):
            yield one_route(Asking(matter, instrument, measure, category), desk)


def _finder(book: Book, scenario: Scenario, desk: Desk) -> Callable[[str, str, str], tuple[Route, ...]]:
    """Return a function that answers another measure between two states, on the same facts."""

    def find(measure: str, requesting: str, requested: str) -> tuple[Route, ...]:
        ask = replace(scenario.ask, measure=measure, instrument="", from_role="", validated_by="")
        ask = replace(ask, requesting=Country(requesting), requested=(Country(requested),))
        matter = Matter(book, replace(scenario, ask=ask), requesting, requested)
        return tuple(route for route, _ in ordered(_rows(matter, desk), measure))

    return find


def best_asked(book: Book, scenario: Scenario, requested: str) -> str:
    """Say whether dual criminality may be asked on the best route of a scenario between two states.

    The best is the first by status among the instruments that name the measure (all that carry assistance, where
    no measure is named).
    """
    answer = routes(book, scenario)
    rows = sorted((route for route in answer.routes if route.requested == requested), key=_rank)
    measure = scenario.ask.measure
    named = [route for route in rows if measure in route.instrument.measures] if measure else []
    general = [route for route in rows if route.instrument.serves_any_measure]
    in_force = [route for route in named or general if all(gate.gate != "in_force" for gate in route.failing)]
    chosen = next(iter(in_force or named or general or rows), None)
    return chosen.dual.asked if chosen is not None else "never"


def _rank(route: Route) -> tuple[int, int, str]:
    """Sort by status alone, then by name."""
    return (
        ORDER.index(route.status),
        0 if route.instrument.sendable else 1,
        route.instrument.id,
    )


__all__ = ["MISSING_SIDE", "UNKNOWN_MEASURE", "Desk", "best_asked", "faults", "routes"]
