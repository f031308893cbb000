"""One record of the book as a document: what it says, what it rests on, and what else the book knows beside it.

A record is asked for by kind and id, as ``comity law show KIND ID`` does: ``treaty ets185``, ``party ets185/JP``,
``state JP``, ``offence JP/ETS185:2``. On a day only what holds that day is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import msgspec

from comity.kernel.errors import BadInput, declare, raise_all
from comity.law import records as r
from comity.law.book import NO_SUCH, Book, record_id
from comity.law.checks.walk import all_records
from comity.law.keys import nearest
from comity.law.known import state_faults
from comity.law.noting import digest_of_record

UNKNOWN_KIND = declare("law.show.unknown_kind", "There are no records of the kind {kind!r}.", "{hint}")
NO_PAIR = declare(
    "law.show.needs_pair",
    "To show {kind}, name two parts, such as {example}; {id!r} has one.",
    "Write both with a stroke between them.",
)
NO_RECORD = declare(
    "law.show.no_record",
    "The book has no {kind} {id!r}.",
    "That is not proof that there is none; see law/README.md on how complete the book is.",
)


NO_NAME = declare("law.show.no_name", "The book has no record named {name!r}.", "{hint}")


def plain(record: Any) -> Any:
    """Turn a record into JSON values; days are written as text, empty keys are left out."""
    return msgspec.to_builtins(record)


def _named(record: r.Record) -> dict[str, Any]:
    return {"record": record_id(record), **plain(record)}


def _all(records: Iterable[r.Record], kind: str, name: str) -> list[dict[str, Any]]:
    found = [_named(record) for record in records]
    if not found:
        raise BadInput(NO_RECORD.fault(kind=kind, id=name))
    return found


def _pair(kind: str, name: str, example: str) -> tuple[str, str]:
    first, stroke, second = name.partition("/")
    if not stroke or not second:
        raise BadInput(NO_PAIR.fault(kind=kind, id=name, example=example))
    return first, second


def _known(book: Book, *states: str) -> None:
    """See that a state is one: of a code nobody has there is nothing to show, not even that no record was found."""
    raise_all(state_faults(book, (state.upper() for state in states)))


def _treaty(book: Book, name: str, on: date) -> dict[str, Any]:
    treaty = book.treaty(name)
    rows = [row for row in book.contents.parties if row.treaty == treaty.id]
    states = sorted({row.state for row in rows} | _through(book, treaty))
    standings = [book.standing(treaty.id, state, on) for state in states]
    return {
        **_named(treaty),
        "bound_on": {
            "day": on.isoformat(),
            "yes": [one.state for one in standings if one.force == "yes"],
            "unknown": [one.state for one in standings if one.force == "unknown"],
            "not_in_force": [one.state for one in standings if one.force == "no"],
        },
        "instruments": [record.id for record in book.instruments if record.treaty == treaty.id],
    }


def _through(book: Book, treaty: r.Treaty) -> set[str]:
    """Return the states a treaty can reach through a member table."""
    tables = {extension.table for extension in treaty.extends_to}
    if treaty.member_table:
        tables.add(treaty.member_table)
    return {member.state for table in tables for member in book.table(table).members}


def _party(book: Book, name: str, on: date) -> dict[str, Any]:
    treaty, state = _pair("party", name, "TREATY/STATE")
    identifier = book.treaty(treaty).id
    _known(book, state)
    standing = book.standing(treaty, state.upper(), on)
    return {
        "standing": plain(standing),
        "row": next(
            (
                _named(row)
                for row in book.contents.parties
                if row.treaty == identifier and row.state == state.upper()
            ),
            None,
        ),
        "reservations": [_named(row) for row in book.reservations(state.upper(), identifier, on=on)],
    }


def _state(book: Book, name: str, on: date) -> dict[str, Any]:
    state = name.upper()
    _known(book, state)
    country = book.country(state)
    if country is None:
        raise BadInput(NO_RECORD.fault(kind="state", id=name))
    standings = [book.standing(treaty.id, state, on) for treaty in book.treaties]
    return {
        **_named(country),
        "treaties": [plain(one) for one in standings if one.force != "no" or one.reason != "no_record"],
        "offences": [_named(row) for row in book.offences(state, on=on)],
        "powers": [_named(row) for row in book.powers(state, on=on)],
        "authorities": [_named(row) for row in book.authorities(state)],
        "reservations": [
            _named(row) for treaty in book.treaties for row in book.reservations(state, treaty.id, on=on)
        ],
        "direct_contact": [_named(row) for row in book.contents.direct_contacts if row.state == state],
        "safeguards": [_named(row) for row in book.safeguards(state)],
    }


def _offence(book: Book, name: str, on: date) -> dict[str, Any]:
    state, article = _pair("offence", name, "STATE/ARTICLE")
    _known(book, state)
    return {
        "article": _named(book.offence_article(article)),
        "offences": _all(book.offences(state.upper(), article, on), "offence", name),
    }


def _power(book: Book, name: str, on: date) -> dict[str, Any]:
    state, measure = _pair("power", name, "STATE/MEASURE")
    _known(book, state)
    return {"powers": _all(book.powers(state.upper(), book.measure(measure).id, on), "power", name)}


def _pair_of_states(book: Book, name: str, on: date) -> dict[str, Any]:
    first, second = (part.upper() for part in _pair("assistance", name, "STATE/STATE"))
    _known(book, first, second)
    return {
        "assistance_treaties": [plain(one) for one in book.assistance_treaties(first, second, on)],
        "bilateral": [_named(row) for row in book.bilaterals(first, second)],
    }


def _single(find: Callable[[Book, str], r.Record]) -> Callable[[Book, str, date], dict[str, Any]]:
    return lambda book, name, on: _named(find(book, name))


def _rule(book: Book, name: str) -> r.Record:
    found = {rule.id: rule for rule in book.rules}
    if name not in found:
        near = nearest(name, found)
        hint = f"Did you mean {near!r}?" if near else f"It has: {', '.join(sorted(found))}."
        raise BadInput(NO_SUCH.fault(kind="rule", id=name, hint=hint))
    return found[name]


def _by_name(book: Book, name: str, on: date) -> dict[str, Any]:
    """Show whatever answers and receipts name so, such as ``parties/ets185/BR``; several records may share a name."""
    found = [record for record in all_records(book.contents) if record_id(record) == name]
    if not found:
        names = sorted({record_id(record) for record in all_records(book.contents)})
        near = nearest(name, names)
        hint = f"Did you mean {near!r}?" if near else "Names stand in every answer, under record."
        raise BadInput(NO_NAME.fault(name=name, hint=hint))
    return {"records": [{**_named(record), "digest": digest_of_record(record)} for record in found]}


KINDS: dict[str, Callable[[Book, str, date], dict[str, Any]]] = {
    "treaty": _treaty,
    "party": _party,
    "state": _state,
    "offence": _offence,
    "power": _power,
    "assistance": _pair_of_states,
    "instrument": _single(lambda book, name: book.instrument(name)),
    "measure": _single(lambda book, name: book.measure(name)),
    "article": _single(lambda book, name: book.offence_article(name)),
    "table": _single(lambda book, name: book.table(name)),
    "rule": _single(_rule),
    "record": _by_name,
}
"""The kinds that can be shown, and how."""


def show(book: Book, kind: str, name: str, on: date | None = None) -> dict[str, Any]:
    """Return one record as a document ``comity.record/1``.

    Raises:
        BadInput: no such kind, or no such record; the nearest name is suggested.
    """
    maker = KINDS.get(kind)
    if maker is None:
        near = nearest(kind, KINDS)
        hint = f"Did you mean {near!r}?" if near else f"Kinds: {', '.join(KINDS)}."
        raise BadInput(UNKNOWN_KIND.fault(kind=kind, hint=hint))
    day = on or book.edition.as_of
    return {
        "schema": "comity.record/1",
        "book": {"version": book.version, "digest": book.digest, "origin": book.origin},
        "on": day.isoformat(),
        "kind": kind,
        "id": name,
        **maker(book, name, day),
    }
