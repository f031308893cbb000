"""When a message is tried again, and when trying ends: plain functions of plain values.

The first tries follow quickly (a restart takes seconds), later ones slowly; trying goes on for days, because a node
may be down over a long week-end. Then a person takes over. Waiting is measured on the machine's clock (the wire's
time), the deadline on the node's, which is the one people and legal clocks go by.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

STEPS = (
    timedelta(seconds=2),
    timedelta(seconds=5),
    timedelta(seconds=15),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
)
PATIENCE = timedelta(days=5)
LEASE = timedelta(seconds=90)
"""How long one sender has a message in hand before another may take it: longer than any one HTTP request lasts."""


def next_try(message: UUID, attempts: int, now: datetime) -> datetime:
    """Return when to try again after ``attempts`` tries that brought no receipt.

    Up to a quarter is added, by the message's id, so that a peer that comes back is not met by everybody at once.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
    >>> (next_try(UUID(int=1), 1, at) - at) < timedelta(seconds=3)
    True
    """
    step = STEPS[min(max(attempts, 1), len(STEPS)) - 1]
    share = hashlib.sha256(message.bytes + attempts.to_bytes(4, "big")).digest()[0] / 255
    return now + step * (1 + share / 4)


def deadline(posted_at: datetime) -> datetime:
    """Return when a message posted then is given to a person."""
    return posted_at + PATIENCE
