"""Routes: which ways lead from here to the data, under which instrument, and what stands against each.

:func:`routes` answers a scenario. With a measure it gives every instrument that serves the measure (and what is always
shown beside it); without one, a parallel plan over all instruments. One row for each kind of data, always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from comity.facts.scenario import Scenario
from comity.facts.strict import nearest
from comity.kernel.country import Country, is_invented
from comity.kernel.errors import Fault, declare, raise_all
from comity.law.answer import Route, RoutesAnswer
from comity.law.asking import Asking, Matter
from comity.law.choosing import categories, instruments
from comity.law.elements import faults_in
from comity.law.order import ordered
from comity.law.plan import at_home, by_use, steps
from comity.law.refusal import after_refusals
from comity.law.row import one_route
from comity.law.running import Desk
from comity.law.status import ORDER

if TYPE_CHECKING:
    from comity.law.book import Book

MISSING_SIDE = declare(
    "law.ask.missing_side",
    "The question names no {side} state.",
    "Write ask.{side} = a country code, such as DE.",
)
UNKNOWN_MEASURE = declare("law.ask.unknown_measure", "The book knows no measure {measure!r}.{nearest}")
UNKNOWN_INSTRUMENT = declare(
    "law.ask.unknown_instrument", "The book has no instrument {instrument!r}.{nearest}"
)
UNKNOWN_STATE = declare(
    "law.ask.unknown_state",
    "{state!r} is no state of the book.{nearest}",
    "Write its code of ISO 3166-1; an invented state has one of XA to XZ.",
)
UNKNOWN_FIELD = declare("law.ask.unknown_field", "The form of {instrument} has no field {field!r}.{nearest}")
UNKNOWN_TREATY = declare(
    "law.assume.unknown_treaty", "The book has no treaty {treaty!r} to assume a party of.{nearest}"
)


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
    ask = scenario.ask
    file = scenario.source or "scenario"
    found = faults_in(book, scenario.facts, file)
    if ask.requesting is None:
        found.append(MISSING_SIDE.fault(side="requesting"))
    if not ask.requested:
        found.append(MISSING_SIDE.fault(side="requested"))
    sides = (ask.requesting, *ask.requested) if ask.requesting else ask.requested
    found += state_faults(book, sides)
    measures = {measure.id for measure in book.measures}
    if ask.measure and ask.measure not in measures:
        found.append(UNKNOWN_MEASURE.fault(measure=ask.measure, nearest=nearest(ask.measure, measures)))
    if ask.instrument and ask.instrument not in (every := [one.id for one in book.instruments]):
        found.append(
            UNKNOWN_INSTRUMENT.fault(instrument=ask.instrument, nearest=nearest(ask.instrument, every))
        )
    form = next((one.fields for one in book.instruments if one.id == ask.instrument), ())
    names = [one.name for one in form]
    found += [
        UNKNOWN_FIELD.fault(instrument=ask.instrument, field=name, nearest=nearest(name, names))
        for name in ask.filled or ()
        if form and name not in names
    ]
    treaties = {name for treaty in book.treaties for name in (treaty.id, *treaty.aliases)}
    found += [
        UNKNOWN_TREATY.fault(treaty=one.treaty, nearest=nearest(one.treaty, treaties))
        for one in scenario.assumptions
        if one.treaty not in treaties
    ]
    return found


def state_faults(book: Book, codes: Iterable[Country]) -> list[Fault]:
    """Return a fault for each code that names no state of the book, with the one that was probably meant."""
    return [
        UNKNOWN_STATE.fault(state=str(code), nearest=_meant(book, str(code)))
        for code in dict.fromkeys(codes)
        if not book.knows(code) and not is_invented(code)
    ]


def _meant(book: Book, code: str) -> str:
    for meant in (book.said_for(code), code[::-1]):
        if book.knows(meant):
            return f" Did you mean {meant!r}?"
    return ""


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


__all__ = ["Desk", "best_asked", "faults", "routes"]
