"""Judges a history of posted requests, effects and what senders were told. Knows nothing of how the sides work.

A request takes effect once, or its sender is told that it failed:
- nothing takes effect that was not posted, and nothing twice;
- a sender told *arrived* is told so after the effect, and never told *failed* afterwards;
- when it is over, every sender was told something;
- once the network was whole again before the deadline, nobody was told *failed* for a request that took effect
  (``late`` allows for requests whose short life ended before).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Event:
    """``posted``, ``effect`` and ``told`` name a request; ``healed`` and ``over`` divide the run."""

    kind: Literal["posted", "effect", "told", "healed", "over"]
    request: str = ""
    what: str = ""


def judge(history: list[Event]) -> list[str]:
    """Return everything in a history that breaks the promise."""
    wrong: list[str] = []
    posted: set[str] = set()
    effects: Counter[str] = Counter()
    told: dict[str, str] = {}
    for event in history:
        if event.kind == "posted":
            posted.add(event.request)
        elif event.kind == "effect":
            effects[event.request] += 1
            if event.request not in posted:
                wrong.append(f"{event.request} took effect and was never posted")
            if effects[event.request] > 1:
                wrong.append(f"{event.request} took effect {effects[event.request]} times")
        elif event.kind == "told":
            if event.what == "arrived" and not effects[event.request]:
                wrong.append(f"the sender was told that {event.request} arrived, and it had not")
            if event.what == "failed" and told.get(event.request) == "arrived":
                wrong.append(f"the sender was told that {event.request} failed after it had arrived")
            told[event.request] = event.what
    for request in posted:
        if request not in told:
            wrong.append(f"nobody was told what became of {request}")
    return wrong


def converged(history: list[Event], long_lived: set[str]) -> list[str]:
    """Return every long-lived request that had not arrived, and been told so, once the network was whole again."""
    seen = {"told": set[str](), "effect": set[str]()}
    for event in history:
        if event.kind == "healed":
            break
        if event.kind == "effect" or (event.kind == "told" and event.what == "arrived"):
            seen[event.kind].add(event.request)
    return sorted(
        f"{request} did not arrive although the network was whole"
        for request in long_lived - (seen["told"] & seen["effect"])
    )
