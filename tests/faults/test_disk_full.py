"""A full disk: the portal says so in a sentence, nothing is half stored, and it goes on when room is made (promise 1).

A whole node, PostgreSQL and all, on a file system of a few hundred megabytes. Only root can mount one: elsewhere the test says so and
ends. As root, a mount that fails is a failure.
"""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.support.doors import Doors
from tests.support.kill_run import KillRun
from tests.support.reporter import PNG, Reporter

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]
SIZE = 420  # MB
RESERVE_LEFT = 40  # MB: less than the store keeps free for the database
FULL_FOR = 5.0  # seconds
SENTENCES = (
    "We have no room for files at the moment. Your answers are safe.",
    "We cannot reach our records at this moment; nothing was changed.",
    "Our records cannot be reached",
    "Something went wrong on our side; nothing was changed.",
)


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """Mount a small file system of our own, and take it away again."""
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m,mode=0711", "comity-small", str(place)], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, f"root cannot mount a tmpfs here: {done.stderr}"
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


class Ballast:
    """A file that takes the room away."""

    def __init__(self, disk: Path) -> None:
        self.disk, self.file = disk, disk / "ballast"
        self.full = False
        self._reached = threading.Event()
        self._thread = threading.Thread(target=self._keep_full, daemon=True)

    def leave(self, megabytes: int) -> None:
        """Fill the disk up to so much."""
        free = os.statvfs(self.disk).f_bavail * os.statvfs(self.disk).f_frsize
        with self.file.open("ab") as file:
            file.write(b"\0" * max(0, free - megabytes * 1_000_000))

    def fill(self) -> None:
        """Fill it to the last byte, and whatever comes free until :meth:`clear`."""
        self.full = True
        self._thread.start()
        assert self._reached.wait(60)

    def clear(self) -> None:
        """Make room again."""
        self.full = False
        self._thread.join()
        self.file.unlink()

    def _keep_full(self) -> None:
        with self.file.open("ab", buffering=0) as file:
            size = 1 << 20
            while self.full:
                try:
                    file.write(b"\0" * size)
                except OSError:
                    self._reached.set()
                    size = max(size // 2, 4096)
                    time.sleep(0.002 if size > 4096 else 0.02)


def test_a_full_disk_is_said_and_survived(tmp_path: Path, seed: int) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    with small_disk(tmp_path / "small") as disk, Doors.found(disk / "de") as node:
        run, ballast = KillRun(node, random.Random(seed)), Ballast(disk)
        run.rehearse()
        no_room_for_files(run, ballast)
        ones = [run.reporter() for _ in range(4)]
        for number, one in enumerate(ones):
            one.gives_up = False
            one.fill(run.script)
            if number % 2:  # these have given their files, and press "Send" while nothing can be written
                one._give_files(run.script.files_at, time.monotonic() + 60)
        threads = [threading.Thread(target=one.submit, args=(run.script,)) for one in ones]
        ballast.fill()
        for thread in threads:
            thread.start()
        late = tell_while_it_is_full(run)
        ballast.clear()
        node.revive_database()
        start = time.monotonic()
        for thread in threads:
            thread.join()
        late.fill(run.script)
        late.submit(run.script)
        print(f"all went on {time.monotonic() - start:.1f} s after room was made; {node.restarts}")
        pages = [page for one in run.reporters for page in one.pages]
        print(f"{len(pages)} pages said that it was not possible")
        assert len(pages) > 1
        silent = [page for page in pages if not any(sentence in page for sentence in SENTENCES)]
        assert silent == [], silent[0]
        assert run.verdict() == []
        assert all(one.code for one in [*ones, late])
        assert not list((node.home.blobs / "part").iterdir())


def no_room_for_files(run: KillRun, ballast: Ballast) -> None:
    """Below the reserve a file is refused with a sentence, nothing of it stays, and the report itself is taken."""
    one = run.reporter()
    one.gives_up = False
    one.fill(run.script)
    one.files = [("big.png", PNG + os.urandom(3_000_000))]
    ballast.leave(RESERVE_LEFT)
    answer = one._post_files(run.script.files_at, one.files)
    one._remember(answer)
    assert answer.status_code == 409
    assert SENTENCES[0] in one.pages[-1], one.pages[-1]
    assert not list((run.node.home.blobs / "part").iterdir())
    one.files = []
    one.submit(run.script)
    assert one.code
    ballast.file.unlink()


def tell_while_it_is_full(run: KillRun) -> Reporter:
    """Press buttons while nothing can be written: every answer is a page with a sentence, or the line is cut."""
    one = run.reporter()
    one.gives_up = False
    end = time.monotonic() + FULL_FOR
    while time.monotonic() < end:
        with contextlib.suppress(
            psycopg.Error
        ):  # others write too: what PostgreSQL had in reserve is used up
            run.node.sql("CREATE TABLE IF NOT EXISTS crowd (words text)")
            run.node.sql("INSERT INTO crowd SELECT repeat('x', 1500) FROM generate_series(1, 8000)")
        one.browser = one.new_browser()
        one._quietly(lambda: one.browser.post("/", data={"a": "money"}))
        time.sleep(0.2)
    one.browser = one.new_browser()
    return one
