"""The bodies that travel: a request or order, and a step. Written here, read strictly here.

``comity.request/1``, ``comity.step/1``: what the other end must know to keep the same matter, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from comity.kernel.errors import BadInput
from comity.node.assistance import faults
from comity.node.assistance.models import Request

REQUEST, STEP = "comity.request/1", "comity.step/1"
_TEXTS = (
    "reference",
    "requesting",
    "requested",
    "instrument",
    "legal_basis",
    "measure",
    "urgency",
    "from_role",
    "to_role",
)


def request_body(
    request: Request, fields: Mapping[str, Any], steps: list[str], *, follows: str = ""
) -> dict[str, Any]:
    """Write the body of a request or order.

    Raises:
        BadInput: no step was taken by which it is sent.
    """
    if not steps:
        raise BadInput(faults.NOT_SENT.fault(instrument=request.instrument, steps="-"))
    return {
        "schema": REQUEST,
        **{name: getattr(request, name) for name in _TEXTS},
        "confidential": request.confidential,
        "life_at_risk": request.life_at_risk,
        "data_categories": [part.data_category for part in request.parts.all()],
        "offence_articles": list(request.offence_articles),
        "tags": list(request.tags),
        "stated": dict(request.stated),
        "basis_confidence": request.statute_confidence,
        "period_days": request.period_days,
        "ends_on": request.ends_on.isoformat() if request.ends_on else None,
        "book": request.book_digest,
        "follows": follows,
        "steps": steps,
        "fields": dict(fields),
    }


def step_body(
    event: str, categories: list[str], *, occurred_at: datetime, since: datetime | None, reason_code: str, cite: str,
    note: str, extra: Mapping[str, Any], reference: str, fields: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Write the body of a step. ``fields``: content that leaves with it, where a promise had to come first."""
    return {
        "schema": STEP,
        "event": event,
        "categories": categories,
        "at": occurred_at.isoformat(),
        "since": since.isoformat() if since else None,
        "reason_code": reason_code,
        "cite": cite,
        "note": note,
        "extra": dict(extra),
        "reference": reference,
        "fields": dict(fields or {}),
    }


class Reader:
    """Read a body: every value of the type it must be, or the message is refused with the name of the value."""

    def __init__(self, body: Mapping[str, Any], schema: str) -> None:
        self._body = body
        if body.get("schema") != schema:
            raise BadInput(faults.BAD_DOCUMENT.fault(what=f"schema {str(body.get('schema'))[:60]!r}"))

    def _bad(self, name: str) -> BadInput:
        return BadInput(faults.BAD_DOCUMENT.fault(what=name))

    def text(self, name: str, limit: int = 200) -> str:
        """Return a text; absent is empty."""
        value = self._body.get(name) or ""
        if not isinstance(value, str) or len(value) > limit:
            raise self._bad(name)
        return value

    def texts(self, name: str, limit: int = 30) -> list[str]:
        """Return a list of short texts."""
        value = self._body.get(name) or []
        if (
            not isinstance(value, list)
            or len(value) > 50
            or not all(isinstance(one, str) and len(one) <= limit for one in value)
        ):
            raise self._bad(name)
        return value

    def table(self, name: str) -> dict[str, Any]:
        """Return a table."""
        value = self._body.get(name) or {}
        if not isinstance(value, dict):
            raise self._bad(name)
        return value

    def flag(self, name: str) -> bool:
        """Return true only for true."""
        return self._body.get(name) is True

    def number(self, name: str) -> int | None:
        """Return a small whole number or nothing."""
        value = self._body.get(name)
        if value is not None and (
            not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 36500
        ):
            raise self._bad(name)
        return value

    def instant(self, name: str) -> datetime | None:
        """Return an instant with its offset, or nothing."""
        value = self._body.get(name)
        if value is None:
            return None
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError:
            raise self._bad(name) from None
        if found.tzinfo is None:
            raise self._bad(name)
        return found

    def day(self, name: str) -> date | None:
        """Return a day or nothing."""
        value = self._body.get(name)
        try:
            return None if value is None else date.fromisoformat(str(value))
        except ValueError:
            raise self._bad(name) from None
