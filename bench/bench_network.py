"""The whole demonstration network (three nodes and the guide): how long it starts, how much memory it takes.

Memory is the proportional set size of every process of it (``/proc/PID/smaps_rollup``), so that what processes share counts once.
The journey is walked through the doors as in ``make journey``, but without its checks.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import ROUNDS, Figure, figure
from comity_demo import network, people, story
from comity_demo.network import Network
from comity_demo.running import RunningNetwork, free_block
from comity_demo.walk import Walk

LIMIT_MB = 2_500.0
SECOND_START = 20.0


def measure() -> Iterator[Figure]:
    """Found and start it, walk the journey, then stop and start it again several times."""
    place = Path(tempfile.mkdtemp(prefix="comity-bench-"))
    place.chmod(0o711)  # the database's system user must come through
    try:
        port = free_block(1 + 3 * len(people.COUNTRIES))
        began = time.perf_counter()
        founded = network.found(place / "network", port)
        with RunningNetwork(founded):
            first = time.perf_counter() - began
            started, processes = pss_mb(), len(descendants(os.getpid()))
            journey = walked(founded)
            after = pss_mb()
        yield figure("first start, with founding", [first], "s")
        yield figure("second start", [again(founded) for _ in range(ROUNDS)], "s", limit=SECOND_START)
        yield figure(f"PSS after the start, {processes} processes", [started], "MB", limit=LIMIT_MB)
        yield figure(f"PSS after the journey ({journey:.0f} s)", [after], "MB", limit=LIMIT_MB)
    finally:
        if (place / "network" / "network.json").exists():
            network.forget(place / "network")
        shutil.rmtree(place, ignore_errors=True)


def again(founded: Network) -> float:
    """Return the seconds until all doors of a founded network answer."""
    began = time.perf_counter()
    with RunningNetwork(founded):
        return time.perf_counter() - began


def walked(founded: Network) -> float:
    """Walk the case from the report to the letter; return how long it took."""
    began = time.perf_counter()
    walk = Walk(founded)
    try:
        for key, step in story.STEPS.items():
            walk.clock_to(step.moment)
            walk.do(key)
    finally:
        walk.close()
    return time.perf_counter() - began


def descendants(pid: int) -> list[int]:
    """Return every process that a process started, and those which they started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:  # it ended meanwhile
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, left = [], [pid]
    while left:
        of_this = children.get(left.pop(), [])
        found += of_this
        left += of_this
    return found


def pss_mb() -> float:
    """Return the proportional set size of everything this process started."""
    total = 0
    for pid in descendants(os.getpid()):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024
