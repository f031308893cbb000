"""Offers and notices as attributes for ``comity.policy``."""

from __future__ import annotations

from datetime import datetime

from comity.node.cases.permissions import grants
from comity.node.outreach.models import Notice, Offer
from comity.policy import Attributes


def of_offer(offer: Offer, *, at: datetime | None = None, purpose: str = "") -> Attributes:
    """Return what policy looks at for an offer: its case's owner, and leave on that case."""
    given = grants(offer.case) if offer.case is not None else ()
    return Attributes(owner=offer.owner_id, grants=given, purpose=purpose, at=at)


def of_notice(notice: Notice, *, at: datetime | None = None, purpose: str = "") -> Attributes:
    """Return what policy looks at for a notice."""
    return Attributes(owner=notice.owner_id, purpose=purpose, at=at)


def of_owner(owner: str, *, at: datetime | None = None, purpose: str = "") -> Attributes:
    """Return what policy looks at before there is a row."""
    return Attributes(owner=owner, purpose=purpose, at=at)
