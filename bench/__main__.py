"""Run the benches named (without a name, all that take no minutes), print a table, write the results as JSON."""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path

from bench import Figure
from comity.cli.output import note, print_table

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "latest.json"
WHEN_NAMED = frozenset({"setup"})
"""Takes minutes and the network's package cache: run only when asked for."""


def names() -> list[str]:
    return sorted(file.stem.removeprefix("bench_") for file in HERE.glob("bench_*.py"))


def row(found: Figure) -> list[str]:
    beside = "" if found.against is None else f"{found.beside} {found.against:,.4g}"
    ratio = "" if found.ratio is None else f"{found.ratio:.2f}"
    verdict = "" if found.within is None else ("holds" if found.within else "EXCEEDED")
    spread = f"{found.low:,.4g} - {found.high:,.4g}"
    return [found.what, f"{found.value:,.4g} {found.unit}", spread, beside, ratio, verdict]


def main(chosen: list[str]) -> int:
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        note(f"There is no bench {', '.join(unknown)}. There are: {', '.join(names())}.")
        return 2
    results: dict[str, list[Figure]] = {}
    for name in chosen or [one for one in names() if one not in WHEN_NAMED]:
        note(f"Measuring {name} ...")
        results[name] = list(importlib.import_module(f"bench.bench_{name}").measure())
        print_table(
            name, ["what", "median", "spread", "beside", "ratio", ""], [row(found) for found in results[name]]
        )
    RESULTS.parent.mkdir(exist_ok=True)
    document = {
        "schema": "comity.bench/1",
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "system": platform.system(),
        },
        "figures": {
            name: [{**asdict(one), "ratio": one.ratio, "within": one.within} for one in found]
            for name, found in results.items()
        },
    }
    RESULTS.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(any(one.within is False for found in results.values() for one in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
