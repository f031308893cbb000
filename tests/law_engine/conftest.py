"""The book of the checkout, loaded once."""

import pytest

from comity.law.book import Book, load


@pytest.fixture(scope="session")
def book() -> Book:
    return load()
