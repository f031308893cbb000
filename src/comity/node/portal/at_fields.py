"""At which field of a question a fault or a doubt is said: the one that has to be changed, not the first of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comity.kernel.errors import Fault
from comity.node.portal.sentences import say
from comity.triage.questions import Question

DAY_PARTS = ("day", "month", "year")
"""Three fields under one label, which share what is said of them."""
OWN_FIELDS = ("time", "zone", "currency")
"""Fields beside the first with a label and an error of their own."""
_PART = {
    "triage.answer.day_missing": "day",
    "triage.answer.day_unread": "day",
    "triage.answer.month_missing": "month",
    "triage.answer.month_unread": "month",
    "triage.answer.year_missing": "year",
    "triage.answer.year_unread": "year",
    "triage.answer.too_long_ago": "year",
    "triage.answer.not_a_time": "time",
    "triage.answer.no_such_time": "time",
    "triage.answer.no_zone": "zone",
    "triage.answer.not_a_zone": "zone",
    "triage.answer.not_a_currency": "currency",
}


def target(name: str, question: Question, fault: Fault) -> str:
    """Return the field that a fault of a question is about; ``name`` is that of the question's first field."""
    part = _PART.get(fault.code, "day" if question.kind == "moment" else "")
    return f"{name}-{part}" if part else name


def said(faults: Sequence[Fault]) -> dict[str, Any]:
    """Return what a question's template shows: ``error``, ``errors`` of the fields beside, and the ``wrong`` parts of a day."""
    parts = [(_PART.get(fault.code, ""), say(fault)) for fault in faults]
    wrong = tuple(part for part, _ in parts if part in DAY_PARTS)
    return {
        "error": " ".join(text for part, text in parts if part not in OWN_FIELDS),
        "errors": {name: " ".join(text for part, text in parts if part == name) for name in OWN_FIELDS},
        "wrong": wrong or DAY_PARTS,
    }
