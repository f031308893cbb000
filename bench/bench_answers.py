"""Answers with their reasons: a route answer under 5 ms, dual criminality at least 5,000 a second with the full trace.

Beside each a plain numpy bound of the same boolean work (nothing is explained, nothing looked up: what no answer can be quicker
than), and OpenFisca evaluating the country template's simplest formula, in turns in the same run. OpenFisca has an environment of
its own (``make .venv-bench/ready``); without it that line is left out, and said so.
"""

from __future__ import annotations

import random
import subprocess
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np

from bench import ROUNDS, Figure, figure, milliseconds, resident_mb
from comity.cli.output import note
from comity.facts.scenario import Scenario, read, read_file
from comity.law.book import Book, load
from comity.law.dual_criminality import Comparison, compare_states
from comity.law.route import routes

HERE = Path(__file__).parent
PEER = HERE.parent / ".venv-bench" / "bin" / "python"
DAY = date(2026, 11, 24)
PAIRS = 400
FACTS = {
    "articles": ["ETS185:2"],
    "elements": {"security_measure_infringed": True, "remote_or_connected_system": True},
    "provider": {"seat": "JP", "offers_services_in_eu": False},
}


def question(measure: str) -> Scenario:
    ask = {"requesting": "DE", "requested": "JP", "measure": measure}
    return read({"scenario": {"on": "2026-11-23"}, "ask": ask, "facts": FACTS})


def cases(book: Book) -> list[Scenario]:
    """Every case file that asks for one measure, so that the figure is not of one lucky question."""
    every = (read_file(path) for path in sorted((HERE.parent / "tests" / "cases").rglob("*.toml")))
    return [one for one in every if one.ask.measure]


class Peer:
    """OpenFisca in its own process: one line asked, two numbers of seconds back."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [str(PEER), str(HERE / "openfisca_peer.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.formula: list[float] = []
        self.case: list[float] = []

    def round(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        formula, case = map(float, self.process.stdout.readline().split())
        self.formula.append(formula)
        self.case.append(case)

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)


def route_bound(rows: int) -> Callable[[], object]:
    """Join the marks of ten gates for each row and order the rows: all that is boolean in an answer."""
    marks = np.random.default_rng(1).integers(0, 7, (rows, 10), dtype=np.uint8)

    def work() -> object:
        joined = np.bitwise_or.reduce(marks, axis=1)
        return np.argsort(joined, kind="stable")

    return work


def dual_bound(book: Book) -> Callable[[], object]:
    """Ask of every offence of two states whether all its elements are there: two comparisons of masks."""
    words = {word.id: at for at, word in enumerate(book.vocabulary.elements)}
    core = {one.id: one.core for one in book.offence_articles}

    def masks(state: str) -> np.ndarray:
        rows = book.offences(state, on=DAY)
        found = np.zeros((len(rows), len(words)), dtype=bool)
        for at, row in enumerate(rows):
            for element in (*core.get(row.article, ()), *row.requires):
                found[at, words[element]] = True
        return found

    here, there = masks("DE"), masks("JP")
    true = np.zeros(len(words), dtype=bool)
    true[[words[name] for name in (*core["ETS185:2"], *FACTS["elements"])]] = True  # type: ignore[misc]
    return lambda: bool((~(here & ~true).any(axis=1)).any() and (~(there & ~true).any(axis=1)).any())


def traced(found: Comparison) -> object:
    """Everything a page shows of a comparison: the verdict, the elements, the fact that decides, the reasons with their records."""
    return found.verdict, found.elements, found.decisive_unknowns, found.reasons


def measure() -> Iterator[Figure]:
    book = load()
    one, plan, asked = question("preservation"), question(""), cases(book)
    facts = one.facts
    chance = random.Random(1)
    pairs = [chance.sample(book.states, 2) for _ in range(PAIRS)]

    tracemalloc.start()
    answer = routes(book, one)
    held = tracemalloc.get_traced_memory()[0] / 1024
    tracemalloc.stop()
    rows = len(answer.routes)
    bound, masks = route_bound(rows), dual_bound(book)

    # An answer is let go before the next is asked for, as at a desk: hundreds kept alive would measure the collector.
    def typical(times: int, work: Callable[[], object]) -> Callable[[], float]:
        """Return the median time of one call among some in a row: the machine is shared, and a promise is of a median."""

        def timed() -> float:
            start = time.perf_counter()
            work()
            return time.perf_counter() - start

        return lambda: median(timed() for _ in range(times))

    def dual() -> None:
        for requesting, requested in pairs:
            traced(compare_states(book, facts, requesting, requested, DAY))

    def every() -> None:
        for scenario in asked:
            routes(book, scenario)

    peer = Peer() if PEER.exists() else None
    if peer is None:
        note("OpenFisca is not installed (make bench does it): its figures are left out.")
    for work in (every, dual, lambda: routes(book, plan)):
        work()
    before = resident_mb()
    measured: list[Callable[[], float]] = [
        typical(20, lambda: routes(book, one)),
        typical(1, every),
        typical(5, lambda: routes(book, plan)),
        typical(10, lambda: routes(book, one).document()),
        typical(1, dual),
        typical(1000, bound),
        typical(1000, masks),
    ]
    found: list[list[float]] = [[] for _ in measured]
    for _ in range(ROUNDS):
        for column, take in zip(found, measured, strict=True):
            column.append(take())
        if peer is not None:
            peer.round()
    found[1] = [value / len(asked) for value in found[1]]
    found[4] = [value / PAIRS for value in found[4]]
    after = resident_mb()
    route_limit, dual_limit = 5, 5000
    yield figure(
        f"route answer, one pair, one measure ({rows} rows)", milliseconds(found[0]), "ms", limit=route_limit
    )
    yield figure(
        f"route answer, mean over {len(asked)} case files", milliseconds(found[1]), "ms", limit=route_limit
    )
    yield figure(
        "route answer, one pair, one measure", milliseconds(found[0]), "ms",
        peer="numpy bound", against=1000 * median(found[5]),
    )  # fmt: skip
    rates = [1 / value for value in found[4]]
    yield figure(
        "dual criminality, full trace, random pairs", rates, "/s", limit=dual_limit, more_is_better=True
    )
    yield figure(
        "dual criminality, one comparison", milliseconds(found[4]), "ms",
        peer="numpy bound", against=1000 * median(found[6]),
    )  # fmt: skip
    if peer is not None:
        peer.end()
        yield figure(
            "dual criminality, one comparison", milliseconds(found[4]), "ms",
            peer="OpenFisca, one formula", against=1000 * median(peer.formula),
        )  # fmt: skip
        yield figure(
            "route answer, one pair, one measure", milliseconds(found[0]), "ms",
            peer="OpenFisca, one case", against=1000 * median(peer.case),
        )  # fmt: skip
        yield figure("OpenFisca: formula alone", milliseconds(peer.formula), "ms")
        yield figure("OpenFisca: case built and one formula", milliseconds(peer.case), "ms")
    yield figure("the answer as a JSON document", milliseconds(found[3]), "ms")
    yield figure(
        f"the plan over all instruments ({len(routes(book, plan).routes)} rows)", milliseconds(found[2]), "ms"
    )
    yield figure(f"memory an answer of {rows} rows holds", [held], "KB")
    yield figure("memory all these answers left behind", [after - before], "MB")
