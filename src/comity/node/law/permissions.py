"""Questions to the law as attributes for ``comity.policy``."""

from __future__ import annotations

from comity.node.law.models import LawQuestion
from comity.policy import Attributes


def of(question: LawQuestion) -> Attributes:
    """Return what policy looks at: whose desk asked."""
    return Attributes(owner=question.owner_id)
