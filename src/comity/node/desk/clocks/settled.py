"""Which clocks are settled: what they were to save has been handed over, so their passing loses nothing; and what did lapse."""

from __future__ import annotations

from collections.abc import Iterator

from comity.node.assistance import clocks
from comity.node.assistance.lawbook import HELD, SERVED_OUT
from comity.node.assistance.models import Request, Step
from comity.node.deadlines.models import Deadline

_LAPSED = frozenset({"lapsed", "expired"})
_DEEP = 4


def is_settled(row: Deadline, request: Request) -> bool:
    """Say whether all that a clock of a request still holds was handed over under what followed.

    A hold ends on its day also where the data were copied long before: then nothing is lost by it, and no alarm is true.
    """
    kept = {
        part.data_category
        for part in clocks.categories_of(row.name, list(request.parts.all()))
        if part.state in HELD
    }
    return bool(kept) and all(_came(one, request) for one in kept)


def lapsed_at(request: Request) -> Step | None:
    """Return the step by which something held lapsed without having been handed over; nothing where all is safe."""
    gone = [part for part in request.parts.all() if part.state in _LAPSED]
    lost = [part.pk for part in gone if not _came(part.data_category, request)]
    steps = Step.objects.filter(part__in=lost, target__in=_LAPSED).exclude(source__in=_LAPSED)
    return steps.order_by("-at", "-number").first()


def _came(category: str, request: Request) -> bool:
    """Say whether a kind of data was handed over under a request that followed this one, or the one this one serves."""
    return any(
        Step.objects.filter(
            part__request__parent=one, part__data_category__in=[category, ""], target__in=SERVED_OUT
        ).exists()
        for one in _upwards(request)
    )


def _upwards(request: Request) -> Iterator[Request]:
    row: Request | None = request
    for _level in range(_DEEP):
        if row is None:
            return
        yield row
        row = row.parent
