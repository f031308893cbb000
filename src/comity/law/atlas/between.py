"""What stands between two states: their assistance treaties, and how their laws compare; worked out once for a world."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from comity.law.atlas.columns import Between, Faces
from comity.law.sights import (
    of_assistance,
    of_assistance_between,
    of_basis,
    of_comparison,
    of_offences,
)

if TYPE_CHECKING:
    from comity.law.atlas.world import World


def assistance(world: World) -> tuple[Between, Between]:
    """Number the assistance treaties between each two states: all of them, and those an instrument takes over.

    Two pairs with the same faces and no treaty of their own have the same; each pair with one is looked up by itself.
    """
    setting = world.setting(0)
    faces = Faces.of(of_assistance(setting, state) for state in world.states)
    every: dict[Hashable, int] = {}
    basis: dict[Hashable, int] = {}
    count, kinds = len(world.states), len(faces.values)
    numbers, bases = np.zeros((2, count, count), dtype=np.int32)
    grid, base_grid = np.full((2, kinds, kinds), -1, dtype=np.int32)

    def find(here: int, there: int) -> tuple[int, int]:
        found = world.matter(world.states[here], world.states[there]).assistance
        kind = of_assistance_between(setting, found)
        world.treaties.setdefault(kind, found)
        return (
            every.setdefault(kind, len(every)),
            basis.setdefault(of_basis(found), len(basis)),
        )

    own = own_treaties(world)
    members: dict[int, list[int]] = defaultdict(list)
    for at, kind in enumerate(faces.numbers):
        members[int(kind)].append(at)
    for one in range(kinds):
        for two in range(kinds):
            pair = _without(own, members[one], members[two])
            if pair is not None:
                grid[one, two], base_grid[one, two] = find(*pair)
    numbers[:] = grid[np.ix_(faces.numbers, faces.numbers)]
    bases[:] = base_grid[np.ix_(faces.numbers, faces.numbers)]
    for here, there in own:
        numbers[here, there], bases[here, there] = find(here, there)
    np.fill_diagonal(numbers, 0)
    np.fill_diagonal(bases, 0)
    return Between(numbers, list(every)), Between(bases, list(basis))


def own_treaties(world: World) -> frozenset[tuple[int, int]]:
    """Return the pairs that have a treaty with each other alone, both ways round."""
    found: set[tuple[int, int]] = set()
    for row in world.book.contents.bilaterals:
        here, there = (world.index.get(state, -1) for state in row.states)
        if min(here, there) >= 0:
            found |= {(here, there), (there, here)}
    return frozenset(found)


def _without(
    own: frozenset[tuple[int, int]], ones: Iterable[int], others: Iterable[int]
) -> tuple[int, int] | None:
    """Return a pair of two different states that have no treaty of their own; nothing where all have one."""
    others = list(others)
    return next(((one, two) for one in ones for two in others if one != two and (one, two) not in own), None)


def laws(world: World, conduct: int) -> Between:
    """Number how the laws of each two states compare for a conduct, asked once for each pair of faces."""
    setting = world.setting(conduct)
    faces = Faces.of(of_offences(setting, state) for state in world.states)
    first = [world.states[int(at)] for at in np.unique(faces.numbers, return_index=True)[1]]
    index: dict[Hashable, int] = {}
    kinds = len(faces.values)
    grid = np.zeros((kinds, kinds), dtype=np.int32)
    for one in range(kinds):
        for two in range(kinds):
            key = (conduct, faces.values[one], faces.values[two])
            kind = world.compared.get(key)
            if kind is None:
                comparison = world.matter(first[one], first[two], conduct).comparison
                kind = world.compared[key] = of_comparison(setting, comparison)
                world.comparisons.setdefault((conduct, kind), comparison)
            grid[one, two] = index.setdefault(kind, len(index))
    return Between(grid[np.ix_(faces.numbers, faces.numbers)], list(index))
