"""One module for each promise of speed or size; it prints our figure and, beside it, the peer's or the limit's.

A module has ``measure() -> Iterable[Figure]``; ``python -m bench [NAME ...]`` runs them, prints a table and writes
``bench/results/latest.json``. Nothing here is a test: machines are shared and noisy, so spreads are shown and people judge.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 5


@dataclass(frozen=True)
class Figure:
    """One measured value with its unit, its spread over the rounds, and what it is held against.

    ``beside`` names the limit or the peer; ``against`` is its value in the same unit, measured in the same run where it
    is a peer. ``more_is_better`` for rates.
    """

    what: str
    value: float
    unit: str
    low: float
    high: float
    beside: str = ""
    against: float | None = None
    more_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours divided by what it is held against."""
        return self.value / self.against if self.against else None

    @property
    def within(self) -> bool | None:
        """Whether a limit holds; ``None`` where it is a peer, or nothing."""
        if self.against is None or not self.beside.startswith("limit"):
            return None
        return self.value >= self.against if self.more_is_better else self.value <= self.against


def figure(
    what: str,
    values: Sequence[float],
    unit: str,
    *,
    limit: float | None = None,
    peer: str = "",
    against: float | None = None,
    more_is_better: bool = False,
) -> Figure:
    """Make a figure of the median of several rounds."""
    beside = "limit" if limit is not None else peer
    held = limit if limit is not None else against
    return Figure(
        what, statistics.median(values), unit, min(values), max(values), beside, held, more_is_better
    )


def seconds(work: Callable[[], object], *, rounds: int = ROUNDS, each: int = 1) -> list[float]:
    """Return the wall time of one call, for each round."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(each):
            work()
        times.append((time.perf_counter() - start) / each)
    return times


def interleaved(*works: Callable[[], object], rounds: int = ROUNDS) -> list[list[float]]:
    """Time several things in turns, so that what disturbs the machine disturbs all of them."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for place, work in enumerate(works):
            times[place] += seconds(work, rounds=1)
    return times


def milliseconds(times: Iterable[float]) -> list[float]:
    """Return seconds as milliseconds."""
    return [1000 * one for one in times]


def resident_mb() -> float:
    """Return the resident memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
