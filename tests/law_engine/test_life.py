"""The life cycles in the book: consistent, and a hold under a floor never lapses by the floor."""

import pytest

from comity.clocks.kinds import ends_by_time
from comity.kernel.errors import Conflict
from comity.law.life import life_cycle
from comity.lifecycle.matter import advance, begin, end_period, in_part
from comity.lifecycle.table import faults_of


def test_every_life_cycle_is_consistent(book):
    said = [f"{one.id}: {fault.text}" for one in book.instruments for fault in faults_of(life_cycle(one))]
    assert not said


def test_no_floor_ever_fires(book):
    for one in book.instruments:
        floors = {clock.name for clock in one.clocks if clock.kind == "minimum"}
        for row in one.transitions:
            assert not floors & set(row.fired_by), one.id


def test_what_fires_a_period_may_end_it(book):
    for one in book.instruments:
        kinds = {clock.name: clock.kind for clock in one.clocks}
        for row in one.transitions:
            for name in set(row.fired_by) - {"home_period"}:
                assert name in kinds, (one.id, name)
                assert ends_by_time(kinds[name]), (one.id, name, kinds[name])


@pytest.mark.parametrize("name", ["bc-29-preservation", "un-42-preservation", "arab-37-preservation"])
def test_a_hold_does_not_lapse_on_day_sixty(book, name):
    table = life_cycle(book.instrument(name))
    floor = next(clock for clock in book.instrument(name).clocks if clock.kind == "minimum")
    with pytest.raises(Conflict):
        end_period(table, {"traffic": "preserved"}, clock=floor.name, kind=floor.kind)
    lapsed = end_period(table, {"traffic": "preserved"}, clock="home_period", kind="national_period")
    assert lapsed == {"traffic": "lapsed"}


def test_lantern_is_executed_in_part(book):
    table = life_cycle(book.instrument("bc-29-preservation"))
    states = begin(table, ["traffic", "content"])
    states = advance(table, states, "sign_and_send", side="requesting", role="contact_point")
    states = advance(table, states, "receive", side="requested", role="contact_point")
    states = advance(table, states, "accept", ["traffic"], side="requested", role="contact_point")
    notice = "report_future_availability_or_confidentiality_risk"
    states = advance(table, states, notice, ["content"], side="requested", role="contact_point")
    states = advance(table, states, "serve_holder", ["traffic"], side="requested", role="police")
    states = advance(table, states, "confirm_preserved", ["traffic"], side="requested", role="contact_point")
    assert states == {"traffic": "preserved", "content": "risk_reported"}
    assert in_part(states, {"preserved"})
