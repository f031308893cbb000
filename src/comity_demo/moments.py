"""The named jumps of the demonstration's clock. Nothing here takes five minutes in life, so the clock is moved.

Every instant is one of the case "Lantern". The clock runs on from where it was put.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant with a name."""

    key: str
    at: datetime
    what: str


def _moment(key: str, zone: ZoneInfo, *parts: int, what: str) -> Moment:
    year, month, day, hour, minute = parts
    return Moment(key, datetime(year, month, day, hour, minute, tzinfo=zone).astimezone(UTC), what)


_ALL = (
    _moment("before", BERLIN, 2026, 11, 22, 17, 30, what="Sunday, before anything happened"),
    _moment("report", BERLIN, 2026, 11, 22, 21, 40, what="she reports"),
    _moment("sent", BERLIN, 2026, 11, 22, 21, 52, what="she sends the report"),
    _moment("ticket", BERLIN, 2026, 11, 22, 21, 58, what="the ticket for the money"),
    _moment("money_held", BERLIN, 2026, 11, 22, 22, 31, what="the bank holds what is left"),
    _moment("request", BERLIN, 2026, 11, 23, 3, 12, what="the request leaves for Tokyo"),
    _moment("opened", BERLIN, 2026, 11, 23, 3, 19, what="the request is opened in Tokyo"),
    _moment("executed", BERLIN, 2026, 11, 23, 3, 55, what="executed for the logs, a notice for the content"),
    _moment("order_home", TOKYO, 2026, 11, 24, 9, 5, what="the police asks the provider"),
    _moment("hold", TOKYO, 2026, 11, 24, 10, 30, what="the hold is confirmed"),
    _moment("seizure", BERLIN, 2026, 11, 30, 10, 0, what="the French police seizes the money"),
    _moment("path", TOKYO, 2026, 12, 2, 15, 0, what="the path leads to Lyon"),
    _moment("money_over", BERLIN, 2026, 12, 3, 0, 30, what="the hold on the money has ended"),
    _moment("orders", BERLIN, 2026, 12, 3, 10, 15, what="two European orders"),
    _moment("assistance_draft", BERLIN, 2026, 12, 4, 11, 0, what="the request for assistance is drafted"),
    _moment("identified", BERLIN, 2026, 12, 14, 11, 0, what="the provider in Lyon answers, on the last day"),
    _moment("translated", BERLIN, 2026, 12, 14, 15, 0, what="translated into Japanese"),
    _moment("second_period", BERLIN, 2026, 12, 14, 15, 30, what="Japan is asked for the second thirty days"),
    _moment("period_granted", TOKYO, 2026, 12, 15, 9, 0, what="Tokyo grants the second thirty days"),
    _moment("prolonged", TOKYO, 2026, 12, 15, 10, 0, what="the police has the provider keep the logs on"),
    _moment("dispatched", BERLIN, 2026, 12, 15, 9, 30, what="the request for assistance leaves"),
    _moment("granted", TOKYO, 2027, 1, 8, 14, 0, what="the ministry grants"),
    _moment("warrant", TOKYO, 2027, 1, 14, 11, 0, what="the judge's warrant, the items copied"),
    _moment("returned", BERLIN, 2027, 2, 9, 10, 0, what="the evidence arrives"),
    _moment("offers", BERLIN, 2027, 2, 10, 9, 0, what="offers to fourteen states"),
    _moment("outcome", BERLIN, 2027, 2, 12, 11, 0, what="who prosecutes; the victim is told"),
)
MOMENTS: Mapping[str, Moment] = {moment.key: moment for moment in _ALL}


def both(at: datetime) -> str:
    """Return an instant on both walls, as the journey prints it.

    >>> both(MOMENTS["hold"].at)
    'Tue 24 Nov 2026 02:30 Berlin, Tue 24 Nov 2026 10:30 Tokyo'
    """
    form = "%a %d %b %Y %H:%M"
    return f"{at.astimezone(BERLIN):{form}} Berlin, {at.astimezone(TOKYO):{form}} Tokyo"
