"""Durations as ISO 8601 writes them (clause 5.5.2.2): ``P60D``, ``PT8H``, ``P13M``, ``P5W``, ``P1Y``.

>>> parse("P60D").days, parse("PT96H").hours, parse("P5W").days
(60, 96, 35)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.kernel.errors import BadInput, declare

UNREADABLE = declare(
    "clocks.duration.unreadable",
    "{value!r} is not a duration.",
    "Write it as P60D, PT8H, P2M or P1Y (ISO 8601).",
)
MIXED = declare(
    "clocks.duration.mixed",
    "{value!r} mixes days and hours.",
    "Legal periods are counted in hours or in days, weeks, months and years, by different rules; give one of them.",
)

_SHAPE = re.compile(
    r"P(?!\Z)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?!\Z)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?\Z"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A legal period: months (years are twelve), days (weeks are seven), or hours and minutes."""

    months: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0

    @property
    def in_hours(self) -> bool:
        """Say whether the period is expressed in hours, which are counted otherwise than days."""
        return bool(self.hours or self.minutes)

    def __str__(self) -> str:
        day_part = f"{self.months}M" * bool(self.months) + f"{self.days}D" * bool(self.days)
        time_part = f"{self.hours}H" * bool(self.hours) + f"{self.minutes}M" * bool(self.minutes)
        return f"P{day_part}" + f"T{time_part}" * bool(time_part) if day_part or time_part else "P0D"


def parse(text: str) -> Duration:
    """Read an ISO 8601 duration.

    Raises:
        BadInput: unreadable, or days and hours mixed.
    """
    match = _SHAPE.match(text.strip())
    if match is None:
        raise BadInput(UNREADABLE.fault(value=text))
    part = {name: int(value or 0) for name, value in match.groupdict().items()}
    duration = Duration(
        months=12 * part["years"] + part["months"],
        days=7 * part["weeks"] + part["days"],
        hours=part["hours"],
        minutes=part["minutes"],
    )
    if duration.in_hours and (duration.months or duration.days):
        raise BadInput(MIXED.fault(value=text))
    return duration
