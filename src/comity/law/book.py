"""The book: immutable, indexed look-ups over the records, by date where law has dates.

Get one from :func:`load`. Every answer can name what it rests on (:func:`record_id`), the book's ``version`` and its
``digest``, and can be run again later with the same result.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from comity.kernel.digest import Digest, digest_of
from comity.kernel.errors import BadInput, declare
from comity.law import check, compiled
from comity.law import load as loading
from comity.law import records as r
from comity.law.binding import Bindings
from comity.law.contents import Contents, file_of, record_id
from comity.law.keys import nearest
from comity.law.standing import Assistance, Standing, holds_on

__all__ = ["Assistance", "Book", "Standing", "file_of", "find_folder", "load", "record_id"]

_READING = threading.Lock()
"""msgspec prepares a record class when it is first read; two threads that do so at once crash the process (found in a worker)."""

NO_SUCH = declare("law.book.no_such_record", "The book has no {kind} {id!r}.", "{hint}")

_Row = TypeVar("_Row")
_Key = TypeVar("_Key", bound=Hashable)


def _group(rows: Iterable[_Row], key: Callable[[_Row], _Key]) -> Mapping[_Key, tuple[_Row, ...]]:
    found: dict[_Key, list[_Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {name: tuple(group) for name, group in found.items()}


class Book:
    """All records with their look-ups. ``origin`` says where it was loaded from; ``assumed`` that facts were laid over it."""

    def __init__(self, contents: Contents, *, digest: Digest, origin: str, assumed: bool = False) -> None:
        self._contents = contents
        self.digest = digest
        self.origin = origin
        self.assumed = assumed
        self.edition = contents.edition
        self.version = contents.edition.version
        self.vocabulary = contents.vocabulary
        self.treaties = contents.treaties
        self.instruments = contents.instruments
        self.measures = contents.measures
        self.tables = contents.tables
        self.rules = contents.rules
        self.safeties = contents.safeties
        self.states = tuple(country.code for country in contents.countries)
        self._treaty = {name: record for record in contents.treaties for name in (*record.aliases, record.id)}
        self._instrument = {record.id: record for record in contents.instruments}
        self._measure = {record.id: record for record in contents.measures}
        self._article = {record.id: record for record in contents.offence_articles}
        self._table = {record.id: record for record in contents.tables}
        self._country = {record.code: record for record in contents.countries}
        self._bindings = Bindings(
            contents, self.treaty, self.table, _group(contents.bilaterals, lambda row: frozenset(row.states))
        )
        self._offences = _group(contents.offences, lambda row: row.state)
        self._powers = _group(contents.powers, lambda row: row.state)
        self._authorities = _group(contents.authorities, lambda row: row.state)
        self._reservations = _group(contents.reservations, lambda row: (row.state, row.treaty))
        self._contact = _group(contents.direct_contacts, lambda row: (row.state, row.data_category))
        self.offline_pairs = contents.offline_pairs
        self._models = _group(contents.models, lambda row: row.article)
        self._offline = _group(contents.offline_offences, lambda row: (row.state, row.pair))
        self._safeguards = _group(contents.safeguards, lambda row: row.state)

    # --- single records ---------------------------------------------------------------------------------------

    @property
    def contents(self) -> Contents:
        """Return every record, by kind."""
        return self._contents

    def _one(self, kind: str, index: Mapping[str, _Row], name: str) -> _Row:
        try:
            return index[name]
        except KeyError:
            near = nearest(name, index)
            hint = f"Did you mean {near!r}?" if near else f"It has {len(index)} of them."
            raise BadInput(NO_SUCH.fault(kind=kind, id=name, hint=hint)) from None

    def treaty(self, name: str) -> r.Treaty:
        """Return a treaty by its id or an alias.

        Raises:
            BadInput: the book has none of that name (the same for the look-ups below).
        """
        return self._one("treaty", self._treaty, name)

    def instrument(self, name: str) -> r.Instrument:
        """Return an instrument."""
        return self._one("instrument", self._instrument, name)

    def measure(self, name: str) -> r.Measure:
        """Return a measure by its canonical name."""
        return self._one("measure", self._measure, name)

    def offence_article(self, name: str) -> r.OffenceArticle:
        """Return an article that states implement, with its core elements."""
        return self._one("article", self._article, name)

    def record_id(self, record: r.Record) -> str:
        """Return how answers name a record of the book."""
        return record_id(record)

    def table_title(self, name: str) -> str:
        """Return the title of a member table."""
        return self.table(name).title

    @property
    def offence_articles(self) -> tuple[r.OffenceArticle, ...]:
        """Return all articles that states implement."""
        return self._contents.offence_articles

    def table(self, name: str) -> r.MemberTable:
        """Return a member table."""
        return self._one("member table", self._table, name)

    def country(self, code: str) -> r.Country | None:
        """Return the header of a state, or ``None`` where the book has none."""
        return self._country.get(code)

    def knows(self, code: str) -> bool:
        """Say whether the code is one the book may use (ISO 3166-1, and the Union)."""
        return code in self._contents.states.codes or any(
            code == word.id for word in self._contents.states.others
        )

    def said_for(self, code: str) -> str:
        """Return the code that is meant by one in daily use, or nothing."""
        return self._contents.states.said_for.get(code, "")

    # --- who is bound -----------------------------------------------------------------------------------------

    def standing(self, treaty: str, state: str, on: date) -> Standing:
        """Say how ``state`` stands to ``treaty`` on a day; see :meth:`comity.law.binding.Bindings.standing`."""
        return self._bindings.standing(treaty, state, on)

    def member(self, table: str, state: str, on: date) -> Standing:
        """Say whether ``state`` belongs to a member table on a day."""
        return self._bindings.member(table, state, on)

    def adequate(self, table: str, state: str, on: date) -> bool:
        """Say whether an adequacy decision of the table's members covers police data sent to ``state`` on the day."""
        return any(row.state == state and holds_on(row, on) for row in self.table(table).adequacy)

    def bilaterals(self, first: str, second: str) -> tuple[r.Bilateral, ...]:
        """Return the treaties between two states alone, in force or not."""
        return self._bindings.bilaterals(first, second)

    def assistance_treaties(self, first: str, second: str, on: date) -> tuple[Assistance, ...]:
        """Return what is, or may be, a general assistance treaty between two states on a day (BC 27(1))."""
        return self._bindings.assistance_treaties(first, second, on)

    @property
    def general_treaties(self) -> tuple[str, ...]:
        """Return the treaties that are, or may be, general assistance treaties between their parties."""
        return self._bindings.general_treaties

    def assistance_sides(self, state: str, on: date) -> tuple[tuple[bool, str], ...]:
        """Return what decides which treaties of the Union with one state reach ``state``; see :class:`Bindings`."""
        return self._bindings.assistance_sides(state, on)

    # --- records of a state -----------------------------------------------------------------------------------

    def reservations(
        self,
        state: str,
        treaty: str,
        *,
        article: str = "",
        codes: Iterable[str] = (),
        on: date | None = None,
    ) -> tuple[r.Reservation, ...]:
        """Return the reservations and declarations of a state that apply (withdrawn ones only before their withdrawal).

        ``article`` keeps those that are made on it or reach it; ``codes`` those with one of these effects.
        """
        wanted = frozenset(codes)
        return tuple(
            row
            for row in self._reservations.get((state, treaty), ())
            if _reservation_holds(row, on)
            and (not article or row.article == article or article in row.reaches)
            and (not wanted or not wanted.isdisjoint(row.effect_codes))
        )

    def offences(self, state: str, article: str = "", on: date | None = None) -> tuple[r.Offence, ...]:
        """Return the offences of a state, of one article; several are alternatives."""
        return tuple(
            row
            for row in self._offences.get(state, ())
            if (not article or row.article == article) and holds_on(row, on)
        )

    def models(self, article: str) -> tuple[r.ModelText, ...]:
        """Return the model texts for an article."""
        return self._models.get(article, ())

    def offline_offences(self, state: str, pair: str) -> tuple[r.OfflineOffence, ...]:
        """Return what a state's law says of the offline act of a pair; nothing where the book has no row."""
        return self._offline.get((state, pair), ())

    def powers(self, state: str, measure: str = "", on: date | None = None) -> tuple[r.Power, ...]:
        """Return the powers of a state at home."""
        return tuple(
            row
            for row in self._powers.get(state, ())
            if (not measure or row.measure == measure) and holds_on(row, on)
        )

    def power(self, state: str, measure: str, on: date | None = None) -> r.Power | None:
        """Return the power of a state for one measure, or ``None`` where the book has no record."""
        return next(iter(self.powers(state, measure, on)), None)

    def authorities(
        self, state: str, *, role: str = "", function: str = "", direction: str = "", treaty: str = ""
    ) -> tuple[r.Authority, ...]:
        """Return whom to write to. ``direction`` (sends, answers) keeps those that do it, or of which it is not known."""
        return tuple(
            row
            for row in self._authorities.get(state, ())
            if (not role or row.role == role)
            and (not function or row.function == function)
            and (not treaty or row.treaty in ("", treaty))
            and (not direction or row.direction in (None, "both", direction))
        )

    def direct_contact(
        self, state: str, category: str, mode: str = "", on: date | None = None
    ) -> r.DirectContactRule | None:
        """Return the state's rule on direct contact with its providers for one data category; ``None`` is unknown."""
        return next(
            (
                row
                for row in self._contact.get((state, category), ())
                if (not mode or row.mode in ("both", mode)) and holds_on(row, on)
            ),
            None,
        )

    def safeguards(self, state: str, kind: str = "") -> tuple[r.Safeguard, ...]:
        """Return the safeguards of a state's law."""
        return tuple(row for row in self._safeguards.get(state, ()) if not kind or row.kind == kind)

    # --- instruments ------------------------------------------------------------------------------------------

    def instruments_for(self, measure: str) -> tuple[r.Instrument, ...]:
        """Return the instruments that serve a measure: those that name it, and general ones where a home power exists for it."""
        general = bool(self.measure(measure).power)
        return tuple(
            record
            for record in self.instruments
            if not record.at_home and (measure in record.measures or (general and record.serves_any_measure))
        )

    def home_orders(self, measure: str) -> tuple[r.Instrument, ...]:
        """Return the orders by which an authority has a holder in its own state carry out a measure."""
        return tuple(record for record in self.instruments if record.at_home and measure in record.measures)

    # --- simulation -------------------------------------------------------------------------------------------

    def assume(self, parties: Iterable[Mapping[str, Any]]) -> Book:
        """Return a book with facts laid over it: rows of treaty, state and ``in_force``, for simulation only.

        Raises:
            BadInput: a treaty the book does not have.
        """
        rows = {(row.treaty, row.state): row for row in self._contents.parties}
        laid: list[dict[str, str]] = []
        for given in parties:
            treaty = self.treaty(str(given["treaty"])).id
            row = r.Party(
                treaty=treaty,
                state=str(given["state"]),
                how="ratification",
                force="yes",
                in_force=given["in_force"],
                source="assumed in this scenario",
                confidence="recalled",
                checked_on=self.edition.as_of,
            )
            rows[treaty, row.state] = row
            laid.append({"treaty": treaty, "state": row.state, "in_force": str(row.in_force)})
        digest = digest_of({"book": self.digest, "assumed": laid})
        contents = msgspec.structs.replace(self._contents, parties=tuple(rows.values()))
        return Book(contents, digest=digest, origin=self.origin, assumed=True)


