"""Questions about figures: what is published, what was built, and a desk's own counts before suppression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput
from comity.node.base import home
from comity.node.base.permissions import require
from comity.node.statistics.actions import NO_RELEASE
from comity.node.statistics.models import Release
from comity.policy import Attributes
from comity.statistics.measures import Measure, load
from comity.statistics.plan import Cell, tally


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure as the desk sees it: every cell, and sums over all months."""

    measure: Measure
    cells: tuple[Cell, ...]
    labels: Mapping[str, Mapping[str, str]]

    @property
    def total(self) -> int:
        """How many in all."""
        return sum(cell.count for cell in self.cells)

    @property
    def sums(self) -> list[tuple[tuple[str, ...], int]]:
        """The values with their counts over all months, the most frequent first."""
        counted: Counter[tuple[str, ...]] = Counter()
        for cell in self.cells:
            counted[cell.values] += cell.count
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def latest() -> Release | None:
    """Return the figures published last: public."""
    return Release.objects.filter(released_at__isnull=False).order_by("-released_at").first()


def built(*, by: Actor, limit: int = 20) -> list[Release]:
    """Return what was built, the newest first.

    Raises:
        NotAllowed: no role that sees figures.
    """
    require(by, "figures.view", Attributes())
    return list(Release.objects.order_by("-built_at")[:limit])


def one(pk: UUID, *, by: Actor) -> Release:
    """Return built figures.

    Raises:
        BadInput: there are none such. NotAllowed: no role that sees figures.
    """
    require(by, "figures.view", Attributes())
    row = Release.objects.filter(pk=pk).first()
    if row is None:
        raise BadInput(NO_RELEASE.fault())
    return row


def own(*, by: Actor) -> list[Figure]:
    """Return the node's own figures, nothing suppressed, for those who may see them. Counted over coded columns as they stand.

    Raises:
        NotAllowed: no role that sees figures.
    """
    from comity.node.statistics import names, units

    require(by, "figures.view", Attributes())
    node = home.current()
    measures = load()
    readers = units.rows(measures, node.country if node is not None else "")
    read = {unit: list(readers[unit]()) for unit in {measure.unit for measure in measures.all}}
    found = []
    for measure in measures.all:
        cells = tuple(tally(measure, read[measure.unit]))
        codes = {
            name: {cell.values[place] for cell in cells} for place, name in enumerate(measure.dimensions)
        }
        labels = {
            name: names.from_book(name, given)
            for name, given in codes.items()
            if name in ("offence", "instrument")
        }
        found.append(Figure(measure, cells, labels))
    return found
