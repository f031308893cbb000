"""Replies measured here: medians of five and more, never of a few."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from comity.node.assistance.measuring import Reply, medians

pytestmark = pytest.mark.node
SENT = datetime(2026, 11, 1, tzinfo=UTC)


def replies(*days: float, to: str = "JP") -> list[Reply]:
    return [("way", to, "hold", SENT, SENT + timedelta(days=one)) for one in days]


def test_the_median_of_five_is_told_with_its_number_and_its_last_day() -> None:
    (one,) = medians(replies(1, 2, 3, 9, 30))
    assert (one.instrument, one.requested, one.measure) == ("way", "JP", "hold")
    assert (one.days, one.replies, one.until) == (3, 5, "2026-12-01")


def test_fewer_than_five_are_not_told_and_states_are_not_thrown_together() -> None:
    assert medians(replies(1, 2, 3, 4)) == ()
    assert medians([*replies(1, 2, 3), *replies(1, 2, to="FR")]) == ()


def test_help_within_hours_counts_as_a_day() -> None:
    assert medians(replies(0.1, 0.1, 0.1, 0.2, 0.2))[0].days == 1
