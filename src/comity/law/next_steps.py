"""Ranked next steps: which single step, or which k steps together, of a state or a region open most routes.

Routes are counted equally, or each pair as much as it is given (reports seen). A step that only takes a protection away is
never ranked: it is shown apart, with what it takes away. Steps are ranked, never states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Any, Literal

from comity.facts.strict import nearest
from comity.kernel.errors import Fault, declare, raise_all
from comity.law.atlas.notice import notice
from comity.law.atlas.relations import core_conduct
from comity.law.joining import can_join
from comity.law.protections import fall_away, missing
from comity.law.saying import says
from comity.law.simulation import Effect, Simulation, Weights
from comity.law.steps import (
    KINDS,
    Amend,
    Conclude,
    Empower,
    Enact,
    Ratify,
    Step,
    Withdraw,
    document,
    in_force,
    kind_of,
    takes_away,
)
from comity.law.words import reason_document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from comity.kernel.finding import Reason
    from comity.law.book import Book

NO_STATES = declare(
    "law.next_steps.no_state",
    "No state is named whose steps to rank.",
    "Name a state, or the states of a region.",
)
NO_STATE = declare("law.next_steps.unknown_state", "The book has no state {state!r}.{nearest}")
NO_KIND = declare(
    "law.next_steps.no_kind", "{kind!r} is no kind of step.{nearest}", "The kinds are: {known}."
)
BAD_NUMBER = declare("law.next_steps.bad_number", "{number} steps cannot be ranked.", "Ask for 1 to 5.")
MOST_STEPS = 5
ALL_TRIED = 3000
"""Up to so many sets of steps all are tried; beyond, the best step is added to the best so far."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One set of steps with its effect. ``gain``: the routes opened, weighted; ``pairs``: between whom."""

    steps: tuple[Step, ...]
    gain: float
    opened: int
    closed: int
    gives_way: int
    pairs: int
    falls_away: tuple[Reason, ...]
    missing: tuple[Reason, ...]

    @property
    def only_takes_away(self) -> bool:
        """Say whether all the steps do is to take protections away."""
        return all(takes_away(step) for step in self.steps)


