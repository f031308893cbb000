"""Calendars: which days are worked where, counted forwards and back; two clocks; what a clock of each kind may end."""

from datetime import UTC, date, datetime

import pytest

from comity.clocks import calendars
from comity.clocks.calendars import Calendar
from comity.clocks.counting import Counted, count
from comity.clocks.duration import Duration, parse
from comity.clocks.kinds import ends_by_time, nature
from comity.clocks.safe_day import LastSafeDay, last_safe_day
from comity.clocks.zones import in_two_zones
from comity.kernel.errors import BadInput

GERMANY, JAPAN, INVENTED = Calendar.of("DE"), Calendar.of("JP"), Calendar.of("XA")
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (27, 28, 29, 30))


def test_a_calendar_knows_its_country_and_whether_it_is_listed():
    assert Calendar.of("DE", offices=True) == Calendar("DE", True, True)
    assert Calendar.of("DE") == Calendar("DE", True, False)
    assert Calendar.of("XA") == Calendar("XA", False, False)
    assert Calendar("DE") == Calendar("DE", True, False)


def test_holidays_have_names_in_english_where_the_library_has_them():
    assert JAPAN.name_of(date(2026, 11, 23)) == "Labor Thanksgiving Day"
    assert GERMANY.name_of(date(2026, 12, 25)) == "Christmas Day"
    assert GERMANY.name_of(date(2026, 12, 23)) == ""
    assert INVENTED.name_of(date(2026, 12, 25)) == ""
    assert Calendar("DE", known=False).name_of(date(2026, 12, 25)) == ""


def test_what_the_library_lists_for_a_year():
    """Asked of the list itself: what a calendar shows is kept from the first time it was asked for."""
    public, offices = calendars._listed("JP", 2026, False), calendars._listed("JP", 2026, True)
    assert public[date(2026, 11, 23)] == "Labor Thanksgiving Day"
    assert {day.year for day in public} == {2026}
    assert date(2026, 12, 31) not in public and offices[date(2026, 12, 31)] == "Bank Holiday"
    assert set(public) <= set(offices)
    assert calendars._listed("FR", 2026, True) == calendars._listed("FR", 2026, False)
    assert calendars._listed("NL", 2026, False)[date(2026, 12, 25)] == "Christmas Day"
    assert calendars._listed("BR", 2026, True) == calendars._listed("BR", 2026, False)


@pytest.mark.parametrize("speaks", ["de", "ja", "C"])
def test_names_are_english_whatever_the_machine_speaks(monkeypatch, speaks):
    for name in ("LANGUAGE", "LC_ALL", "LANG"):
        monkeypatch.setenv(name, speaks)
    assert calendars._listed("DE", 2026, False)[date(2026, 12, 25)] == "Christmas Day"
    assert calendars._listed("JP", 2026, True)[date(2026, 11, 23)] == "Labor Thanksgiving Day"


def test_days_on_which_offices_are_shut_are_no_holidays():
    eve = date(2026, 12, 31)
    assert JAPAN.name_of(eve) == ""
    assert Calendar.of("JP", offices=True).name_of(eve) == "Bank Holiday"
    assert not Calendar.of("JP", offices=True).is_working(eve)
    # Offices are shut on public holidays too, and where the library knows of no other days.
    assert not Calendar.of("JP", offices=True).is_working(date(2026, 11, 23))
    assert not Calendar.of("FR", offices=True).is_working(date(2026, 7, 14))


@pytest.mark.parametrize("calendar", [GERMANY, INVENTED])
def test_the_working_day_after_and_before(calendar):
    assert calendar.on_or_after(FRIDAY) == FRIDAY
    assert calendar.on_or_after(SATURDAY) == calendar.on_or_after(SUNDAY) == MONDAY
    assert calendar.on_or_before(MONDAY) == MONDAY
    assert calendar.on_or_before(SUNDAY) == calendar.on_or_before(SATURDAY) == FRIDAY


