"""The law book of this process: read once, whoever asks first."""

from __future__ import annotations

from functools import lru_cache

from comity.law import book as books
from comity.law.book import Book


@lru_cache(maxsize=1)
def book() -> Book:
    """Return the book of this process (``COMITY_BOOK``, the package, or the checkout).

    Raises:
        BadInput: the book has a fault; it is not used then.
    """
    return books.load()
