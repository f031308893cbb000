"""Clear away files that no row speaks of: written before a transaction that then never came to be.

Every app whose rows hold names registers a function that says which of some names are in use. Young files are left alone,
and so is everything while nobody is registered: an unknown user of the store must not lose a file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from itertools import islice

from comity.node.blobs import store

InUse = Callable[[Collection[str]], Collection[str]]
YOUNG = timedelta(days=2)
_EVERY = timedelta(hours=6)
_users: list[InUse] = []
_last: list[datetime] = []


def register(in_use: InUse) -> None:
    """Register ``in_use(names) -> those of them that a row speaks of``; registering twice counts once."""
    if in_use not in _users:
        _users.append(in_use)


def sweep(at: datetime, *, young: timedelta = YOUNG) -> int:
    """Delete old files nobody speaks of and old unfinished ones, at most every six hours; return how many.

    Age is by the machine's clock: the files' times are, also where a demonstration has a clock of its own.
    """
    if not _users or (_last and at >= _last[0] and at - _last[0] < _EVERY):
        return 0
    _last[:] = [at]
    before = (datetime.now(UTC) - young).timestamp()
    old = (name for name, changed in store.names() if changed < before)
    done = 0
    while names := list(islice(old, 500)):
        used = {name for in_use in _users for name in in_use(names)}
        for name in set(names) - used:
            store.delete(name)
            done += 1
    for part in store.parts():
        if part.stat().st_mtime < before:
            part.unlink(missing_ok=True)
            done += 1
    return done
