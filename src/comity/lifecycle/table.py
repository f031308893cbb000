"""A life cycle as a table: from which state, on which event, to which state, by whom, on which side.

>>> hold = Table("hold", ("asked", "held", "gone"), (
...     Transition("asked", "confirm", "held", by="police", side="requested"),
...     Transition("held", "period_ends", "gone", by="clock", side="clock"),
... ))
>>> step(hold, "asked", "confirm", side="requested", role="police")
'held'
>>> step(hold, "asked", "confirm", side="requesting", role="police").code
'lifecycle.step.wrong_side'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from comity.kernel.errors import Fault, declare

Side = Literal["requesting", "requested", "host", "third", "either", "clock"]

NO_SUCH_STATE = declare("lifecycle.step.unknown_state", "{table}: there is no state {state!r}.")
NOT_POSSIBLE = declare(
    "lifecycle.step.not_possible",
    "{event!r} cannot happen in state {state!r}.",
    "Possible now: {possible}.",
)
WRONG_SIDE = declare(
    "lifecycle.step.wrong_side", "{event!r} is for the {wanted} side, not for the {side} side."
)
WRONG_ROLE = declare("lifecycle.step.wrong_role", "{event!r} is for {wanted}, not for {role!r}.")
TABLE_FAULT = declare("lifecycle.table.inconsistent", "{table}: {what}.")


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed step. ``by`` is the usual role, ``clock`` for a step that time takes.

    ``fired_by``: the clocks whose end takes it (empty: any that may end something). ``limit``: how far an extension may go
    (``home_ceiling``: only as far as the home law of the executing side lets it).
    """

    source: str
    event: str
    target: str
    by: str
    side: Side
    fired_by: tuple[str, ...] = ()
    limit: str = ""


@dataclass(frozen=True)
class Table:
    """All steps of one kind of matter. The first state is where a matter starts.

    ``roles`` gives, for a side, the further roles that may act there (the ``from_role`` and ``to_role`` of an
    instrument): the transition names the usual one.
    """

    name: str
    states: tuple[str, ...]
    transitions: tuple[Transition, ...]
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def start(self) -> str:
        """The state a new matter is in."""
        return self.states[0]

    def possible(self, state: str) -> tuple[Transition, ...]:
        """Return the steps that lead out of a state."""
        return tuple(step for step in self.transitions if step.source == state)

    def final(self) -> tuple[str, ...]:
        """Return the states nothing leads out of."""
        leaving = {step.source for step in self.transitions}
        return tuple(state for state in self.states if state not in leaving)


def from_record(
    name: str,
    states: Iterable[str],
    transitions: Iterable[Mapping[str, Any]],
    roles: Mapping[str, tuple[str, ...]] | None = None,
) -> Table:
    """Make a table from the rows of a record (keys ``from``, ``event``, ``to``, ``by``, ``side``)."""
    rows = tuple(
        Transition(row["from"], row["event"], row["to"], row["by"], row["side"]) for row in transitions
    )
    return Table(name, tuple(states), rows, roles or {})


def faults_of(table: Table) -> list[Fault]:
    """Return what is inconsistent in a table: unknown states, states nobody reaches, two targets for one step."""
    found: list[str] = []
    known = set(table.states)
    for step in table.transitions:
        found += [
            f"{step.event!r} uses the unknown state {state!r}"
            for state in (step.source, step.target)
            if state not in known
        ]
    reached = {table.start}
    targets: dict[tuple[str, str, str], str] = {}
    for step in table.transitions:
        if targets.setdefault((step.source, step.event, step.side), step.target) != step.target:
            found.append(f"{step.event!r} from {step.source!r} leads to two states")
    while more := {step.target for step in table.transitions if step.source in reached} - reached:
        reached |= more
    found += [f"nothing leads to {state!r}" for state in table.states if state not in reached]
    return [TABLE_FAULT.fault(table=table.name, what=what) for what in found]


def step(table: Table, state: str, event: str, *, side: str, role: str = "") -> str | Fault:
    """Return the state after an event, or the fault that says why it cannot happen.

    ``side`` is where the actor stands; time itself acts with ``side="clock"``. ``role`` may be any role the
    instrument allows on that side, or the usual one of the transition.
    """
    if state not in table.states:
        return NO_SUCH_STATE.fault(table=table.name, state=state)
    named = [row for row in table.possible(state) if row.event == event]
    if not named:
        possible = sorted({row.event for row in table.possible(state)})
        return NOT_POSSIBLE.fault(event=event, state=state, possible=", ".join(possible) or "nothing")
    on_side = [row for row in named if row.side == side or (row.side == "either" and side != "clock")]
    if not on_side:
        return WRONG_SIDE.fault(
            event=event, side=side, wanted=" or ".join(sorted({row.side for row in named}))
        )
    for row in on_side:
        if side == "clock" or role == row.by or role in table.roles.get(side, ()):
            return row.target
    wanted = sorted({row.by for row in on_side} | set(table.roles.get(side, ())))
    return WRONG_ROLE.fault(event=event, role=role, wanted=" or ".join(wanted))
