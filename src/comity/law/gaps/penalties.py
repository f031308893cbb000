"""Maximum penalties: a state's beside those on record elsewhere, and the thresholds they reach.

Only maxima on record count; a state without one is not taken for low. A quartile is a value that really stands in
the book (nearest rank), so that a life sentence is never averaged with months.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Any

from comity.law.condition_records import AnyOf, MaxPenaltyAtLeast

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.condition_records import Condition
    from comity.law.records import Instrument, OffenceArticle

_FEWEST = 4
"""Fewer maxima than this make no quartiles."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A maximum penalty an instrument asks for; ``reached`` is unknown where the state's maximum is."""

    instrument: str
    title: str
    measures: tuple[str, ...]
    cite: str
    months: int
    reached: bool | None

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "instrument": self.instrument,
            "title": self.title,
            "measures": list(self.measures),
            "cite": self.cite,
            "months": self.months,
            "reached": "unknown" if self.reached is None else self.reached,
        }


@dataclass(frozen=True, slots=True)
class Penalties:
    """The highest basic maximum of a state for an article among those of all states that have one on record."""

    highest: int | None
    known: int
    states: int
    quartiles: tuple[int, int, int] | None
    thresholds: tuple[Threshold, ...]

    @property
    def place(self) -> str:
        """Say where the state's maximum lies: ``lower_quarter``, ``middle_half``, ``upper_quarter``, or ``unknown``."""
        if self.highest is None or self.quartiles is None:
            return "unknown"
        first, _, third = self.quartiles
        if self.highest < first:
            return "lower_quarter"
        return "upper_quarter" if self.highest > third else "middle_half"

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "highest_basic_maximum": self.highest,
            "states_with_a_maximum_on_record": self.known,
            "states_with_the_offence_on_record": self.states,
            "quartiles": list(self.quartiles) if self.quartiles is not None else None,
            "place": self.place,
            "thresholds": [one.document() for one in self.thresholds],
        }


def penalties(book: Book, state: str, article: OffenceArticle, on: date) -> Penalties:
    """Compare the maxima on record for an article on a day."""
    highest = {code: _highest(book, code, article, on) for code in book.states}
    having = [code for code in book.states if _has(book, code, article, on)]
    values = sorted(value for value in highest.values() if value is not None)
    own = highest.get(state)
    return Penalties(own, len(values), len(having), quartiles(values), tuple(_thresholds(book, own)))


def quartiles(values: list[int]) -> tuple[int, int, int] | None:
    """Return the three quartiles by nearest rank of sorted values; none of fewer than four.

    >>> quartiles([12, 24, 36, 60, 999]), quartiles([12, 24])
    ((24, 36, 60), None)
    """
    if len(values) < _FEWEST:
        return None
    first, middle, third = (values[ceil(len(values) * part / 4) - 1] for part in (1, 2, 3))
    return first, middle, third


def _has(book: Book, state: str, article: OffenceArticle, on: date) -> bool:
    return any(row.coverage != "none" for row in book.offences(state, article.id, on))


def _highest(book: Book, state: str, article: OffenceArticle, on: date) -> int | None:
    found = [
        row.max_penalty_months
        for row in book.offences(state, article.id, on)
        if row.coverage != "none" and row.max_penalty_months is not None
    ]
    return max(found, default=None)


def _thresholds(book: Book, own: int | None) -> Iterable[Threshold]:
    found = {}
    for instrument in book.instruments:
        for months, cite in _asked(instrument):
            reached = None if own is None else own >= months
            found[instrument.id, months, cite] = Threshold(
                instrument.id, instrument.title, instrument.measures, cite, months, reached
            )
    return sorted(found.values(), key=lambda one: (one.months, one.instrument))


def _asked(instrument: Instrument) -> Iterable[tuple[int, str]]:
    """Return the maxima the conditions of an instrument ask for, those inside alternatives too."""
    every: list[Condition] = []
    for condition in instrument.conditions:
        every += condition.of if isinstance(condition, AnyOf) else (condition,)
    return [(one.months, one.cite) for one in every if isinstance(one, MaxPenaltyAtLeast)]
