"""The fast table: the answer for every relation of a world, as small numbers.

One number for each pair, conduct, measure and kind of data: the best status over the instruments, whether it may be
coloured, whether it is a missing record that stands against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from comity.law.atlas.geometry import Shown
from comity.law.atlas.marks import DECIDE, OLD, SILENT, SPOKEN, UNSURE, place, statuses
from comity.law.atlas.relations import Relation
from comity.law.atlas.world import World
from comity.law.status import ORDER, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from comity.law.atlas.relations import Field, Row

Answer = Literal["open", "conditional", "closed", "protected", "unknown"]
_PLACE, _COLOURED, _NO_RECORD = 7, 8, 16
_NONE = 7
"""No instrument serves the measure for this kind of data."""
_LAST_ON_OFFER = place("conditional")


@dataclass(frozen=True, slots=True)
class Cell:
    """What the fast table says of one relation. ``later``: closed today, and time or a signature may open it."""

    status: Answer
    shown: Shown
    no_record: bool
    later: bool


def as_answer(status: Status) -> Answer:
    """Return the word of the atlas for the best status of the engine: what is not on offer yet is closed."""
    return "closed" if status == "future" or status == "displaced" else status  # noqa: PLR1714 - mypy narrows this


class Table:
    """Every relation of a world. ``duty``: only instruments that bind the state asked; else all of them."""

    def __init__(self, world: World, *, duty: bool = False) -> None:
        self.world, self.duty = world, duty
        self._index = {(field.measure, field.category): at for at, field in enumerate(world.fields)}
        self._conduct = {name: at for at, name in enumerate(world.conducts)}
        count = len(world.states)
        self.cells = np.empty((len(world.fields), len(world.conducts), count * count), dtype=np.uint8)
        for at, field in enumerate(world.fields):
            for conduct in range(len(world.conducts)):
                self.cells[at, conduct] = self._cell(field, conduct)

    def _cell(self, field: Field, conduct: int) -> NDArray[np.uint8]:
        rows = [row for row in field.rows if row.duty or not self.duty]
        return join(((row, self.world.marks(row, conduct)) for row in rows), len(self.world.states) ** 2)

    def cell(self, relation: Relation) -> Cell:
        """Return the answer for one relation."""
        world = self.world
        pair = world.index[relation.requesting] * len(world.states) + world.index[relation.requested]
        at = self._index[relation.measure, relation.category]
        return read(int(self.cells[at, self._conduct[relation.conduct], pair]))


def join(rows: Iterable[tuple[Row, NDArray[np.uint16]]], count: int) -> NDArray[np.uint8]:
    """Join the rows of one measure and kind of data: the best status, how sure it is, whether a record is missing.

    What is on offer rests on the surest of its routes; that nothing is, rests on all of them. A displaced route is no
    answer of its own: what displaces it answers.
    """
    order, displaced = statuses(), place("displaced")
    best = np.full(count, _NONE, dtype=np.uint8)
    some_sure = np.zeros(count, dtype=bool)
    all_sure = np.ones(count, dtype=bool)
    silent = np.zeros(count, dtype=bool)
    for row, marks in rows:
        status = np.take(order, marks & DECIDE)
        sure = ((marks & (UNSURE | OLD)) == 0) & (row.instrument.confidence == "verified")
        missing = ((marks & SILENT) != 0) & ((marks & SPOKEN) == 0)
        counts = status != displaced
        better, same = counts & (status < best), counts & (status == best)
        best = np.where(better, status, best)
        some_sure = np.where(better, sure, some_sure | (same & sure))
        silent = np.where(better, missing, silent | (same & missing))
        all_sure &= sure
    coloured = np.where(best <= _LAST_ON_OFFER, some_sure, all_sure & (best != _NONE))
    return (best | coloured * np.uint8(_COLOURED) | silent * np.uint8(_NO_RECORD)).astype(np.uint8)


def read(number: int) -> Cell:
    """Read one number of the table."""
    found = number & _PLACE
    status: Status = "closed" if found == _NONE else ORDER[found]
    answer = as_answer(status)
    return Cell(
        answer,
        "coloured" if number & _COLOURED else "hatched",
        no_record=bool(number & _NO_RECORD) and answer in ("closed", "unknown"),
        later=status == "future",
    )
