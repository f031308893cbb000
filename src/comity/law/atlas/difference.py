"""What differs between two worlds: which rows, for which pairs, and what they were and are.

Only pairs with a touched state can differ, and only rows with a column that sees another face of one. All else is not
looked at, so that a step costs milliseconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from comity.law.atlas.columns import Column, answer
from comity.law.atlas.marks import DECIDE, statuses
from comity.law.atlas.world import World
from comity.law.status import ORDER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from comity.law.atlas.relations import Row

ON_OFFER = ORDER.index("conditional")
"""Up to this place of the order a route is on offer."""


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row for one conduct: the marks before and after, for the pairs of the difference."""

    row: Row
    conduct: int
    before: NDArray[np.uint16]
    after: NDArray[np.uint16]

    @property
    def was(self) -> NDArray[np.uint8]:
        """Return the places of the statuses before."""
        return np.take(statuses(), self.before & DECIDE)

    @property
    def becomes(self) -> NDArray[np.uint8]:
        """Return the places of the statuses after."""
        return np.take(statuses(), self.after & DECIDE)


class Ground:
    """A world made ready to be compared with others: every row, and which rows a column is part of."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rows = [
            (row, conduct)
            for field in world.fields
            for row in field.rows
            for conduct in range(len(world.conducts))
        ]
        self.by_column: dict[Hashable, list[int]] = defaultdict(list)
        for at, (row, conduct) in enumerate(self.rows):
            for column in world.columns_of(row, conduct):
                self.by_column[column.question.key].append(at)
        for column in world.columns.values():
            world.words(column)

    def pairs(self, other: World) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the pairs with a touched state, each once, no state with itself."""
        here, there = self.world.everyone
        touched = np.zeros(len(self.world.states), dtype=bool)
        touched[list(other.touched)] = True
        chosen = (touched[here] | touched[there]) & (here != there)
        for one, two in other.touched_pairs:
            chosen[one * len(touched) + two] = chosen[two * len(touched) + one] = True
        return here[chosen], there[chosen]

    def differing(self, other: World) -> dict[Hashable, Column]:
        """Return the columns that see another face of a touched state, or something else between two states."""
        found: dict[Hashable, Column] = {}
        places = sorted(other.touched)
        states = [other.states[at] for at in places]
        for key, column in self.world.columns.items():
            question = column.question
            anew = column
            if column.requesting is not None or column.requested is not None:
                faces = list(zip(places, question.faces(other, states), strict=True))
                anew = Column(
                    question,
                    column.requesting and column.requesting.changed(faces),
                    column.requested and column.requested.changed(faces),
                )
            same = anew.requesting is column.requesting and anew.requested is column.requested
            if not same or question.between_differs(self.world, other):
                found[key] = anew
        return found

    def difference(self, other: World) -> Iterator[RowDifference]:
        """Yield the rows of which some pair may differ."""
        here, there = self.pairs(other)
        flat = here * len(self.world.states) + there
        after: dict[Hashable, NDArray[np.uint16]] = {}
        before: dict[Hashable, NDArray[np.uint16]] = {}
        for key, column in self.differing(other).items():
            old, new = self._taken(self.world.columns[key], flat), answer(other, column, here, there)
            if not np.array_equal(np.broadcast_to(old, new.shape), new):
                before[key], after[key] = old, new
        rows = sorted({at for key in after for at in self.by_column[key]})
        for at in rows:
            row, conduct = self.rows[at]
            was = np.zeros(len(flat), dtype=np.uint16)
            becomes = np.zeros(len(flat), dtype=np.uint16)
            for column in self.world.columns_of(row, conduct):
                key = column.question.key
                if key not in before:
                    before[key] = self._taken(column, flat)
                was |= before[key]
                becomes |= after.get(key, before[key])
            yield RowDifference(row, conduct, was, becomes)

    def marks(self, row: Row, conduct: int, flat: NDArray[np.intp]) -> NDArray[np.uint16]:
        """Return the joined marks of a row for some pairs, before any step."""
        found = np.zeros(len(flat), dtype=np.uint16)
        for column in self.world.columns_of(row, conduct):
            found |= self._taken(column, flat)
        return found

    def _taken(self, column: Column, flat: NDArray[np.intp]) -> NDArray[np.uint16]:
        words = self.world.words(column)
        return words if len(words) == 1 else words[flat]
