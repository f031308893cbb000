"""Measures: what is counted, by what it is broken down, and the rule printed beside it. Data in ``content/figures``.

>>> [one.id for one in load().public][:2]
['reports', 'cases']
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from comity.kernel.errors import Fault, declare, raise_all
from comity.selectors.lists import content_root

UNITS: Mapping[str, tuple[str, ...]] = {
    "report": ("month", "offence", "harm"),
    "case": ("month", "offence"),
    "request": ("month", "direction", "place", "instrument", "measure", "result", "state"),
    "hold": ("month", "place", "state", "harm"),
}
"""What can be counted, and the coded columns of each; the month (``2026-11``) comes first."""

BAD_MEASURE = declare(
    "statistics.measure.bad", "{file}: measure {id!r}: {why}.", "See the notes at the top of the file."
)
OVERLAP = declare(
    "statistics.measure.overlap",
    "{file}: {one!r} and {other!r} count the same things for the public; a hidden cell could be worked out from both.",
    "Make them different in a column of their condition, or one of them for the desk only.",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. ``where``: column and value that a thing must have to be counted."""

    id: str
    audience: str
    unit: str
    dimensions: tuple[str, ...]
    where: tuple[tuple[str, str], ...]
    title: Mapping[str, str]
    rule: Mapping[str, str]

    def words(self, which: str, language: str) -> str:
        """Return title or rule in a language, in English where it has none."""
        table = self.title if which == "title" else self.rule
        return table.get(language) or table["en"]


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures, the threshold under which a cell is hidden, and the bands of sums by currency."""

    all: tuple[Measure, ...]
    threshold: int
    bands: Mapping[str, tuple[int, ...]]

    @property
    def public(self) -> tuple[Measure, ...]:
        """Those that are published."""
        return tuple(one for one in self.all if one.audience == "public")

    def band(self, amount: Decimal | None, currency: str) -> str:
        """Return the band of a sum: a code such as ``EUR:1000-10000``.

        >>> load().band(Decimal("4200"), "EUR"), load().band(None, ""), load().band(Decimal(5), "XYZ")
        ('EUR:1000-10000', 'none', 'other')
        """
        if amount is None or amount <= 0:
            return "none"
        limits = self.bands.get(currency)
        if limits is None:
            return "other"
        low = max((limit for limit in limits if amount >= limit), default=0)
        high = min((limit for limit in limits if amount < limit), default=None)
        return f"{currency}:{low}-{high or ''}"


@lru_cache(maxsize=4)
def load(root: Path | None = None) -> Measures:
    """Read the measures.

    Raises:
        BadInput: a measure is not whole, or two public ones count the same things; all faults together.
    """
    file = content_root(root) / "figures" / "measures.toml"
    document = tomllib.loads(file.read_text(encoding="utf-8"))
    wrong: list[Fault] = []
    found = [
        measure
        for row in document.get("measure", ())
        if (measure := _measure(row, file.name, wrong)) is not None
    ]
    wrong += _overlaps(found, file.name)
    threshold = document.get("threshold", 0)
    if not isinstance(threshold, int) or threshold < 2:
        wrong.append(
            BAD_MEASURE.fault(
                file=file.name, id="threshold", why="it must be at least 2, or nothing is hidden"
            )
        )
    raise_all(wrong)
    bands = {currency: tuple(sorted(limits)) for currency, limits in document.get("bands", {}).items()}
    return Measures(tuple(found), threshold, bands)


def _measure(row: Mapping[str, Any], file: str, wrong: list[Fault]) -> Measure | None:
    name = str(row.get("id", "?"))
    known = UNITS.get(str(row.get("unit")), ())
    where = row.get("where", {})
    reasons = (
        (
            set(row) - {"id", "audience", "unit", "dimensions", "where", "title", "rule"},
            "it has an unknown key",
        ),
        (not known, "its unit is not one of " + ", ".join(UNITS)),
        (row.get("audience") not in ("public", "desk"), "its audience is public or desk"),
        (not set(row.get("dimensions", ())) <= set(known[1:]), "a dimension is not a column of its unit"),
        (not set(where) <= set(known[1:]), "a condition is not on a column of its unit"),
        (
            not (row.get("title", {}).get("en") and row.get("rule", {}).get("en")),
            "it needs title and rule in English",
        ),
    )
    why = next((text for holds, text in reasons if holds), "")
    if why:
        wrong.append(BAD_MEASURE.fault(file=file, id=name, why=why))
        return None
    return Measure(
        name,
        row["audience"],
        row["unit"],
        tuple(row["dimensions"]),
        tuple(sorted(where.items())),
        row["title"],
        row["rule"],
    )


def _overlaps(found: list[Measure], file: str) -> list[Fault]:
    public = [one for one in found if one.audience == "public"]
    return [
        OVERLAP.fault(file=file, one=one.id, other=other.id)
        for place, one in enumerate(public)
        for other in public[:place]
        if one.unit == other.unit and not _apart(one, other)
    ]


def _apart(one: Measure, other: Measure) -> bool:
    mine, theirs = dict(one.where), dict(other.where)
    return any(name in theirs and theirs[name] != value for name, value in mine.items())
