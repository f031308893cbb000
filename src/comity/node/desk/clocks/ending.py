"""The further days of a row of the board: first period, the ceiling of the law there, the floor of the treaty."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comity.clocks.calendars import Calendar
from comity.law.running import HOME_FIRST
from comity.node.assistance import clocks, words, zones
from comity.node.assistance.models import Request
from comity.node.deadlines.models import Deadline, Kind
from comity.node.ui import times
from comity.node.ui.labels import label


def said(row: Deadline, request: Request) -> str:
    """Return a further clock in words: which end it is, its day, and the last day worked there before a ceiling nobody works on."""
    day = row.day or zones.day_of(row.due, row.zone)
    name = (
        words.say(HOME_FIRST, words.CLOCK)
        if clocks.rule_of(row.name) == HOME_FIRST
        else label(row.kind, "clock")
    )
    text = f"{name} {times.day(day)}"
    working = Calendar.of(request.requested).on_or_before(day)
    if row.kind != Kind.CEILING or working == day:
        return text
    return _("%(end)s, last working day there %(day)s") % {"end": text, "day": times.day(working)}
