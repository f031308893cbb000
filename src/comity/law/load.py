"""Read the book's files: TOML (by ``tomli``) into typed records, every fault of every file collected.

Nothing is repaired and nothing passes silently: a file in no known place, a key no record has, a value of a wrong
type are faults. What the records say together (dangling references, impossible dates, counts) is for
:mod:`comity.law.check`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import tomli

from comity.kernel.digest import Digest
from comity.kernel.errors import BadInput, Fault, declare
from comity.law import records as r
from comity.law.contents import Contents
from comity.law.keys import missing_keys, unknown_keys
from comity.law.places import EXPECTED, Place, name_of, place_of

NOT_TOML = declare(
    "law.file.not_toml",
    "{file}: this is not TOML: {problem}.",
    "Correct the line named; nothing else of the file was read.",
)
NOT_UTF8 = declare("law.file.not_utf8", "{file}: this is not UTF-8 text.", "Save the file as UTF-8.")
NO_PLACE = declare(
    "law.file.no_place",
    "{file}: the book has no place for this file.",
    "The places are listed in law/FORMAT.md; check the folder and the name.",
)
UNKNOWN_KEY = declare("law.record.unknown_key", "{file}: {where}: unknown key {key!r}.", "{hint}")
MISSING_KEY = declare(
    "law.record.missing_key",
    "{file}: {where}: the key {key!r} is missing.",
    "law/FORMAT.md says what it holds.",
)
BAD_VALUE = declare(
    "law.record.bad_value", "{file}: {where}: {problem}.", "law/FORMAT.md says what the key may hold."
)
WRONG_NAME = declare(
    "law.file.wrong_name",
    "{file}: the key {key!r} says {value!r}, the path says {name!r}.",
    "Name the file after its record, or correct the key.",
)
REPEATED = declare(
    "law.record.repeats_head",
    "{file}: {where}: the key {key!r} stands at the head of the file and may not stand in a row.",
    "Take it out of the row.",
)
INCOMPLETE = declare(
    "law.book.incomplete",
    "{folder}: this is no book: {file} is missing.",
    "Name the folder that holds book.toml.",
)
NO_BOOK = declare(
    "law.book.not_found",
    "No law book at {folder}.",
    "Name a folder with --book, set COMITY_BOOK, or work in a checkout that has law/.",
)

_ONCE = ("edition", "states", "vocabulary")


@dataclass(frozen=True, slots=True)
class Sources:
    """The bytes of the book's files by path inside the book, and the digest over all of them."""

    folder: Path
    files: Mapping[str, bytes]
    digest: Digest


@dataclass(slots=True)
class Reading:
    """What was read and every fault found in it; ``contents`` is there only if nothing essential is missing."""

    rows: dict[str, list[r.Record]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def contents(self, folder: Path) -> Contents:
        """Return the contents.

        Raises:
            BadInput: with all faults found while reading.
        """
        for kind in _ONCE:
            if not self.rows.get(kind) and not self.faults:
                file = {"edition": "book.toml"}.get(kind, f"{kind}.toml")
                self.faults.append(INCOMPLETE.fault(folder=folder.name, file=file))
        if self.faults:
            raise BadInput(*self.faults)
        lists: dict[str, Any] = {kind: tuple(rows) for kind, rows in self.rows.items()}
        return Contents(**{kind: rows[0] if kind in _ONCE else rows for kind, rows in lists.items()})


def sources(folder: Path) -> Sources:
    """Read the bytes of all record files under ``folder`` and digest them.

    Raises:
        BadInput: there is no such folder, or no book in it.
    """
    if not (folder / "book.toml").is_file():
        raise BadInput(NO_BOOK.fault(folder=str(folder)))
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.toml"))
        if path.is_file()
    }
    total = hashlib.sha256()
    for name, data in files.items():
        total.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return Sources(folder, files, Digest(f"sha256:{total.hexdigest()}"))


def read(given: Sources) -> Reading:
    """Turn the files into records; all faults of all files are in the reading."""
    reading = Reading()
    for file, data in given.files.items():
        if file == EXPECTED:
            continue
        place = place_of(file)
        if place is None:
            reading.faults.append(NO_PLACE.fault(file=file))
            continue
        table = parse(file, data, reading.faults)
        if table is not None:
            _records(file, place, table, reading)
    return reading


def parse(file: str, data: bytes, faults: list[Fault]) -> dict[str, Any] | None:
    """Parse one file; a fault is added and ``None`` returned where it is not UTF-8 or not TOML."""
    try:
        return tomli.loads(data.decode())
    except UnicodeDecodeError:
        faults.append(NOT_UTF8.fault(file=file))
    except RecursionError:
        faults.append(NOT_TOML.fault(file=file, problem="it is nested too deep"))
    except ValueError as error:  # no TOML, or a number of more digits than are read
        faults.append(NOT_TOML.fault(file=file, problem=str(error)))
    return None


def _records(file: str, place: Place, table: dict[str, Any], reading: Reading) -> None:
    found = reading.rows.setdefault(place.kind, [])
    before = len(reading.faults)
    tables = list(_tables(file, place, table, reading.faults))
    for where, row in tables:
        reading.faults.extend(
            UNKNOWN_KEY.fault(
                file=file,
                where=f"{where} {path}".strip() if path else where,
                key=key,
                hint=f"Did you mean {near!r}?" if near else "law/FORMAT.md lists the keys.",
            )
            for path, key, near in unknown_keys(row, place.record)
        )
        reading.faults.extend(
            MISSING_KEY.fault(file=file, where=where, key=key) for key in missing_keys(row, place.record)
        )
    if place.named_by:
        _named(file, place, table, reading.faults)
    if len(reading.faults) > before:
        return
    for where, row in tables:
        try:
            found.append(msgspec.convert(row, place.record))
        except msgspec.ValidationError as error:
            reading.faults.append(BAD_VALUE.fault(file=file, where=where, problem=str(error)))


def _tables(
    file: str, place: Place, table: dict[str, Any], faults: list[Fault]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each record of a file as a table, with words that say where it stands."""
    if not place.rows:
        yield "file", table
        return
    for key in table:
        if key not in place.context and key != place.rows:
            faults.append(
                UNKNOWN_KEY.fault(
                    file=file, where="head", key=key, hint=f"The records are [[{place.rows}]] tables."
                )
            )
    head = {key: table[key] for key in place.context if key in table}
    rows = table.get(place.rows, [])
    if not isinstance(rows, list):
        faults.append(BAD_VALUE.fault(file=file, where=place.rows, problem="must be an array of tables"))
        return
    for number, row in enumerate(rows, 1):
        where = f"{place.rows} {number}{_label(row)}"
        if not isinstance(row, dict):
            faults.append(BAD_VALUE.fault(file=file, where=where, problem="must be a table"))
            continue
        faults.extend(
            REPEATED.fault(file=file, where=where, key=key)
            for key in head
            if key in row and key != "checked_on"
        )
        yield where, {**head, **row}


def _label(row: Any) -> str:
    """Add what a person would look for: the row's id, state or article and statute."""
    if not isinstance(row, dict):
        return ""
    words = [
        str(row[key])
        for key in ("id", "state", "article", "statute", "measure", "name", "data_category", "kind")
        if row.get(key)
    ]
    return f" ({', '.join(words[:2])})" if words else ""


def _named(file: str, place: Place, table: dict[str, Any], faults: list[Fault]) -> None:
    name, value = name_of(file, place), table.get(place.named_by)
    if value is not None and value != name:
        faults.append(WRONG_NAME.fault(file=file, key=place.named_by, value=value, name=name))
