"""Clocks as pages show them: a row of ``deadlines`` with the name of its rule and the walls it hangs on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from comity.node.assistance.words import clock as clock_words
from comity.node.deadlines.models import Deadline, Kind
from comity.node.desk import page

LOST = frozenset({Kind.LAST_SAFE_DAY, Kind.CEILING, Kind.VALIDITY})
"""Kinds after which something is gone."""


def zones(row: Deadline) -> tuple[str, ...]:
    """Return the wall the clock counts on, and this desk's own."""
    return tuple(dict.fromkeys([row.zone, page.here()]))


def clock(row: Deadline, *, settled: bool = False) -> dict[str, Any]:
    """Return a clock for ``ui/parts/time.html``. ``settled``: what it was to save was handed over."""
    stopped = {"state": row.outcome or "stopped"} if row.stopped_at else ({"state": "met"} if settled else {})
    return {
        "name": name(row.name),
        "kind": row.kind,
        "due": row.due,
        "cite": row.cite,
        "note": _("What it was to save was handed over.") if settled else "",
        "zones": zones(row),
        **stopped,
    }


def name(code: str) -> str:
    """Return what a clock is called: its rule, and the kinds of data where it is not about all.

    >>> name("hold_ends/traffic+content")
    'The hold ends (Traffic data, Content)'
    """
    return clock_words(code)
