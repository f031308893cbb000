"""Judges a run of clocks from the outside: what was set, what fired when, and the latest instant that anybody's clock showed.

The promise: every clock fires once, never before its instant, whatever restarts or jumps in between. Nothing of the implementation is
known here, and the instants are worked out anew from day, time and zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as the law gives it: the end of a day at a place, or an instant. A stopped one must not fire."""

    name: str
    zone: str
    day: date | None = None
    instant: datetime | None = None
    stopped: bool = False

    @property
    def due(self) -> datetime:
        """The instant: of a day, one second before the next one begins there."""
        if self.instant is not None:
            return self.instant.astimezone(UTC)
        assert self.day is not None
        begins = datetime.combine(self.day + timedelta(days=1), time(), ZoneInfo(self.zone))
        return begins.astimezone(UTC) - timedelta(seconds=1)


def judge(clocks: Iterable[Clock], fired: Sequence[tuple[str, datetime]], latest: datetime) -> list[str]:
    """Return every breach after the run has come to rest at ``latest``; an empty list is a kept promise."""
    times: dict[str, list[datetime]] = {}
    for name, at in fired:
        times.setdefault(name, []).append(at)
    found = []
    known = set()
    for clock in clocks:
        known.add(clock.name)
        when = times.get(clock.name, [])
        if clock.stopped:
            found += [f"{clock.name}: was stopped, and fired"] * bool(when)
            continue
        if clock.due <= latest and not when:
            found.append(f"{clock.name}: was due at {clock.due.isoformat()} and never fired")
        if len(when) > 1:
            found.append(f"{clock.name}: fired {len(when)} times")
        found += [
            f"{clock.name}: fired at {at.isoformat()}, before {clock.due.isoformat()}"
            for at in when
            if at < clock.due
        ]
    return found + [f"{name}: fired, and nobody set it" for name in sorted(set(times) - known)]
