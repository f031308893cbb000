"""The last safe day: after it a follow-up request can no longer arrive before the preserved data may go.

A hold confirmed on 24 November 2026 that home law limits to sixty days ends on Saturday 23 January 2027. The last
working day before is Friday 22 January; with five weeks for the ministries, the request must leave by 18 December:

>>> day = last_safe_day(date(2027, 1, 23), Calendar.of("JP"), Calendar.of("DE"), processing_weeks=5)
>>> day.last_working_day.isoformat(), day.dispatch.isoformat()
('2027-01-22', '2026-12-18')
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from comity.clocks.calendars import Calendar


@dataclass(frozen=True, slots=True)
class LastSafeDay:
    """Counted back from the ceiling: last day worked there, last day to send from here, last day to hand to a translator.

    ``closed_there`` and ``closed_here`` list the weekdays and holidays between that nobody works: shown, so that
    nobody counts on them.
    """

    ceiling: date
    last_working_day: date
    dispatch: date
    to_translator: date
    closed_here: tuple[date, ...]
    closed_there: tuple[date, ...]


def last_safe_day(
    ceiling: date, there: Calendar, here: Calendar, *, processing_weeks: int, translation_days: int = 0
) -> LastSafeDay:
    """Count back from a home ceiling: working day there, processing weeks, working day here, translation.

    ``processing_weeks`` and ``translation_days`` (calendar days) are settings of the desk, from its own experience.
    """
    working = there.on_or_before(ceiling)
    dispatch = here.on_or_before(working - timedelta(weeks=processing_weeks))
    translator = here.on_or_before(dispatch - timedelta(days=translation_days))
    return LastSafeDay(
        ceiling=ceiling,
        last_working_day=working,
        dispatch=dispatch,
        to_translator=translator,
        closed_here=tuple(here.closed_days(dispatch, ceiling)),
        closed_there=tuple(there.closed_days(dispatch, ceiling)),
    )
