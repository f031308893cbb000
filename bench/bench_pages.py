"""Pages of the portal with all they load, compressed: the first at most 35 KB, the others at most 60 KB.

The peer is what a page built with the whole of GOV.UK Frontend would load before its first word: its own style sheet and script,
minified as they come, compressed alike. A page is compressed as a server in front does it (gzip, level 6); files come as the door sends them.
"""

from __future__ import annotations

import gzip
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import httpx
from tests.support.reporter import Reporter, picture
from tests.support.running import RunningNode

from bench import Figure, figure

PEER = (
    Path(__file__).parent.parent / "tools" / "assets" / "node_modules" / "govuk-frontend" / "dist" / "govuk"
)
FIRST, OTHERS = 35.0, 60.0
_LOADED = re.compile(r'<(?:link|script|img)[^>]+(?:href|src)="(/[^"]+)"')


def measure() -> Iterator[Figure]:
    """Fetch every page a reporter comes by on one way through the questions."""
    peer = sum(kb((PEER / name).read_bytes()) for name in ("govuk-frontend.min.css", "govuk-frontend.min.js"))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # the database's system user must come through
        with RunningNode.found(Path(folder) / "de") as node:
            address = node.url("portal")

            @cache
            def file(name: str) -> float:
                with httpx.stream("GET", address + name, headers={"Accept-Encoding": "gzip"}) as answer:
                    answer.raise_for_status()
                    return sum(map(len, answer.iter_raw())) / 1000

            def weight(answer: httpx.Response) -> float:
                return kb(answer.content) + sum(file(name) for name in set(_LOADED.findall(answer.text)))

            weights: list[float] = []

            def weigh(answer: httpx.Response) -> None:
                answer.read()
                if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
                    weights.append(weight(answer))

            first = [
                weight(httpx.get(f"{address}/{language}/").raise_for_status())
                for language in ("en", "de", "en-xb")
            ]
            reporter = Reporter("bench", address, [], [picture("bench", 3_000)])
            reporter.browser.event_hooks["response"].append(weigh)
            reporter.submit(reporter.learn())
    yield figure("the first page (three languages)", first, "KB", limit=FIRST)
    yield figure(
        f"the {len(weights)} pages of a report", weights, "KB", peer="GOV.UK Frontend alone", against=peer
    )
    yield figure("the heaviest of them", [max(weights)], "KB", limit=OTHERS)


def kb(data: bytes) -> float:
    """Return the size after compression."""
    return len(gzip.compress(data, 6)) / 1000
