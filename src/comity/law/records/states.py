"""States, the codes that may be used, and tables of members."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import field

from comity.kernel.finding import Confidence
from comity.law.records.base import Fact, Record
from comity.law.records.words import Word


class Country(Fact, frozen=True, kw_only=True):
    """The header of a state: ``countries/<cc>/country.toml``. A missing value is unknown."""

    code: str
    legal_system: str
    nationality_jurisdiction: bool | None = None
    extradites_nationals: bool | None = None
    minimum_age_of_criminal_responsibility: int | None = None


class Member(Record, frozen=True, kw_only=True):
    """One member of a table: from a day, until a day (not included)."""

    state: str
    since: date | None = None
    until: date | None = None
    confidence: Confidence = "recalled"


class OptOut(Record, frozen=True, kw_only=True):
    """A member not bound by one act of its table, or of which that is not known (per act)."""

    state: str
    treaty: str
    since: date | None = None
    until: date | None = None
    force: Literal["no", "unknown"] = "no"
    cite: str = ""
    confidence: Confidence = "recalled"


class MemberTable(Fact, frozen=True, kw_only=True):
    """``networks/<id>.toml``: who belongs to a union, an organisation or a network.

    ``complete``: a state not listed is not a member; else it is unknown. ``adequacy`` lists states to which personal data
    held by the table's police and justice may go under an adequacy decision.
    """

    id: str
    title: str
    complete: bool = False
    members: tuple[Member, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
    adequacy: tuple[Member, ...] = ()


class States(Record, frozen=True, kw_only=True):
    """``states.toml``: the codes the book may use. A code names whom a record is about and takes no side on status.

    ``said_for``: codes in daily use that are not of ISO 3166-1, and the one that is meant.
    """

    disclaimer: str
    source: str
    checked_on: date
    codes: tuple[str, ...]
    others: tuple[Word, ...] = ()
    said_for: Mapping[str, str] = field(default_factory=dict)
