"""The atlas without a table: each relation asked of the explained engine. For one line of the atlas on any day (about a second)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from comity.law.atlas.answers import Cell
from comity.law.atlas.explained import explain

if TYPE_CHECKING:
    from comity.law.atlas.relations import Relation
    from comity.law.book import Book


@dataclass(frozen=True)
class Live:
    """What a :class:`~comity.law.atlas.view.View` is drawn from where no table was made; ``kinds`` and ``conducts``: few, each costs."""

    book: Book
    on: date
    conducts: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    duty: bool = False

    @property
    def states(self) -> tuple[str, ...]:
        """Return the states of the book."""
        return tuple(sorted(self.book.states))

    @property
    def seen_on(self) -> date:
        """Return the day on which somebody looks."""
        return max(self.on, self.book.edition.as_of)

    def cell(self, relation: Relation) -> Cell:
        """Return the answer for one relation."""
        found = explain(self.book, relation, self.on, duty=self.duty, closing=False)
        return Cell(found.status, found.shown, no_record=found.no_record, later=found.later)
