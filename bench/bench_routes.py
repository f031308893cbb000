"""A route answer, engine warm: one pair and one measure, median under 10 ms; beside it the plan and the JSON document."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

from bench import Figure, figure, milliseconds, seconds
from comity.facts.scenario import Scenario, read
from comity.law.book import load
from comity.law.route import routes

FACTS = {
    "articles": ["ETS185:2"],
    "elements": {"security_measure_infringed": True, "remote_or_connected_system": True},
    "provider": {"seat": "JP", "offers_services_in_eu": False},
}


def question(measure: str) -> Scenario:
    ask = {"requesting": "DE", "requested": "JP", "measure": measure}
    return read({"scenario": {"on": "2026-11-23"}, "ask": ask, "facts": FACTS})


def measure() -> Iterator[Figure]:
    book = load()
    one, plan = question("preservation"), question("")
    tracemalloc.start()
    answer = routes(book, one)
    held = tracemalloc.get_traced_memory()[0] / 1024
    tracemalloc.stop()
    routes(book, plan)
    yield figure(
        "one pair, one measure", milliseconds(seconds(lambda: routes(book, one), each=20)), "ms", limit=10
    )
    yield figure(
        "the same as a JSON document",
        milliseconds(seconds(lambda: routes(book, one).document(), each=10)),
        "ms",
    )
    rows = len(routes(book, plan).routes)
    yield figure(
        f"the plan over all instruments ({rows} rows)",
        milliseconds(seconds(lambda: routes(book, plan), each=5)),
        "ms",
    )
    yield figure(f"memory an answer of {len(answer.routes)} rows holds", [held], "KB")
