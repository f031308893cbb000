"""Read what an officer pastes at three in the morning: an address, its port, one or two instants and their zone.

>>> found = read("203.0.113.77:443 2026-11-22 17:48:03 +01:00 to 2026-11-22 18:10 +01:00")
>>> found.kind, found.value, found.port
('ip', '203.0.113.77', '443')
>>> [one.isoformat() for one in found.instants]
['2026-11-22T17:48:03+01:00', '2026-11-22T18:10:00+01:00']
>>> read("203.0.113.77 22.11.2026 17:48").without_zone
('22.11.2026 17:48',)
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

_ABBREVIATIONS = {"Z": 0, "UTC": 0, "GMT": 0, "CET": 60, "CEST": 120, "JST": 540, "MSK": 180}
"""Abbreviations that mean one thing only among the states that use them; EST, IST and alike mean several."""
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\w{3}/\d{4})[T :,]+(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)"
    r"(?:\s*(?P<zone>Z\b|[+-]\d{2}:?\d{2}\b|\(?[A-Z]{2,5}\)?(?![A-Za-z])|[A-Z][a-z]+/[A-Z][A-Za-z_]+))?"
)
_PORT = re.compile(r"(?:(?:source |src )?port[ :=]*|sport[ :=]*)(?P<port>\d{1,5})\b", re.IGNORECASE)
_V4 = re.compile(r"(?<![\d.])(?P<ip>\d{1,3}(?:\.\d{1,3}){3})(?::(?P<port>\d{1,5}))?(?![\d.])")
_V6 = re.compile(
    r"\[(?P<ip>[0-9A-Fa-f:]{3,})\](?::(?P<port>\d{1,5}))?|(?<![\w:.])(?P<bare>[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\w:.])"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DOMAIN = re.compile(r"(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w@])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was found. ``without_zone``: moments that are no instants, because nobody can know which clock they were read from."""

    kind: str = ""
    value: str = ""
    port: str = ""
    instants: tuple[datetime, ...] = ()
    without_zone: tuple[str, ...] = ()


def read(text: str) -> Pasted:
    """Read a pasted line or two. Nothing is guessed: no zone is no instant, no port is no port."""
    rest = text.strip()
    instants: list[datetime] = []
    vague: list[str] = []
    for match in _MOMENT.finditer(rest):
        found = _moment(match["day"], match["time"], match["zone"] or "")
        if found is None:
            vague.append(match[0].strip())
        else:
            instants.append(found)
    bare = _MOMENT.sub(" ", rest)
    kind, value, port = _what(bare)
    if not port and (said := _PORT.search(bare)):
        port = said["port"]
    return Pasted(
        kind, value, port if port and int(port) <= 65535 else "", tuple(sorted(instants)), tuple(vague)
    )


def _what(text: str) -> tuple[str, str, str]:
    for pattern in (_V4, _V6):
        for match in pattern.finditer(text):
            given = match.groupdict()
            written = given.get("ip") or given.get("bare") or ""
            try:
                return "ip", str(ipaddress.ip_address(written)), given.get("port") or ""
            except ValueError:
                continue
    if mail := _MAIL.search(text):
        return "email", mail[0].lower(), ""
    if domain := _DOMAIN.search(text):
        return "domain", domain[0].lower(), ""
    return "", "", ""


def _moment(day: str, hour: str, zone: str) -> datetime | None:
    for shape in ("%Y-%m-%d", "%d.%m.%Y", "%d/%b/%Y"):
        for clock in ("%H:%M:%S.%f", "%H:%M:%S", "%H:%M"):
            try:
                naive = datetime.strptime(f"{day} {hour}", f"{shape} {clock}")  # noqa: DTZ007 - the zone comes next
            except ValueError:
                continue
            return _with_zone(naive, zone.strip("()"))
    return None


def _with_zone(naive: datetime, zone: str) -> datetime | None:
    if zone in _ABBREVIATIONS:
        return naive.replace(tzinfo=timezone(timedelta(minutes=_ABBREVIATIONS[zone])))
    if zone[:1] in "+-" and zone:
        digits = zone[1:].replace(":", "")
        sign = -1 if zone[0] == "-" else 1
        return naive.replace(
            tzinfo=timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
        )
    if "/" in zone and zone in available_timezones():  # "EST" stands there too, and means several things
        return naive.replace(tzinfo=ZoneInfo(zone))
    return None