def _reservation_holds(row: r.Reservation, on: date | None) -> bool:
    if row.force == "no":
        return row.withdrawn_on is not None and on is not None and on < row.withdrawn_on
    return on is None or row.declared_on is None or row.declared_on <= on


def find_folder(path: Path | None = None) -> tuple[Path, str]:
    """Return the book's folder and where it was found: a path given, ``COMITY_BOOK``, the package, the checkout."""
    if path is not None:
        return path, "given"
    from_env = os.environ.get("COMITY_BOOK")
    if from_env:
        return Path(from_env), "COMITY_BOOK"
    packaged = Path(str(files("comity"))) / "book"
    if (packaged / "book.toml").is_file():
        return packaged, "package"
    return Path(__file__).resolve().parents[3] / "law", "checkout"


def load(path: Path | None = None, *, cache: Path | None = None, use_cache: bool = True) -> Book:
    """Load the book, from the compiled cache where its sources have not changed.

    Raises:
        BadInput: with every fault of every file; a book with a fault is not used.
    """
    folder, origin = find_folder(path)
    sources = loading.sources(folder)
    with _READING:
        contents = compiled.fetch(sources.digest, cache) if use_cache else None
        if contents is None:
            contents = check.read_checked(sources)
            if use_cache:
                compiled.store(sources.digest, contents, cache)
    return Book(contents, digest=sources.digest, origin=origin)