def test_working_days_are_added_and_taken_away():
    assert GERMANY.add_working_days(FRIDAY, 0) == FRIDAY
    assert GERMANY.add_working_days(SATURDAY, 0) == SATURDAY
    assert GERMANY.add_working_days(FRIDAY, 1) == MONDAY
    assert GERMANY.add_working_days(SATURDAY, 1) == MONDAY
    assert GERMANY.add_working_days(MONDAY, -1) == FRIDAY
    assert GERMANY.add_working_days(MONDAY, 2) == date(2026, 12, 2)
    assert GERMANY.add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 28)


def test_closed_days_from_first_to_last():
    assert list(GERMANY.closed_days(FRIDAY, MONDAY)) == [SATURDAY, SUNDAY]
    assert list(GERMANY.closed_days(SATURDAY, SATURDAY)) == [SATURDAY]
    assert list(GERMANY.closed_days(MONDAY, FRIDAY)) == []
    assert list(GERMANY.closed_days(date(2026, 12, 24), date(2026, 12, 27))) == [
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 12, 27),
    ]


def test_weekends_where_no_list_is_to_be_had():
    assert [INVENTED.is_working(day) for day in (FRIDAY, SATURDAY, SUNDAY, MONDAY)] == [
        True,
        False,
        False,
        True,
    ]


# --- counting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "period", "rule", "counted"),
    [
        (FRIDAY, "P3D", "calendar", Counted(MONDAY, MONDAY, "calendar")),
        (FRIDAY, "P1M3D", "calendar", Counted(date(2026, 12, 30), date(2026, 12, 30), "calendar")),
        (FRIDAY, "P1D", "working_days", Counted(MONDAY, MONDAY, "working_days")),
        (date(2026, 10, 27), "P1M1D", "working_days", Counted(MONDAY, MONDAY, "working_days")),
        (FRIDAY, "P1D", "eu_1182_71", Counted(SATURDAY, MONDAY, "eu_1182_71", "eu_1182_71.3.4")),
        (FRIDAY, "P3D", "eu_1182_71", Counted(MONDAY, date(2026, 12, 1), "eu_1182_71", "eu_1182_71.3.5")),
        (date(2026, 11, 26), "P2D", "eu_1182_71", Counted(SATURDAY, MONDAY, "eu_1182_71", "eu_1182_71.3.4")),
        (date(2026, 10, 27), "P1M", "eu_1182_71", Counted(FRIDAY, FRIDAY, "eu_1182_71")),
        (date(2026, 12, 24), "P1D", "eu_1182_71", Counted(date(2026, 12, 25), date(2026, 12, 28), "eu_1182_71", "eu_1182_71.3.4")),
    ],
)  # fmt: skip
def test_each_rule_counts_in_its_own_way(start, period, rule, counted):
    assert count(start, parse(period), rule, GERMANY) == counted


def test_a_month_too_holds_two_working_days(monkeypatch):
    """Article 3(5) asks it of every period of two days or more, however it is expressed."""
    shut = {date(2026, 11, 1), *(date(2026, 11, day) for day in range(2, 31))}
    monkeypatch.setattr(Calendar, "is_working", lambda self, day: day not in shut)
    got = count(date(2026, 10, 31), parse("P1M"), "eu_1182_71", GERMANY)
    assert (got.due, got.moved_by) == (date(2026, 12, 2), "eu_1182_71.3.5")


def test_hours_and_minutes_on_the_universal_line():
    start = datetime.fromisoformat("2026-10-25T00:30:00+02:00")
    end = datetime.fromisoformat("2026-10-25T01:00:00+00:00")
    got = count(start, Duration(hours=2, minutes=30), "hours", GERMANY)
    assert (got.nominal, got.due, got.rule, got.moved_by) == (end, end, "hours", "")
    assert got.due.tzinfo is UTC


def test_an_instant_falls_on_a_day_of_the_universal_line_where_no_zone_is_given():
    late = datetime.fromisoformat("2026-11-27T23:30:00-05:00")
    assert count(late, parse("P1D"), "calendar", GERMANY).due == SUNDAY
    assert count(late, parse("P1D"), "calendar", GERMANY, zone="America/New_York").due == SATURDAY


