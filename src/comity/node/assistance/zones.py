"""Which clock hangs on the wall at the other end: the zone of a state's capital, for days that are counted there."""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from comity.node.base import home

_LAST_SECOND = time(23, 59, 59)


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Read the first zone of each country from the IANA table (``zone.tab``: the most populous comes first)."""
    for folder in zoneinfo.TZPATH:
        file = Path(folder) / "zone.tab"
        if file.is_file():
            found: dict[str, str] = {}
            for line in file.read_text(encoding="utf-8").splitlines():
                if not line.startswith("#"):
                    code, _, zone = line.split("\t")[:3]
                    found.setdefault(code, zone.strip())
            return found
    return {}


def here() -> str:
    """Return the zone on this node's own wall."""
    node = home.current()
    return node.zone if node is not None else "UTC"


def zone_of(country: str) -> str:
    """Return the zone in which a state's desks live; this node's own for its own state, UTC where there is none."""
    node = home.current()
    if node is not None and node.country == country:
        return node.zone
    return _table().get(country, "UTC")


def end_of_day(day: date, zone: str) -> datetime:
    """Return the last second of a day there."""
    return datetime.combine(day, _LAST_SECOND, ZoneInfo(zone))


def day_of(at: datetime, zone: str) -> date:
    """Return the day an instant falls on there."""
    return at.astimezone(ZoneInfo(zone)).date()
