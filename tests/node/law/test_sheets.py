"""The worker makes sheets whole or not at all, once for a book and a month; doors never see half of one."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from comity.law.atlas.sheet import LETTERS, cut
from comity.law.atlas.table import Table
from comity.law.atlas.world import World
from comity.node.base import lawbook
from comity.node.law import sheets
from comity.node.law.children import Children
from tests.support.node import AT

ON = date(2026, 11, 1)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    place = tmp_path / "atlas"
    monkeypatch.setattr(sheets, "folder", lambda: place)
    monkeypatch.setattr(sheets, "children", Children())
    monkeypatch.setattr(sheets, "PATIENCE", 0.0)
    return place


@pytest.fixture(scope="module")
def few() -> dict[str, Any]:
    """The sheets of a small world."""
    table = Table(World(lawbook.book(), ON, states=("DE", "FR", "JP"), conducts=(_first(),)))
    return {state: {layer: cut(table, state) for layer in ("any", "duty")} for state in ("DE", "FR", "JP")}


def _first() -> str:
    return next(one.id for one in lawbook.book().offence_articles if one.core_conduct)


@pytest.mark.timeout(300)
def test_the_round_makes_them_once(folder: Path) -> None:
    book = lawbook.book()
    assert sheets.read(book, "DE", ON, duty=False) is None
    assert sheets.walk(AT) == 1
    sheets.children.wait()
    assert not sheets.children.busy()
    assert sheets.days(book) == (ON,)
    read = sheets.read(book, "DE", ON, duty=True)
    assert read is not None
    assert read.states == tuple(sorted(book.states))
    before = sorted((one, one.stat().st_mtime_ns) for one in folder.rglob("*"))
    assert sheets.walk(AT) == 0
    assert sorted((one, one.stat().st_mtime_ns) for one in folder.rglob("*")) == before


def test_the_same_sheets_twice_change_nothing(folder: Path, few: dict[str, Any]) -> None:
    place = folder / sheets.name_of(lawbook.book(), ON)
    sheets.keep(place, few)
    first = {one.name: one.read_bytes() for one in place.iterdir()}
    sheets.keep(place, few)
    assert {one.name: one.read_bytes() for one in place.iterdir()} == first
    assert [one.name for one in folder.iterdir()] == [place.name]


def test_a_crash_before_the_rename_leaves_the_old_and_is_cleared_away(
    folder: Path, few: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = lawbook.book()
    old = folder / sheets.name_of(book, date(2026, 10, 1))
    sheets.keep(old, few)

    def cut_off(self: Path, target: Path) -> None:
        raise OSError("no power")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", cut_off)
        patch.setattr(sheets.shutil, "rmtree", lambda *a, **k: None)  # power lost: nobody tidies up
        with pytest.raises(OSError, match="no power"):
            sheets.keep(folder / sheets.name_of(book, ON), few)
    assert sheets.days(book) == (date(2026, 10, 1),)
    assert sheets.read(book, "DE", date(2026, 10, 1), duty=False) is not None
    assert sheets.read(book, "DE", ON, duty=False) is None
    (folder / ".making-1-left-behind").mkdir()
    sheets.keep(folder / sheets.name_of(book, ON), few)
    assert sheets.walk(AT) == 2
    assert [one.name for one in folder.iterdir()] == [sheets.name_of(book, ON)]
    assert sheets.read(book, "DE", ON, duty=False) is not None


@pytest.mark.parametrize("spoil", ["cut", "letters", "book", "nothing"])
def test_what_is_no_whole_sheet_is_none(folder: Path, few: dict[str, Any], spoil: str) -> None:
    book = lawbook.book()
    place = folder / sheets.name_of(book, ON)
    sheets.keep(place, few)
    file = place / "DE.json.gz"
    document = json.loads(gzip.decompress(file.read_bytes()))
    assert sheets.read(book, "DE", ON, duty=False) is not None
    if spoil == "cut":
        file.write_bytes(file.read_bytes()[:200])
    elif spoil == "letters":
        document["any"]["letters"]["requested"][0][0] = "AB!"
        file.write_bytes(gzip.compress(json.dumps(document).encode()))
    elif spoil == "book":
        document["any"]["book"]["digest"] = "sha256:other"
        file.write_bytes(gzip.compress(json.dumps(document).encode()))
    else:
        file.write_bytes(gzip.compress(b"[]"))
    assert sheets.read(book, "DE", ON, duty=False) is None


def test_a_month_has_one_day_and_a_letter_for_every_number() -> None:
    assert sheets.day_of(AT) == ON
    assert len(set(LETTERS)) == 32


def test_the_worker_waits_before_it_turns_to_sheets(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "PATIENCE", 1e9)
    assert sheets.walk(AT) == 0
    assert not folder.exists()


def test_a_child_that_failed_is_not_tried_at_once(tmp_path: Path) -> None:
    own = Children()
    assert own.start("sheets", "no day", str(tmp_path / "x"))
    assert not own.start("sheets", "no day", str(tmp_path / "x"))
    own.wait()
    assert not own.busy()
    assert own.failed("sheets", "no day", str(tmp_path / "x"))
    assert not own.start("sheets", "no day", str(tmp_path / "x"))


def test_a_child_ends_with_its_worker(tmp_path: Path) -> None:
    """The worker may be killed at any instant: nothing of it goes on."""
    program = (
        "import os, sys, time\n"
        "from comity.node.law.heavy import _end_with\n"
        "import threading\n"
        "threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()\n"
        "print(os.getpid(), flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {program!r}]); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    for _ in range(100):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]:
            return
        time.sleep(0.1)
    raise AssertionError("the child outlived its worker")


def test_what_a_door_imports_knows_no_numpy() -> None:
    program = (
        "import sys\n"
        "import comity.law.atlas.explained, comity.law.atlas.live, comity.law.atlas.sheet, comity.law.atlas.view, comity.law.atlas.world_map\n"
        "import comity.law.steps, comity.law.saying, comity.node.law.heavy, comity.node.law.sheets\n"
        "sys.exit('numpy' in sys.modules or 'django' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
