"""What differs between two worlds: which rows, for which pairs, and what they were and are.

Only pairs with a touched state can differ, and only rows with a column that sees another face of one. All else is not
looked at, so that a step costs milliseconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import TYPE_CHECKING

import numpy as np

from comity.law.atlas.columns import Column, answer
from comity.law.atlas.decided import statuses
from comity.law.atlas.marks import DECIDE
from comity.law.atlas.world import World
from comity.law.status import ORDER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from comity.law.atlas.relations import Row

ON_OFFER = ORDER.index("conditional")
"""Up to this place of the order a route is on offer."""


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


class Difference:
    """The pairs with a touched state, and the rows of which some of these pairs may differ.

    ``rows``: each row with a conduct. ``before``, ``after``: the marks, one line for each row, one column for each pair;
    ``was``, ``becomes``: the places of the statuses in the engine's order, in the same shape.
    """

    def __init__(self, ground: Ground, other: World, *, duty: bool = False) -> None:
        self._ground = ground
        self.here, self.there = ground.pairs(other)
        self._flat = self.here * len(ground.world.states) + self.there
        self._known: dict[Hashable, NDArray[np.uint16]] = {}
        new: dict[Hashable, NDArray[np.uint16]] = {}
        for key, column in ground.differing(other).items():
            words = answer(other, column, self.here, self.there)
            if not np.array_equal(np.broadcast_to(self._old(ground.world.columns[key]), words.shape), words):
                new[key] = words
        places = sorted({at for key in new for at in ground.by_column[key]})
        self.rows = [ground.rows[at] for at in places if ground.rows[at][0].duty or not duty]
        self.before, self.after = np.zeros((2, len(self.rows), len(self._flat)), dtype=np.uint16)
        for at, (row, conduct) in enumerate(self.rows):
            for column in ground.world.columns_of(row, conduct):
                old = self._old(column)
                self.before[at] |= old
                self.after[at] |= new.get(column.question.key, old)
        self.was = np.take(statuses(), self.before & DECIDE)
        self.becomes = np.take(statuses(), self.after & DECIDE)

    def marks(self, row: Row, conduct: int) -> NDArray[np.uint16]:
        """Return the joined marks a row had, for the pairs."""
        found = np.zeros(len(self._flat), dtype=np.uint16)
        for column in self._ground.world.columns_of(row, conduct):
            found |= self._old(column)
        return found

    def _old(self, column: Column) -> NDArray[np.uint16]:
        key = column.question.key
        found = self._known.get(key)
        if found is None:
            words = self._ground.world.words(column)
            found = self._known[key] = words if len(words) == 1 else words[self._flat]
        return found
