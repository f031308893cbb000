"""Records as rows of a table: what they say in words, and beside it where that comes from, when it was checked and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from comity.law.book import Book, record_id
from comity.law.records import Country
from comity.law.show import plain
from comity.law.standing import Standing
from comity.law.words import country_name
from comity.node.law import reading
from comity.node.law.asking import language
from comity.node.law.reading import Line
from comity.node.ui.collation import sort_key

UNREAD = "unread"
Columns = Mapping[str, Sequence[str]]
"""The columns of a table: the field each is led by, and the fields said under it."""


_BARE = frozenset({"how", "reason", "kind"})
"""Fields whose value needs no label under another."""


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a table. ``confidence`` empty: there is no record; ``unread``: only a heading of the law was read.

    ``under``: what is said in small print in a cell, each with its label.
    """

    cells: Mapping[str, list[Line]]
    under: Mapping[str, list[Line]] = field(default_factory=dict)
    source: list[Line] = field(default_factory=list)
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
    columns: Iterable[str],
    rows: Iterable[Row],
    titles: Mapping[str, str] | None = None,
) -> Table:
    """Make a table; the columns are called as the book calls its fields unless ``titles`` says otherwise."""
    named = titles or {}
    return Table(
        identifier,
        title,
        tuple({"key": key, "title": named.get(key) or reading.field(key)} for key in columns),
        tuple(rows),
    )


def row(
    record: Mapping[str, Any],
    columns: Columns,
    *,
    inside: str = "",
    link: tuple[str, str, str] = ("", "", ""),
) -> Row:
    """Make a row of a record as ``comity law show`` gives it; its note stands under the second column, or in ``cells["note"]``.

    Args:
        record: the record's values.
        columns: the fields to show.
        inside: the kind of group it stands in, for fields that mean something else there.
        link: the field that leads to another record, with that record's kind and id.
    """
    cells = {key: _lines(record, key, inside) for key in columns}
    under = {
        key: [
            line if one in _BARE else [reading.part(f"{reading.field(one)}: "), *line]
            for one in more
            for line in _lines(record, one, inside)
        ]
        for key, more in columns.items()
    }
    key, kind, identifier = link
    if key:
        cells[key] = [[reading.leading(one, kind, identifier) for one in line] for line in cells[key]]
    noted = list(columns)[1] if len(columns) > 1 else "note"
    under[noted] = [*under.get(noted, []), *_lines(record, "note", inside)]
    checked = record.get("checked_on")
    return Row(
        cells,
        under,
        source=_lines(record, "source", inside),
        checked=date.fromisoformat(checked) if checked else None,
        confidence=str(record.get("confidence", "")),
        recalled=tuple(reading.field(one) for one in record.get("recalled") or ()),
        unread=record.get("coverage") == UNREAD,
    )


def missing(key: str, first: Line, columns: Iterable[str]) -> Row:
    """Make the row of what the book has no record of; ``key`` is the field that says what is missing."""
    return Row({one: [first] if one == key else [] for one in columns})


def states_by_name(book: Book) -> list[str]:
    """Return the states of the book in the order of their names in the page's language."""
    return by_name(book.states)


def by_name(states: Iterable[str]) -> list[str]:
    """Return states in the order of their names in the page's language."""
    lang = language()
    return sorted(states, key=lambda code: sort_key(country_name(code, lang)))


def header(country: Country) -> dict[str, Any]:
    """Return what the header of a state says of its law."""
    left_out = {"source", "confidence", "checked_on", "code", "note"}
    return {key: value for key, value in plain(country).items() if key not in left_out}


def _lines(record: Mapping[str, Any], key: str, inside: str) -> list[Line]:
    value = record.get(key)
    return [] if reading.is_empty(value) else reading.lines(key, value, inside)


def standing(book: Book, found: Standing, columns: Columns, link: tuple[str, str, str] = ("", "", "")) -> Row:
    """Make a row of how a state stands to a treaty, with the source and the day of what that rests on.

    Where the book holds no row and the treaty's list is not known to be complete, there is no record: never "no".
    """
    if found.reason == "no_record" and found.confidence == "recalled":
        of = reading.lines("of", found.of) if "of" in columns else []
        state = reading.lines("state", found.state) if "state" in columns else []
        return Row({key: {"of": of, "state": state}.get(key, []) for key in columns})
    made = row(_sourced(book, found), columns, link=link)
    if found.reason == "no_record":
        told = [reading.part(_("not in its list of parties, which is complete"))]
        return replace(made, under={**made.under, "force": [told]})
    return made


def _sourced(book: Book, found: Standing) -> dict[str, Any]:
    """Return a standing as a record: with the source and the day of the row, the table of members or the treaty it rests on."""
    rests = next((one for one in book.contents.parties if record_id(one) == found.record), None)
    members = next((one for one in book.tables if record_id(one) == found.record), None)
    below = rests or members or book.treaty(found.of)
    said = plain(found)
    if found.reason in {"bound", "unknown", "no_record"}:
        del said["reason"]  # it says no more than the answer
    own = {"source": below.source, "checked_on": below.checked_on.isoformat()}
    more = {"note": rests.note, "recalled": rests.recalled} if rests is not None else {}
    return {**said, **own, **more}
