"""Two real nodes: how many messages a second go from outbox to signed receipt, and how long one takes.

The peer is the same gateway's ``/health`` (Django and one query), asked in the same run by the same kind of client. The limit
is the busiest minute a node must not notice: a thousand messages.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.conf.settings")

from tests.support.network import Network

from bench import ROUNDS, Figure, figure

BATCH = 100
A_MINUTE = 1000 / 60


def measure() -> Iterator[Figure]:
    """Start the nodes, measure in turns, end them."""
    with tempfile.TemporaryDirectory() as folder, Network(Path(folder) / "nodes", ("de", "jp")) as network:
        de, jp = network["de"], network["jp"]
        network.post("de-contact", "jp-contact", 5)
        network.walk()
        post, deliver, opened, alone, health = [], [], [], [], []
        for _ in range(ROUNDS):
            post.append(BATCH / _timed(lambda: network.post("de-contact", "jp-contact", BATCH)))
            deliver.append(BATCH / de.ask("walk")["seconds"])
            opened.append(BATCH / _timed(lambda: jp.ask("walk")))
            network.post("de-contact", "jp-contact")
            alone.append(1000 * de.ask("walk")["seconds"])
            jp.ask("walk")
            with httpx.Client(trust_env=False) as client:
                address = f"http://127.0.0.1:{jp.port}/health"
                health.append(BATCH / _timed(lambda: [client.get(address) for _ in range(BATCH)]))  # noqa: B023
        peer = sorted(health)[ROUNDS // 2]
        yield figure("message: post (sign, seal, commit)", post, "/s", limit=A_MINUTE, more_is_better=True)
        yield figure(
            "message: deliver, to a signed receipt", deliver, "/s", limit=A_MINUTE, more_is_better=True
        )
        yield figure(
            "message: deliver, beside an empty request",
            deliver,
            "/s",
            peer="GET /health",
            against=peer,
            more_is_better=True,
        )
        yield figure("message: open and hand on", opened, "/s", limit=A_MINUTE, more_is_better=True)
        yield figure("one message: until its receipt is held", alone, "ms", limit=1000)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