@dataclass(frozen=True)
class NextSteps:
    """The answer. ``ranked``: the best first; ``taking_away``: what only takes protections away, apart and by name."""

    book: Book
    on: date
    states: tuple[str, ...]
    number: int
    weighted: bool
    search: Literal["all", "one_by_one"]
    candidates: int
    ranked: tuple[Ranked, ...]
    taking_away: tuple[Ranked, ...]
    duty: bool
    seen_on: date

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON document ``comity.next-steps/1``."""

        def one(found: Ranked) -> dict[str, Any]:
            return {
                "steps": [{**document(step), "text": says(self.book, step, lang)} for step in found.steps],
                "gain": found.gain,
                "routes": {
                    "opened": found.opened,
                    "closed": found.closed,
                    "gives_way": found.gives_way,
                },
                "pairs": found.pairs,
                "protections_that_fall_away": [reason_document(one, lang) for one in found.falls_away],
                "protections_missing": [reason_document(one, lang) for one in found.missing],
            }

        return {
            "schema": "comity.next-steps/1",
            "book": {"version": self.book.version, "digest": self.book.digest},
            "on": self.on.isoformat(),
            "layer": "duty" if self.duty else "any",
            "states": list(self.states),
            "number": self.number,
            "weights": "given" if self.weighted else "equal",
            "search": self.search,
            "candidates": self.candidates,
            "ranked": [one(found) for found in self.ranked],
            "only_take_protection_away": [one(found) for found in self.taking_away],
            "notice": notice(self.book, self.states, self.seen_on, lang),
        }


def next_steps(
    simulation: Simulation,
    states: Sequence[str],
    *,
    number: int = 1,
    kinds: Iterable[str] = (),
    weights: Weights | None = None,
    first: int = 10,
) -> NextSteps:
    """Rank the next steps of a state or a region: sets of ``number`` steps of the ``kinds`` named (all without).

    ``weights``: how much each pair counts; equally without. ``first``: how many are explained.

    Raises:
        BadInput: no state, one the book does not have, no such kind of step, a number that cannot be ranked.
    """
    kinds = tuple(kinds)
    raise_all(faults(simulation.world.index, states, kinds, number))
    possible = [
        step
        for state in sorted(set(states))
        for step in candidates(simulation, state)
        if not kinds or kind_of(step) in kinds
    ]
    possible = list(dict.fromkeys(possible))
    given = None if weights is None else simulation.weights(weights)
    count = comb(len(possible), number)
    search: Literal["all", "one_by_one"] = "all" if number == 1 or count <= ALL_TRIED else "one_by_one"
    sets = (
        combinations(possible, number)
        if search == "all"
        else _one_by_one(simulation, possible, number, given)
    )
    scored = ((_score(simulation.after(one), given), one) for one in sets)
    useful = sorted((one for one in scored if one[0][0] < 0), key=lambda one: (one[0], repr(one[1])))
    building = [steps for _, steps in useful if not all(map(takes_away, steps))]
    taking = sorted((steps for _, steps in useful if all(map(takes_away, steps))), key=repr)
    return NextSteps(
        book=simulation.book,
        on=simulation.on,
        states=tuple(sorted(set(states))),
        number=number,
        weighted=weights is not None,
        search=search,
        candidates=len(possible),
        ranked=tuple(_ranked(simulation.after(steps), given) for steps in building[:first]),
        taking_away=tuple(_ranked(simulation.after(steps), given) for steps in taking[:first]),
        duty=simulation.duty,
        seen_on=simulation.world.seen_on,
    )


def faults(known: Iterable[str], states: Sequence[str], kinds: Sequence[str], number: int) -> list[Fault]:
    """Return what of the question cannot be ranked: states that are not among those known, kinds of step that there are not."""
    known = tuple(known)
    found = [] if states else [NO_STATES.fault()]
    found += [NO_STATE.fault(state=one, nearest=nearest(one, known)) for one in states if one not in known]
    found += [
        NO_KIND.fault(kind=one, nearest=nearest(one, KINDS), known=", ".join(KINDS))
        for one in kinds
        if one not in KINDS
    ]
    if not 1 <= number <= MOST_STEPS:
        found.append(BAD_NUMBER.fault(number=number))
    return found


def _score(effect: Effect, weights: NDArray[np.float64] | None) -> tuple[float, float, int]:
    """Return what orders effects, the best first: routes opened, then fewer closed, then fewer steps that take away."""
    return (
        -effect.weighted(effect.opened, weights),
        effect.weighted(effect.closed, weights),
        sum(takes_away(step) for step in effect.steps),
    )


def _one_by_one(
    simulation: Simulation, possible: Sequence[Step], number: int, weights: NDArray[np.float64] | None
) -> Iterator[tuple[Step, ...]]:
    """Yield sets made by adding one step to the best set so far."""
    chosen: tuple[Step, ...] = ()
    for length in range(1, number + 1):
        sets = [(*chosen, step) for step in possible if step not in chosen]
        if length == number:
            yield from sets
            return
        chosen = min(sets, key=lambda one: (_score(simulation.after(one), weights), repr(one)))


def _ranked(effect: Effect, weights: NDArray[np.float64] | None) -> Ranked:
    return Ranked(
        effect.steps,
        effect.weighted(effect.opened, weights),
        int(effect.opened.sum()),
        int(effect.closed.sum()),
        int(effect.gives_way.sum()),
        int((effect.opened > 0).sum()),
        fall_away(effect.simulation.book, effect.steps, effect),
        missing(effect),
    )


def candidates(simulation: Simulation, state: str) -> Iterator[Step]:
    """Yield the single steps a state could take next, as far as the book shows a gap: where it is silent, none is seen."""
    book, on = simulation.book, simulation.on
    for treaty in book.treaties:
        if (
            in_force(treaty, on)
            and can_join(book, treaty, state)
            and book.standing(treaty.id, state, on).force == "no"
        ):
            yield Ratify(state, treaty.id)
    for treaty in book.treaties:
        rows = book.reservations(state, treaty.id, on=on)
        yield from (
            Withdraw(state, treaty.id, article) for article in dict.fromkeys(row.article for row in rows)
        )
    yield from _offences(book, state, on)
    for measure in dict.fromkeys(one.power for one in book.measures if one.power):
        power = book.power(state, measure, on)
        if power is not None and (power.available != "full" or power.data_categories is not None):
            yield Empower(state, measure)
    for other in simulation.world.states:
        if other != state and not book.assistance_treaties(state, other, on):
            yield Conclude(*sorted((state, other)))


def _offences(book: Book, state: str, on: date) -> Iterator[Step]:
    """Yield what law could change: an offence that is missing, or one that asks more than its article."""
    for article in core_conduct(book):
        rows = book.offences(state, article.id, on)
        read = [row for row in rows if row.coverage in ("full", "partial")]
        if rows and not read and all(row.coverage == "none" for row in rows):
            yield Enact(state, article.id)
        extra = tuple(
            dict.fromkeys(name for row in read for name in row.requires if name not in article.core)
        )
        whole = any(row.coverage == "full" and not set(row.requires) - set(article.core) for row in read)
        if extra and not whole:
            yield Amend(state, article.id, drop=extra)
