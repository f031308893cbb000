"""Figures as they leave: the document ``comity.figures/1`` and its CSV.

A hidden cell has ``null`` and ``suppressed: true``; every measure carries its counting rule. In CSV a value that a spreadsheet would
take for a formula is led by an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from comity.statistics.disclosure import Protected
from comity.statistics.measures import Measure

SCHEMA = "comity.figures/1"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def document(
    found: Iterable[tuple[Measure, Protected]], *, node: str, country: str, built_at: datetime, threshold: int
) -> dict[str, Any]:
    """Write figures as a document."""
    return {
        "schema": SCHEMA,
        "node": node,
        "country": country,
        "built_at": built_at.astimezone(UTC).isoformat(timespec="seconds"),
        "threshold": threshold,
        "suppression": {
            "cells": f"counts from 1 to {threshold - 1} are hidden; combinations that are not listed had none",
            "totals": "a total is hidden where it would narrow down a hidden cell",
        },
        "measures": [_measure(measure, shown) for measure, shown in found],
    }


def _measure(measure: Measure, shown: Protected) -> dict[str, Any]:
    return {
        "id": measure.id,
        "unit": measure.unit,
        "title": dict(measure.title),
        "rule": dict(measure.rule),
        "dimensions": list(measure.dimensions),
        "cells": [
            {
                "month": one.month,
                **dict(zip(measure.dimensions, one.values, strict=True)),
                **_count(one.count),
            }
            for one in shown.cells
        ],
        "months": [{"month": one.month, **_count(one.count)} for one in shown.months],
        "total": _count(shown.total),
    }


def _count(count: int | None) -> dict[str, Any]:
    return {"count": count, "suppressed": count is None}


def table(figures: Mapping[str, Any]) -> str:
    """Write a document as CSV: a line for each cell and for each total; hidden ones are empty and say so."""
    names = list(dict.fromkeys(name for measure in figures["measures"] for name in measure["dimensions"]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["figure", "level", "month", *names, "count", "suppressed"])
    for measure in figures["measures"]:
        lines = [("cell", row) for row in measure["cells"]]
        lines += [("month", row) for row in measure["months"]]
        lines.append(("total", measure["total"]))
        for level, row in lines:
            values = [measure["id"], level, row.get("month", ""), *(row.get(name, "") for name in names)]
            count = "" if row["count"] is None else str(row["count"])
            writer.writerow(
                [*(harmless(str(value)) for value in values), count, "yes" if row["suppressed"] else "no"]
            )
    return out.getvalue()


def harmless(value: str) -> str:
    """Lead a value that a spreadsheet would run by an apostrophe.

    >>> harmless("=1+1"), harmless("plain")
    ("'=1+1", 'plain')
    """
    return f"'{value}" if value.startswith(_FORMULA) else value
