"""After a refusal: may that ground be used here, what follows from it, and which other ways lead to the same end.

What may follow stands in the book (``refusals/``). Where the refusal protects a person no way round it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from comity.facts.scenario import Event, Scenario
from comity.kernel.finding import Reason
from comity.law.asking import because
from comity.law.contents import record_id
from comity.law.order import ON_OFFER
from comity.law.words import sentence

if TYPE_CHECKING:
    from comity.law.answer import Route
    from comity.law.book import Book
    from comity.law.records import Remedy

_REFUSED = "refused"
"""The state of a life cycle that a refusal leads to."""
_STOP = "stop"
GroundVerdict = Literal["may_be_used", "may_not_be_used", "not_on_the_list", "not_stated"]
Find = Callable[[str, str, str], tuple["Route", ...]]
"""Routes for a measure from one state to another, in order: how the ways by which a remedy is carried out are looked up."""


@dataclass(frozen=True, slots=True)
class Way:
    """Another way: its routes, one for each kind of data, and whether the same ground may be raised there again."""

    routes: tuple[Route, ...]
    reason: Reason

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON form."""
        route = self.routes[0]
        return {
            "instrument": route.instrument.id,
            "legal_basis": route.legal_basis,
            "measure": route.measure,
            "requesting": route.requesting,
            "requested": route.requested,
            "data": {one.data_category: one.status for one in self.routes},
            "expected": route.expected.document(),
            "why": sentence(self.reason, lang),
            "confidence": route.confidence,
        }


@dataclass(frozen=True, slots=True)
class Next:
    """What may, or must, follow: a record of the book, with the ways by which it is carried out."""

    remedy: Remedy
    ways: tuple[Way, ...]

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON form."""
        remedy = self.remedy
        return {
            "id": remedy.id,
            "kind": remedy.kind,
            "text": remedy.text,
            "cite": remedy.cite,
            "event": remedy.event,
            "ways": [way.document(lang) for way in self.ways],
            "record": record_id(remedy),
            "confidence": remedy.confidence,
        }


@dataclass(frozen=True, slots=True)
class AfterRefusal:
    """One refusal of the case. ``verdict``: whether the ground stands in the instrument's list, is barred, or is on no list."""

    instrument: str
    requested: str
    at: date | datetime
    ground: str
    verdict: GroundVerdict
    reason: Reason
    next: tuple[Next, ...]
    alternatives: tuple[Way, ...]

    @property
    def stopped(self) -> bool:
        """Say whether the refusal protects, so that no other way is shown."""
        return any(one.remedy.kind == _STOP for one in self.next)

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "instrument": self.instrument,
            "requested": self.requested,
            "at": self.at.isoformat(),
            "ground": self.ground,
            "ground_verdict": self.verdict,
            "why": sentence(self.reason, lang),
            "cite": self.reason.cite,
            "stopped": self.stopped,
            "next": [one.document(lang) for one in self.next],
            "alternatives": [way.document(lang) for way in self.alternatives],
        }


@dataclass(frozen=True, slots=True)
class _Case:
    """What every refusal of a scenario is judged with."""

    book: Book
    scenario: Scenario
    rows: tuple[Route, ...]
    find: Find


def after_refusals(
    book: Book, scenario: Scenario, routes: Iterable[Route], find: Find
) -> tuple[AfterRefusal, ...]:
    """Say for each refusal among the events what may follow. ``routes``: the answer of the scenario, in order."""
    case = _Case(book, scenario, tuple(routes), find)
    found = []
    for event in scenario.events:
        refused = [row for row in case.rows if row.instrument.id == event.instrument and _refuses(event, row)]
        for requested in dict.fromkeys(row.requested for row in refused):
            route = next(row for row in refused if row.requested == requested)
            found.append(_after(case, event, route))
    return tuple(found)


def _refuses(event: Event, route: Route) -> bool:
    return any(step.event == event.name and step.to == _REFUSED for step in route.instrument.transitions)


