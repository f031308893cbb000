"""Replies measured by a network (``comity.measured/1``), read as strictly as a scenario."""

from __future__ import annotations

from pathlib import Path

from comity.cli.law_given import Given, read_json
from comity.facts.strict import MISSING_KEY, Table
from comity.kernel.errors import BadInput, declare
from comity.law.book import Book
from comity.law.expected import Measured
from comity.law.known import instrument_faults, measure_faults, state_faults

BAD_MEASURED = declare(
    "law.cli.bad_measured",
    "{file}: no measured replies ({why}).",
    "docs/reference/routes.md says how they are written.",
)
MEASURED = "comity.measured/1"


def read_measured(given: Given, book: Book, file: Path) -> tuple[Measured, ...]:
    """Read what a network measured: medians of its own replies, by instrument and state.

    What is wrong inside the file is added to ``given``.

    Raises:
        BadInput: it cannot be read, or is no such document.
    """
    document = read_json(file, BAD_MEASURED)
    said = document.get("schema") if isinstance(document, dict) else None
    if said != MEASURED:
        raise BadInput(BAD_MEASURED.fault(file=str(file), why=f"schema {said!r}, not {MEASURED!r}"))
    top = Table(document, where="", file=file.name, faults=given.faults)
    top.text("schema")
    if "replies" not in top:
        given.faults.append(
            MISSING_KEY.fault(file=file.name, key="replies", advice="Write a list of replies.")
        )
    rows = [_reply(table) for table in top.tables("replies")]
    top.close()
    for number, one in enumerate(rows, 1):
        place = f"{file.name}: replies[{number}]"
        given.faults += instrument_faults(book, one.instrument, f"{place}.instrument")
        given.faults += state_faults(book, filter(None, [one.requested]), f"{place}.requested")
        given.faults += measure_faults(book, one.measure, f"{place}.measure")
    return tuple(rows)


def _reply(table: Table) -> Measured:
    numbers = {}
    for key, advice in (
        ("days", "Write the median in days."),
        ("replies", "Say how many replies were counted."),
    ):
        numbers[key] = table.whole(key)
        if key not in table:
            table.faults.append(MISSING_KEY.fault(file=table.file, key=table.path(key), advice=advice))
    until = table.moment("until")
    found = Measured(
        instrument=table.text("instrument", required="Name the instrument."),
        requested=table.country("requested", required="Name the state that replied.") or "",
        days=numbers["days"] or 0,
        replies=numbers["replies"] or 0,
        measure=table.text("measure"),
        until="" if until is None else until.isoformat(),
    )
    table.close()
    return found
