"""Times as a desk needs them: what is left, and what the clock on the wall says at both ends.

Pure: the present instant is an argument. Wording follows the language of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, get_timezone_location
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.node.ui.languages import current_locale

Tone = Literal["calm", "soon", "over"]

_DAY = timedelta(days=1)
_MINUTES_FROM = timedelta(hours=48)
_HOURS_FROM = timedelta(hours=72)


def city(zone: str) -> str:
    """Return the city people know a zone by, in the language of the page (``Asia/Tokyo`` is Tokyo, Tokio)."""
    if zone in {"UTC", "Etc/UTC"}:
        return "UTC"
    return str(get_timezone_location(zone, locale=current_locale(), return_city=True))


def _wall(value: datetime, zone: str) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant without a zone cannot be shown at two places")
    return value.astimezone(ZoneInfo(zone))


def _skeleton(form: str, value: datetime) -> str:
    return str(format_skeleton(form, value, tzinfo=value.tzinfo, locale=current_locale()))


def instant(
    value: datetime, zones: Sequence[str] = ("UTC",), *, dated: bool = False, seconds: bool = False
) -> str:
    """Write one instant as each place's wall clock shows it: ``Tue 09:40 Tokyo, 01:40 Berlin``.

    The day stands with the first place and again only where it differs. ``dated`` gives day, month and year;
    ``seconds`` is for what a log says, where they count.

    Raises:
        ValueError: the instant has no zone.
    """
    form, after_day = ("yMMMEd", ", ") if dated else ("E", " ")
    written: list[str] = []
    shown: date | None = None
    for zone in zones:
        wall = _wall(value, zone)
        clock = f"{_skeleton('Hms' if seconds else 'Hm', wall)} {city(zone)}"
        written.append(clock if wall.date() == shown else f"{_skeleton(form, wall)}{after_day}{clock}")
        shown = wall.date()
    return ", ".join(written)


def day(value: date, *, year: bool = True) -> str:
    """Write a legal day: a date has no zone and is never shifted (``Fri 18 Dec 2026``)."""
    plain = value.date() if isinstance(value, datetime) else value
    locale = current_locale()
    text = format_skeleton("yMMMEd" if year else "MMMEd", plain, locale=locale)
    return str(text) if text else str(format_date(plain, locale=locale))


def _amount(gap: timedelta) -> str:
    minutes = int(gap.total_seconds() // 60)
    if gap < _MINUTES_FROM:
        hours, rest = divmod(minutes, 60)
        if hours:
            return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
        return _("%(minutes)s min") % {"minutes": rest}
    days, rest = divmod(minutes, 24 * 60)
    in_days = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    if gap < _HOURS_FROM and rest >= 60:
        return _("%(days)s %(hours)s h") % {"days": in_days, "hours": rest // 60}
    return in_days


def duration(gap: timedelta) -> str:
    """Write a length of time the way a desk says it: hours and minutes under two days, then days."""
    return _amount(abs(gap))


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left: the words, and how loudly to say them."""

    text: str
    tone: Tone


def end_of(due: date | datetime, zone: str = "UTC") -> datetime:
    """Return the instant a due time is over; a day ends at midnight of the place whose day it is."""
    if isinstance(due, datetime):
        return due
    return datetime.combine(due + _DAY, time.min, ZoneInfo(zone)).astimezone(UTC)


def remaining(
    due: date | datetime, now: datetime, *, zone: str = "UTC", soon: timedelta = timedelta(hours=24)
) -> Remaining:
    """Say how much is left until ``due``, or how long it is over.

    A day is counted in whole days of ``zone``: on the day itself it is ``today``, not a number of hours.
    """
    gap = end_of(due, zone) - now
    tone: Tone = "over" if gap <= timedelta(0) else "soon" if gap <= soon else "calm"
    if not isinstance(due, datetime):
        days = (due - now.astimezone(ZoneInfo(zone)).date()).days
        if days == 0:
            return Remaining(_("today is the last day"), "soon")
        if days > 0:
            text = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
            return Remaining(text, tone)
        return Remaining(ngettext("%(days)s day over", "%(days)s days over", -days) % {"days": -days}, "over")
    if tone == "over":
        return Remaining(_("%(time)s over") % {"time": _amount(-gap)}, tone)
    return Remaining(_("%(time)s left") % {"time": _amount(gap)}, tone)


def left_and_walls(due: date | datetime, now: datetime, zones: Sequence[str] = ("UTC",)) -> str:
    """Write the house's one line for a deadline: ``2 h 10 min left; Tue 09:40 Tokyo, 01:40 Berlin``."""
    left = remaining(due, now, zone=zones[0]).text
    if not isinstance(due, datetime):
        return f"{left}; {day(due)}"
    far = abs(due - now) > 6 * _DAY
    return f"{left}; {instant(due, zones, dated=far)}"
