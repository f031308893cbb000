"""How often one neighbourhood of the network may knock, without remembering who did.

Counts are kept in the memory of this process, under an HMAC of the address's prefix (24 bits of IPv4, 56 of IPv6) with a random
key that lives an hour. No address is written anywhere, and after the hour nobody could say what the digests stood for.
"""

from __future__ import annotations

import ipaddress
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from comity.kernel.errors import ComityError, declare
from comity.suites import mac

TOO_OFTEN = declare(
    "portal.visit.too_often",
    "This was tried very often from your network in a short time.",
    "Wait {minutes} minutes and try again, or call us.",
)
_KEY_LIVES = timedelta(hours=1)
_MOST_NEIGHBOURHOODS = 50_000


class TooOften(ComityError):
    """Somebody near knocked too often. HTTP 429."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many times in such a span."""

    times: int
    span: timedelta


CODES = Allowance(20, timedelta(minutes=10))
"""Wrong codes. A code has 130 random bits: this is against load, not against guessing."""
BEGINNINGS = Allowance(60, timedelta(minutes=10))
CHECKS = Allowance(60, timedelta(minutes=10))


class Limiter:
    """Counts per neighbourhood. ``now`` is passed in; the key is made anew every hour and the counts go with it."""

    def __init__(self, new_key: Callable[[], bytes] = mac.new_mac_key) -> None:
        self._new_key = new_key
        self._lock = threading.Lock()
        self._key = b""
        self._made: datetime | None = None
        self._seen: dict[tuple[str, bytes], deque[datetime]] = {}

    def knock(self, what: str, address: str, allowance: Allowance, now: datetime) -> None:
        """Count one knock. Where no address is known nobody can be told from anybody, and nobody is stopped here.

        Raises:
            TooOften: more than the allowance; the knock itself is not counted, so waiting helps.
        """
        if not address:
            return
        with self._lock:
            self._renew(now)
            place = (what, mac.address_digest(self._key, prefix(address)))
            times = self._seen.setdefault(place, deque(maxlen=allowance.times))
            while times and times[0] <= now - allowance.span:
                times.popleft()
            if len(times) >= allowance.times:
                wait = times[0] + allowance.span - now
                raise TooOften(TOO_OFTEN.fault(minutes=max(1, -(-int(wait.total_seconds()) // 60))))
            times.append(now)

    def _renew(self, now: datetime) -> None:
        old = self._made is None or now - self._made >= _KEY_LIVES or now < self._made
        if old or len(self._seen) > _MOST_NEIGHBOURHOODS:
            self._key, self._made = self._new_key(), now
            self._seen.clear()


def prefix(address: str) -> str:
    """Return the neighbourhood of an address: nobody is counted alone, and an IPv6 house is one.

    >>> prefix("203.0.113.77"), prefix("2001:db8:1:2::3"), prefix("")
    ('203.0.113.0/24', '2001:db8:1::/56', 'unknown')
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 56), strict=False))


limiter = Limiter()
