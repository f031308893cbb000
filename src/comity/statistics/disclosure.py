"""Disclosure control: a cell under the threshold is hidden, and a total is shown only if it narrows down no hidden cell.

Primary suppression: a count from 1 to ``threshold - 1`` is hidden; what a reader knows of it is that it lies in that range. Cells with
nothing in them are not listed, so that none and hidden can be told apart. Where the hidden cells of a month could be narrowed down
by its total, the total is hidden too, and likewise the sum over all months (no second cell is hidden in place of that).

    >>> shown = protect([Cell("2026-11", ("a",), 3), Cell("2026-11", ("b",), 9)], threshold=5)
    >>> [one.count for one in shown.cells], [one.count for one in shown.months], shown.total
    ([None, 9], [None], None)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from comity.statistics.plan import Cell


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it may be published; ``None``: hidden, between 1 and the threshold less one."""

    month: str
    values: tuple[str, ...]
    count: int | None


@dataclass(frozen=True, slots=True)
class Protected:
    """A measure's cells, its months' totals and its total, as they may be published."""

    cells: tuple[Shown, ...]
    months: tuple[Shown, ...]
    total: int | None


def protect(cells: Iterable[Cell], *, threshold: int) -> Protected:
    """Hide what has to be hidden.

    Raises:
        ValueError: the threshold hides nothing.
    """
    if threshold < 2:
        raise ValueError("a threshold under 2 hides nothing")
    ordered = sorted((one for one in cells if one.count), key=lambda one: (one.month, one.values))
    shown = tuple(
        Shown(one.month, one.values, one.count if one.count >= threshold else None) for one in ordered
    )
    months: list[Shown] = []
    open_cells: list[Cell] = []
    for month, group in groupby(ordered, key=lambda one: one.month):
        rows = list(group)
        safe = narrows_nothing(rows, threshold)
        months.append(Shown(month, (), sum(one.count for one in rows) if safe else None))
        if not safe:
            open_cells += rows
    total = sum(one.count for one in ordered) if narrows_nothing(open_cells, threshold) else None
    return Protected(shown, tuple(months), total)


def narrows_nothing(cells: Sequence[Cell], threshold: int) -> bool:
    """Say whether the sum of these cells leaves every hidden one anywhere from 1 to ``threshold - 1``.

    With ``k`` hidden cells that together make ``rest``, one of them lies between ``rest - (k-1)(threshold-1)`` and ``rest - (k-1)``.
    """
    hidden = [one.count for one in cells if one.count < threshold]
    if not hidden:
        return True
    others, rest = len(hidden) - 1, sum(hidden)
    return rest - others * (threshold - 1) <= 1 and rest - others >= threshold - 1
