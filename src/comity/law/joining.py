"""Who may join a treaty, as far as the book says: one open for accession, or one a state has signed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import Treaty

_OPEN = "open_for_accession"


def can_join(book: Book, treaty: Treaty, state: str) -> bool:
    """Say whether a state that is not bound could ratify or accede; what the book does not show is not assumed."""
    if treaty.membership != "parties":
        return False
    return treaty.access == _OPEN or any(
        (row.treaty, row.state) == (treaty.id, state) for row in book.contents.parties
    )


def bound_on(book: Book, treaty: Treaty, state: str, on: date) -> bool:
    """Say whether a state is bound by a treaty on the day."""
    return book.standing(treaty.id, state, on).force == "yes"
