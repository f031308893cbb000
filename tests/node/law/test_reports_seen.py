"""Pairs of states are weighed by reports seen: counted once each, small numbers left out."""

from __future__ import annotations

from typing import Any

import pytest

from comity.node.law.reports_seen import least, reports_seen
from comity.node.triage.models import Assessment
from tests.node.desk.made import received
from tests.support.node import AT

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("at")]


def test_only_pairs_with_enough_reports_count_by_their_last_assessment(
    participants: Any, home_folder: Any
) -> None:
    owner = participants["de-police"]
    reports = [received(home_folder, owner, f"Konto {number}", at=AT) for number in range(least())]
    Assessment.objects.all().delete()
    for report in reports:
        Assessment.objects.create(
            report=report, at=AT, number=1, countries=["DE", "FR", "JP"], urgency="routine", book_digest="-"
        )
    assert reports_seen() == [["DE", "FR", least()], ["DE", "JP", least()]]
    Assessment.objects.create(
        report=reports[0], at=AT, number=2, countries=["DE", "JP"], urgency="routine", book_digest="-"
    )
    assert reports_seen() == [["DE", "JP", least()]]
