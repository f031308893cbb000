"""One instant as the clocks of two places show it.

>>> both = in_two_zones(datetime.fromisoformat("2026-11-24T01:30:00+00:00"), "Europe/Berlin", "Asia/Tokyo")
>>> both.here.strftime("%a %d %b %H:%M"), both.there.strftime("%a %d %b %H:%M"), both.hours_ahead
('Tue 24 Nov 02:30', 'Tue 24 Nov 10:30', 8.0)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from comity.kernel.errors import BadInput, declare

NO_ZONE = declare("clocks.instant.no_zone", "{value} has no offset, so it is no instant.", "Add Z or +01:00.")


@dataclass(frozen=True, slots=True)
class TwoZones:
    """The same instant here and there; ``hours_ahead`` is how much later the clock there shows."""

    here: datetime
    there: datetime

    @property
    def hours_ahead(self) -> float:
        """Return by how many hours the clock there is ahead at this instant (it changes with daylight saving)."""
        ahead = (self.there.utcoffset() or timedelta()) - (self.here.utcoffset() or timedelta())
        return ahead / timedelta(hours=1)


def in_two_zones(at: datetime, here: str, there: str) -> TwoZones:
    """Show an instant in two IANA zones.

    Raises:
        BadInput: the instant has no offset.
    """
    if at.tzinfo is None:
        raise BadInput(NO_ZONE.fault(value=at.isoformat()))
    return TwoZones(at.astimezone(ZoneInfo(here)), at.astimezone(ZoneInfo(there)))
