"""Reads the shared Wycheproof vectors."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

from tests.support.shared_data import folder


def groups(name: str) -> list[dict[str, Any]]:
    with gzip.open(folder("conformance-wycheproof") / f"{name}_test.json.gz") as file:
        found: list[dict[str, Any]] = json.load(file)["testGroups"]
    return found


def cases(name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for group in groups(name):
        for case in group["tests"]:
            yield group, case