def test_hours_from_a_day_without_an_hour_say_which():
    with pytest.raises(BadInput) as caught:
        count(FRIDAY, parse("PT8H"), "hours", GERMANY)
    (fault,) = caught.value.faults
    assert (fault.code, fault.facts) == ("clocks.hours.no_instant", {"hours": 8, "day": "2026-11-27"})


# --- durations ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "duration", "written"),
    [
        ("P1Y2M3W4D", Duration(months=14, days=25), "P14M25D"),
        (" PT8H30M ", Duration(hours=8, minutes=30), "PT8H30M"),
        ("PT5M", Duration(minutes=5), "PT5M"),
        ("P2M", Duration(months=2), "P2M"),
        ("P0D", Duration(), "P0D"),
    ],
)
def test_durations_are_read_and_written(text, duration, written):
    assert parse(text) == duration
    assert str(duration) == written


def test_a_duration_says_what_is_wrong_with_it():
    with pytest.raises(BadInput) as caught:
        parse("60 days")
    (fault,) = caught.value.faults
    assert (fault.code, fault.facts) == ("clocks.duration.unreadable", {"value": "60 days"})
    for text in ("P1DT2H", "P1MT2M"):
        with pytest.raises(BadInput) as caught:
            parse(text)
        (fault,) = caught.value.faults
        assert (fault.code, fault.facts) == ("clocks.duration.mixed", {"value": text})


@pytest.mark.parametrize(
    ("kind", "is_a", "ends"),
    [
        ("minimum", "floor", False), ("validity", "ceiling", True), ("national_period", "ceiling", True),
        ("eligibility", "ceiling", True), ("as_stated", "stated", True), ("agreed_term", "stated", True),
        ("deadline", "deadline", True), ("review", "review", False), ("best_effort", "target", False),
        ("target", "target", False), ("service_level", "target", False), ("promptly", "duty", False),
    ],
)  # fmt: skip
def test_each_kind_of_clock_and_whether_time_alone_ends_it(kind, is_a, ends):
    assert (nature(kind), ends_by_time(kind)) == (is_a, ends)


# --- the last safe day, two clocks ----------------------------------------------------------------------------------------


def test_the_last_safe_day_in_full():
    got = last_safe_day(date(2026, 12, 27), JAPAN, GERMANY, processing_weeks=2, translation_days=3)
    closed = [date(2026, 12, day) for day in (12, 13, 19, 20, 26, 27)]
    assert got == LastSafeDay(
        ceiling=date(2026, 12, 27),
        last_working_day=date(2026, 12, 25),
        dispatch=date(2026, 12, 11),
        to_translator=date(2026, 12, 8),
        closed_here=tuple(sorted([*closed, date(2026, 12, 25)])),
        closed_there=tuple(closed),
    )
    assert last_safe_day(date(2026, 12, 27), JAPAN, GERMANY, processing_weeks=2).to_translator == got.dispatch


def test_one_instant_on_two_clocks():
    both = in_two_zones(datetime.fromisoformat("2026-11-24T02:30:00+01:00"), "Europe/Berlin", "Asia/Tokyo")
    assert both.here.isoformat() == "2026-11-24T02:30:00+01:00"
    assert both.there.isoformat() == "2026-11-24T10:30:00+09:00"
    assert both.hours_ahead == 8.0
    back = in_two_zones(both.here, "Asia/Tokyo", "America/New_York")
    assert back.hours_ahead == -14.0


def test_a_clock_without_an_offset_shows_no_instant():
    with pytest.raises(BadInput) as caught:
        in_two_zones(datetime(2026, 11, 24, 2, 30), "Europe/Berlin", "Asia/Tokyo")
    (fault,) = caught.value.faults
    assert (fault.code, fault.facts) == ("clocks.instant.no_zone", {"value": "2026-11-24T02:30:00"})
