"""The last safe day of the demonstration case, and that it is safe."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from comity.clocks.calendars import Calendar
from comity.clocks.safe_day import last_safe_day

JAPAN, GERMANY = Calendar.of("JP"), Calendar.of("DE")


def test_lantern():
    got = last_safe_day(date(2027, 1, 23), JAPAN, GERMANY, processing_weeks=5)
    assert got.last_working_day == date(2027, 1, 22)
    assert got.dispatch == date(2026, 12, 18)
    assert date(2026, 12, 25) in got.closed_here and date(2027, 1, 1) in got.closed_there


def test_translation_comes_off_before():
    got = last_safe_day(date(2027, 1, 23), JAPAN, GERMANY, processing_weeks=5, translation_days=10)
    assert got.to_translator == date(2026, 12, 8)


def test_offices_are_shut_longer_than_holidays_last():
    assert JAPAN.is_working(date(2026, 12, 31))
    assert not Calendar.of("JP", offices=True).is_working(date(2026, 12, 31))


def test_an_invented_state_has_weekends_and_says_that_nothing_else_is_known():
    invented = Calendar.of("XA")
    assert not invented.known and invented.is_working(date(2026, 12, 25))
    assert not invented.is_working(date(2026, 12, 26))


def test_a_weekend_is_not_the_same_everywhere():
    assert not Calendar.of("SA").is_working(date(2026, 11, 27))  # a Friday


@given(st.dates(date(2024, 1, 1), date(2032, 1, 1)), st.integers(0, 20), st.integers(0, 30))
def test_what_leaves_on_the_last_safe_day_arrives_in_time(ceiling, weeks, translation):
    got = last_safe_day(ceiling, JAPAN, GERMANY, processing_weeks=weeks, translation_days=translation)
    assert GERMANY.is_working(got.dispatch) and JAPAN.is_working(got.last_working_day)
    assert got.dispatch + timedelta(weeks=weeks) <= got.last_working_day <= ceiling
    assert got.to_translator + timedelta(days=translation) <= got.dispatch
