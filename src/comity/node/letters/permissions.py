"""Turns letters into the attributes on which ``comity.policy`` decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from comity.node.letters.models import Letter
from comity.policy import Attributes
from comity.policy.attributes import Grant


def of(letter: Letter, *, at: datetime | None = None, grants: Iterable[Grant] = ()) -> Attributes:
    """Return the attributes of a letter; ``grants`` is leave given on its case, which only cases know of."""
    return Attributes(owner=letter.owner_id, grants=tuple(grants), at=at)


def of_owner(owner: str, *, at: datetime | None = None) -> Attributes:
    """Return the attributes of a letter not written yet."""
    return Attributes(owner=owner, at=at)
