"""Judges a run of the exchange from the outside: it knows what was posted, what took effect and what senders were told.

The promise: a message takes effect once, or its sender is told that it failed. Nothing of the implementation is known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

ARRIVED = frozenset({"stored", "opened"})
GIVEN_UP = frozenset({"failed", "refused"})


def judge(posted: Iterable[str], effects: Mapping[str, int], told: Mapping[str, str]) -> list[str]:
    """Return every breach of the promise after a run has come to rest; an empty list is a kept promise."""
    found = []
    known = set(posted)
    for message in sorted(known):
        count, state = effects.get(message, 0), told.get(message, "forgotten")
        if count > 1:
            found.append(f"{message}: took effect {count} times")
        if state in ARRIVED and count == 0:
            found.append(f"{message}: its sender holds a receipt, and it took no effect")
        if state in GIVEN_UP and count > 0:
            found.append(f"{message}: its sender was told that it failed, and it took effect")
        if state not in ARRIVED | GIVEN_UP:
            found.append(f"{message}: nobody was told what became of it ({state})")
    found += [f"{message}: took effect, and nobody posted it" for message in sorted(set(effects) - known)]
    return found
