"""Confidence as geometry: what may be coloured, what is hatched, what is not shown at all.

A cell is coloured only where the weakest record it rests on is verified and was looked at within 24 months; else it is
hatched. A state of whose records less than four in five are verified has no profile. Where no record stands, the
atlas says "no record", never "no treaty".
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from dateutil.relativedelta import relativedelta

from comity.law.checks.counts import shares
from comity.law.contents import record_id
from comity.law.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from comity.law.book import Book

FRESH_MONTHS = 24
PROFILE_FROM = 80
"""Per cent of a state's records that must be verified before it has a profile."""
CORRECTION_DAYS = 14
"""A state may answer; a correction is made within so many days."""

Shown = Literal["coloured", "hatched"]


@lru_cache(maxsize=32)
def looked_at_long_ago(book: Book, seen_on: date) -> frozenset[str]:
    """Return the records last looked at more than 24 months before the day."""
    before = seen_on - relativedelta(months=FRESH_MONTHS)
    return frozenset(record_id(one) for one in _facts(book) if one.checked_on < before)


def _facts(book: Book) -> Iterator[Fact]:
    for name in book.contents.__struct_fields__:
        kind = getattr(book.contents, name)
        if isinstance(kind, tuple):
            yield from (one for one in kind if isinstance(one, Fact))


@lru_cache(maxsize=8)
def last_checked(book: Book) -> Mapping[str, date]:
    """Return, for each state, the day on which the record of it that was left alone longest was last looked at."""
    found: dict[str, date] = defaultdict(lambda: date.max)
    for one in _facts(book):
        for state in _states(one):
            found[state] = min(found[state], one.checked_on)
    return dict(found)


def _states(one: Fact) -> tuple[str, ...]:
    found = getattr(one, "states", None) or (getattr(one, "state", "") or getattr(one, "code", ""),)
    return tuple(found) if isinstance(found, tuple) else ()


def verified_share(book: Book, state: str) -> tuple[int, int]:
    """Return how many of a state's records are verified, and how many there are."""
    return _shares(book).get(state, (0, 0))


@lru_cache(maxsize=8)
def _shares(book: Book) -> Mapping[str, tuple[int, int]]:
    return shares(book.contents)


def has_profile(book: Book, state: str) -> bool:
    """Say whether enough of a state's records are verified to draw a picture of it."""
    verified, every = _shares(book).get(state, (0, 0))
    return every > 0 and 100 * verified >= PROFILE_FROM * every
