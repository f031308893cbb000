"""The law book: cold with all checks under 2 s, compiled under 150 ms; the two interleaved, and the memory it takes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import Figure, figure, interleaved, milliseconds, resident_mb
from comity.law.book import find_folder, load


def measure() -> Iterator[Figure]:
    folder, _ = find_folder()
    with tempfile.TemporaryDirectory() as name:
        cache, before = Path(name), resident_mb()
        load(folder, cache=cache)
        memory = resident_mb() - before
        cold, compiled = interleaved(
            lambda: load(folder, cache=cache, use_cache=False), lambda: load(folder, cache=cache)
        )
    yield figure("cold, with all checks", milliseconds(cold), "ms", limit=2000)
    yield figure("compiled", milliseconds(compiled), "ms", limit=150)
    yield figure("resident memory of a cold load", [memory], "MB")
