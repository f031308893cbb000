"""Transition tables: who may move what, and what time alone may end."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.errors import Conflict, Fault
from comity.lifecycle.matter import advance, begin, end_period, extension_fault, in_part
from comity.lifecycle.table import Table, Transition, faults_of, from_record, step

HOLD = from_record(
    "hold",
    ["draft", "sent", "held", "notice", "lapsed", "closed"],
    [
        {"from": "draft", "event": "send", "to": "sent", "by": "contact_point", "side": "requesting"},
        {"from": "sent", "event": "confirm", "to": "held", "by": "contact_point", "side": "requested"},
        {"from": "sent", "event": "warn", "to": "notice", "by": "contact_point", "side": "requested"},
        {"from": "held", "event": "period_ends", "to": "lapsed", "by": "clock", "side": "clock"},
        {"from": "held", "event": "close", "to": "closed", "by": "contact_point", "side": "either"},
        {"from": "notice", "event": "close", "to": "closed", "by": "contact_point", "side": "either"},
        {"from": "lapsed", "event": "close", "to": "closed", "by": "clock", "side": "clock"},
    ],
    roles={"requesting": ("police", "prosecutor")},
)


def test_the_usual_role_and_every_role_of_the_instrument_may_act():
    for role in ("contact_point", "police", "prosecutor"):
        assert step(HOLD, "draft", "send", side="requesting", role=role) == "sent"
    refused = step(HOLD, "draft", "send", side="requesting", role="bank")
    assert isinstance(refused, Fault) and refused.code == "lifecycle.step.wrong_role"
    assert "police" in refused.text


@pytest.mark.parametrize(
    ("state", "event", "side", "code"),
    [
        ("gone", "send", "requesting", "lifecycle.step.unknown_state"),
        ("draft", "confirm", "requested", "lifecycle.step.not_possible"),
        ("sent", "confirm", "requesting", "lifecycle.step.wrong_side"),
        ("held", "close", "clock", "lifecycle.step.wrong_side"),
        ("closed", "send", "requesting", "lifecycle.step.not_possible"),
    ],
)
def test_each_refusal_has_its_code(state, event, side, code):
    refused = step(HOLD, state, event, side=side, role="contact_point")
    assert isinstance(refused, Fault) and refused.code == code and refused.text


def test_logs_are_held_and_content_gets_a_notice():
    states = begin(HOLD, ["traffic", "content"])
    states = advance(HOLD, states, "send", side="requesting", role="police")
    states = advance(HOLD, states, "confirm", ["traffic"], side="requested", role="contact_point")
    states = advance(HOLD, states, "warn", ["content"], side="requested", role="contact_point")
    assert states == {"traffic": "held", "content": "notice"}
    assert in_part(states, {"held"}) and not in_part(states, {"held", "notice"})


def test_all_move_or_none():
    states = {"traffic": "sent", "content": "notice"}
    with pytest.raises(Conflict) as caught:
        advance(HOLD, states, "confirm", side="requested", role="contact_point")
    assert len(caught.value.faults) == 1 and states["traffic"] == "sent"
    with pytest.raises(Conflict) as caught:
        advance(HOLD, states, "confirm", ["subscriber"], side="requested", role="contact_point")
    assert caught.value.faults[0].code == "lifecycle.matter.not_asked"


def test_a_minimum_never_ends_a_hold_and_a_ceiling_does():
    states = {"traffic": "held"}
    with pytest.raises(Conflict) as caught:
        end_period(HOLD, states, clock="minimum_preservation", kind="minimum")
    assert caught.value.faults[0].code == "lifecycle.period.floor_never_ends"
    for kind in ("validity", "national_period"):
        assert end_period(HOLD, states, clock="home_ceiling", kind=kind) == {"traffic": "lapsed"}


def test_a_matter_without_data_has_one_life():
    assert begin(HOLD, []) == {"": "draft"}


def test_inconsistent_tables_are_told_whole():
    bad = Table(
        "bad",
        ("a", "b", "lonely"),
        (
            Transition("a", "go", "b", "x", "requesting"),
            Transition("a", "go", "a", "x", "requesting"),
            Transition("a", "fly", "moon", "x", "requesting"),
        ),
    )
    said = " ".join(fault.text for fault in faults_of(bad))
    assert "two states" in said and "moon" in said and "lonely" in said
    assert not faults_of(HOLD)


@given(st.lists(st.tuples(st.sampled_from(["send", "confirm", "warn", "close", "period_ends", "x"]),
                          st.sampled_from(["requesting", "requested", "clock"])), max_size=12))  # fmt: skip
def test_no_sequence_leaves_the_table(moves):
    state = HOLD.start
    for event, side in moves:
        after = step(HOLD, state, event, side=side, role="contact_point")
        if not isinstance(after, Fault):
            assert any(
                row.source == state and row.target == after and row.event == event for row in HOLD.transitions
            )
            state = after
    assert state in HOLD.states


def test_only_the_clock_the_step_waits_for_ends_it():
    held = Table(
        "held",
        ("held", "lapsed"),
        (Transition("held", "period_ends", "lapsed", "clock", "clock", fired_by=("home_period",)),),
    )
    assert end_period(held, {"": "held"}, clock="home_period", kind="national_period") == {"": "lapsed"}
    with pytest.raises(Conflict) as caught:
        end_period(held, {"": "held"}, clock="produce", kind="deadline")
    assert caught.value.faults[0].code == "lifecycle.period.not_this_clock"


def test_an_extension_without_a_recorded_period_is_refused():
    hold = Table(
        "hold",
        ("held", "more"),
        (Transition("held", "extend", "more", "police", "either", limit="home_ceiling"),),
    )
    fault = extension_fault(hold, "held", "extend", until=date(2027, 1, 1), home_ceiling=None)
    assert fault is not None and fault.code == "lifecycle.extension.no_home_period"
    assert extension_fault(HOLD, "held", "close", until=date(2027, 1, 1), home_ceiling=None) is None
