"""Read a day in three fields as people fill them in: which part is missing or wrong is said of just that part.

A month is a number, or its name in the language of the page or in English, whole or shortened (``Nov``, ``11``); the
names are those of CLDR, by ``babel``. A part that cannot be read is never guessed.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from comity.kernel.errors import Fault, declare

PARTS = ("date", "month", "year")
"""The three fields, in the order in which a page asks them."""

NO_DAY = declare("triage.answer.no_day", "The time needs its day.", "Write day, month and year.")
DAY_MISSING = declare(
    "triage.answer.day_missing", "The day is missing.", "Write it as a number from 1 to 31."
)
MONTH_MISSING = declare("triage.answer.month_missing", "The month is missing.", "Write its number or name.")
YEAR_MISSING = declare("triage.answer.year_missing", "The year is missing.", "Write it with four digits.")
DAY_UNREAD = declare(
    "triage.answer.day_unread", "{value!r} is no day of a month.", "Write it as a number from 1 to 31."
)
MONTH_UNREAD = declare(
    "triage.answer.month_unread", "{value!r} is no month.", "Write a number from 1 to 12, or its name."
)
YEAR_UNREAD = declare("triage.answer.year_unread", "{value!r} is no year.", "Write it with four digits.")
DAY_TOO_HIGH = declare(
    "triage.answer.day_too_high",
    "There is no day {day} in that month; it has {days} days.",
    "Check day, month and year.",
)


def read_day(parts: Mapping[str, str], language: str) -> date | tuple[Fault, ...]:
    """Return the day that ``year``, ``month`` and ``date`` name, or what is wrong, part by part.

    >>> read_day({"date": "22", "month": "Nov", "year": "2026"}, "de")
    datetime.date(2026, 11, 22)
    """
    typed = {name: parts.get(name, "").strip() for name in PARTS}
    if not any(typed.values()):
        return (NO_DAY.fault(),)
    day = _number(typed["date"].rstrip("."), 1, 31)
    month = month_of(typed["month"], language)
    year = _number(typed["year"], 1000, 9999) if len(typed["year"]) == 4 else None
    if day is None or month is None or year is None:
        return tuple(_wrong(typed, {"date": day, "month": month, "year": year}))
    days = calendar.monthrange(year, month)[1]
    return date(year, month, day) if day <= days else (DAY_TOO_HIGH.fault(day=day, days=days),)


def _wrong(typed: Mapping[str, str], read: Mapping[str, int | None]) -> Iterator[Fault]:
    said = {
        "date": (DAY_MISSING, DAY_UNREAD),
        "month": (MONTH_MISSING, MONTH_UNREAD),
        "year": (YEAR_MISSING, YEAR_UNREAD),
    }
    for part in PARTS:
        missing, unread = said[part]
        if not typed[part]:
            yield missing.fault()
        elif read[part] is None:
            yield unread.fault(value=typed[part][:40])


def month_of(written: str, language: str) -> int | None:
    """Return the month that a number or a name means, ``None`` where it means none or more than one.

    >>> month_of("11", "de"), month_of("Mär.", "de"), month_of("ju", "en")
    (11, 3, None)
    """
    text = written.strip().rstrip(".").casefold()
    if text.isdecimal():
        return _number(text, 1, 12)
    if len(text) < 3:
        return None
    for own in (language.partition("-")[0].lower(), "en"):
        names = _month_names(own)
        found = {names[text]} if text in names else {
            number for name, number in names.items() if name.startswith(text)
        }  # fmt: skip
        if len(found) == 1:
            return found.pop()
    return None


@lru_cache(maxsize=32)
def _month_names(language: str) -> Mapping[str, int]:
    try:
        months = Locale.parse(language).months
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        str(name).rstrip(".").casefold(): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[context][width].items()
    }


def _number(text: str, lowest: int, highest: int) -> int | None:
    if not text.isdecimal() or len(text) > 4:
        return None
    return int(text) if lowest <= int(text) <= highest else None
