"""Hand over files with an answer: sealed on arrival, given to the authority's evidence, not readable here afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from comity.kernel.actor import Actor
from comity.node.assistance.models import Request
from comity.node.evidence import actions as evidence


def hand_over(
    order: Request, files: Iterable[Any], *, by: Actor, at: datetime, titles: Sequence[str] = ()
) -> int:
    """Give files to the authority that ordered them, inside the caller's transaction; return how many.

    Raises:
        NotAllowed: the order is addressed to somebody else.
        BadInput: a file cannot be taken in.
    """
    return len(evidence.receive_from_holder(order, files, by=by, at=at, titles=titles))
