"""How complete the book is for a state: what was read, what is from memory, what is missing, and what to look up first.

Looked for are, in every state: the offences of treaties in force that states implement, the powers at home that serve a measure, how the
state stands to each treaty of the book, whom to write to, the rule on direct contact, the safeguards. Reservations are not looked
for: a state without any need not have made one, and only the depositary's list can say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from comity.kernel.errors import BadInput, declare
from comity.law.atlas.geometry import PROFILE_FROM, has_profile, last_checked, verified_share
from comity.law.contents import record_id
from comity.law.keys import nearest

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import Offence, OffenceArticle, Power

NO_STATE = declare("law.completeness.no_state", "The book has no state {state!r}.", "{hint}")

Kind = Literal["offences", "powers", "memberships", "authorities", "direct_contact", "safeguards"]
KINDS: tuple[Kind, ...] = (
    "offences",
    "powers",
    "memberships",
    "authorities",
    "direct_contact",
    "safeguards",
)
COUNTED: tuple[Kind, ...] = ("offences", "powers", "memberships")
"""The kinds that are counted by state; the others are only named where they are missing."""
Lack = Literal["no_record", "not_known", "unread", "recalled"]
"""No record; a record that says "not known"; only a heading was read; written from memory. The first two count as missing."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing somebody should look up: its kind, what it is (article, measure, treaty ...), why, and the record there is."""

    kind: Kind
    id: str
    lack: Lack
    record: str = ""

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"kind": self.kind, "id": self.id, "lack": self.lack, "record": self.record}


@dataclass(frozen=True, slots=True)
class Share:
    """Records verified and from memory, and things of which there is none (or one that says "not known").

    ``unread``: those of ``recalled`` and ``verified`` of which only a heading was read.
    """

    verified: int = 0
    recalled: int = 0
    missing: int = 0
    unread: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(
            self.verified + other.verified,
            self.recalled + other.recalled,
            self.missing + other.missing,
            self.unread + other.unread,
        )

    def document(self) -> dict[str, int]:
        """Return the JSON form."""
        return {
            "verified": self.verified,
            "recalled": self.recalled,
            "missing": self.missing,
            "heading_only": self.unread,
        }


@dataclass(frozen=True, slots=True)
class Figures:
    """One state. ``facts``: verified and all facts of it; ``profile``: whether that is enough for a picture of it."""

    state: str
    shares: tuple[tuple[Kind, Share], ...]
    facts: tuple[int, int]
    profile: bool
    last_checked: date | None
    lacking: tuple[Lacking, ...]

    def share(self, kind: Kind) -> Share:
        """Return the share of one kind."""
        return dict(self.shares)[kind]

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "state": self.state,
            **{kind: share.document() for kind, share in self.shares},
            "facts": {"verified": self.facts[0], "all": self.facts[1]},
            "profile": self.profile,
            "last_checked": self.last_checked.isoformat() if self.last_checked else None,
            "lacking": [one.document() for one in self.lacking],
        }


@lru_cache(maxsize=8)
def completeness(book: Book) -> tuple[Figures, ...]:
    """Return the figures of every state of the book, by code, as of the book's own day."""
    return tuple(figures(book, state) for state in sorted(book.states))


def figures(book: Book, state: str) -> Figures:
    """Return the figures of one state.

    Raises:
        BadInput: the book has no such state.
    """
    if state not in book.states:
        near = nearest(state, book.states)
        hint = f"Did you mean {near!r}?" if near else "States are named by their ISO 3166-1 code, such as JP."
        raise BadInput(NO_STATE.fault(state=state, hint=hint))
    lacking = tuple(_lacking(book, state))
    shares = tuple((kind, _share(book, state, kind, lacking)) for kind in COUNTED)
    return Figures(
        state,
        shares,
        verified_share(book, state),
        has_profile(book, state),
        last_checked(book).get(state),
        lacking,
    )


def total(found: Iterable[Figures], kind: Kind) -> Share:
    """Add up one kind over states."""
    added = Share()
    for one in found:
        added += one.share(kind)
    return added


