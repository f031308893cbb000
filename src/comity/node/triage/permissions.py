"""Turns what triage is about into attributes: an assessment and a decision belong to their report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from comity.node.reports import permissions
from comity.node.reports.models import Report
from comity.policy import Attributes
from comity.policy.attributes import Grant


def of(
    report: Report, *, purpose: str = "", at: datetime | None = None, grants: Iterable[Grant] = ()
) -> Attributes:
    """Return the attributes of whatever triage keeps on a report."""
    return permissions.of(report, purpose=purpose, at=at, grants=grants)
