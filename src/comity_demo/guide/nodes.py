"""What the three nodes say of themselves: the time, and the stops of the line each has seen. Read live, kept nowhere."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import httpx

from comity_demo import moments, people
from comity_demo.network import Network, load


@dataclass(frozen=True, slots=True)
class State:
    """One node's answer."""

    now: datetime
    stops: Mapping[str, datetime]
    steps: frozenset[str] = frozenset()
    """The steps of the tour that its rows show to be done."""


@cache
def network() -> Network:
    """Return the network this guide belongs to."""
    return load(Path(os.environ["COMITY_DEMONSTRATION"]))


def states() -> dict[str, State]:
    """Ask all nodes at once; one that is stopped is missing from the answer."""
    with ThreadPoolExecutor(len(people.RUNNING)) as pool:
        return {
            code: state
            for code, state in zip(people.RUNNING, pool.map(_ask, people.RUNNING), strict=True)
            if state
        }


def now(known: Mapping[str, State]) -> datetime:
    """Return what time it is in the demonstration."""
    return next((state.now for state in known.values()), moments.MOMENTS["before"].at)


def _ask(code: str) -> State | None:
    try:
        answer = httpx.get(f"{network().local(code, 'desk')}/demo/state", timeout=5, trust_env=False)
        answer.raise_for_status()
        document = answer.json()
        stops = {name: datetime.fromisoformat(text) for name, text in document["stops"].items()}
        return State(datetime.fromisoformat(document["now"]), stops, frozenset(document["steps"]))
    except (httpx.HTTPError, ValueError, KeyError):
        return None
