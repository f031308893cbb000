"""The fast table: the answer for every relation of a world, as small numbers.

One number for each pair, conduct, measure and kind of data: the best status over the instruments, whether it may be
coloured, whether it is a missing record that stands against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from comity.law.atlas.answers import COLOURED, NO_RECORD, NONE, Cell, read
from comity.law.atlas.decided import statuses
from comity.law.atlas.marks import DECIDE, OLD, SILENT, SPOKEN, UNSURE, place
from comity.law.atlas.relations import Relation
from comity.law.atlas.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from comity.law.atlas.relations import Field, Row
    from comity.law.book import Book

_LAST_ON_OFFER = place("conditional")


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

    @property
    def book(self) -> Book:
        """Return the book of the world."""
        return self.world.book

    @property
    def states(self) -> tuple[str, ...]:
        """Return the states of the world."""
        return self.world.states

    @property
    def conducts(self) -> tuple[str, ...]:
        """Return the conduct of the world."""
        return self.world.conducts

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Return each measure with a kind of data."""
        return tuple((field.measure, field.category) for field in self.world.fields)

    @property
    def on(self) -> date:
        """Return the day asked."""
        return self.world.on

    @property
    def seen_on(self) -> date:
        """Return the day on which somebody looks."""
        return self.world.seen_on

    def _cell(self, field: Field, conduct: int) -> NDArray[np.uint8]:
        rows = [row for row in field.rows if row.duty or not self.duty]
        return join(((row, self.world.marks(row, conduct)) for row in rows), len(self.world.states) ** 2)

    def of(self, state: str, side: str) -> NDArray[np.uint8]:
        """Return the numbers of all relations in which a state asks (``requesting``) or is asked, by kind, conduct, other state."""
        count, at = len(self.world.states), self.world.index[state]
        pairs = self.cells.reshape(*self.cells.shape[:2], count, count)
        return pairs[:, :, at, :] if side == "requesting" else pairs[:, :, :, at]

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
    best = np.full(count, NONE, dtype=np.uint8)
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
    coloured = np.where(best <= _LAST_ON_OFFER, some_sure, all_sure & (best != NONE))
    return (best | coloured * np.uint8(COLOURED) | silent * np.uint8(NO_RECORD)).astype(np.uint8)
