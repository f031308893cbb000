"""Run plans on DuckDB, in memory, without extensions, over files of coded columns.

with Engine(folder) as engine:
    engine.load("report", rows)
    cells = engine.count(measure)
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from comity.statistics.measures import UNITS, Measure
from comity.statistics.plan import Cell, Row, query


class Engine:
    """One run: tables are loaded, measures counted, and nothing stays."""

    def __init__(self, folder: Path, *, memory: str = "256MB", threads: int = 1) -> None:
        import duckdb

        self._folder = folder
        self._connection: Any = duckdb.connect(
            config={
                "memory_limit": memory,
                "threads": threads,
                "temp_directory": str(folder),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )

    def load(self, unit: str, rows: Iterable[Row]) -> int:
        """Load the rows of a unit by way of a file that is gone afterwards; return how many there were."""
        columns = UNITS[unit]
        count = 0
        with tempfile.NamedTemporaryFile(
            "w", dir=self._folder, suffix=".csv", newline="", encoding="utf-8"
        ) as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            for row in rows:
                writer.writerow(row)
                count += 1
            file.flush()
            kinds = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
            self._connection.execute(
                f"CREATE TABLE \"{unit}\" AS SELECT * FROM read_csv(?, header=false, auto_detect=false, allow_quoted_nulls=false, quote='\"', escape='\"', "  # noqa: S608 - names of our own list
                f"new_line='\\r\\n', delim=',', columns={{{kinds}}})",
                [file.name],
            )
        return count

    def count(self, measure: Measure) -> list[Cell]:
        """Count a measure."""
        sql, parameters = query(measure)
        rows = self._connection.execute(sql, parameters).fetchall()
        return [Cell(row[0], tuple(row[1:-1]), int(row[-1])) for row in rows]

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
