"""The law book: cold with all checks under 2 s, compiled under 150 ms. Median of five, the two interleaved, spread printed.

Beside each figure stands the limit of the promise, and how much memory the loaded book takes.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from comity.law.book import find_folder, load

ROUNDS = 5
COLD_LIMIT = 2.0
COMPILED_LIMIT = 0.150


def _timed(folder: Path, cache: Path, *, use_cache: bool) -> float:
    start = time.perf_counter()
    load(folder, cache=cache, use_cache=use_cache)
    return time.perf_counter() - start


def _resident() -> int:
    """Return the resident memory of this process in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def main() -> int:
    folder, origin = find_folder()
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name)
        before = _resident()
        book = load(folder, cache=cache)
        memory = (_resident() - before) / 2**20
        cold, compiled = [], []
        for _ in range(ROUNDS):
            cold.append(_timed(folder, cache, use_cache=False))
            compiled.append(_timed(folder, cache, use_cache=True))
    print(
        f"law book {book.version} from the {origin}: {memory:.1f} MB resident after a cold load (sources and records)"
    )
    worst = 0
    for what, times, limit in (
        ("cold, all checks", cold, COLD_LIMIT),
        ("compiled", compiled, COMPILED_LIMIT),
    ):
        middle = statistics.median(times)
        print(
            f"  {what}: median {1000 * middle:.0f} ms (from {1000 * min(times):.0f} to {1000 * max(times):.0f}), "
            f"limit {1000 * limit:.0f} ms"
        )
        worst |= int(middle > limit)
    return worst


if __name__ == "__main__":
    sys.exit(main())
