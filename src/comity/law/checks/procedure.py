"""References of the records on times, checks, remedies and bars: every name leads to a record of the book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity.kernel.errors import Fault, declare
from comity.law import records as r
from comity.law.checks.walk import grounds
from comity.law.contents import Contents, file_of, record_id
from comity.law.keys import nearest

NO_SUCH = declare(
    "law.procedure.dangling",
    "{file}: {record}: {key} names {value!r}, which is no {kind} of the book.",
    "{hint}",
)
FOLLOWS_NOTHING = declare(
    "law.remedy.follows_nothing",
    "{file}: {record}: after names {value!r}, a ground no instrument and no treaty has.",
    "{hint}",
)
BACKWARDS = declare(
    "law.time.backwards", "{file}: {record}: from_days {first} is more than days {last}.", "Exchange the two."
)
NO_MONTHS = declare(
    "law.check.no_months", "{file}: {record}: the test {test} needs months.", "Write the minimum in months."
)

Use = tuple[r.Record, str, str, Iterable[str]]


def check(contents: Contents) -> Iterator[Fault]:
    """Yield faults."""
    known = {
        "treaty": {one.id for one in contents.treaties},
        "table": {one.id for one in contents.tables},
        "instrument": {one.id for one in contents.instruments},
        "measure": {one.id for one in contents.measures},
        "state": set(contents.states.codes),
        "ground": {ground.id for _, ground in grounds(contents)},
        "event": {step.event for one in contents.instruments for step in one.transitions},
    }
    for record, key, kind, values in _uses(contents):
        for value in values:
            if value and value not in known[kind]:
                near = nearest(value, known[kind])
                hint = f"Did you mean {near!r}?" if near else f"Add the {kind}, or correct the name."
                said = {"file": file_of(record), "record": record_id(record), "value": value, "hint": hint}
                yield (
                    FOLLOWS_NOTHING.fault(**said)
                    if kind == "ground"
                    else NO_SUCH.fault(key=key, kind=kind, **said)
                )
    for time in contents.times:
        if time.from_days is not None and time.from_days > time.days:
            yield BACKWARDS.fault(
                file=file_of(time), record=record_id(time), first=time.from_days, last=time.days
            )
    for one in contents.checks:
        if one.test == "threshold" and one.months is None:
            yield NO_MONTHS.fault(file=file_of(one), record=record_id(one), test=one.test)


def _uses(contents: Contents) -> Iterator[Use]:
    for time in contents.times:
        yield time, "instruments", "instrument", time.instruments
        yield time, "requested", "state", time.requested
    for one in contents.checks:
        yield one, "measures", "measure", one.measures
        yield one, "treaty", "treaty", (one.treaty,)
    for remedy in contents.remedies:
        yield remedy, "after", "ground", remedy.after
        yield remedy, "instruments", "instrument", remedy.instruments
        yield remedy, "use", "measure", remedy.use
        yield remedy, "asked_back", "measure", remedy.asked_back
        yield remedy, "treaty", "treaty", (remedy.treaty,)
        yield remedy, "event", "event", (remedy.event,)
    for bar in contents.bars:
        yield bar, "treaty", "treaty", (bar.treaty,)
        yield bar, "table", "table", (bar.table,)
