"""Which days are worked where: weekends and public holidays by country, from the library ``holidays``.

The day of Labour Thanksgiving, on which a Japanese ministry does not answer:

>>> japan = Calendar.of("JP")
>>> japan.is_working(date(2026, 11, 23)), japan.is_working(date(2026, 11, 24))
(False, True)
>>> japan.name_of(date(2026, 11, 23))
'Labor Thanksgiving Day'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

_DAY = timedelta(days=1)
_SATURDAY = 5
_OFFICES = ("public", "government", "bank")
"""Days on which offices are shut, where the library knows them apart from public holidays."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of one country.

    ``known`` is false where no list of holidays is to be had: then only weekends count, and whoever shows a date
    must say so. ``offices`` also counts days on which banks and government are shut without a public holiday.
    """

    country: str
    known: bool = True
    offices: bool = False

    @staticmethod
    def of(country: str, *, offices: bool = False) -> Calendar:
        """Return the calendar of a country; an unknown or invented one has weekends only."""
        return Calendar(country, country in _supported(), offices)

    def name_of(self, day: date) -> str:
        """Name the holiday on a day, or nothing."""
        return _year(self.country, day.year, self.offices).get(day, "") if self.known else ""

    def is_working(self, day: date) -> bool:
        """Say whether a day is worked: no weekend, no holiday."""
        return not _is_weekend(self.country, day, self.known) and not self.name_of(day)

    def on_or_after(self, day: date) -> date:
        """Return the first working day not before ``day``."""
        while not self.is_working(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        """Return the last working day not after ``day``."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Go ``count`` working days on (or back, if negative) from ``day``, which itself is not counted."""
        step = _DAY if count >= 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def closed_days(self, first: date, last: date) -> Iterator[date]:
        """Yield the days from ``first`` to ``last`` that are not worked."""
        day = first
        while day <= last:
            if not self.is_working(day):
                yield day
            day += _DAY


@lru_cache(maxsize=1)
def _supported() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries())


def _listed(country: str, year: int, offices: bool) -> dict[date, str]:
    """Return the holidays of a country's year, in English where the library has it (else it keeps its own words)."""
    plain = holidays.country_holidays(country)
    kinds = tuple(kind for kind in _OFFICES if kind in plain.supported_categories) if offices else ("public",)
    listed = holidays.country_holidays(country, years=year, categories=kinds, language="en_US")
    return dict(listed.items())


_year = lru_cache(maxsize=512)(_listed)


@lru_cache(maxsize=512)
def _weekend(country: str) -> frozenset[int]:
    return frozenset(holidays.country_holidays(country).weekend)


def _is_weekend(country: str, day: date, known: bool) -> bool:
    return day.weekday() in _weekend(country) if known else day.weekday() >= _SATURDAY