def _after(case: _Case, event: Event, route: Route) -> AfterRefusal:
    remedies = [one for one in case.book.contents.remedies if _follows(case, one, event, route)]
    stopped = any(one.kind == _STOP for one in remedies)
    following = [Next(one, () if stopped else _ways(one, route, event.ground, case.find)) for one in remedies]
    verdict, reason = _judge(event.ground, route)
    others = [
        row
        for row in case.rows
        if row.requested == route.requested
        and row.measure == route.measure
        and row.instrument.id != route.instrument.id
        and row.status in ON_OFFER
    ]
    return AfterRefusal(
        route.instrument.id,
        route.requested,
        event.at,
        event.ground,
        verdict,
        reason,
        tuple(following),
        () if stopped else _grouped(others, event.ground),
    )


def _follows(case: _Case, remedy: Remedy, event: Event, route: Route) -> bool:
    """Say whether a remedy follows this refusal: its ground, its instrument, alone where it must be, and its treaty between the two."""
    if remedy.after and event.ground not in remedy.after:
        return False
    if remedy.instruments and route.instrument.id not in remedy.instruments:
        return False
    if remedy.sole_ground and len(_grounds_of(case.scenario, event.instrument)) > 1:
        return False
    sides = (route.requesting, route.requested)
    return not remedy.treaty or all(
        case.book.standing(remedy.treaty, state, case.scenario.on).force == "yes" for state in sides
    )


def _grounds_of(scenario: Scenario, instrument: str) -> set[str]:
    return {one.ground for one in scenario.events if one.instrument == instrument and one.ground}


def _ways(remedy: Remedy, refused: Route, ground: str, find: Find) -> tuple[Way, ...]:
    here, there = refused.requesting, refused.requested
    asked = [(measure, here, there) for measure in remedy.use]
    asked += [(measure, there, here) for measure in remedy.asked_back]
    rows = [
        row
        for measure, requesting, requested in asked
        for row in find(measure, requesting, requested)
        if row.measure == measure and row.status in ON_OFFER
    ]
    return _grouped(rows, ground)


def _grouped(rows: Iterable[Route], ground: str) -> tuple[Way, ...]:
    """Put the kinds of data of one instrument together, in the order of the first."""
    found: dict[tuple[str, str, str], list[Route]] = {}
    for row in rows:
        found.setdefault((row.instrument.id, row.measure, row.requesting), []).append(row)
    return tuple(_way(tuple(group), ground) for group in found.values())


def _way(routes: tuple[Route, ...], ground: str) -> Way:
    route = routes[0]
    again = next((one.ground for one in route.grounds if one.ground.id == ground), None)
    if again is not None:
        said: dict[str, object] = {"ground": ground, "basis": route.legal_basis}
        reason = because("refusal.same_ground_possible", said, cite=again.cite, confidence=again.confidence)
        return Way(routes, reason)
    return Way(routes, because("refusal.other_basis", ground=ground, basis=route.legal_basis))


def _judge(ground: str, route: Route) -> tuple[GroundVerdict, Reason]:
    """Say whether a ground may be used under the instrument: listed, barred, on no list; what is not stated is asked for."""
    said: dict[str, object] = {
        "ground": ground,
        "instrument": route.legal_basis,
        "requested": route.requested,
    }
    if not ground:
        return "not_stated", because("refusal.ground_not_stated", said)
    for one in route.barred_grounds:
        if one.ground.id == ground:
            cite, sure = one.ground.cite, one.ground.confidence
            return "may_not_be_used", because("refusal.ground_barred", said, cite=cite, confidence=sure)
    for one in route.grounds:
        if one.ground.id == ground:
            cite, sure = one.ground.cite, one.ground.confidence
            return "may_be_used", because("refusal.ground_listed", said, cite=cite, confidence=sure)
    return "not_on_the_list", because("refusal.ground_not_listed", said, cite=route.instrument.legal_basis)
