"""A request moves per data category: executed for the logs, a notice for the content, counted as "in part".

>>> from comity.lifecycle.table import Table, Transition
>>> query = Table("query", ("asked", "done", "no"), (
...     Transition("asked", "answer", "done", "police", "requested"),
...     Transition("asked", "refuse", "no", "police", "requested"),
... ))
>>> states = begin(query, ["traffic", "content"])
>>> states = advance(query, states, "answer", ["traffic"], side="requested", role="police")
>>> states = advance(query, states, "refuse", ["content"], side="requested", role="police")
>>> states, in_part(states, {"done"})
({'traffic': 'done', 'content': 'no'}, True)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from comity.clocks.kinds import ends_by_time, nature
from comity.kernel.errors import Conflict, Fault, declare, raise_all
from comity.lifecycle.table import Table, step

NOT_ASKED = declare("lifecycle.matter.not_asked", "{category!r} was not asked for.", "Asked for: {asked}.")
FLOOR_NEVER_ENDS = declare(
    "lifecycle.period.floor_never_ends",
    "{clock!r} is a minimum: the data are kept at least so long, and nothing ends when it is over.",
    "Only a ceiling, a deadline or a recorded national period may fire period_ends.",
)
PERIOD_ENDS = "period_ends"


def begin(table: Table, categories: Iterable[str]) -> dict[str, str]:
    """Return the states of a new matter, one for each data category (one under "" where there are none)."""
    return dict.fromkeys(categories, table.start) or {"": table.start}


def advance(
    table: Table,
    states: Mapping[str, str],
    event: str,
    categories: Collection[str] = (),
    *,
    side: str,
    role: str = "",
) -> dict[str, str]:
    """Let an event happen for some categories (for all, if none is named); all of them move or none.

    Raises:
        Conflict: a category was not asked for, or the event cannot happen there, each named.
    """
    chosen = list(categories) or list(states)
    after, faults = dict(states), []
    for category in chosen:
        if category not in states:
            faults.append(NOT_ASKED.fault(category=category, asked=", ".join(states) or "nothing"))
            continue
        result = step(table, states[category], event, side=side, role=role)
        if isinstance(result, Fault):
            faults.append(result)
        else:
            after[category] = result
    raise_all(faults, Conflict)
    return after


def end_period(
    table: Table, states: Mapping[str, str], *, clock: str, kind: str, categories: Collection[str] = ()
) -> dict[str, str]:
    """Let time end a period. ``clock`` and ``kind`` say which clock rang.

    Raises:
        Conflict: the clock is a floor or a duty without a number (they end nothing), or nothing can lapse now.
    """
    if not ends_by_time(kind):
        raise Conflict(FLOOR_NEVER_ENDS.fault(clock=clock, nature=nature(kind)))
    return advance(table, states, PERIOD_ENDS, categories, side="clock")


def in_part(states: Mapping[str, str], executed: Collection[str]) -> bool:
    """Say whether some categories are in a state that counts as executed and others are not."""
    done = [state in executed for state in states.values()]
    return any(done) and not all(done)
