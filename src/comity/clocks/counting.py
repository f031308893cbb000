"""The counting rules: from when, by which steps and until which moment a period runs.

=================  ==========================================================================================
``calendar``       treaty practice: the day of the event is not counted, every day counts, nothing is moved
``working_days``   only working days of the place where the act is due are counted
``hours``          counted on the universal time line, through clock changes, nights and holidays
``eu_1182_71``     Regulation (EEC, Euratom) 1182/71 Article 3: the day of the event is not counted (3(1)), a
                   period not in hours ending on a holiday, Sunday or Saturday ends with the next working day
                   (3(4)), and two days or more hold at least two working days (3(5))
=================  ==========================================================================================

Served on Thursday 3 December 2026 in France, ten days under the Regulation:

>>> counted = count(date(2026, 12, 3), parse("P10D"), "eu_1182_71", Calendar.of("FR"))
>>> counted.nominal.isoformat(), counted.due.isoformat(), counted.moved_by
('2026-12-13', '2026-12-14', 'eu_1182_71.3.4')

Hours under Article 3(1) read strictly begin with the next full hour. The earlier moment, hour by hour from the
event, is what is returned: whoever keeps it is in time on either reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from comity.clocks.calendars import Calendar
from comity.clocks.duration import Duration, parse
from comity.kernel.errors import BadInput, declare

__all__ = ["Counted", "Rule", "count", "parse"]

Rule = Literal["calendar", "working_days", "hours", "eu_1182_71"]

HOURS_NEED_INSTANT = declare(
    "clocks.hours.no_instant",
    "A period of {hours} hours cannot be counted from {day}, a day without an hour.",
    "Give the instant at which the event happened, with its offset.",
)


@dataclass(frozen=True, slots=True)
class Counted:
    """The end of a period: ``nominal`` as the number says, ``due`` after the rule; ``moved_by`` names what moved it.

    Both are days (the period ends with the end of that day in the zone of the place) or both are instants.
    """

    nominal: date | datetime
    due: date | datetime
    rule: Rule
    moved_by: str = ""


def count(
    start: date | datetime, duration: Duration, rule: Rule, calendar: Calendar, zone: str = "UTC"
) -> Counted:
    """Count a period from an event. ``zone`` decides on which day an instant falls, for periods in days.

    Raises:
        BadInput: hours are to be counted from a day without an hour.
    """
    if duration.in_hours:
        return _hours(start, duration)
    day = start.astimezone(ZoneInfo(zone)).date() if isinstance(start, datetime) else start
    if rule == "working_days":
        end = calendar.add_working_days(day + relativedelta(months=duration.months), duration.days)
        return Counted(end, end, rule)
    nominal = day + relativedelta(months=duration.months) + timedelta(days=duration.days)
    if rule == "eu_1182_71":
        return _regulation_1182_71(day, nominal, duration, calendar)
    return Counted(nominal, nominal, "calendar")


def _hours(start: date | datetime, duration: Duration) -> Counted:
    if not isinstance(start, datetime):
        raise BadInput(HOURS_NEED_INSTANT.fault(hours=duration.hours, day=start.isoformat()))
    end = start.astimezone(UTC) + timedelta(hours=duration.hours, minutes=duration.minutes)
    return Counted(end, end, "hours")


def _regulation_1182_71(day: date, nominal: date, duration: Duration, calendar: Calendar) -> Counted:
    due, moved_by = calendar.on_or_after(nominal), ""
    if due != nominal:
        moved_by = "eu_1182_71.3.4"
    if duration.months or duration.days >= 2:
        second = calendar.add_working_days(day, 2)
        if second > due:
            due, moved_by = second, "eu_1182_71.3.5"
    return Counted(nominal, due, "eu_1182_71", moved_by)
