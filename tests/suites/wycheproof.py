"""Reads the shared Wycheproof vectors."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHARED = Path(os.environ.get("COMITY_SHARED_DATA") or Path(__file__).parents[2] / "../shared/data")


def groups(name: str) -> list[dict[str, Any]]:
    with gzip.open(SHARED / "conformance-wycheproof" / f"{name}_test.json.gz") as file:
        found: list[dict[str, Any]] = json.load(file)["testGroups"]
    return found


def cases(name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for group in groups(name):
        for case in group["tests"]:
            yield group, case
