from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from comity.node.ui import times

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
BOTH = ("Asia/Tokyo", "Europe/Berlin")


def test_the_line_of_a_deadline_is_what_is_left_and_both_walls() -> None:
    due = datetime(2026, 11, 24, 0, 40, tzinfo=UTC) + timedelta(hours=1, minutes=30)
    assert times.left_and_walls(due, NOW, BOTH) == "2 h 10 min left; Tue 11:10 Tokyo, 03:10 Berlin"


def test_the_day_is_said_again_only_where_it_differs() -> None:
    assert (
        times.instant(datetime(2026, 11, 24, 18, 30, tzinfo=UTC), BOTH) == "Wed 03:30 Tokyo, Tue 19:30 Berlin"
    )


def test_an_instant_is_the_same_moment_over_a_change_of_summer_time() -> None:
    before = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert times.instant(before, ("Europe/Berlin",)) == "Sun 02:30 Berlin"
    assert times.instant(before + timedelta(hours=1), ("Europe/Berlin",)) == "Sun 02:30 Berlin"


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        times.instant(datetime(2026, 11, 24, 18, 30), BOTH)


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (0.5, "30 min"),
        (28 + 38 / 60, "28 h 38 min"),
        (50, "2 days 2 h"),
        (48.5, "2 days"),
        (24 * 24, "24 days"),
    ],
)
def test_a_length_is_said_as_a_desk_says_it(hours: float, text: str) -> None:
    assert times.duration(timedelta(hours=hours)) == text


@pytest.mark.parametrize(
    ("day", "text", "tone"),
    [
        (date(2026, 11, 23), "1 day over", "over"),
        (date(2026, 11, 24), "today is the last day", "soon"),
        (date(2026, 11, 25), "1 day left", "calm"),
        (date(2027, 1, 23), "60 days left", "calm"),
    ],
)
def test_a_day_is_counted_in_days_of_its_place(day: date, text: str, tone: str) -> None:
    left = times.remaining(day, NOW, zone="Europe/Berlin")
    assert (left.text, left.tone) == (text, tone)


def test_a_day_ends_at_midnight_of_the_place_whose_day_it_is() -> None:
    assert times.end_of(date(2026, 11, 24), "Asia/Tokyo") == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    # A day of 25 hours: the clocks go back.
    assert times.end_of(date(2026, 10, 25), "Europe/Berlin") == datetime(2026, 10, 25, 23, 0, tzinfo=UTC)


def test_a_date_is_never_shifted() -> None:
    assert times.day(date(2026, 12, 18)) == "Fri, 18 Dec 2026"
    with translation.override("de"):
        assert times.day(date(2026, 12, 18)) == "Fr., 18. Dez. 2026"


def test_cities_and_words_follow_the_language() -> None:
    due = NOW + timedelta(hours=2)
    with translation.override("de"):
        assert times.left_and_walls(due, NOW, BOTH) == "noch 2 Std. 0 Min.; Di 11:00 Tokio, 03:00 Berlin"
