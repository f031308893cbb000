"""What stands between two states: their assistance treaties, and how their laws compare; worked out once for a world.

Both are asked of the engine once for each pair of faces. Where records of a few states change, only pairs with one of
them are looked at again, and the numbers in use keep their meaning.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from comity.law.atlas.columns import Between
from comity.law.sights import (
    of_assistance,
    of_assistance_between,
    of_basis,
    of_comparison,
    of_offences,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from comity.law.atlas.world import World

Pairs = Iterable[tuple[int, int]]


@dataclass(frozen=True)
class Assisting:
    """The assistance treaties between each two states: all, and those an instrument takes over; the faces they come from."""

    faces: list[int]
    every: Between
    basis: Between


@dataclass(frozen=True)
class Comparing:
    """How the laws of each two states compare, and the faces that comes from."""

    faces: list[int]
    kinds: Between


def _faces(world: World, found: Iterable[Hashable]) -> list[int]:
    return [world.numbers.setdefault(face, len(world.numbers)) for face in found]


def _anew(before: list[int], places: Iterable[int], faces: list[int]) -> list[int]:
    found = list(before)
    for at, face in zip(places, faces, strict=True):
        found[at] = face
    return found


def _with(places: Iterable[int], count: int) -> Iterable[tuple[int, int]]:
    """Yield the pairs with one of the places, both ways round."""
    for here in places:
        for there in range(count):
            if here != there:
                yield here, there
                yield there, here


def assistance(world: World) -> Assisting:
    """Number the assistance treaties between each two states."""
    setting, count = world.setting(0), len(world.states)
    faces = _faces(world, (of_assistance(setting, state) for state in world.states))
    numbers = np.zeros((2, count, count), dtype=np.int32)
    every = ((here, there) for here in range(count) for there in range(count) if here != there)
    return _assist(world, faces, numbers, ({}, {}), every)


def assistance_again(world: World, before: Assisting, places: list[int], pairs: Pairs = ()) -> Assisting:
    """Number them again for the places and the pairs whose records differ."""
    setting = world.setting(0)
    anew = _faces(world, (of_assistance(setting, world.states[at]) for at in places))
    faces = _anew(before.faces, places, anew)
    numbers = np.stack([before.every.numbers, before.basis.numbers])
    known = tuple({value: at for at, value in enumerate(one.values)} for one in (before.every, before.basis))
    moved = [at for at in places if faces[at] != before.faces[at]]
    return _assist(world, faces, numbers, (known[0], known[1]), (*_with(moved, len(world.states)), *pairs))


def _assist(
    world: World,
    faces: list[int],
    numbers: NDArray[np.int32],
    known: tuple[dict[Hashable, int], dict[Hashable, int]],
    pairs: Pairs,
) -> Assisting:
    own = own_treaties(world)
    every, bases = known
    for here, there in pairs:
        key = ("assistance", faces[here], faces[there], own.get((here, there)))
        seen = world.compared.get(key)
        if seen is None:
            found = world.matter(world.states[here], world.states[there]).assistance
            seen = of_assistance_between(world.setting(0), found), of_basis(found)
            world.compared[key] = seen
            world.treaties.setdefault(seen[0], found)
        kind, basis = seen
        numbers[0, here, there] = every.setdefault(kind, len(every))
        numbers[1, here, there] = bases.setdefault(basis, len(bases))
    return Assisting(
        faces, Between(numbers[0], list(every) or [()]), Between(numbers[1], list(bases) or [()])
    )


def own_treaties(world: World) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return the treaties two states have with each other alone, by pair, both ways round."""
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for row in world.book.contents.bilaterals:
        here, there = (world.index.get(state, -1) for state in row.states)
        if min(here, there) >= 0:
            found[here, there] = found[there, here] = (*found.get((here, there), ()), row.id)
    return found


def laws(world: World, conduct: int) -> Comparing:
    """Number how the laws of each two states compare for a conduct."""
    setting, count = world.setting(conduct), len(world.states)
    faces = _faces(world, (of_offences(setting, state) for state in world.states))
    numbers = np.zeros((count, count), dtype=np.int32)
    every = ((here, there) for here in range(count) for there in range(count) if here != there)
    return _compare(world, conduct, every, Comparing(faces, Between(numbers, [])))


def laws_again(world: World, conduct: int, before: Comparing, places: list[int]) -> Comparing:
    """Number them again for the places whose records differ; the same where no face does."""
    setting = world.setting(conduct)
    anew = _faces(world, (of_offences(setting, world.states[at]) for at in places))
    faces = _anew(before.faces, places, anew)
    moved = [at for at in places if faces[at] != before.faces[at]]
    if not moved:
        return before
    start = Comparing(faces, Between(before.kinds.numbers.copy(), before.kinds.values))
    return _compare(world, conduct, _with(moved, len(world.states)), start)


def _compare(world: World, conduct: int, pairs: Pairs, start: Comparing) -> Comparing:
    """Compare the laws of the pairs, numbering on from what is known at the start."""
    faces, numbers = start.faces, start.kinds.numbers
    index: dict[Hashable, int] = {value: at for at, value in enumerate(start.kinds.values)}
    for here, there in pairs:
        key = ("laws", conduct, faces[here], faces[there])
        kind = world.compared.get(key)
        if kind is None:
            comparison = world.matter(world.states[here], world.states[there], conduct).comparison
            kind = world.compared[key] = of_comparison(world.setting(conduct), comparison)
            world.comparisons.setdefault((conduct, kind), comparison)
        numbers[here, there] = index.setdefault(kind, len(index))
    return Comparing(faces, Between(numbers, list(index) or [()]))
