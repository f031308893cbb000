"""Real data beside the checkout (``COMITY_SHARED_DATA``, else ``../shared/data``): read by tests, never copied.

Sets under NC, SA, GPL or no licence may be read here and nowhere else; nothing of them enters the project.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data"


def folder(name: str) -> Path:
    """Return the folder of one data set; skip the test where the shared data are not beside this checkout at all.

    Raises:
        FileNotFoundError: they are there, or ``COMITY_SHARED_DATA`` says so, and this set is not.
    """
    said = os.environ.get("COMITY_SHARED_DATA")
    place = Path(said) if said else BESIDE
    if not said and not place.is_dir():
        pytest.skip(
            "the shared data are not beside this checkout: set COMITY_SHARED_DATA to their folder",
            allow_module_level=True,
        )
    found = place / name
    if not found.is_dir():
        raise FileNotFoundError(f"no data set {name!r} in {place}")
    return found


def lines(name: str, file: str) -> Iterator[str]:
    """Yield the lines of a gzipped text file."""
    with gzip.open(folder(name) / file, "rt", encoding="utf-8", errors="replace", newline="") as stream:
        yield from stream


def objects(name: str, file: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a gzipped JSON-lines file."""
    for line in lines(name, file):
        yield json.loads(line)


def rows(name: str, file: str, *, delimiter: str = ",") -> Iterator[list[str]]:
    """Yield the rows of a gzipped table."""
    yield from csv.reader(lines(name, file), delimiter=delimiter)
