"""Time is passed in. Doors hand a :class:`Clock` to what they call; the library never asks the machine.

>>> frozen = FrozenClock(instant("2026-11-22T21:52:00+01:00"))
>>> frozen.now().isoformat()
'2026-11-22T20:52:00+00:00'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from comity.kernel.errors import BadInput, declare

NO_ZONE = declare(
    "kernel.instant.no_zone",
    "{value!r} has no time zone, so it could be any of 38 different moments.",
    "Add the offset, such as +01:00, or Z for UTC.",
)
NOT_AN_INSTANT = declare(
    "kernel.instant.unreadable",
    "{value!r} is not a date and time.",
    "Write it as 2026-11-22T21:52:00+01:00.",
)


class Clock(Protocol):
    """Whatever can say what time it is, in UTC."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class FrozenClock:
    """A clock that stands still until moved: for tests, the demonstration and re-runs."""

    at: datetime

    def now(self) -> datetime:
        """Return the instant the clock was set to, in UTC."""
        return self.at.astimezone(UTC)


_WRITTEN = "%Y-%m-%dT%H:%M:%SZ"


def written(at: datetime) -> str:
    """Write an instant as every signed document holds it: UTC, whole seconds (a profile of RFC 3339).

    Raises:
        ValueError: it has no zone.

    >>> written(instant("2026-11-22T21:52:00+01:00"))
    '2026-11-22T20:52:00Z'
    """
    if at.tzinfo is None:
        raise ValueError("an instant without zone is no instant")
    return at.astimezone(UTC).strftime(_WRITTEN)


def read_written(text: str) -> datetime:
    """Read an instant of a signed document.

    Raises:
        ValueError: it is in another form.
    """
    return datetime.strptime(text, _WRITTEN).replace(tzinfo=UTC)


def instant(text: str) -> datetime:
    """Read an instant; one without a zone is refused.

    Raises:
        BadInput: unreadable, or no offset given (a date and hour abroad without its zone is no instant).
    """
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(NOT_AN_INSTANT.fault(value=text)) from error
    if value.tzinfo is None:
        raise BadInput(NO_ZONE.fault(value=text))
    return value.astimezone(UTC)
