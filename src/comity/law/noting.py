"""A book that notes which records an answer looked at, so that the answer can say what it rests on.

It answers exactly as :class:`comity.law.book.Book` does; the plain book is used where nothing is saved, because noting costs time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

import msgspec

from comity.kernel.digest import Digest, digest_of
from comity.law import records as r
from comity.law.book import Book
from comity.law.contents import Contents, record_id
from comity.law.standing import Assistance, Standing

Row = TypeVar("Row", bound=r.Record)


class NotingBook(Book):
    """A book with a memory of what it was asked for: :attr:`noted` holds the records, each once."""

    def __init__(
        self,
        contents: Contents,
        *,
        digest: Digest,
        origin: str,
        assumed: bool = False,
        noted: dict[int, r.Record] | None = None,
    ) -> None:
        self._noted: dict[int, r.Record] = {} if noted is None else noted
        super().__init__(contents, digest=digest, origin=origin, assumed=assumed)
        self._by_id: dict[str, r.Record] = {
            record_id(row): row for row in (*contents.parties, *contents.bilaterals)
        }

    @classmethod
    def of(cls, book: Book) -> NotingBook:
        """Return a noting book over the same records."""
        return cls(book.contents, digest=book.digest, origin=book.origin, assumed=book.assumed)

    @property
    def noted(self) -> tuple[r.Record, ...]:
        """Return the records looked at so far."""
        return tuple(self._noted.values())

    def note(self, rows: Iterable[r.Record]) -> None:
        """Note records that were read by another way than a look-up."""
        for row in rows:
            self._noted[id(row)] = row

    def _one(self, kind: str, index: Mapping[Any, Any], name: str) -> Any:
        found = super()._one(kind, index, name)
        self.note((found,))
        return found

    def _all(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        self.note(rows)
        return rows

    def country(self, code: str) -> r.Country | None:
        """Return the header of a state, noted."""
        found = super().country(code)
        self.note(() if found is None else (found,))
        return found

    def standing(self, treaty: str, state: str, on: date) -> Standing:
        """Say how a state stands to a treaty; the row of the party is noted, also where it says no."""
        self.treaty(treaty)
        return self._named(super().standing(treaty, state, on))

    def _named(self, found: Standing) -> Standing:
        row = self._by_id.get(found.record)
        self.note(() if row is None else (row,))
        return found

    def assistance_treaties(self, first: str, second: str, on: date) -> tuple[Assistance, ...]:
        """Return the assistance treaties between two states, with the treaty and both rows noted."""
        found = super().assistance_treaties(first, second, on)
        for one in found:
            row = self._by_id.get(one.record)
            self.note(() if row is None else (row,))
            if one.treaty:
                for state in (first, second):
                    self.standing(one.treaty, state, on)
        return found

    def reservations(
        self,
        state: str,
        treaty: str,
        *,
        article: str = "",
        codes: Iterable[str] = (),
        on: date | None = None,
    ) -> tuple[r.Reservation, ...]:
        """Return reservations, noted."""
        return self._all(super().reservations(state, treaty, article=article, codes=codes, on=on))

    def offences(self, state: str, article: str = "", on: date | None = None) -> tuple[r.Offence, ...]:
        """Return offences of a state; which of them are in play says who judges them, see :func:`note_offences`."""
        return super().offences(state, article, on)

    def powers(self, state: str, measure: str = "", on: date | None = None) -> tuple[r.Power, ...]:
        """Return powers, noted."""
        return self._all(super().powers(state, measure, on))

    def authorities(
        self, state: str, *, role: str = "", function: str = "", direction: str = "", treaty: str = ""
    ) -> tuple[r.Authority, ...]:
        """Return authorities, noted."""
        return self._all(
            super().authorities(state, role=role, function=function, direction=direction, treaty=treaty)
        )

    def direct_contact(
        self, state: str, category: str, mode: str = "", on: date | None = None
    ) -> r.DirectContactRule | None:
        """Return the rule on direct contact, noted."""
        found = super().direct_contact(state, category, mode, on)
        self.note(() if found is None else (found,))
        return found

    def safeguards(self, state: str, kind: str = "") -> tuple[r.Safeguard, ...]:
        """Return safeguards, noted."""
        return self._all(super().safeguards(state, kind))

    def assume(self, parties: Iterable[Mapping[str, Any]]) -> NotingBook:
        """Return a book with facts laid over it that notes into the same memory."""
        laid = super().assume(parties)
        return NotingBook(
            laid.contents, digest=laid.digest, origin=laid.origin, assumed=True, noted=self._noted
        )


def digest_of_record(record: r.Record) -> Digest:
    """Return the digest of a record: of what it says, in canonical JSON, keys at their default left out."""
    return digest_of(_exact(msgspec.to_builtins(record)))


def _exact(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _exact(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_exact(inner) for inner in value]
    return value
