"""The registry: a kind of condition, the function that answers it, and what that function looks at.

Each function takes the record and the :class:`~comity.law.asking.Asking` and returns an
:class:`~comity.law.asking.Outcome`. It looks at records and facts only, reads no clock and remembers nothing.

What it looks at is declared, and a test checks the declaration: with everything else varied the answer is the same. Of
a state it sees a *face*: two states with the same face get the same answer. So the atlas asks each condition once
for each pair of faces, never once for each pair of states, and has no rules of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from comity.law.asking import Asking, Outcome
from comity.law.condition_records import ConditionRecord

Kind = TypeVar("Kind", bound=ConditionRecord)
Dimension = Literal["requesting", "requested", "pair", "measure", "category", "facts"]
"""What an answer may depend on beside the record, the book and the day. ``pair``: what stands between the two only."""
LooksAt = Callable[[Any], frozenset[Dimension]]
Face = Callable[[Any, Asking, str], Hashable]
Between = Callable[[Any, Asking], Hashable]


@dataclass(frozen=True, slots=True)
class Answering:
    """One kind: its function and what the function looks at.

    ``face``: what it sees of one state, whichever side it is on. ``between``: what it sees of the two together.
    """

    answer: Callable[[Any, Asking], Outcome]
    by_row: bool
    looks_at: LooksAt
    face: Face
    between: Between


_kinds: dict[type[ConditionRecord], Answering] = {}


def always(*dimensions: Dimension) -> LooksAt:
    """Declare that every condition of the kind looks at these."""
    found = frozenset(dimensions)
    return lambda condition: found


def its_sides(*more: Dimension) -> LooksAt:
    """Declare that a condition looks at the side(s) it names in ``who``."""

    def look(condition: Any) -> frozenset[Dimension]:
        who = condition.who
        sides: tuple[Dimension, ...] = ("requesting", "requested") if who in ("both", "either") else (who,)
        return frozenset((*sides, *more))

    return look


def _itself(condition: Any, asking: Asking, state: str) -> Hashable:
    """See the state itself: right for every kind, and shared by no two states."""
    return state


def _nothing(condition: Any, asking: Asking) -> Hashable:
    return None


def register(
    kind: type[Kind],
    function: Callable[[Kind, Asking], Outcome],
    *,
    looks_at: LooksAt,
    face: Face = _itself,
    between: Between = _nothing,
    by_row: bool = False,
) -> None:
    """Enter the function that answers a kind of condition; a kind is answered once.

    Called below the functions and no decorator, so that mutation testing reaches them (it leaves decorated ones alone).

    ``by_row``: the answer depends on the instrument, measure, sender or kind of data; all others are the same for the
    whole matter and are worked out once. ``looks_at``, ``face``, ``between``: see :class:`Answering`.

    Raises:
        ValueError: the kind has a function already.
    """
    if kind in _kinds:
        raise ValueError(f"{kind.__name__} is answered twice")
    _kinds[kind] = Answering(function, by_row, looks_at, face, between)


def answering(condition: ConditionRecord) -> Answering:
    """Return the entry of a condition's kind."""
    return _kinds[type(condition)]


def evaluate(condition: ConditionRecord, asking: Asking) -> Outcome:
    """Answer one condition."""
    kind = _kinds[type(condition)]
    if kind.by_row:
        return kind.answer(condition, asking)
    answered = asking.matter.answered
    found = answered.get(id(condition))
    if found is None:
        found = answered[id(condition)] = kind.answer(condition, asking)
    return found


def looks_at(condition: ConditionRecord) -> frozenset[Dimension]:
    """Return what the answer to a condition may depend on."""
    return answering(condition).looks_at(condition)


def face(condition: ConditionRecord, asking: Asking, state: str) -> Hashable:
    """Return what a condition sees of one state. Of ``asking`` only facts, book, day, measure and kind of data count."""
    return answering(condition).face(condition, asking, state)


def between(condition: ConditionRecord, asking: Asking) -> Hashable:
    """Return what a condition sees of the two states together; nothing for most kinds."""
    return answering(condition).between(condition, asking)


def applies(condition: ConditionRecord, asking: Asking) -> bool:
    """Say whether a condition is asked at all for this kind of data, measure and urgency."""
    return (
        asking.covers(condition.data_categories)
        and (not condition.measures or asking.measure in condition.measures)
        and (not condition.urgency or asking.matter.scenario.urgency in condition.urgency)
    )


def kinds() -> tuple[type[ConditionRecord], ...]:
    """Return every kind that has a function."""
    return tuple(_kinds)
