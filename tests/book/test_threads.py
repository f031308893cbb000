"""Several threads that are the first to ask for the book get it, all of them; the process lives on."""

from __future__ import annotations

import subprocess
import sys

import pytest

FIRST = """
import sys, threading
from comity.law import book

sys.setswitchinterval(1e-6)
together = threading.Barrier(8)
found = []


def ask() -> None:
    together.wait()
    found.append(book.load(use_cache={cached}).digest)


threads = [threading.Thread(target=ask) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(found), len(set(found)))
"""


@pytest.mark.parametrize("cached", [True, False])
def test_the_book_is_first_read_by_several_threads_at_once(cached, tmp_path):
    """Found in a demonstration: a worker ended with signal 11 where two of its rounds read the book at its start."""
    told = subprocess.run(
        [sys.executable, "-c", FIRST.format(cached=cached)],
        capture_output=True,
        check=False,
        text=True,
        timeout=240,
    )
    assert (told.returncode, told.stdout.split()) == (0, ["8", "1"]), told.stderr[-2000:]
