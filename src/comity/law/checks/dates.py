"""Days in an order that can be: nobody is bound by a treaty before it was opened, no period ends before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from comity.kernel.errors import Fault, declare
from comity.law import records as r
from comity.law.checks.walk import all_records
from comity.law.contents import Contents, file_of, record_id

IMPOSSIBLE = declare(
    "law.date.impossible",
    "{file}: {record}: {earlier} ({first}) is after {later} ({second}).",
    "One of the two days is wrong; look at the source.",
)
BEFORE_TREATY = declare(
    "law.party.before_treaty",
    "{file}: {record}: {key} is {day}, before the treaty's {limit} on {limit_day}.",
    "Look at the depositary; a day of an older treaty may have slipped in.",
)
FAR_OFF = declare(
    "law.date.far_off",
    "{file}: {record}: {key} is {day}, which no record of this book can be about.",
    "A digit of the year may be wrong; look at the source.",
)
FORCE = declare(
    "law.party.force",
    "{file}: {record}: force is {force!r} but {why}.",
    "Signed only is no; ratified with a day of entry into force is yes; else unknown.",
)
DAYS = declare("law.power.days", "{file}: {record}: {problem}.", "Correct the number of days or months.")

_ORDERS = (
    ("signed", "bound"),
    ("bound", "in_force"),
    ("since", "until"),
    ("in_force", "until"),
    ("adopted", "entry_into_force"),
    ("entry_into_force", "applies_from"),
    ("declared_on", "withdrawn_on"),
    ("opened", "closed_for_signature"),
)
_DAYS = tuple(dict.fromkeys(key for order in _ORDERS for key in order))
_FIRST_YEAR = 1800
"""No law or treaty that is still asked about is older."""
_YEARS_AHEAD = 20
"""Laws and treaties name days years ahead on which they begin or end, not decades."""
_LOOKED_AHEAD = timedelta(days=90)
"""How long records may be looked at before the book's own day is moved on."""


def check(contents: Contents) -> Iterator[Fault]:
    """Yield faults of dates and of numbers of days."""
    for record in all_records(contents):
        yield from _order(record, record)
        yield from _far_off(record, contents.edition.as_of)
    for table in contents.tables:
        rows: list[r.Member | r.OptOut] = [*table.members, *table.opt_outs]
        for row in rows:
            yield from _order(row, table, f" ({row.state})")
    treaties = {treaty.id: treaty for treaty in contents.treaties}
    for party in contents.parties:
        yield from _party(party, treaties.get(party.treaty))
    for power in contents.powers:
        if power.first_days and power.max_days and power.first_days > power.max_days:
            yield DAYS.fault(
                file=file_of(power),
                record=record_id(power),
                problem=f"first_days {power.first_days} is more than max_days {power.max_days}",
            )
    for offence in contents.offences:
        months = offence.max_penalty_months
        if months is not None and not 0 <= months <= 999:
            yield DAYS.fault(
                file=file_of(offence),
                record=record_id(offence),
                problem=f"max_penalty_months is {months}; 0 is a fine only, 999 is life",
            )


def _order(row: r.Record, record: r.Record, of: str = "") -> Iterator[Fault]:
    """Compare the days of one row; ``record`` is what the book names it by."""
    for earlier, later in _ORDERS:
        first, second = getattr(row, earlier, None), getattr(row, later, None)
        if first is not None and second is not None and first > second:
            yield IMPOSSIBLE.fault(
                file=file_of(record),
                record=record_id(record) + of,
                earlier=earlier,
                first=first.isoformat(),
                later=later,
                second=second.isoformat(),
            )


def _far_off(record: r.Record, as_of: date) -> Iterator[Fault]:
    """Tell days that only a slip of the pen explains: of another age, or looked at in a time to come."""
    for key in (*_DAYS, "checked_on"):
        day = getattr(record, key, None)
        if day is None:
            continue
        last = as_of + _LOOKED_AHEAD if key == "checked_on" else date(as_of.year + _YEARS_AHEAD, 12, 31)
        if day.year < _FIRST_YEAR or day > last:
            yield FAR_OFF.fault(file=file_of(record), record=record_id(record), key=key, day=day.isoformat())


def _party(party: r.Party, treaty: r.Treaty | None) -> Iterator[Fault]:
    if party.how == "signature-only" and party.force != "no":
        yield FORCE.fault(
            file=file_of(party), record=record_id(party), force=party.force, why="it only signed"
        )
    if party.force == "no" and party.in_force is not None and party.until is None:
        yield FORCE.fault(
            file=file_of(party), record=record_id(party), force="no", why="it has a day of entry into force"
        )
    if treaty is None:
        return
    limits: list[tuple[str, date | None, str, date | None]] = [
        (key, getattr(party, key), "opening", treaty.opened or treaty.adopted) for key in ("signed", "bound")
    ]
    limits.append(("in_force", party.in_force, "entry into force", treaty.entry_into_force))
    for key, day, limit, limit_day in limits:
        if day is not None and limit_day is not None and day < limit_day:
            yield BEFORE_TREATY.fault(
                file=file_of(party),
                record=record_id(party),
                key=key,
                day=day.isoformat(),
                limit=limit,
                limit_day=limit_day.isoformat(),
            )
