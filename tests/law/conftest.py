"""A tiny valid book of invented states, and ways to spoil it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BASE = HERE / "base"
BROKEN = HERE / "broken"
LAW = HERE.parents[1] / "law"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Return a copy of the tiny book that a test may change."""
    folder = tmp_path / "book"
    shutil.copytree(BASE, folder)
    return folder


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """Return the real book, read from its sources."""
    from comity.law.book import load

    return load(LAW, cache=tmp_path_factory.mktemp("cache"))
