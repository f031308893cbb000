"""The registry: a kind of condition, and the function that answers it.

Each function takes the record and the :class:`~comity.law.asking.Asking` and returns an
:class:`~comity.law.asking.Outcome`. It looks at records and facts only, reads no clock and remembers nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from comity.law.asking import Asking, Outcome
from comity.law.condition_records import ConditionRecord

Kind = TypeVar("Kind", bound=ConditionRecord)
_answers: dict[type[ConditionRecord], Callable[[Any, Asking], Outcome]] = {}
_by_row: set[type[ConditionRecord]] = set()


def answers(
    kind: type[Kind], *, by_row: bool = False
) -> Callable[[Callable[[Kind, Asking], Outcome]], Callable[[Kind, Asking], Outcome]]:
    """Register the function that answers a kind of condition; a kind is answered once.

    ``by_row``: the answer depends on the instrument, measure, sender or kind of data; all others are the same for the
    whole matter and are worked out once.

    Raises:
        ValueError: the kind has a function already.
    """

    def register(function: Callable[[Kind, Asking], Outcome]) -> Callable[[Kind, Asking], Outcome]:
        if kind in _answers:
            raise ValueError(f"{kind.__name__} is answered twice")
        _answers[kind] = function
        if by_row:
            _by_row.add(kind)
        return function

    return register


def evaluate(condition: ConditionRecord, asking: Asking) -> Outcome:
    """Answer one condition."""
    kind = type(condition)
    if kind in _by_row:
        return _answers[kind](condition, asking)
    answered = asking.matter.answered
    found = answered.get(id(condition))
    if found is None:
        found = answered[id(condition)] = _answers[kind](condition, asking)
    return found


def applies(condition: ConditionRecord, asking: Asking) -> bool:
    """Say whether a condition is asked at all for this kind of data, measure and urgency."""
    return (
        asking.covers(condition.data_categories)
        and (not condition.measures or asking.measure in condition.measures)
        and (not condition.urgency or asking.matter.scenario.urgency in condition.urgency)
    )


def kinds() -> tuple[type[ConditionRecord], ...]:
    """Return every kind that has a function."""
    return tuple(_answers)
