"""Every fact has a source, and what is marked recalled is marked so in both places."""

from __future__ import annotations

from collections.abc import Iterator

from comity.kernel.errors import Fault, declare
from comity.law import records as r
from comity.law.checks.walk import all_records
from comity.law.contents import Contents, file_of, record_id

NO_SOURCE = declare(
    "law.source.missing",
    "{file}: {record}: it names no source.",
    "Name the text or the page; write what it rests on if it is from memory.",
)
NOT_READ = declare(
    "law.source.not_read",
    "{file}: {record}: it is marked verified, but its source says it is recalled.",
    "Mark it recalled, or name what was read.",
)
NO_CELL = declare(
    "law.source.no_such_cell",
    "{file}: {record}: recalled names {cell!r}, which the record does not have.",
    "Name a key of the record.",
)


def check(contents: Contents) -> Iterator[Fault]:
    """Yield faults of sources and of confidence."""
    for record in all_records(contents):
        if not isinstance(record, r.Fact):
            continue
        if not record.source.strip():
            yield NO_SOURCE.fault(file=file_of(record), record=record_id(record))
        if record.confidence == "verified" and record.source.lower().startswith(("recalled", "from know")):
            yield NOT_READ.fault(file=file_of(record), record=record_id(record))
        for cell in record.recalled:
            if cell not in record.__struct_fields__:
                yield NO_CELL.fault(file=file_of(record), record=record_id(record), cell=cell)
