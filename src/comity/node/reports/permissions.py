"""Turns reports into the attributes on which ``comity.policy`` decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from comity.node.reports.models import Report
from comity.policy import Attributes
from comity.policy.attributes import Grant


def of(
    report: Report, *, purpose: str = "", at: datetime | None = None, grants: Iterable[Grant] = ()
) -> Attributes:
    """Return the attributes of a report; ``grants`` is leave given on its case, which only cases know of."""
    return Attributes(owner=report.owner_id, grants=tuple(grants), purpose=purpose, at=at)
