"""Instruments that can run: states reachable, events known, clocks tied to them, and no instrument without a first gate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.kernel.errors import Fault, declare
from comity.law import records as r
from comity.law.checks.walk import owners
from comity.law.condition_records import AnyOf
from comity.law.contents import Contents, file_of, record_id

BROKEN = declare("law.instrument.broken", "{file}: {record}: {problem}.", "{hint}")

_DURATION = re.compile(r"P(\d+[DWMY]|T\d+H)\Z")


def check(contents: Contents) -> Iterator[Fault]:
    """Yield faults of life cycles, clocks, conditions and fields."""
    for instrument in contents.instruments:
        for problem, hint in (
            *_lifecycle(instrument),
            *_clocks(instrument),
            *_gates(instrument),
            *_fields(instrument),
        ):
            yield BROKEN.fault(
                file=file_of(instrument), record=record_id(instrument), problem=problem, hint=hint
            )
    for owner in owners(contents):
        for condition in owner.conditions:
            if isinstance(condition, AnyOf) and len(condition.of) < 2:
                yield BROKEN.fault(
                    file=file_of(owner),
                    record=record_id(owner),
                    problem="any_of with fewer than two conditions",
                    hint="Write the one condition itself.",
                )


def _lifecycle(instrument: r.Instrument) -> Iterator[tuple[str, str]]:
    states = set(instrument.states)
    for step in instrument.transitions:
        for state in (step.from_, step.to):
            if state not in states:
                yield (
                    f"the transition {step.event!r} names the state {state!r}",
                    "Add it to states, or correct it.",
                )
    reached = set(instrument.states[:1])
    while True:
        more = {step.to for step in instrument.transitions if step.from_ in reached} - reached
        if not more:
            break
        reached |= more
    for state in instrument.states:
        if state not in reached:
            yield (
                f"the state {state!r} can never be reached",
                "Add the transition that leads there, or drop it.",
            )


def _clocks(instrument: r.Instrument) -> Iterator[tuple[str, str]]:
    events = {step.event for step in instrument.transitions}
    names = {clock.name: clock for clock in instrument.clocks}
    if len(names) != len(instrument.clocks):
        yield "two clocks have the same name", "Give each its own."
    for clock in instrument.clocks:
        known = {"transition": events, "state": set(instrument.states)}.get(clock.starts_at_kind)
        if known is not None and clock.starts_at not in known:
            yield (
                f"the clock {clock.name!r} starts at {clock.starts_at!r}, which is no {clock.starts_at_kind} of it",
                "Correct it, or say external.",
            )
        if clock.duration and not _DURATION.match(clock.duration):
            yield (
                f"the clock {clock.name!r} has the duration {clock.duration!r}",
                "Write days as P10D, hours as PT8H, months as P1M.",
            )
        if bool(clock.duration) == (clock.counting == "none"):
            yield (
                f"the clock {clock.name!r} has duration {clock.duration!r} and counting {clock.counting!r}",
                "A number of days needs a rule of counting; no number has none.",
            )
    for step in instrument.transitions:
        if bool(step.fired_by) != (step.side == "clock" and step.event == "period_ends"):
            yield (
                f"the transition {step.event!r} from {step.from_!r} has fired_by {list(step.fired_by)}",
                "A period that ends names the clocks that end it; no other step has any.",
            )
        for name in step.fired_by:
            if name == "home_period":
                continue
            if name not in names:
                yield (
                    f"the transition {step.event!r} is fired by the clock {name!r}",
                    "Name a clock of the instrument.",
                )
            elif names[name].kind == "minimum":
                yield (
                    f"the transition {step.event!r} is fired by the minimum {name!r}",
                    "A floor never ends anything.",
                )


def _gates(instrument: r.Instrument) -> Iterator[tuple[str, str]]:
    if not any(condition.gate == "in_force" for condition in instrument.conditions):
        yield (
            "no condition at the gate in_force",
            "Say by which treaty both are bound, or no_treaty_needed: what has neither would be open to all.",
        )
    if instrument.serves_any_measure and "mla_general" not in instrument.measures:
        yield "serves_any_measure without mla_general", "Only a general instrument answers every measure."
    if not instrument.measures:
        yield "it serves no measure", "Name at least one."


def _fields(instrument: r.Instrument) -> Iterator[tuple[str, str]]:
    names = [field.name for field in instrument.fields]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"the field {name!r} stands twice", "Keep one."
