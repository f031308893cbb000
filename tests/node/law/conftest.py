"""Sheets of the atlas for the tests' node: made once, as the worker's child makes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from comity.node.base import lawbook
from comity.node.law import heavy, sheets
from tests.support.node import AT

DAY = sheets.day_of(AT)


@pytest.fixture(scope="session")
def made(home_folder: Any) -> Iterator[date]:
    """Make the sheets of the tests' month, and return their day."""
    place = sheets.folder()
    assert place is not None
    heavy.sheets(DAY, place / sheets.name_of(lawbook.book(), DAY))
    yield DAY
