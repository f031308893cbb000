"""How long help took that this node asked for: medians over its own requests, by instrument, state and measure; never of a few.

What the law engine says of expected time rests on it where there is enough (``comity.law.expected``). Fewer than five replies are not
told at all: they would show another desk's matters.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from statistics import median

from comity.law.expected import FEWEST_REPLIES, Measured
from comity.node.assistance.models import Request, Step

HELPED = frozenset({"preserved", "held", "partly_held", "executed", "answered", "produced", "seized"})
"""States of a life cycle in which the help asked for is there."""
_RECENT = timedelta(days=730)
"""How old a request may be: what offices did longer ago says little of what they do."""
Reply = tuple[str, str, str, datetime, datetime]
"""Instrument, state asked, measure, when it was sent, when the help was there."""


def measured(at: datetime) -> tuple[Measured, ...]:
    """Return the medians of this node's own requests abroad up to an instant, where there are at least five."""
    first: dict[object, Reply] = {}
    rows = Step.objects.filter(
        part__request__direction=Request.Direction.OUT, part__request__sent_at__gte=at - _RECENT, target__in=HELPED, at__lte=at
    ).order_by("at").values_list(
        "part__request_id", "part__request__instrument", "part__request__requested", "part__request__measure", "part__request__sent_at",
        "at", "part__request__requesting",
    )  # fmt: skip
    for key, instrument, requested, measure, sent, done, requesting in rows:
        if sent is not None and requesting != requested:  # an order at home is no reply from abroad
            first.setdefault(key, (instrument, requested, measure, sent, done))
    return medians(first.values())


def medians(replies: Iterable[Reply]) -> tuple[Measured, ...]:
    """Return the median days by instrument, state and measure; groups of fewer than five are left out."""
    groups: dict[tuple[str, str, str], list[tuple[timedelta, date]]] = defaultdict(list)
    for instrument, requested, measure, sent, done in replies:
        groups[instrument, requested, measure].append((done - sent, done.date()))
    return tuple(
        Measured(
            instrument, requested, max(1, math.ceil(median(_days(gap) for gap, _ in found))), len(found), measure,
            max(day for _, day in found).isoformat(),
        )
        for (instrument, requested, measure), found in sorted(groups.items())
        if len(found) >= FEWEST_REPLIES
    )  # fmt: skip


def _days(gap: timedelta) -> float:
    return gap / timedelta(days=1)
