"""Delivery of one outgoing message: when to try again, when to stop, and what its sender may be told.

The rule kept is: *a request takes effect once, or its sender is told it failed*. The same bytes are sent until a signed
receipt comes; only a receipt that verifies makes it *stored*. Past its deadline it is *failed* and a person is told; the
receiver refuses it then too, because the deadline lies inside the signature (``expires``). A receipt that comes late still
counts, since it proves what happened.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

State = Literal["waiting", "stored", "opened", "failed", "refused"]
STEPS = tuple(timedelta(seconds=s) for s in (5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600))
"""Pauses between tries; the last one repeats. Over two weeks that is about 340 tries."""

_RANK = {"waiting": 0, "failed": 1, "refused": 1, "stored": 2, "opened": 3}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is remembered of a message on its way. ``reason`` is the code with which the receiver refused it."""

    id: str
    next_at: datetime
    deadline: datetime
    state: State = "waiting"
    attempts: int = 0
    reason: str = ""

    def due(self, at: datetime) -> bool:
        """Say whether it is to be sent now."""
        return self.state == "waiting" and self.next_at <= at

    @property
    def needs_a_person(self) -> bool:
        """Say whether its sender must be told that it did not arrive, or is not known to have."""
        return self.state in ("failed", "refused")


def unanswered(outgoing: Outgoing, at: datetime) -> Outgoing:
    """Record a try that brought no receipt: nobody there, an answer that does not verify, or none in time."""
    if outgoing.state != "waiting":
        return outgoing
    if at >= outgoing.deadline:
        return replace(outgoing, state="failed", attempts=outgoing.attempts + 1)
    pause = STEPS[min(outgoing.attempts, len(STEPS) - 1)]
    later = min(at + pause * _jitter(outgoing), outgoing.deadline)
    return replace(outgoing, attempts=outgoing.attempts + 1, next_at=later)


def receipted(outgoing: Outgoing, event: Literal["stored", "opened"]) -> Outgoing:
    """Record a receipt **that verified** for these bytes; a state never goes back."""
    return replace(outgoing, state=event, reason="") if _RANK[event] > _RANK[outgoing.state] else outgoing


def refused(outgoing: Outgoing, reason: str, at: datetime, *, final: bool) -> Outgoing:
    """Record that the receiver said no. Not ``final`` (it is busy, its directory is stale): try again later."""
    if outgoing.state != "waiting":
        return outgoing
    if final:
        return replace(outgoing, state="refused", reason=reason, attempts=outgoing.attempts + 1)
    return unanswered(outgoing, at)


def _jitter(outgoing: Outgoing) -> float:
    """Spread tries by up to a fifth, the same for the same message and try, so that a run can be repeated."""
    seed = hashlib.sha256(f"{outgoing.id}/{outgoing.attempts}".encode()).digest()[0]
    return 1 + seed / 255 / 5
