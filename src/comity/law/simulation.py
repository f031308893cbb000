"""A simulation: one world made ready once, and what differs in it after some steps. The steps' effects in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from comity.law.atlas.difference import ON_OFFER, Ground, RowDifference
from comity.law.atlas.marks import DUAL, place
from comity.law.atlas.world import World
from comity.law.steps import Amend, Enact, Ratify, Step, lay_over, touched, touched_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from comity.law.book import Book

Weights = Mapping[tuple[str, str], float]
"""How much a pair counts: reports seen of one state's victims with a trace to the other, say. A pair not named counts nothing."""


class Simulation:
    """A book on a day, ready to be asked what steps would change.

    ``duty``: count only routes by which the state asked is bound. Other parameters as of
    :class:`~comity.law.atlas.world.World`, which may be given ready made.
    """

    def __init__(
        self,
        book: Book,
        on: date,
        *,
        states: Iterable[str] = (),
        measures: Iterable[str] = (),
        conducts: Iterable[str] = (),
        urgency: str = "routine",
        duty: bool = False,
        world: World | None = None,
    ) -> None:
        self.book, self.on, self.duty = book, on, duty
        self.world = world or World(
            book, on, states=states, measures=measures, conducts=conducts, urgency=urgency
        )
        self.ground = Ground(self.world)
        self._general = frozenset(book.general_treaties)

    def after(self, steps: Iterable[Step]) -> Effect:
        """Return what the steps change.

        Raises:
            BadInput: a step names what the book does not have.
        """
        steps = tuple(steps)
        book = lay_over(self.book, steps, self.on)
        other = self.world.changed(
            book,
            touched(self.book, steps),
            touched_pairs(steps),
            treaties=any(
                isinstance(step, Ratify) and self.book.treaty(step.treaty).id in self._general
                for step in steps
            ),
            offences=any(isinstance(step, Amend | Enact) for step in steps),
        )
        here, there = self.ground.pairs(other)
        rows = [found for found in self.ground.difference(other) if found.row.duty or not self.duty]
        return Effect(self, steps, other, here, there, rows)

    def weights(self, given: Weights) -> NDArray[np.float64]:
        """Return the weights of all pairs of places."""
        found = np.zeros((len(self.world.states),) * 2)
        for (requesting, requested), weight in given.items():
            if requesting in self.world.index and requested in self.world.index:
                found[self.world.index[requesting], self.world.index[requested]] = weight
        return found


@dataclass(frozen=True)
class Effect:
    """What steps change: for each row that differs, what it was and becomes for the pairs with a state touched."""

    simulation: Simulation
    steps: tuple[Step, ...]
    world: World
    here: NDArray[np.intp]
    there: NDArray[np.intp]
    rows: list[RowDifference]

    def _sum(self, chosen: Iterable[NDArray[np.bool_]]) -> NDArray[np.int64]:
        total = np.zeros(len(self.here), dtype=np.int64)
        for one in chosen:
            total += one
        return total

    @cached_property
    def opened(self) -> NDArray[np.int64]:
        """Count, for each pair, the routes on offer after that were not before."""
        return self._sum((row.was > ON_OFFER) & (row.becomes <= ON_OFFER) for row in self.rows)

    @cached_property
    def closed(self) -> NDArray[np.int64]:
        """Count the routes on offer before that are not after; what gives way to a treaty is counted apart."""
        return self._sum(
            (row.was <= ON_OFFER) & (row.becomes > ON_OFFER) & (row.becomes != place("displaced"))
            for row in self.rows
        )

    @cached_property
    def gives_way(self) -> NDArray[np.int64]:
        """Count the routes that give way to a treaty between the two."""
        return self._sum((row.was <= ON_OFFER) & (row.becomes == place("displaced")) for row in self.rows)

    @cached_property
    def no_longer_protected(self) -> NDArray[np.int64]:
        """Count the routes on offer after that a protection had closed."""
        return self._sum((row.was == place("protected")) & (row.becomes <= ON_OFFER) for row in self.rows)

    @cached_property
    def dual_not_asked(self) -> NDArray[np.int64]:
        """Count the routes on offer after for which dual criminality is no longer asked."""
        return self._sum(
            ((row.before & DUAL) != 0) & ((row.after & DUAL) == 0) & (row.becomes <= ON_OFFER)
            for row in self.rows
        )

    def weighted(self, counts: NDArray[np.int64], weights: NDArray[np.float64] | None) -> float:
        """Add up counts by pair, each as much as its pair counts; all equally without weights."""
        if weights is None:
            return float(counts.sum())
        return float((counts * weights[self.here, self.there]).sum())

    def pairs(self, chosen: NDArray[np.bool_]) -> list[tuple[str, str]]:
        """Return the pairs chosen, by name."""
        states = self.world.states
        return sorted(
            (states[one], states[two])
            for one, two in zip(self.here[chosen].tolist(), self.there[chosen].tolist(), strict=True)
        )
