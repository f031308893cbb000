"""Records as rows of a table: what they say in words, and beside it where that comes from, when it was checked and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comity.law.book import Book
from comity.law.records import Country
from comity.law.show import plain
from comity.law.words import country_name
from comity.node.law import reading
from comity.node.law.asking import language
from comity.node.law.reading import Line
from comity.node.ui.collation import sort_key

UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a table. ``confidence`` empty: there is no record; ``unread``: only a heading of the law was read."""

    cells: Mapping[str, list[Line]]
    source: list[Line] = field(default_factory=list)
    note: list[Line] = field(default_factory=list)
    checked: date | None = None
    confidence: str = ""
    recalled: tuple[str, ...] = ()
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of records: its title, its columns (``key`` and ``title``), its rows."""

    id: str
    title: str
    columns: tuple[Mapping[str, str], ...]
    rows: tuple[Row, ...]


def table(
    identifier: str,
    title: str,
    keys: Sequence[str],
    rows: Iterable[Row],
    titles: Mapping[str, str] | None = None,
) -> Table:
    """Make a table; the columns are called as the book calls its fields unless ``titles`` says otherwise."""
    named = titles or {}
    columns = tuple({"key": key, "title": named.get(key) or reading.field(key)} for key in keys)
    return Table(identifier, title, columns, tuple(rows))


def row(
    record: Mapping[str, Any],
    keys: Iterable[str],
    *,
    inside: str = "",
    link: tuple[str, str, str] = ("", "", ""),
) -> Row:
    """Make a row of a record as ``comity law show`` gives it.

    Args:
        record: the record's values.
        keys: the fields to show.
        inside: the kind of group it stands in, for fields that mean something else there.
        link: the field that leads to another record, with that record's kind and id.
    """
    cells = {
        key: reading.lines(key, record[key], inside)
        if key in record and not reading.is_empty(record[key])
        else []
        for key in keys
    }
    key, kind, identifier = link
    if key:
        cells[key] = [[reading.leading(part, kind, identifier) for part in line] for line in cells[key]]
    checked = record.get("checked_on")
    return Row(
        cells,
        source=reading.lines("source", record["source"]) if record.get("source") else [],
        note=reading.lines("note", record["note"]) if record.get("note") else [],
        checked=date.fromisoformat(checked) if checked else None,
        confidence=str(record.get("confidence", "")),
        recalled=tuple(reading.field(one) for one in record.get("recalled") or ()),
        unread=record.get("coverage") == UNREAD,
    )  # fmt: skip


def missing(key: str, first: Line, keys: Iterable[str]) -> Row:
    """Make the row of what the book has no record of; ``key`` is the field that says what is missing."""
    return Row({one: [first] if one == key else [] for one in keys})


def states_by_name(book: Book) -> list[str]:
    """Return the states of the book in the order of their names in the page's language."""
    lang = language()
    return sorted(book.states, key=lambda code: sort_key(country_name(code, lang)))


def header(country: Country) -> dict[str, Any]:
    """Return the header of a state as its rows of a summary are made from."""
    found = plain(country)
    return {key: value for key, value in found.items() if key not in {"source", "confidence", "checked_on", "code", "note"}}  # fmt: skip
