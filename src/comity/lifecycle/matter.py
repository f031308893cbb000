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
from datetime import date

from comity.clocks.kinds import ends_by_time, nature
from comity.kernel.errors import Conflict, Fault, declare, raise_all
from comity.lifecycle.table import Table, step

NOT_ASKED = declare("lifecycle.matter.not_asked", "{category!r} was not asked for.", "Asked for: {asked}.")
FLOOR_NEVER_ENDS = declare(
    "lifecycle.period.floor_never_ends",
    "{clock!r} is a minimum: the data are kept at least so long, and nothing ends when it is over.",
    "Only a ceiling, a deadline or a recorded national period may fire period_ends.",
)
NOT_THIS_CLOCK = declare(
    "lifecycle.period.not_this_clock", "{clock!r} does not end this; it waits for: {waiting}."
)
BEYOND_HOME_LAW = declare(
    "lifecycle.extension.beyond_home_law",
    "An extension until {until} goes beyond {ceiling}, the last day home law allows.",
    "Ask for the data in time; a hold cannot be extended past it.",
)
NO_HOME_PERIOD = declare(
    "lifecycle.extension.no_home_period",
    "How long home law allows the hold is not recorded.",
    "Record the period with its statute before extending.",
)
PERIOD_ENDS = "period_ends"
HOME_PERIOD = "home_period"
HOME_CEILING = "home_ceiling"


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
    """Let time end a period. ``clock`` and ``kind`` say which clock rang; ``home_period`` is the period the executing
    side recorded under its own law.

    Raises:
        Conflict: the clock is a floor or a duty without a number (they end nothing), it is not the one the step
            waits for, or nothing can lapse now.
    """
    if not ends_by_time(kind):
        raise Conflict(FLOOR_NEVER_ENDS.fault(clock=clock, nature=nature(kind)))
    waiting = {
        name
        for state in (states[category] for category in categories or states if category in states)
        for row in table.possible(state)
        if row.event == PERIOD_ENDS
        for name in row.fired_by
    }
    if waiting and clock not in waiting:
        raise Conflict(NOT_THIS_CLOCK.fault(clock=clock, waiting=", ".join(sorted(waiting))))
    return advance(table, states, PERIOD_ENDS, categories, side="clock")


def extension_fault(
    table: Table, state: str, event: str, *, until: date, home_ceiling: date | None
) -> Fault | None:
    """Say why an extension may not reach ``until``, or nothing. Only steps with a limit have one.

    >>> from comity.lifecycle.table import Transition
    >>> hold = Table("hold", ("held", "more"), (
    ...     Transition("held", "extend", "more", "contact_point", "either", limit="home_ceiling"),))
    >>> extension_fault(hold, "held", "extend", until=date(2027, 1, 23), home_ceiling=date(2027, 1, 23)) is None
    True
    >>> extension_fault(hold, "held", "extend", until=date(2027, 1, 24), home_ceiling=date(2027, 1, 23)).code
    'lifecycle.extension.beyond_home_law'
    """
    if all(row.limit != HOME_CEILING for row in table.possible(state) if row.event == event):
        return None
    if home_ceiling is None:
        return NO_HOME_PERIOD.fault()
    if until <= home_ceiling:
        return None
    return BEYOND_HOME_LAW.fault(until=until.isoformat(), ceiling=home_ceiling.isoformat())


def in_part(states: Mapping[str, str], executed: Collection[str]) -> bool:
    """Say whether some categories are in a state that counts as executed and others are not."""
    done = [state in executed for state in states.values()]
    return any(done) and not all(done)
