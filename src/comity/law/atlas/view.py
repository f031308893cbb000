"""Views of the fast table that may be shown and taken away: always the relations of one state, in the order of names.

There is no view by answer: nobody can ask where a conduct is not punishable, or sort states by how open they are.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.law.atlas.geometry import has_profile, last_checked
from comity.law.atlas.notice import notice, profile_notice
from comity.law.atlas.relations import Relation
from comity.law.atlas.table import Cell, Table

if TYPE_CHECKING:
    from comity.law.book import Book

COLUMNS = (
    "requesting",
    "requested",
    "conduct",
    "measure",
    "data_category",
    "status",
    "shown",
    "no_record",
    "opens_later",
    "last_checked",
    "layer",
    "on",
    "book",
)


@dataclass(frozen=True)
class View:
    """The relations of one state: those in which it asks (``side = "requesting"``) or is asked, with one other or with all."""

    table: Table
    state: str
    side: str = "requesting"
    other: str = ""

    @property
    def book(self) -> Book:
        """Return the book the table is made from."""
        return self.table.world.book

    @property
    def others(self) -> tuple[str, ...]:
        """Return the states on the other side, by name."""
        world = self.table.world
        return (
            (self.other,) if self.other else tuple(sorted(one for one in world.states if one != self.state))
        )

    def cells(self) -> Iterator[tuple[Relation, Cell]]:
        """Yield every relation with its answer, in the order of names."""
        world = self.table.world
        for other in self.others:
            asks, asked = (self.state, other) if self.side == "requesting" else (other, self.state)
            for conduct in world.conducts:
                for field in world.fields:
                    relation = Relation(asks, asked, conduct, field.measure, field.category)
                    yield relation, self.table.cell(relation)

    def profile(self) -> dict[str, dict[str, int]] | None:
        """Count the answers by measure; nothing for a state whose records are not verified enough to draw a picture."""
        if not has_profile(self.book, self.state):
            return None
        found: dict[str, Counter[str]] = {}
        for relation, cell in self.cells():
            found.setdefault(relation.measure, Counter())[cell.status] += 1
        return {measure: dict(sorted(counts.items())) for measure, counts in found.items()}

    def _rows(self) -> Iterator[list[str]]:
        checked, world = last_checked(self.book), self.table.world
        layer = "duty" if self.table.duty else "any"
        for relation, cell in self.cells():
            days = [checked[one] for one in (relation.requesting, relation.requested) if one in checked]
            yield [
                relation.requesting,
                relation.requested,
                relation.conduct,
                relation.measure,
                relation.category,
                cell.status,
                cell.shown,
                "yes" if cell.no_record else "no",
                "yes" if cell.later else "no",
                min(days).isoformat() if days else "",
                layer,
                world.on.isoformat(),
                self.book.version,
            ]

    def csv(self, lang: str = "en") -> str:
        """Return the view as CSV (RFC 4180); the notice stands above it in lines that begin with ``#``."""
        out = io.StringIO()
        for text in self._notice(lang)["texts"]:
            out.write(f"# {text['text']}\n")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        writer.writerows(self._rows())
        return out.getvalue()

    def _notice(self, lang: str) -> dict[str, Any]:
        return notice(self.book, (self.state, *self.others), self.table.world.seen_on, lang)

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON document ``comity.atlas/1`` for one state."""
        world = self.table.world
        return {
            "schema": "comity.atlas/1",
            "book": {"version": self.book.version, "digest": self.book.digest},
            "on": world.on.isoformat(),
            "layer": "duty" if self.table.duty else "any",
            "state": self.state,
            "side": self.side,
            "relations": [
                {
                    "requesting": relation.requesting,
                    "requested": relation.requested,
                    "conduct": relation.conduct,
                    "measure": relation.measure,
                    "data_category": relation.category,
                    "status": cell.status,
                    "shown": cell.shown,
                    "no_record": cell.no_record,
                    "opens_later": cell.later,
                }
                for relation, cell in self.cells()
            ],
            "profile": {**profile_notice(self.book, self.state, lang), "counts": self.profile()},
            "notice": self._notice(lang),
        }
