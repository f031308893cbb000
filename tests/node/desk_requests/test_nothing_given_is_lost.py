"""What was given once stays: a form shows every stored value, and saving it takes away only what somebody emptied."""

from __future__ import annotations

import re

import pytest

from comity.law import book
from comity.node.assistance import actions, keeping, reading, showing
from tests.node.assistance.conftest import FORM
from tests.node.desk_requests.test_pages import drafted, post
from tests.support.node import AT

__all__ = ["drafted"]
pytestmark = pytest.mark.node


def test_the_stop_payment_ticket_shows_and_keeps_victim_and_account():
    instrument = book.load().instrument("interpol-igrip")
    stored = {
        "victim": {"reference": "DE-2026-00017"},
        "beneficiary_account": {"iban": "FR7630006000011234567890189"},
    }
    shown = {one["name"]: one["text"] for one in showing.fields(instrument.fields, stored, {})}
    assert shown["victim"] == "DE-2026-00017"
    assert shown["beneficiary_account"] == "FR7630006000011234567890189"
    posted = reading.values_of(
        instrument, {name: shown[name] for name in stored} | {"fraud_summary": "A false page."}
    )
    by_name = {field.name: field for field in instrument.fields}
    kept = {name: keeping.kept(by_name[name], stored.get(name), value) for name, value in posted.items()}
    assert kept == stored | {"fraud_summary": "A false page."}


@pytest.mark.parametrize(
    "value", [{"iban": "X1"}, {"reference": "R"}, ["a", {"name": "b"}], "text", {"telephone": "+49 1"}]
)
@pytest.mark.parametrize(
    "kind", ["account_ref", "party_ref", "text", "contact", "data_selector", "money", "enum"]
)
def test_every_stored_value_is_shown_in_its_field(kind, value):
    drawn = keeping.drawn(kind, value)
    assert keeping.line(value) and drawn


def test_saving_the_form_takes_nothing_away(world, crew, desk, drafted):
    desk.sign_in(crew.users["investigator"])
    before = dict(actions.open_request(drafted, by=crew.actor("investigator"), at=AT, purpose="look").values)
    assert before["requesting_authority"]["name"]
    page = desk.get(f"/requests/{drafted.pk}/form/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    posted = {
        "version": version,
        "requesting_authority": before["requesting_authority"]["name"],
        "necessity": "Now.",
    }
    post(desk, f"/requests/{drafted.pk}/form/", posted)
    drafted.refresh_from_db()
    after = dict(actions.open_request(drafted, by=crew.actor("investigator"), at=AT, purpose="look").values)
    assert after == before | {"necessity": "Now."}


def test_a_refused_send_names_the_fields_and_leads_to_the_form(world, crew, desk, drafted):
    actions.fill(drafted, {"facts_summary": ""}, by=crew.actor("investigator"), at=AT)
    assert FORM["facts_summary"]
    desk.sign_in(crew.users["duty"])
    page = desk.get(f"/requests/{drafted.pk}/leaves/").content.decode()
    form = f"/requests/{drafted.pk}/form/"
    assert "It cannot be sent yet" in page and form in page
    assert "may send the request back without it" not in page
    assert f'action="/requests/{drafted.pk}/send/"' not in page
    answer = desk.post(f"/requests/{drafted.pk}/send/", {})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert (
        "It cannot be sent yet. Nothing has left. Fill in the form: The facts in short" in page
        and form in page
    )
    assert "may send the request back without it" not in page
