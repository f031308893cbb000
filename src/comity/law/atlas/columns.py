"""Columns: one thing asked of every pair of states, answered by the engine once for each pair of faces.

A column is a condition of an instrument, or what the engine asks of every instrument from its own fields (dual
criminality, grounds, urgency). Both are asked of the engine itself; a column only knows for whom it need not ask again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from comity.law import grounds
from comity.law.asking import Asking
from comity.law.atlas.marks import mark, of_built_in
from comity.law.conditions.registry import answering, evaluate, looks_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from comity.law.atlas.world import World
    from comity.law.condition_records import ConditionRecord


@dataclass(frozen=True, slots=True)
class Between:
    """A number for what stands between each two states, the same for the same, and what the numbers stand for."""

    numbers: NDArray[np.int32]
    values: Sequence[Hashable]


def joined(parts: Sequence[Between]) -> Between:
    """See several things at once."""
    first, *others = parts
    for other in others:
        numbers = first.numbers * np.int32(len(other.values)) + other.numbers
        first = Between(numbers, [(one, two) for one in first.values for two in other.values])
    return first


class Question(Protocol):
    """One thing asked of a pair of states. ``key`` names it; ``asking`` puts it to the engine for a pair."""

    @property
    def key(self) -> Hashable:
        """Name it, the same for the same question in any world."""

    @property
    def sees_requesting(self) -> bool:
        """Say whether it looks at the state that asks."""

    @property
    def sees_requested(self) -> bool:
        """Say whether it looks at the state asked."""

    def faces(self, world: World, states: Iterable[str]) -> Iterable[Hashable]:
        """Return what it sees of each of the states."""

    def between(self, world: World) -> Between | None:
        """Return what it sees of each two states together; ``None``: nothing."""

    def between_differs(self, world: World, other: World) -> bool:
        """Say whether what it sees between two states may differ in another world."""

    def marks(self, world: World, requesting: str, requested: str) -> int:
        """Ask the engine."""


@dataclass(frozen=True)
class Condition:
    """A condition of an instrument (or of every request), for one conduct, measure and kind of data."""

    condition: ConditionRecord
    conduct: int
    instrument: int
    measure: str
    category: str

    @cached_property
    def key(self) -> Hashable:
        """Name it: two rows that share a condition share the column where it does not look at what sets them apart."""
        looked = looks_at(self.condition)
        return (
            id(self.condition),
            self.instrument if answering(self.condition).by_row else -1,
            self.conduct if "facts" in looked else -1,
            self.measure if "measure" in looked else "",
            self.category if "category" in looked else "",
        )

    @property
    def sees_requesting(self) -> bool:
        """Say whether it looks at the state that asks."""
        return "requesting" in looks_at(self.condition)

    @property
    def sees_requested(self) -> bool:
        """Say whether it looks at the state asked."""
        return "requested" in looks_at(self.condition)

    def _asking(self, world: World, requesting: str, requested: str) -> Asking:
        return world.asking(
            self.conduct,
            self.instrument,
            self.measure,
            self.category,
            requesting=requesting,
            requested=requested,
        )

    def faces(self, world: World, states: Iterable[str]) -> Iterable[Hashable]:
        """Return what it sees of each of the states."""
        face, asking = answering(self.condition).face, self._asking(world, "", "")
        return [face(self.condition, asking, state) for state in states]

    def between(self, world: World) -> Between | None:
        """Return what it sees of two states together: assistance treaties only."""
        return world.assistance if "pair" in looks_at(self.condition) else None

    def between_differs(self, world: World, other: World) -> bool:
        """Say whether assistance treaties may differ."""
        return "pair" in looks_at(self.condition) and world.assistance is not other.assistance

    def marks(self, world: World, requesting: str, requested: str) -> int:
        """Ask the engine."""
        outcome = evaluate(self.condition, self._asking(world, requesting, requested))
        return mark(self.condition.gate, outcome, self.condition.otherwise, world.old)


@dataclass(frozen=True)
class BuiltIn:
    """What the engine asks of every instrument from its own fields, for one conduct."""

    conduct: int
    instrument: int
    measure: str
    looked_at: frozenset[str]

    @cached_property
    def key(self) -> Hashable:
        """Name it."""
        measure = self.measure if "measure" in self.looked_at else ""
        return ("built in", self.instrument, self.conduct, measure)

    @property
    def sees_requesting(self) -> bool:
        """Say whether it looks at the state that asks."""
        return "penalties" in self.looked_at

    @property
    def sees_requested(self) -> bool:
        """Say whether it looks at the state asked."""
        return bool(self.looked_at & {"reserved", "nationals"})

    def _asking(self, world: World, requesting: str, requested: str) -> Asking:
        return world.asking(
            self.conduct, self.instrument, self.measure, "", requesting=requesting, requested=requested
        )

    def faces(self, world: World, states: Iterable[str]) -> Iterable[Hashable]:
        """Return what it sees of each of the states."""
        asking = self._asking(world, "", "")
        return [grounds.face(asking, state, self.looked_at) for state in states]

    def between(self, world: World) -> Between | None:
        """Return what it sees of two states together: the assistance treaty to go by, and how their laws compare."""
        found = [world.basis] if "assistance" in self.looked_at else []
        if "laws" in self.looked_at:
            found.append(world.laws(self.conduct))
        return joined(found) if found else None

    def between_differs(self, world: World, other: World) -> bool:
        """Say whether assistance treaties, or how laws compare, may differ."""
        treaties = "assistance" in self.looked_at and world.basis is not other.basis
        return treaties or (
            "laws" in self.looked_at and world.laws(self.conduct) is not other.laws(self.conduct)
        )

    def marks(self, world: World, requesting: str, requested: str) -> int:
        """Ask the engine, in the order a route does."""
        return of_built_in(self._asking(world, requesting, requested), world.old)


class Faces:
    """The faces of all states to one question, numbered. Made anew, never changed."""

    def __init__(self, numbers: NDArray[np.int64], values: list[Hashable]) -> None:
        self.numbers, self.values = numbers, values

    @classmethod
    def of(cls, faces: Iterable[Hashable]) -> Faces:
        """Number the faces of the states, given in their order."""
        index: dict[Hashable, int] = {}
        numbers = [index.setdefault(face, len(index)) for face in faces]
        return cls(np.array(numbers, dtype=np.int64), list(index))

    def changed(self, found: Iterable[tuple[int, Hashable]]) -> Faces:
        """Return the faces with those of some states replaced; itself where nothing differs."""
        differing = [(at, value) for at, value in found if self.values[self.numbers[at]] != value]
        if not differing:
            return self
        numbers, values = self.numbers.copy(), list(self.values)
        for at, value in differing:
            if value not in values:
                values.append(value)
            numbers[at] = values.index(value)
        return Faces(numbers, values)


@dataclass(frozen=True)
class Column:
    """A question with the faces of all states to it."""

    question: Question
    requesting: Faces | None
    requested: Faces | None

    def looks_at_nobody(self, world: World) -> bool:
        """Say whether the answer is the same for all pairs."""
        return self.requesting is None and self.requested is None and self.question.between(world) is None


def make(world: World, question: Question) -> Column:
    """Make the column of a question."""
    faces = None
    if question.sees_requesting or question.sees_requested:
        faces = Faces.of(question.faces(world, world.states))
    return Column(
        question,
        faces if question.sees_requesting else None,
        faces if question.sees_requested else None,
    )


def answer(
    world: World, column: Column, requesting: NDArray[np.intp], requested: NDArray[np.intp]
) -> NDArray[np.uint16]:
    """Answer a column for pairs of states (places in the world's list), asking the engine once for each pair of faces.

    What was asked before, in this world or in one it came from, is not asked again.
    """
    question = column.question
    mine, theirs, between = column.requesting, column.requested, question.between(world)
    key = np.zeros(len(requesting), dtype=np.int64)
    if mine is not None:
        key = mine.numbers[requesting]
    if theirs is not None:
        key = key * len(theirs.values) + theirs.numbers[requested]
    if between is not None:
        key = key * len(between.values) + between.numbers[requesting, requested]
    _, first, back = np.unique(key, return_index=True, return_inverse=True)
    words = np.empty(len(first), dtype=np.uint16)
    for at, one in enumerate(first):
        here, there = int(requesting[one]), int(requested[one])
        seen = (
            question.key,
            None if mine is None else mine.values[mine.numbers[here]],
            None if theirs is None else theirs.values[theirs.numbers[there]],
            None if between is None else between.values[between.numbers[here, there]],
        )
        known = world.memory.get(seen)
        if known is None:
            known = world.memory[seen] = question.marks(world, world.states[here], world.states[there])
            world.asked += 1
        words[at] = known
    return words[back]
