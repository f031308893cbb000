"""Views of the atlas that may be shown and taken away: always the relations of one state, in the order of names.

There is no view by answer: nobody can ask where a conduct is not punishable, or sort states by how open they are. A view
is drawn from the fast table or from a sheet that was made from it (:mod:`comity.law.atlas.sheet`): both say the same.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from comity.law.atlas.geometry import has_profile, last_checked
from comity.law.atlas.notice import notice, profile_notice
from comity.law.atlas.relations import Relation

if TYPE_CHECKING:
    from datetime import date

    from comity.law.atlas.answers import Cell
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


class Answers(Protocol):
    """What a view is drawn from. ``kinds``: each measure with a kind of data; ``duty``: the layer; days as of a world."""

    @property
    def book(self) -> Book: ...  # noqa: D102 - as said above
    @property
    def states(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def conducts(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def kinds(self) -> tuple[tuple[str, str], ...]: ...  # noqa: D102
    @property
    def duty(self) -> bool: ...  # noqa: D102
    @property
    def on(self) -> date: ...  # noqa: D102
    @property
    def seen_on(self) -> date: ...  # noqa: D102
    def cell(self, relation: Relation) -> Cell: ...  # noqa: D102


@dataclass(frozen=True)
class View:
    """The relations of one state: those in which it asks (``side = "requesting"``) or is asked, with one other or with all."""

    table: Answers
    state: str
    side: str = "requesting"
    other: str = ""

    @property
    def book(self) -> Book:
        """Return the book the table is made from."""
        return self.table.book

    @property
    def others(self) -> tuple[str, ...]:
        """Return the states on the other side, by name."""
        every = self.table.states
        return (self.other,) if self.other else tuple(sorted(one for one in every if one != self.state))

    def cells(self) -> Iterator[tuple[Relation, Cell]]:
        """Yield every relation with its answer, in the order of names."""
        for other in self.others:
            asks, asked = (self.state, other) if self.side == "requesting" else (other, self.state)
            for conduct in self.table.conducts:
                for measure, category in self.table.kinds:
                    relation = Relation(asks, asked, conduct, measure, category)
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
        checked = last_checked(self.book)
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
                self.table.on.isoformat(),
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
        return notice(self.book, (self.state, *self.others), self.table.seen_on, lang)

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON document ``comity.atlas/1`` for one state."""
        return {
            "schema": "comity.atlas/1",
            "book": {"version": self.book.version, "digest": self.book.digest},
            "on": self.table.on.isoformat(),
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
