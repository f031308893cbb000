"""A plan: how a measure is counted. As SQL for an engine, and as plain Python: both give the same cells.

>>> from comity.statistics.measures import Measure
>>> cases = Measure("cases", "public", "case", ("offence",), (), {"en": ""}, {"en": ""})
>>> tally(cases, [("2026-11", "ETS185:2"), ("2026-11", "ETS185:2")])
[Cell(month='2026-11', values=('ETS185:2',), count=2)]
>>> query(cases)
('SELECT month, offence, count(*) FROM "case" GROUP BY ALL ORDER BY ALL', [])
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.statistics.measures import UNITS, Measure

Row = Sequence[str]
"""One counted thing: its unit's columns in order, all coded."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many in a month had these values."""

    month: str
    values: tuple[str, ...]
    count: int


def query(measure: Measure) -> tuple[str, list[str]]:
    """Return the SQL of a measure over the table of its unit, and its parameters.

    Names come from :data:`~comity.statistics.measures.UNITS` and nowhere else.
    """
    wanted = ["month", *measure.dimensions]
    conditions = " AND ".join(f"{name} = ?" for name, _ in measure.where)
    where = f" WHERE {conditions}" if conditions else ""
    sql = f'SELECT {", ".join(wanted)}, count(*) FROM "{measure.unit}"{where} GROUP BY ALL ORDER BY ALL'  # noqa: S608 - names of our own list
    return sql, [value for _, value in measure.where]


def tally(measure: Measure, rows: Iterable[Row]) -> list[Cell]:
    """Count a measure in plain Python: for a desk's own few rows, and to check an engine against."""
    columns = UNITS[measure.unit]
    place = {name: number for number, name in enumerate(columns)}
    counted: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        if all(row[place[name]] == value for name, value in measure.where):
            counted[tuple(row[place[name]] for name in ("month", *measure.dimensions))] += 1
    return [Cell(key[0], key[1:], count) for key, count in sorted(counted.items())]
