from datetime import UTC, date, datetime, timedelta

import pytest

from comity.node.ui.clock_view import reading

NOW = datetime(2026, 11, 24, 1, 35, tzinfo=UTC)
ZONES = ("Europe/Berlin",)


def test_a_calm_clock_has_no_word_and_an_urgent_one_always_has() -> None:
    calm = reading({"kind": "deadline", "due": NOW + timedelta(days=3)}, NOW, ZONES)
    soon = reading({"kind": "deadline", "due": NOW + timedelta(hours=3)}, NOW, ZONES)
    over = reading({"kind": "deadline", "due": NOW - timedelta(hours=3)}, NOW, ZONES)
    assert [(one.word, one.shape) for one in (calm, soon, over)] == [
        ("", "calm"),
        ("Soon", "soon"),
        ("Overdue", "over"),
    ]


def test_a_floor_that_has_passed_is_no_lapse() -> None:
    seen = reading({"kind": "minimum", "due": date(2026, 11, 20)}, NOW, ZONES)
    assert (seen.shape, seen.word) == ("floor", "Floor reached")


def test_a_ceiling_that_has_passed_has_ended() -> None:
    assert reading({"kind": "ceiling", "due": date(2026, 11, 20)}, NOW, ZONES).word == "Ended"


def test_the_last_safe_day_warns_a_week_before() -> None:
    assert reading({"kind": "last_safe_day", "due": date(2026, 11, 29)}, NOW, ZONES).word == "Act now"
    assert reading({"kind": "last_safe_day", "due": date(2026, 12, 18)}, NOW, ZONES).word == ""


@pytest.mark.parametrize(("state", "word"), [("met", "Met"), ("stopped", "Stopped")])
def test_a_clock_that_was_met_or_stopped_never_alarms(state: str, word: str) -> None:
    seen = reading({"kind": "deadline", "due": NOW - timedelta(days=1), "state": state}, NOW, ZONES)
    assert (seen.word, seen.shape) == (word, "met")


def test_a_kind_the_pages_do_not_know_is_read_aloud() -> None:
    assert (
        reading({"kind": "quarantine_period", "due": date(2026, 12, 24)}, NOW, ZONES).kind
        == "quarantine period"
    )
