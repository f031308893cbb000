"""What if: ratify, withdraw a reservation, amend an offence, add a power, conclude a treaty. Before and after, for whom.

The answer lists the routes that open, close, give way to a treaty, or change between open and conditional, each with the
pairs of states and the conduct; beside them the protections that fall away and those that are missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from comity.kernel.finding import Reason
from comity.law.atlas.answers import NUMBERS, as_answer, read
from comity.law.atlas.difference import ON_OFFER
from comity.law.atlas.notice import notice
from comity.law.atlas.table import join
from comity.law.protections import fall_away, missing
from comity.law.saying import says
from comity.law.simulation import Effect, Simulation
from comity.law.status import ORDER, Status
from comity.law.steps import Ratify, Step, document, in_force, takes_away, touched, touched_pairs
from comity.law.words import reason_document

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from comity.law.atlas.answers import Answer
    from comity.law.atlas.relations import Field, Row
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
    world, difference = effect.world, effect.difference
    alike: dict[tuple[int, int, bytes], list[int]] = defaultdict(list)
    rows: dict[int, Row] = {}
    moves = difference.was.astype(np.int16) * len(ORDER) + difference.becomes
    moved = difference.was != difference.becomes
    for at in np.flatnonzero(moved.any(axis=1)).tolist():
        row, conduct = difference.rows[at]
        rows[id(row)] = row
        for code in np.unique(moves[at][moved[at]]).tolist():
            alike[id(row), code, (moves[at] == code).tobytes()].append(conduct)
    for (name, code, chosen), conducts in alike.items():
        row = rows[name]
        before, after = divmod(code, len(ORDER))
        yield Change(
            row.instrument.id,
            row.instrument.title,
            row.measure,
            row.category,
            ORDER[before],
            ORDER[after],
            tuple(world.conducts[at] for at in sorted(conducts)),
            tuple(effect.pairs(np.frombuffer(chosen, dtype=bool))),
        )


def _relations(effect: Effect) -> Iterator[RelationChange]:
    """Answer the relations again that have a row which differs."""
    simulation, world = effect.simulation, effect.simulation.world
    conducts, count = range(len(world.conducts)), len(effect.here)
    difference = effect.difference
    after = {(id(row), conduct): difference.after[at] for at, (row, conduct) in enumerate(difference.rows)}
    concerned = {id(row) for row, _ in difference.rows}
    for field in world.fields:
        rows = [row for row in field.rows if row.duty or not simulation.duty]
        if not any(id(row) in concerned for row in rows):
            continue
        marks = [(row, [difference.marks(row, conduct) for conduct in conducts]) for row in rows]
        old = ((row, np.concatenate(found)) for row, found in marks)
        new = (
            (row, np.concatenate([after.get((id(row), conduct), found[conduct]) for conduct in conducts]))
            for row, found in marks
        )
        was, becomes = (_answers(join(rows, count * len(conducts))) for rows in (old, new))
        yield from _alike(effect, field, was.reshape(-1, count), becomes.reshape(-1, count))


def _alike(
    effect: Effect, field: Field, was: NDArray[np.uint8], becomes: NDArray[np.uint8]
) -> Iterator[RelationChange]:
    """Put together the relations whose answer changes alike, by conduct and pair."""
    alike: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    moves = was.astype(np.int16) * len(ORDER) + becomes
    for conduct in range(len(was)):
        for code in np.unique(moves[conduct][was[conduct] != becomes[conduct]]).tolist():
            alike[code, (moves[conduct] == code).tobytes()].append(conduct)
    for (code, chosen), conducts in alike.items():
        before, after = divmod(code, len(ORDER))
        yield RelationChange(
            field.measure,
            field.category,
            as_answer(ORDER[before]),
            as_answer(ORDER[after]),
            tuple(effect.world.conducts[at] for at in conducts),
            tuple(effect.pairs(np.frombuffer(chosen, dtype=bool))),
        )


def _answers(cells: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the place of each cell's answer in the engine's order: closed is closed, whatever kept it so."""
    return np.take(_places(), cells)


@lru_cache(maxsize=1)
def _places() -> NDArray[np.uint8]:
    return np.array([ORDER.index(read(number).status) for number in range(NUMBERS)], dtype=np.uint8)
