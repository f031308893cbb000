"""Clocks as pages show them: a row of ``deadlines`` with the name of its rule and the walls it hangs on."""

from __future__ import annotations

from typing import Any

from comity.node.deadlines.models import Deadline, Kind
from comity.node.desk import page

LOST = frozenset({Kind.LAST_SAFE_DAY, Kind.CEILING, Kind.VALIDITY})
"""Kinds after which something is gone."""


def zones(row: Deadline) -> tuple[str, ...]:
    """Return the wall the clock counts on, and this desk's own."""
    return tuple(dict.fromkeys([row.zone, page.here()]))


def clock(row: Deadline) -> dict[str, Any]:
    """Return a clock for ``ui/parts/time.html``."""
    stopped = {"state": row.outcome or "stopped"} if row.stopped_at else {}
    return {
        "name": name(row.name),
        "kind": row.kind,
        "due": row.due,
        "cite": row.cite,
        "note": "",
        "zones": zones(row),
        **stopped,
    }


def name(code: str) -> str:
    """Read the name of a clock aloud: its rule, and the kinds of data where it is not about all.

    >>> name("home_ceiling/traffic+content")
    'home ceiling (traffic, content)'
    """
    rule, _stroke, kinds = code.partition("/")
    said = rule.replace("_", " ")
    return f"{said} ({kinds.replace('+', ', ').replace('_', ' ')})" if kinds else said
