"""What time it is for this node. Production: the machine's clock. Demonstration: one row that all its processes read.

Actions take ``at``; doors and rounds get it here, once for each request or round.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from comity.kernel.clock import SystemClock
from comity.kernel.errors import NotAllowed, declare
from comity.node.base import home
from comity.node.base.models import DemonstrationClock

NOT_A_DEMONSTRATION = declare(
    "node.clock.not_a_demonstration",
    "The clock of this node cannot be moved.",
    "Only a demonstration has a clock of its own.",
)

_held: ContextVar[datetime | None] = ContextVar("comity_now", default=None)


def now() -> datetime:
    """Return the present instant in UTC; inside :func:`holding` always the same one."""
    held = _held.get()
    return held if held is not None else _read()


@contextmanager
def holding(at: datetime | None = None) -> Iterator[datetime]:
    """Hold the clock still for the length of one request, round or test."""
    instant = at if at is not None else now()
    token = _held.set(instant)
    try:
        yield instant
    finally:
        _held.reset(token)


def jump(at: datetime, *, running: bool = True) -> None:
    """Set the clock of a demonstration.

    Raises:
        NotAllowed: this node is not a demonstration.
    """
    if not _is_demonstration():
        raise NotAllowed(NOT_A_DEMONSTRATION.fault())
    DemonstrationClock.objects.update_or_create(
        id=1, defaults={"at": at, "set_at": datetime.now(UTC), "running": running}
    )


def _read() -> datetime:
    machine = SystemClock().now()
    if not _is_demonstration():
        return machine
    row = DemonstrationClock.objects.filter(id=1).first()
    if row is None:
        return machine
    at: datetime = row.at + (machine - row.set_at) if row.running else row.at
    return at


def _is_demonstration() -> bool:
    node = home.current()
    return node is not None and node.demonstration
