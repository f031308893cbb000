"""Turns links into the attributes on which ``comity.policy`` decides: a link belongs to the desk whose reports it joins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from comity.node.linkage.models import Link
from comity.policy import Attributes
from comity.policy.attributes import Grant


def of(link: Link, *, at: datetime | None = None, grants: Iterable[Grant] = ()) -> Attributes:
    """Return the attributes of a link; ``grants`` is leave given on its case, which only cases know of."""
    return Attributes(owner=link.owner_id, grants=tuple(grants), at=at)


def of_owner(owner: str, *, at: datetime | None = None, grants: Iterable[Grant] = ()) -> Attributes:
    """Return the attributes of the links of a participant."""
    return Attributes(owner=owner, grants=tuple(grants), at=at)
