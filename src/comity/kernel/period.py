"""Periods of days in which a legal fact holds: from a day, up to and not including another.

>>> Period(date(2004, 7, 1)).holds_on(date(2026, 11, 22))
True
>>> Period(None, date(2021, 1, 1)).holds_on(date(2021, 1, 1))
False
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``start`` (included) to ``end`` (not included); ``None`` is open on that side."""

    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether ``day`` lies in the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)
