"""Counting rules against worked dates, and their properties."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.clocks.calendars import Calendar
from comity.clocks.counting import count
from comity.clocks.duration import parse
from comity.clocks.kinds import ends_by_time, nature
from comity.kernel.errors import BadInput

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
COUNTRIES = st.sampled_from(["DE", "FR", "JP", "IE", "US", "XA"])


def eu(start: date, period: str, country: str = "FR"):
    return count(start, parse(period), "eu_1182_71", Calendar.of(country))


def test_a_period_that_ends_on_a_sunday_ends_on_monday():
    got = eu(date(2026, 12, 3), "P10D")
    assert (got.nominal, got.due, got.moved_by) == (date(2026, 12, 13), date(2026, 12, 14), "eu_1182_71.3.4")


def test_ten_days_on_a_working_day_are_not_moved():
    got = eu(date(2026, 10, 5), "P10D", "DE")
    assert (got.nominal, got.due, got.moved_by) == (date(2026, 10, 15), date(2026, 10, 15), "")


def test_review_of_a_notified_order_moves_from_saturday_to_monday():
    assert eu(date(2026, 10, 7), "P10D", "IE").due == date(2026, 10, 19)


def test_sixty_days_of_a_preservation_order():
    assert eu(date(2026, 12, 3), "P60D").due == date(2027, 2, 1)


def test_two_days_hold_two_working_days():
    got = eu(date(2026, 12, 24), "P2D", "DE")  # 25 and 26 holidays, 27 a Sunday
    assert (got.nominal, got.due, got.moved_by) == (
        date(2026, 12, 26),
        date(2026, 12, 29),
        "eu_1182_71.3.5",
    )


def test_a_treaty_period_is_not_moved():
    got = count(date(2026, 11, 24), parse("P60D"), "calendar", Calendar.of("JP"))
    assert got.nominal == got.due == date(2027, 1, 23)
    assert got.due.weekday() == 5


def test_floor_of_sixty_days_from_the_tenth_of_september():
    assert count(date(2026, 9, 10), parse("P60D"), "calendar", Calendar.of("JP")).due == date(2026, 11, 9)


def test_hours_run_through_the_night_and_the_change_of_clocks():
    before = datetime.fromisoformat("2026-10-25T00:30:00+02:00")
    got = count(before, parse("PT8H"), "hours", Calendar.of("DE"))
    assert got.due == datetime.fromisoformat("2026-10-25T07:30:00+01:00")
    night = datetime.fromisoformat("2026-11-21T22:30:00+01:00")
    eight = count(night, parse("PT8H"), "eu_1182_71", Calendar.of("NL"))
    assert eight.due == datetime.fromisoformat("2026-11-22T06:30:00+01:00")
    assert eight.rule == "hours"


def test_hours_need_an_instant():
    with pytest.raises(BadInput):
        count(date(2026, 1, 1), parse("PT8H"), "hours", Calendar.of("DE"))


def test_the_zone_decides_on_which_day_an_instant_falls():
    hold = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    there = count(hold, parse("P30D"), "calendar", Calendar.of("JP"), zone="Asia/Tokyo")
    here = count(hold, parse("P30D"), "calendar", Calendar.of("JP"), zone="Europe/Berlin")
    assert (there.due, here.due) == (date(2026, 12, 25), date(2026, 12, 24))


def test_working_days_pass_over_labour_thanksgiving():
    got = count(date(2026, 11, 20), parse("P2D"), "working_days", Calendar.of("JP"))
    assert got.due == date(2026, 11, 25)


def test_a_month_that_has_no_such_day_ends_on_its_last():
    assert count(date(2026, 1, 31), parse("P1M"), "calendar", Calendar.of("DE")).due == date(2026, 2, 28)


@given(DAYS, st.integers(1, 120), COUNTRIES)
def test_the_regulation_only_moves_on_and_ends_on_a_working_day(start, days, country):
    calendar = Calendar.of(country)
    got = count(start, parse(f"P{days}D"), "eu_1182_71", calendar)
    assert got.nominal == start + timedelta(days=days)
    assert got.due >= got.nominal and calendar.is_working(got.due)
    assert bool(got.moved_by) == (got.due != got.nominal)
    if days >= 2:
        inside = [start + timedelta(days=n) for n in range(1, (got.due - start).days + 1)]
        assert sum(map(calendar.is_working, inside)) >= 2


@given(DAYS, st.integers(1, 60), st.integers(1, 60), COUNTRIES)
def test_a_longer_period_never_ends_before_a_shorter(start, one, other, country):
    calendar = Calendar.of(country)
    for rule in ("calendar", "working_days", "eu_1182_71"):
        short, long = sorted((one, other))
        assert (
            count(start, parse(f"P{short}D"), rule, calendar).due
            <= count(start, parse(f"P{long}D"), rule, calendar).due
        )


@given(DAYS, st.integers(0, 30), COUNTRIES)
def test_counting_working_days_back_and_forth(start, days, country):
    calendar = Calendar.of(country)
    day = calendar.on_or_after(start)
    assert calendar.add_working_days(calendar.add_working_days(day, days), -days) == day


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.integers(1, 999))
def test_hours_are_hours(start, hours):
    assert count(start, parse(f"PT{hours}H"), "hours", Calendar.of("DE")).due - start == timedelta(
        hours=hours
    )


@pytest.mark.parametrize("text", ["", "P", "PT", "60D", "P1.5D", "P60", "p60d", "P1DT", "PT8"])
def test_unreadable_durations(text):
    with pytest.raises(BadInput):
        parse(text)


def test_days_and_hours_are_not_mixed():
    with pytest.raises(BadInput) as caught:
        parse("P1DT2H")
    assert caught.value.faults[0].code == "clocks.duration.mixed"


@given(st.integers(1, 40), st.integers(0, 400))
def test_durations_survive_writing(months, days):
    text = f"P{months}M" + f"{days}D" * bool(days)
    assert str(parse(text)) == text


@pytest.mark.parametrize("kind", ["minimum", "promptly", "hold_until_event", "timely", "target"])
def test_floors_and_duties_end_nothing(kind):
    assert not ends_by_time(kind)


def test_the_three_natures():
    assert [nature(kind) for kind in ("minimum", "validity", "deadline")] == ["floor", "ceiling", "deadline"]
