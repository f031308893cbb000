"""The sheets of the atlas: made by the worker, one small file for each state; the doors read one file for a page.

    DIR/law/atlas/<book>-<day>/<state>.json.gz      both layers of a state, letters for relations

Sheets are made for the first day of the node's month: from one day of a month to the next hardly anything differs, and any
single relation is answered for any day by the engine itself. They are written aside and renamed, so that a door sees all
of a day or nothing; until the new ones are there the last ones are shown, with their day.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import time
import zlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from comity.kernel.errors import BadInput
from comity.law.atlas.sheet import Sheet, opened
from comity.law.book import Book
from comity.node.base import home, lawbook
from comity.node.law.children import children

ROUND = "law.sheets"
PATIENCE = 20.0
"""Seconds after its start before the worker turns to this: what people wait for comes first."""
_MAKING = ".making-"
_started = time.monotonic()


def folder() -> Path | None:
    """Return where sheets lie, or nothing outside of a node."""
    node = home.current()
    return node.path / "law" / "atlas" if node is not None else None


def day_of(at: datetime) -> date:
    """Return the day the atlas is made for at an instant."""
    return at.date().replace(day=1)


def name_of(book: Book, on: date) -> str:
    """Return the name of the folder of one book and day."""
    return f"{book.digest.rpartition(':')[2][:16]}-{on.isoformat()}"


def days(book: Book) -> tuple[date, ...]:
    """Return the days for which there are sheets of this book, the newest first."""
    place = folder()
    if place is None or not place.is_dir():
        return ()
    begin = name_of(book, date.min)[: -len(date.min.isoformat())]
    found = [one.name.removeprefix(begin) for one in place.iterdir() if one.name.startswith(begin)]
    return tuple(sorted((date.fromisoformat(one) for one in found), reverse=True))


def read(book: Book, state: str, on: date, *, duty: bool) -> Sheet | None:
    """Return a state's sheet for a day, or nothing where there is none (yet), or none that is whole."""
    place = folder()
    if place is None:
        return None
    file = place / name_of(book, on) / f"{state}.json.gz"
    try:
        document = json.loads(gzip.decompress(file.read_bytes()))
        return opened(document["duty" if duty else "any"], book)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, BadInput):
        return None


def keep(place: Path, by_state: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the sheets of a day: aside, synced, then renamed to ``place``. Where they are there already, nothing changes."""
    aside = place.with_name(f"{_MAKING}{os.getpid()}-{place.name}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        for state, layers in sorted(by_state.items()):
            text = json.dumps(layers, separators=(",", ":")).encode()
            with (aside / f"{state}.json.gz").open("wb") as out:
                out.write(gzip.compress(text, mtime=0))
                out.flush()
                os.fsync(out.fileno())
        if not place.exists():
            aside.rename(place)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def walk(at: datetime) -> int:
    """Have the sheets of this month made where they are missing; clear away old ones once they are there."""
    place = folder()
    if place is None or children.busy():
        return 0
    book, on = lawbook.book(), day_of(at)
    wanted = place / name_of(book, on)
    if wanted.is_dir():
        return _clear(place, wanted)
    if time.monotonic() - _started < PATIENCE:
        return 0
    return int(children.start("sheets", on.isoformat(), str(wanted)))


def _clear(place: Path, wanted: Path) -> int:
    """Take away what other days and books left behind, and what was begun and never finished."""
    old = [one for one in place.iterdir() if one.is_dir() and one != wanted]
    for one in old:
        shutil.rmtree(one, ignore_errors=True)
    return len(old)
