"""A legal clock as it is shown: the word for its kind, what is left, both walls, and how loudly.

The word and the shape carry the meaning; colour only repeats it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.utils.translation import gettext as _

from comity.node.ui import times
from comity.node.ui.labels import label

Shape = Literal["calm", "soon", "over", "met", "floor"]

_SOON: dict[str, timedelta] = {
    "last_safe_day": timedelta(days=7),
    "validity": timedelta(days=7),
    "ceiling": timedelta(days=7),
}
_FLOORS = {"minimum", "floor", "wait"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock says now. ``word`` is the alarm in words and is empty while all is calm."""

    kind: str
    left: str
    walls: str
    word: str
    shape: Shape


def reading(clock: Mapping[str, Any], now: datetime, zones: Sequence[str] = ("UTC",)) -> Reading:
    """Read a clock ``{"kind", "due", "state"?}`` at ``now``.

    ``due`` is an instant, or a date where the law counts days (a day ends at midnight of the first zone).
    ``state`` ``met`` or ``stopped`` ends the alarm. A minimum that has passed is no lapse, only the end of a promise.
    """
    kind = str(clock["kind"])
    due: date | datetime = clock["due"]
    left = times.remaining(due, now, zone=zones[0], soon=_SOON.get(kind, timedelta(hours=24)))
    walls = (
        times.instant(due, zones, dated=abs(due - now) > timedelta(days=6))
        if isinstance(due, datetime)
        else times.day(due)
    )
    name = label(kind, "clock")
    if clock.get("state") in {"met", "stopped"}:
        return Reading(name, _("Done"), walls, _("Met") if clock["state"] == "met" else _("Stopped"), "met")
    if kind in _FLOORS:
        return Reading(name, left.text, walls, _("Floor reached") if left.tone == "over" else "", "floor")
    words = {"calm": "", "soon": _("Soon"), "over": _("Overdue")}
    if kind in {"validity", "ceiling"}:
        words = {"calm": "", "soon": _("Ends soon"), "over": _("Ended")}
    if kind == "last_safe_day":
        words = {"calm": "", "soon": _("Act now"), "over": _("Too late")}
    return Reading(name, left.text, walls, words[left.tone], left.tone)
