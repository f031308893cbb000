"""A simulation: one world made ready once, and what differs in it after some steps. The steps' effects in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from comity.law.atlas.difference import ON_OFFER, Difference, Ground
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
        return Effect(self, steps, other, Difference(self.ground, other, duty=self.duty))

    def weights(self, given: Weights) -> NDArray[np.float64]:
        """Return the weights of all pairs of places."""
        found = np.zeros((len(self.world.states),) * 2)
        for (requesting, requested), weight in given.items():
            if requesting in self.world.index and requested in self.world.index:
                found[self.world.index[requesting], self.world.index[requested]] = weight
        return found


def _count(chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Count the rows chosen, for each pair."""
    found: NDArray[np.int64] = np.sum(chosen, axis=0, dtype=np.int64)
    return found


@dataclass(frozen=True)
class Effect:
    """What steps change: for each row that differs, what it was and becomes for the pairs with a state touched."""

    simulation: Simulation
    steps: tuple[Step, ...]
    world: World
    difference: Difference

    @property
    def here(self) -> NDArray[np.intp]:
        """Return the places of the states that ask."""
        return self.difference.here

    @property
    def there(self) -> NDArray[np.intp]:
        """Return the places of the states asked."""
        return self.difference.there

    @property
    def _was_on_offer(self) -> NDArray[np.bool_]:
        return self.difference.was <= ON_OFFER

    @property
    def _is_on_offer(self) -> NDArray[np.bool_]:
        return self.difference.becomes <= ON_OFFER

    @cached_property
    def opened(self) -> NDArray[np.int64]:
        """Count, for each pair, the routes on offer after that were not before."""
        return _count(~self._was_on_offer & self._is_on_offer)

    @cached_property
    def closed(self) -> NDArray[np.int64]:
        """Count the routes on offer before that are not after; what gives way to a treaty is counted apart."""
        gone = self._was_on_offer & ~self._is_on_offer
        return _count(gone & (self.difference.becomes != place("displaced")))

    @cached_property
    def gives_way(self) -> NDArray[np.int64]:
        """Count the routes that give way to a treaty between the two."""
        return _count(self._was_on_offer & (self.difference.becomes == place("displaced")))

    @cached_property
    def no_longer_protected(self) -> NDArray[np.int64]:
        """Count the routes on offer after that a protection had closed."""
        return _count((self.difference.was == place("protected")) & self._is_on_offer)

    @cached_property
    def dual_not_asked(self) -> NDArray[np.int64]:
        """Count the routes on offer after for which dual criminality is no longer asked."""
        asked, asks = self.difference.before & DUAL, self.difference.after & DUAL
        return _count((asked != 0) & (asks == 0) & self._is_on_offer)

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
