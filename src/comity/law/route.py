"""Routes: which ways lead from here to the data, under which instrument, and what stands against each.

:func:`routes` answers a scenario. With a measure it gives every instrument that serves the measure (and what is always
shown beside it); without one, a parallel plan over all instruments. One row for each kind of data, always.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from comity.clocks.duration import parse
from comity.facts.scenario import CATEGORIES, Scenario
from comity.facts.strict import nearest
from comity.kernel.country import Country
from comity.kernel.errors import BadInput, Fault, declare, raise_all
from comity.kernel.finding import Confidence, Reason
from comity.law.answer import Channel, Expected, Route, RoutesAnswer
from comity.law.asking import ANY_DATA, Asking, Matter, because, covers
from comity.law.conditions.contact import designated_state
from comity.law.elements import faults_in
from comity.law.gates import GateAnswer, pass_gates
from comity.law.grounds import DualQuestion, barred_grounds, basis, dual_question, open_grounds
from comity.law.plan import at_home, steps
from comity.law.running import FLOOR, Desk, RunningClock, running
from comity.law.status import ORDER, of

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import Instrument

MISSING_SIDE = declare(
    "law.ask.missing_side",
    "The question names no {side} state.",
    "Write ask.{side} = a country code, such as DE.",
)
UNKNOWN_MEASURE = declare("law.ask.unknown_measure", "The book knows no measure {measure!r}.{nearest}")
UNKNOWN_INSTRUMENT = declare(
    "law.ask.unknown_instrument", "The book has no instrument {instrument!r}.{nearest}"
)
UNKNOWN_TREATY = declare(
    "law.assume.unknown_treaty", "The book has no treaty {treaty!r} to assume a party of.{nearest}"
)

DISCLOSED = ("subscriber", "traffic", "content")
"""The kinds of data a stored-data measure is answered for when none is named."""
_HOLD = "preserve"


def routes(book: Book, scenario: Scenario, desk: Desk | None = None) -> RoutesAnswer:
    """Answer which routes there are.

    ``desk``: the settings of the desk that asks, for the last safe day.

    Raises:
        BadInput: a side is missing, a measure, element or article is not in the book; all faults together.
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
    ordered = tuple(sorted(found, key=_rank))
    return RoutesAnswer(
        book={"version": book.version, "digest": book.digest},
        on=scenario.on,
        routes=ordered,
        at_home=home,
        plan=steps(ordered) if planned else (),
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
    measures = {measure.id for measure in book.measures}
    if ask.measure and ask.measure not in measures:
        found.append(UNKNOWN_MEASURE.fault(measure=ask.measure, nearest=nearest(ask.measure, measures)))
    if ask.instrument and ask.instrument not in (every := [one.id for one in book.instruments]):
        found.append(
            UNKNOWN_INSTRUMENT.fault(instrument=ask.instrument, nearest=nearest(ask.instrument, every))
        )
    treaties = {name for treaty in book.treaties for name in (treaty.id, *treaty.aliases)}
    found += [
        UNKNOWN_TREATY.fault(treaty=one.treaty, nearest=nearest(one.treaty, treaties))
        for one in scenario.assumptions
        if one.treaty not in treaties
    ]
    return found


def _assume(book: Book, scenario: Scenario) -> Book:
    if not scenario.assumptions:
        return book
    return book.assume(
        {"treaty": one.treaty, "state": str(one.state), "in_force": one.in_force}
        for one in scenario.assumptions
    )


def _rows(matter: Matter, desk: Desk) -> Iterable[Route]:
    for instrument, measure in _instruments(matter):
        for category in _categories(matter, instrument, measure):
            yield one_route(Asking(matter, instrument, measure, category), desk)


def _instruments(matter: Matter) -> Iterable[tuple[Instrument, str]]:
    """Pair each instrument to ask about with the measure it is asked for."""
    book, ask = matter.book, matter.scenario.ask
    if ask.instrument:
        chosen = book.instrument(ask.instrument)
        yield chosen, ask.measure or chosen.measures[0]
        return
    if not ask.measure:
        yield from _every(book)
        return
    seen: set[str] = set()
    for wanted in (ask.measure, *book.measure(ask.measure).companions):
        for instrument in book.instruments_for(wanted):
            companion = wanted != ask.measure
            if instrument.id in seen or (companion and wanted not in instrument.measures):
                continue
            seen.add(instrument.id)
            yield instrument, wanted


def _every(book: Book) -> Iterable[tuple[Instrument, str]]:
    """Pair every instrument with one of its measures for each phase of the plan; what serves any measure is asked for data."""
    general = next((one.id for one in book.measures if one.phase == "ask"), "")
    for instrument in book.instruments:
        if instrument.at_home:
            continue
        phases: set[str] = set()
        for name in instrument.measures:
            measure = book.measure(name)
            if measure.phase not in phases:
                phases.add(measure.phase)
                yield instrument, general if measure.general and general else name


def _categories(matter: Matter, instrument: Instrument, measure: str) -> tuple[str, ...]:
    """Return the kinds of data a row is needed for: those asked, else those the measure is about."""
    asked = matter.scenario.ask.data_categories
    if not instrument.data_categories and not _about_data(matter.book, measure):
        return (ANY_DATA,)
    wanted = asked or instrument.data_categories or DISCLOSED
    chosen = tuple(category for category in wanted if covers(instrument.data_categories, category))
    return tuple(sorted(chosen, key=CATEGORIES.index))


def _about_data(book: Book, measure: str) -> bool:
    """Say whether a measure is about data: some instrument that serves it names kinds of data."""
    return any(one.data_categories for one in book.instruments_for(measure) if measure in one.measures)


def one_route(asking: Asking, desk: Desk) -> Route:
    """Answer one row: gates, dual criminality, grounds, clocks, warnings, status."""
    matter, instrument = asking.matter, asking.instrument
    dual = asking.once("dual", dual_question)
    grounds = asking.once("grounds", lambda one: open_grounds(one, dual, reserved=_reserved(dual)))
    gates = pass_gates(asking, dual, grounds, matter.safeties)
    clocks = running(asking, desk)
    status = of(gates)
    warnings = (*clocks.warnings, *(warning for gate in gates for warning in gate.warnings))
    if status in ("open", "conditional") and instrument.lifecycle == _HOLD:
        warnings = (*warnings, *_follow_up(asking, clocks.safe_day is not None, clocks.clocks))
    return Route(
        requesting=matter.requesting,
        requested=matter.requested,
        instrument=instrument,
        legal_basis=asking.once("legal_basis", _legal_basis),
        measure=asking.measure,
        data_category=asking.category,
        status=status,
        channel=asking.once("channel", _channel),
        gates=gates,
        dual=dual,
        grounds=grounds,
        barred_grounds=asking.once("barred", barred_grounds),
        clocks=clocks.clocks,
        safe_day=clocks.safe_day,
        expected=_expected(clocks.clocks),
        warnings=tuple(_unique(warnings)),
        confidence=_weakest(instrument.confidence, gates, warnings),
        phase=matter.book.measure(asking.measure).phase,
    )


def best_asked(book: Book, scenario: Scenario, requested: str) -> str:
    """Say whether dual criminality may be asked on the best route of a scenario between two states.

    The best is the first by status among the instruments that name the measure (all that carry assistance, where
    no measure is named).
    """
    answer = routes(book, scenario)
    rows = [route for route in answer.routes if route.requested == requested]
    measure = scenario.ask.measure
    named = [route for route in rows if measure in route.instrument.measures] if measure else []
    general = [route for route in rows if route.instrument.serves_any_measure]
    in_force = [route for route in named or general if all(gate.gate != "in_force" for gate in route.failing)]
    chosen = next(iter(in_force or named or general or rows), None)
    return chosen.dual.asked if chosen is not None else "never"


def _reserved(dual: DualQuestion) -> bool:
    """Say whether a reservation lets dual criminality be asked here."""
    return dual.comparison is not None and any(
        reason.code.startswith("reservation.") for reason in dual.reasons
    )


def _legal_basis(asking: Asking) -> str:
    """Name the basis: the treaty between the two where the instrument is a frame for one."""
    instrument, matter = asking.instrument, asking.matter
    found = basis(asking)
    if found is not None:
        name = found[1].route_basis or found[1].short_name
        return name if instrument.serves_any_measure else f"{instrument.legal_basis}; {found[1].short_name}"
    in_force = [one for one in matter.assistance if one.force == "yes"]
    if instrument.grounds_from_treaty and instrument.serves_any_measure and in_force:
        return in_force[0].cite
    return instrument.legal_basis


def _channel(asking: Asking) -> Channel:
    instrument, matter = asking.instrument, asking.matter
    to_role = instrument.to_role[0] if instrument.to_role else ""
    state = designated_state(asking) if instrument.direct_to_private_party else ""
    names = (
        () if instrument.direct_to_private_party else matter.book.authorities(matter.requested, role=to_role)
    )
    return Channel(
        from_role=asking.from_role,
        to_role=to_role,
        authorities=tuple(dict.fromkeys(one.name for one in names)),
        addressee_state=state if state != matter.requested else "",
    )


def _expected(clocks: tuple[RunningClock, ...]) -> Expected:
    """Give a number only where the law sets the other side a deadline from receipt."""
    for clock in clocks:
        if (
            clock.kind == "deadline"
            and clock.binds != "from_role"
            and clock.duration
            and clock.starts_at in _RECEIPT
        ):
            duration = parse(clock.duration)
            hours = duration.hours + duration.minutes / 60
            return Expected(max(1, round(30 * duration.months + duration.days + hours / 24)), "treaty_clock")
    return Expected(None, "not_known")


_RECEIPT = ("receive", "serve", "received", "served")


def _follow_up(asking: Asking, counted: bool, clocks: tuple[RunningClock, ...]) -> tuple[Reason, ...]:
    """Say that a hold gives nothing by itself, and by which day and on which basis the request must follow."""
    matter = asking.matter
    day = next((clock.due for clock in clocks if clock.name == "last_safe_day"), None)
    treaty = ""
    for found in matter.assistance:
        if found.force == "yes":
            named = matter.book.treaty(found.treaty) if found.treaty else None
            treaty = (named.route_basis if named else "") or found.cite
            break
    floor = any(clock.kind == FLOOR for clock in clocks)
    if not floor:
        return (because("follow_up.before_ceiling", cite=asking.instrument.legal_basis),)
    code = "follow_up.by_last_safe_day" if counted else "follow_up.needed"
    return (
        because(code, cite=asking.instrument.legal_basis, treaty=treaty, day=day.isoformat() if day else ""),
    )


def _weakest(first: Confidence, gates: tuple[GateAnswer, ...], warnings: Iterable[Reason]) -> Confidence:
    every = [reason.confidence for gate in gates for reason in gate.reasons if reason.record]
    every += [reason.confidence for reason in warnings if reason.record]
    return "verified" if first == "verified" and all(found == "verified" for found in every) else "recalled"


def _unique(warnings: Iterable[Reason]) -> Iterable[Reason]:
    seen: list[Reason] = []
    for warning in warnings:
        if warning not in seen:
            seen.append(warning)
    return seen


def _rank(route: Route) -> tuple[int, int, str, str]:
    return (
        ORDER.index(route.status),
        0 if route.instrument.sendable else 1,
        route.requested,
        route.instrument.id,
    )


__all__ = ["BadInput", "Desk", "faults", "one_route", "routes"]
