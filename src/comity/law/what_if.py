"""What if: ratify, withdraw a reservation, amend an offence, add a power, conclude a treaty. Before and after, for whom.

The answer lists the routes that open, close, give way to a treaty, or change between open and conditional, each with the
pairs of states and the conduct; beside them the protections that fall away and those that are missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from comity.kernel.finding import Reason
from comity.law.atlas.difference import ON_OFFER
from comity.law.atlas.notice import notice
from comity.law.atlas.table import as_answer, join, read
from comity.law.protections import fall_away, missing
from comity.law.saying import says
from comity.law.simulation import Effect, Simulation
from comity.law.status import ORDER, Status
from comity.law.steps import Ratify, Step, document, in_force, takes_away, touched, touched_pairs
from comity.law.words import reason_document

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from comity.law.atlas.difference import RowDifference
    from comity.law.atlas.table import Answer
    from comity.law.book import Book

Direction = Literal["opens", "closes", "gives_way", "firmer", "looser", "other"]


@dataclass(frozen=True, slots=True)
class Change:
    """Routes of one instrument that change alike: from which status to which, for which pairs and conduct."""

    instrument: str
    title: str
    measure: str
    category: str
    before: Status
    after: Status
    conducts: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    @property
    def direction(self) -> Direction:
        """Say what the change is for who asks."""
        was, becomes = ORDER.index(self.before), ORDER.index(self.after)
        if was > ON_OFFER and becomes <= ON_OFFER:
            return "opens"
        if was <= ON_OFFER and becomes > ON_OFFER:
            return "gives_way" if self.after == "displaced" else "closes"
        if was <= ON_OFFER:
            return "firmer" if becomes < was else "looser"
        return "other"


@dataclass(frozen=True, slots=True)
class RelationChange:
    """Relations whose answer in the atlas changes alike."""

    measure: str
    category: str
    before: Answer
    after: Answer
    conducts: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WhatIf:
    """The answer. ``routes``: how many open, close, give way. ``notes``: what a step cannot do yet."""

    book: Book
    on: date
    steps: tuple[Step, ...]
    changes: tuple[Change, ...]
    relations: tuple[RelationChange, ...]
    opened: int
    closed: int
    gives_way: int
    falls_away: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    notes: tuple[Reason, ...]
    states: tuple[str, ...]
    duty: bool
    seen_on: date

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON document ``comity.what-if/1``."""

        def reasons(found: Iterable[Reason]) -> list[dict[str, Any]]:
            return [reason_document(reason, lang) for reason in found]

        return {
            "schema": "comity.what-if/1",
            "book": {"version": self.book.version, "digest": self.book.digest},
            "on": self.on.isoformat(),
            "layer": "duty" if self.duty else "any",
            "steps": [
                {**document(step), "text": says(self.book, step, lang), "takes_away": takes_away(step)}
                for step in self.steps
            ],
            "routes": {"opened": self.opened, "closed": self.closed, "gives_way": self.gives_way},
            "changes": [
                {
                    "instrument": one.instrument,
                    "title": one.title,
                    "measure": one.measure,
                    "data_category": one.category,
                    "before": one.before,
                    "after": one.after,
                    "direction": one.direction,
                    "conducts": list(one.conducts),
                    "pairs": [list(pair) for pair in one.pairs],
                }
                for one in self.changes
            ],
            "relations": [
                {
                    "measure": one.measure,
                    "data_category": one.category,
                    "before": one.before,
                    "after": one.after,
                    "conducts": list(one.conducts),
                    "pairs": [list(pair) for pair in one.pairs],
                }
                for one in self.relations
            ],
            "protections_that_fall_away": reasons(self.falls_away),
            "protections_missing": reasons(self.missing),
            "notes": reasons(self.notes),
            "notice": notice(self.book, self.states, self.seen_on, lang),
        }


