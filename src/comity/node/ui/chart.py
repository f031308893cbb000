"""The geometry of the few charts we draw: bars for classes, columns over months. Templates write the SVG.

A suppressed cell is drawn as a hatched box of one fixed size, so that its length tells nothing. No colour is needed to read either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

HATCH = 34.0
"""Width or height of the box that stands for a suppressed cell, whatever it holds."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar or column: its label, its value (``None``: suppressed) and its box in SVG units."""

    label: str
    value: float | None
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Bars and the size of the paper they lie on."""

    width: float
    height: float
    bars: tuple[Bar, ...]


def _values(rows: Sequence[Mapping[str, Any]]) -> float:
    seen = [float(row["value"]) for row in rows if row["value"] is not None]
    return max(seen, default=0.0) or 1.0


def bars(
    rows: Sequence[Mapping[str, Any]], *, width: float = 640, label_width: float = 210, step: float = 34
) -> Drawing:
    """Lay rows ``{"label", "value"}`` out as horizontal bars from zero, one under the other."""
    room = width - label_width - 76
    most = _values(rows)
    laid = tuple(
        Bar(
            row["label"],
            row["value"],
            label_width,
            index * step + 6,
            HATCH if row["value"] is None else round(room * float(row["value"]) / most, 1),
            step - 12,
        )
        for index, row in enumerate(rows)
    )
    return Drawing(width, len(rows) * step, laid)


def columns(
    rows: Sequence[Mapping[str, Any]],
    *,
    width: float = 640,
    height: float = 200,
    foot: float = 24,
    head: float = 22,
) -> Drawing:
    """Lay rows out as columns from zero, left to right (for months; the template mirrors nothing: time runs one way)."""
    step = width / max(len(rows), 1)
    room = height - foot - head
    most = _values(rows)
    laid = []
    for index, row in enumerate(rows):
        tall = HATCH if row["value"] is None else room * float(row["value"]) / most
        gap = min(step * 0.2, 12)
        laid.append(
            Bar(
                row["label"],
                row["value"],
                round(index * step + gap, 1),
                round(head + room - tall, 1),
                round(step - 2 * gap, 1),
                round(tall, 1),
            )
        )
    return Drawing(width, height, tuple(laid))
