"""Consultations and outcomes as attributes for ``comity.policy``."""

from __future__ import annotations

from datetime import datetime

from comity.node.cases.permissions import grants
from comity.node.outcomes.models import Consultation
from comity.policy import Attributes


def of(consultation: Consultation, *, at: datetime | None = None, purpose: str = "") -> Attributes:
    """Return what policy looks at: the side's own authority, and leave on its case."""
    case = consultation.case
    return Attributes(
        owner=consultation.owner_id,
        parties=frozenset({case.owner_id} if case is not None else ()),
        grants=grants(case) if case is not None else (),
        purpose=purpose,
        at=at,
    )
