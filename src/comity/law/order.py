"""The order of routes, with the reason for each place: what was asked, what can be used, how long it takes, how sure it is.

Nothing is weighed. The keys are compared one after the other, and the reason given is the first key in which a route differs from the one
before it; where they differ in none, the order says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from comity.kernel.finding import Reason
from comity.law.plan import PHASES
from comity.law.status import ORDER

if TYPE_CHECKING:
    from comity.law.answer import Route

By = Literal["first", "usable", "phase", "asked", "switched_on", "expected_time", "certainty", "nothing"]
ON_OFFER = ("open", "conditional")
_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Place:
    """Why a route stands where it stands: ``by`` the first key in which it differs from the one before it."""

    number: int
    by: By
    reason: Reason

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON form."""
        from comity.law.words import sentence

        return {"place": self.number, "by": self.by, "text": sentence(self.reason, lang)}


def ordered(
    routes: Iterable[Route], asked: str = "", needed: Mapping[str, Sequence[str]] | None = None
) -> tuple[tuple[Route, Place], ...]:
    """Order routes and say why. ``asked``: the measure of the question; what is shown beside it comes after it.
    ``needed``: for each requested state the phases in the order in which the facts need them (:func:`comity.law.plan.by_use`).

    What can be used comes first; there, what answers the question, or without one the step of the plan it belongs to; there, by expected
    time, the known before the unknown; then what is open before what is conditional, and what rests on verified records before what is recalled.
    """
    phases = needed or {}
    rows = sorted(
        routes, key=lambda route: (*_keys(route, asked, phases), route.requested, route.instrument.id)
    )
    found: list[tuple[Route, Place]] = []
    for number, route in enumerate(rows, 1):
        before = found[-1][0] if found else None
        found.append((route, _place(number, before, route, asked, phases)))
    return tuple(found)


def _keys(
    route: Route, asked: str, needed: Mapping[str, Sequence[str]]
) -> tuple[int, int, int, int, float, int, int]:
    phases = needed.get(route.requested, PHASES)
    status = ORDER.index(route.status)
    hours = route.expected.hours
    return (
        0 if route.status in ON_OFFER else status,
        phases.index(route.phase) if route.phase in phases and not asked else 0,
        int(bool(asked) and route.measure != asked),
        int(not route.instrument.sendable),
        _NEVER if hours is None else hours,
        status,
        int(route.confidence != "verified"),
    )


_BY: tuple[By, ...] = ("usable", "phase", "asked", "switched_on", "expected_time", "certainty", "certainty")


def _place(
    number: int, before: Route | None, route: Route, asked: str, needed: Mapping[str, Sequence[str]]
) -> Place:
    if before is None:
        code: By = "first"
    else:
        pairs = zip(_BY, _keys(before, asked, needed), _keys(route, asked, needed), strict=True)
        code = next((by for by, one, other in pairs if one != other), "nothing")
    name = code
    if code == "expected_time" and route.expected.days is None:
        return Place(number, code, Reason("order.time_not_known", {"before": _days(before)}))
    params = {
        "status": route.status,
        "before": _days(before) if code == "expected_time" else before.status if before else "",
        "days": _days(route),
        "basis": route.expected.basis,
        "sure": route.confidence,
        "measure": asked,
        "phase": route.phase,
    }
    return Place(number, code, Reason(f"order.{name}", params))


def _days(route: Route | None) -> int:
    return (route.expected.days or 0) if route is not None else 0
