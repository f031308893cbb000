"""Over every instrument of the book: what leaves is the field list, steps follow the record, names are found. No database."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.lifecycle.table import step
from comity.node.assistance import lanes, lawbook, leaving, sending
from comity.node.assistance.names import named
from comity.policy import verbs

EVERY = [record.id for record in lawbook.book().instruments]


@pytest.mark.parametrize("name", EVERY)
def test_every_verb_of_every_instrument_is_one_the_policy_knows(name):
    record = lawbook.book().instrument(name)
    named_verbs = {
        lanes.draft_verb(record),
        lanes.send_verb(record, ["content"]),
        lanes.send_verb(record, ["subscriber"]),
    }
    named_verbs |= {lanes.step_verb(record, row) for row in record.transitions if row.side != "clock"}
    assert named_verbs <= verbs()


@pytest.mark.parametrize("name", EVERY)
def test_every_way_to_send_walks_the_record(name):
    table = lawbook.table(name)
    for event, way in sending.ways_to_send(name).items():
        state = table.start
        for row in way:
            state = step(table, state, row.event, side="requesting", role=row.by)
            assert isinstance(state, str)
        assert way[-1].event == event and any(row.side == "requested" for row in table.possible(state))


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_nothing_leaves_that_is_no_field(data):
    record = lawbook.book().instrument(data.draw(st.sampled_from(EVERY)))
    names = [field.name for field in record.fields] + ["victim_name", "note", "report", "own_words"]
    values = data.draw(st.dictionaries(st.sampled_from(names), st.text(min_size=1)))
    going = leaving.outgoing(record, values)
    known = {field.name: field for field in record.fields}
    assert set(going) <= set(known) & set(values)
    role = record.to_role[0] if record.to_role else ""
    assert all(
        known[name].filled_by == "requesting" and role not in known[name].withheld_from for name in going
    )
    assert set(going) | set(leaving.staying(record, values)) == {
        name for name in values if name in known and values[name]
    }


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["Änne Wiesengrund", "Jürgen Groß", "Zoë O'Neill", "山田 花子", "Łucja Żuraw"]),
    st.text(max_size=60),
    st.text(max_size=60),
    st.booleans(),
)
def test_a_name_is_found_whatever_stands_around_it(name, before, after, loud):
    text = f"{before} {name.upper() if loud and name.isascii() else name}, {after}"
    assert named(text, [name]) == name


@pytest.mark.parametrize(
    "event", ["refuse_with_reasons", "decline", "decline_conditions", "instruct_not_to_disclose"]
)
def test_a_no_is_recognised_by_where_it_leads(event):
    records = [lawbook.book().instrument(name) for name in EVERY]
    found = [
        one.id
        for one in records
        if one.lifecycle != "team" and any(row.event == event for row in one.transitions)
    ]
    assert found
    assert all(lawbook.is_refusal(name, event) for name in found)


def test_an_offer_with_conditions_carries_no_content_and_everything_else_does():
    held_back = {
        (name, event)
        for name in EVERY
        for event in sending.ways_to_send(name)
        if not sending.carries_content(name, event)
    }
    assert held_back and all("offer" in event for _, event in held_back)
