"""A route answer, engine warm: one pair and one measure, median under 10 ms. Median of five rounds, spread printed.

Beside it: the whole plan over all instruments for one pair, the JSON document, and what the answers hold in memory.
"""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable

from comity.facts.scenario import Scenario, read
from comity.law.book import load
from comity.law.route import routes

ROUNDS, EACH = 5, 20
LIMIT = 0.010

FACTS = {
    "articles": ["ETS185:2"],
    "elements": {"security_measure_infringed": True, "remote_or_connected_system": True},
    "provider": {"seat": "JP", "offers_services_in_eu": False},
}


def question(measure: str) -> Scenario:
    ask = {"requesting": "DE", "requested": "JP", "measure": measure}
    return read({"scenario": {"on": "2026-11-23"}, "ask": ask, "facts": FACTS})


def timed(work: Callable[[], object]) -> tuple[list[float], float]:
    """Return the wall time of one answer in each round, and the processor time of one answer over all of them."""
    work()
    rounds, processor = [], time.process_time()
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(EACH):
            work()
        rounds.append((time.perf_counter() - start) / EACH)
    return rounds, (time.process_time() - processor) / (ROUNDS * EACH)


def main() -> int:
    book = load()
    one, plan = question("preservation"), question("")
    tracemalloc.start()
    answer = routes(book, one)
    held = tracemalloc.get_traced_memory()[0] / 1024
    tracemalloc.stop()
    print(f"route answers, law book {book.version}: {len(answer.routes)} rows hold {held:.0f} KB")
    figures = (
        ("one pair, one measure", lambda: routes(book, one), LIMIT),
        ("the same as a JSON document", lambda: routes(book, one).document(), None),
        (f"the plan, {len(routes(book, plan).routes)} rows", lambda: routes(book, plan), None),
    )
    worst = 0
    for what, work, limit in figures:
        times, processor = timed(work)
        middle = statistics.median(times)
        beside = f", limit {1000 * limit:.0f} ms" if limit else ""
        spread = f"from {1000 * min(times):.2f} to {1000 * max(times):.2f}"
        print(
            f"  {what}: median {1000 * middle:.2f} ms ({spread}), processor {1000 * processor:.2f} ms{beside}"
        )
        worst |= int(limit is not None and middle > limit)
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
