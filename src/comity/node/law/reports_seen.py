"""How many reports of one state's people have a trace to another: what routes between the two may be weighed by.

Counts only, over coded columns; a pair under the threshold of the figures counts nothing, so that nobody can be recognised.
"""

from __future__ import annotations

from collections import Counter

from comity.node.triage.models import Assessment
from comity.statistics.measures import load


def least() -> int:
    """Return the number of reports from which a pair counts."""
    return int(load().threshold)


def reports_seen() -> list[list[str | int]]:
    """Return, for each pair of states, how many reports there are: ``[[of whose people, with a trace to, number], ...]``."""
    latest: dict[object, list[str]] = {}
    rows = Assessment.objects.order_by("report_id", "number").values_list("report_id", "countries")
    for report, countries in rows:
        latest[report] = countries
    counted = Counter((one[0], other) for one in latest.values() for other in set(one[1:]) - {one[0]} if one)
    return [[asks, other, number] for (asks, other), number in sorted(counted.items()) if number >= least()]
