"""The law engine's promises: the atlas, one what-if step, next steps; beside them a plain numpy bound of the boolean work.

The bound does what the fast table does once everything is known: join the marks of the columns of each row, look the
status up, keep the best. It asks no engine, so it is what no table of this shape can be faster than.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from datetime import date

import numpy as np

from bench import Figure, figure, milliseconds, seconds
from comity.law.atlas.decided import statuses
from comity.law.atlas.marks import DECIDE
from comity.law.atlas.table import Table
from comity.law.atlas.world import World
from comity.law.book import load
from comity.law.next_steps import candidates, next_steps
from comity.law.simulation import Simulation
from comity.law.steps import Ratify
from comity.law.what_if import what_if

DAY = date(2026, 11, 24)
POOL = 200
"""Columns of random marks the bound draws from."""


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bound(world: World) -> float:
    """Return the seconds numpy needs for the boolean work alone, on random marks in the shape of the book's rows."""
    chance = np.random.default_rng(1)
    pairs = len(world.states) ** 2
    pool = [chance.integers(0, DECIDE, pairs, dtype=np.uint16) for _ in range(POOL)]
    shape = [
        [len(world.columns_of(row, conduct)) for row in field.rows]
        for field in world.fields
        for conduct in range(len(world.conducts))
    ]
    order = statuses()
    start = time.perf_counter()
    for rows in shape:
        best = np.full(pairs, len(order), dtype=np.uint16)
        for columns in rows:
            marks = pool[0].copy()
            for at in range(1, columns):
                marks |= pool[at]
            np.minimum(best, order[marks & DECIDE], out=best)
    return time.perf_counter() - start


def measure() -> Iterator[Figure]:
    book = load()
    before = peak_mb()
    world = World(book, DAY)
    start = time.perf_counter()
    table = Table(world)
    took = time.perf_counter() - start
    fields, conducts, _ = table.cells.shape
    yield figure(
        f"atlas: all pairs of {len(world.states)} states, {conducts} conducts, {fields} measures and kinds of data",
        [took],
        "s",
        limit=5,
    )
    yield figure("memory of the process then", [peak_mb()], "MB", limit=500)
    yield figure("of which the atlas", [peak_mb() - before], "MB")
    yield figure(
        "times the engine was asked", [world.asked], "", peer="relations", against=float(table.cells.size)
    )
    yield figure(
        "the table made again, nothing asked",
        seconds(lambda: Table(world), rounds=3),
        "s",
        peer="numpy bound",
        against=bound(world),
    )
    simulation = Simulation(book, DAY, world=world)
    every = [
        one for state in world.states for one in candidates(simulation, state) if isinstance(one, Ratify)
    ]
    step = every[len(every) // 2]
    yield figure(
        "what-if, one step: the effect",
        milliseconds(seconds(lambda: simulation.after([step]).opened, each=3)),
        "ms",
        limit=100,
    )
    yield figure(
        "what-if, one step: the whole answer",
        milliseconds(seconds(lambda: what_if(simulation, [step]), each=3)),
        "ms",
        limit=100,
    )
    start = time.perf_counter()
    for state in world.states:
        next_steps(simulation, [state], kinds=["ratify"], first=3)
    yield figure(
        f"next steps: every single ratification of all states ({len(every)})",
        [time.perf_counter() - start],
        "s",
        limit=60,
    )