def document(book: Book, states: Iterable[str] = ()) -> dict[str, Any]:
    """Return the JSON document ``comity.law-completeness/1``, for these states or for all.

    Raises:
        BadInput: the book has no such state.
    """
    chosen = [figures(book, state) for state in states] or list(completeness(book))
    verified, every = verified_share(book, "all")
    return {
        "schema": "comity.law-completeness/1",
        "book": {"version": book.version, "digest": book.digest},
        "disclaimer": book.edition.disclaimer,
        "on": book.edition.as_of.isoformat(),
        "profile_from_percent": PROFILE_FROM,
        "in_all": {
            **{kind: total(completeness(book), kind).document() for kind in COUNTED},
            "facts": {"verified": verified, "all": every},
        },
        "states": [one.document() for one in chosen],
    }


def looked_for(book: Book) -> tuple[OffenceArticle, ...]:
    """Return the articles whose offence is looked for in every state: those of treaties that are in force."""
    return tuple(
        one
        for one in book.offence_articles
        if one.treaty and book.treaty(one.treaty).entry_into_force is not None
    )


def powers_looked_for(book: Book) -> tuple[str, ...]:
    """Return the measures that are powers at home: those that serve themselves."""
    return tuple(one.id for one in book.measures if one.power == one.id)


def _lacking(book: Book, state: str) -> Iterator[Lacking]:
    for article in looked_for(book):
        yield from _rows("offences", article.id, book.offences(state, article.id))
    for measure in powers_looked_for(book):
        yield from _rows("powers", measure, book.powers(state, measure))
    for treaty in book.treaties:
        found = book.standing(treaty.id, state, book.edition.as_of)
        if found.force == "unknown":
            yield Lacking("memberships", treaty.id, "not_known", found.record)
        elif found.confidence == "recalled":
            none = found.reason == "no_record"
            yield Lacking(
                "memberships",
                treaty.id,
                "no_record" if none else "recalled",
                "" if none else found.record,
            )
    for function in _functions(book):
        if not book.authorities(state, function=function):
            yield Lacking("authorities", function, "no_record")
    for category in sorted({row.data_category for row in book.contents.direct_contacts}):
        if book.direct_contact(state, category) is None:
            yield Lacking("direct_contact", category, "no_record")
    for kind in sorted({str(row.kind) for row in book.contents.safeguards}):
        if not book.safeguards(state, kind):
            yield Lacking("safeguards", kind, "no_record")


def _functions(book: Book) -> list[str]:
    """Return what an authority of every state must do: functions that at least every tenth state of the book has somebody for."""
    having: dict[str, set[str]] = {}
    for row in book.contents.authorities:
        having.setdefault(row.function, set()).add(row.state)
    return sorted(function for function, states in having.items() if 10 * len(states) >= len(book.states))


def _rows(kind: Kind, identifier: str, rows: tuple[Offence, ...] | tuple[Power, ...]) -> Iterator[Lacking]:
    if not rows:
        yield Lacking(kind, identifier, "no_record")
    for row in rows:
        if _is_unread(row):
            yield Lacking(kind, identifier, "unread", record_id(row))
        elif row.confidence == "recalled":
            yield Lacking(kind, identifier, "recalled", record_id(row))


def _is_unread(row: Offence | Power) -> bool:
    return getattr(row, "coverage", "") == "unread"


def _share(book: Book, state: str, kind: Kind, lacking: tuple[Lacking, ...]) -> Share:
    """Count one kind. Offences and powers are counted by record, as ``comity law check`` does; memberships by treaty."""
    missing = sum(1 for one in lacking if one.kind == kind and one.lack in ("no_record", "not_known"))
    if kind == "memberships":
        recalled = sum(1 for one in lacking if one.kind == kind and one.lack == "recalled")
        return Share(len(book.treaties) - recalled - missing, recalled, missing)
    rows: tuple[Offence | Power, ...] = book.offences(state) if kind == "offences" else book.powers(state)
    verified = sum(1 for row in rows if row.confidence == "verified")
    return Share(verified, len(rows) - verified, missing, sum(1 for row in rows if _is_unread(row)))
