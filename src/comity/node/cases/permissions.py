"""Turns cases into the attributes on which ``comity.policy`` decides."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comity.node.cases.models import Case, CaseGrant
from comity.node.reports.models import Report
from comity.policy import Attributes
from comity.policy.attributes import Grant, Handling

_HANDLING = {
    "clear": Handling.CLEAR,
    "green": Handling.GREEN,
    "amber": Handling.AMBER,
    "amber_strict": Handling.AMBER_STRICT,
    "red": Handling.RED,
}


def of(case: Case, *, purpose: str = "", at: datetime | None = None) -> Attributes:
    """Return the attributes of a case, with the leave given on it. RED is for those who have leave, and the lead."""
    given = grants(case)
    return Attributes(
        owner=case.owner_id,
        grants=given,
        purpose=purpose,
        handling=_HANDLING.get(case.handling, Handling.RED),
        named=frozenset({case.lead, *(one.to for one in given)} - {""}),
        at=at,
    )


def of_owner(owner: str, *, purpose: str = "", at: datetime | None = None) -> Attributes:
    """Return the attributes of a case not opened yet."""
    return Attributes(owner=owner, purpose=purpose, at=at)


def grants(case: Case) -> tuple[Grant, ...]:
    """Return the leave on a case that was not ended early; whether it is over is for the policy, which knows the time."""
    return tuple(_grant(row) for row in case.grants.all() if row.ended_at is None)


def grants_on_report(report: Report | UUID) -> tuple[Grant, ...]:
    """Return the leave on every case a report is in."""
    pk = report if isinstance(report, UUID) else report.pk
    rows = CaseGrant.objects.filter(case__joined__report=pk, ended_at=None).distinct()
    return tuple(_grant(row) for row in rows)


def _grant(row: CaseGrant) -> Grant:
    return Grant(row.to, frozenset(row.verbs), row.until)