def what_if(simulation: Simulation, steps: Iterable[Step]) -> WhatIf:
    """Answer what the steps would change. The simulation is made once and may be asked again and again.

    Raises:
        BadInput: a step names what the book does not have; all faults together.
    """
    steps = tuple(steps)
    effect = simulation.after(steps)
    return WhatIf(
        book=simulation.book,
        on=simulation.on,
        steps=steps,
        changes=tuple(_changes(effect)),
        relations=tuple(_relations(effect)),
        opened=int(effect.opened.sum()),
        closed=int(effect.closed.sum()),
        gives_way=int(effect.gives_way.sum()),
        falls_away=fall_away(simulation.book, steps, effect),
        missing=missing(effect),
        notes=tuple(_notes(simulation, steps)),
        states=tuple(
            sorted(touched(simulation.book, steps) | {one for two in touched_pairs(steps) for one in two})
        ),
        duty=simulation.duty,
        seen_on=simulation.world.seen_on,
    )


def _notes(simulation: Simulation, steps: Iterable[Step]) -> Iterator[Reason]:
    for step in steps:
        if isinstance(step, Ratify):
            treaty = simulation.book.treaty(step.treaty)
            if not in_force(treaty, simulation.on):
                yield Reason(
                    "step.treaty_not_in_force",
                    {
                        "treaty": treaty.short_name,
                        "seen": treaty.ratifications_seen if treaty.ratifications_seen is not None else "?",
                        "needed": treaty.ratifications_needed or "?",
                    },
                )


def _changes(effect: Effect) -> Iterator[Change]:
    """Put together what changes alike: one row of the engine, one change of status, the same pairs."""
    world = effect.world
    found: dict[tuple[str, str, str, Status, Status, bytes], list[int]] = defaultdict(list)
    rows: dict[tuple[str, str, str, Status, Status, bytes], tuple[RowDifference, NDArray[np.bool_]]] = {}
    for row in effect.rows:
        was, becomes = row.was, row.becomes
        moved = was != becomes
        for code in np.unique(was[moved].astype(np.int16) * len(ORDER) + becomes[moved]).tolist():
            before, after = divmod(code, len(ORDER))
            chosen = (was == before) & (becomes == after)
            name = row.row
            key = (
                name.instrument.id,
                name.measure,
                name.category,
                ORDER[before],
                ORDER[after],
                chosen.tobytes(),
            )
            found[key].append(row.conduct)
            rows[key] = row, chosen
    for key, conducts in found.items():
        row, chosen = rows[key]
        yield Change(
            row.row.instrument.id,
            row.row.instrument.title,
            row.row.measure,
            row.row.category,
            key[3],
            key[4],
            tuple(world.conducts[at] for at in sorted(conducts)),
            tuple(effect.pairs(chosen)),
        )


def _relations(effect: Effect) -> Iterator[RelationChange]:
    """Answer the relations again that have a row which differs."""
    simulation, world = effect.simulation, effect.simulation.world
    flat = effect.here * len(world.states) + effect.there
    after = {(id(row.row), row.conduct): row.after for row in effect.rows}
    for field in world.fields:
        rows = [row for row in field.rows if row.duty or not simulation.duty]
        alike: dict[tuple[Answer, Answer, bytes], list[int]] = defaultdict(list)
        for conduct in range(len(world.conducts)):
            if not any((id(row), conduct) in after for row in rows):
                continue
            before_marks = [(row, simulation.ground.marks(row, conduct, flat)) for row in rows]
            was = _answers(join(before_marks, len(flat)))
            becomes = _answers(
                join(((row, after.get((id(row), conduct), marks)) for row, marks in before_marks), len(flat))
            )
            for before in set(was.tolist()):
                for then in set(becomes.tolist()) - {before}:
                    chosen = (was == before) & (becomes == then)
                    if chosen.any():
                        alike[as_answer(ORDER[before]), as_answer(ORDER[then]), chosen.tobytes()].append(
                            conduct
                        )
        for (answer, then_answer, bits), conducts in alike.items():
            chosen = np.frombuffer(bits, dtype=bool)
            yield RelationChange(
                field.measure,
                field.category,
                answer,
                then_answer,
                tuple(world.conducts[at] for at in conducts),
                tuple(effect.pairs(chosen)),
            )


def _answers(cells: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the place of each cell's answer in the engine's order: closed is closed, whatever kept it so."""
    place = np.array([ORDER.index(read(number).status) for number in range(64)], dtype=np.uint8)
    return np.take(place, cells)
