"""Between a report's coded columns and the facts of the engine: what is stored plain is all the engine ever sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from comity.facts.model import Facts, Money, Places
from comity.node.reports.models import Report


def of(report: Report) -> Facts:
    """Return the facts of a report from its coded columns; nothing is opened for it."""
    told: Mapping[str, Any] = report.facts
    day = told.get("committed_on")
    return Facts(
        elements=dict(report.elements),
        tags=frozenset(told.get("tags", ())),
        danger_to_life=told.get("danger_to_life"),
        places=Places({factor: tuple(where) for factor, where in report.places.items()}),
        money=Money(report.amount, report.currency, report.money_left_at),
        committed_on=date.fromisoformat(day) if day else None,
    )


def marks_of(report: Report) -> frozenset[str]:
    """Return the marks her answers set (``content/questions``)."""
    return frozenset(report.facts.get("marks", ()))


def coded(facts: Facts, *, marks: list[str], choices: Mapping[str, Any], support: bool) -> dict[str, Any]:
    """Return the column ``facts``: values of closed lists only."""
    return {
        "marks": list(marks),
        "choices": dict(choices),
        "tags": sorted(facts.tags),
        "danger_to_life": facts.danger_to_life,
        "committed_on": facts.committed_on.isoformat() if facts.committed_on else None,
        "support": support,
    }
