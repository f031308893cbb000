"""From a clean clone to everything ``make run`` needs, with a warm package cache: under five minutes on two cores.

Once, not five times: it takes minutes. Run only when named (``make bench BENCH=setup``).
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import Figure, figure

ROOT = Path(__file__).parent.parent
LIMIT = 300.0


def measure() -> Iterator[Figure]:
    """Clone what is committed and set it up."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
        began = time.perf_counter()
        subprocess.run(["make", "--silent", "assets"], cwd=clone, check=True)
        taken = time.perf_counter() - began
        size = sum(file.lstat().st_size for file in clone.rglob("*") if not file.is_dir()) / 1_000_000
    yield figure("set-up from a clean clone", [taken], "s", limit=LIMIT)
    yield figure("the clone with all it installed", [size], "MB")
