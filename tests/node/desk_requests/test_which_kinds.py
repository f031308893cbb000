"""The form of a step: which kinds are ticked beforehand, where each stands, and what it says of taking it back."""

from __future__ import annotations

import re

import pytest

from comity.node.assistance import actions
from tests.node.desk_requests.test_pages import arrived
from tests.support.node import AT

__all__ = ["arrived"]
pytestmark = pytest.mark.node
NOTICE = "report_future_availability_or_confidentiality_risk"


def ticked(page):
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*>', page)
    found = [re.search(r'value="(\w+)"', one)[1] for one in boxes if "checked" in one]
    return set(found)


@pytest.fixture
def form(crew, desk):
    desk.sign_in(crew.users["duty"])
    return lambda row, event: desk.get(f"/requests/{row.pk}/step/{event}/").content.decode()


def test_a_notice_is_ticked_only_for_what_was_not_decided_on(crew, arrived, form):
    """Found by a first-time user: after the logs were accepted the form of the notice for the content had them ticked again."""
    row = arrived()
    assert ticked(form(row, NOTICE)) == {"traffic", "content"}
    actions.step(row, "accept", ["traffic"], by=crew.actor("duty"), at=AT)
    page = form(row, NOTICE)
    assert ticked(page) == {"content"}
    assert "Accepted" in page, "where each kind stands is said beside it"


def test_where_everything_was_decided_on_all_are_ticked(crew, arrived, form):
    row = arrived()
    actions.step(row, "accept", [], by=crew.actor("duty"), at=AT)
    assert ticked(form(row, "confirm_preserved")) == {"traffic", "content"}


def test_what_cannot_be_taken_back_says_so_before_it_is_pressed(crew, arrived, form):
    """Found by a first-time user: a notice given by mistake had no way back, and nothing had said so."""
    row = arrived()
    said = "You cannot take this back: from here only"
    assert said in form(row, NOTICE)
    assert said in form(row, "refuse_with_reasons")
    assert said not in form(row, "accept"), "from there a notice can still be given"


def test_accepted_by_mistake_a_notice_can_still_be_given(crew, arrived):
    row = arrived()
    duty = crew.actor("duty")
    actions.step(row, "accept", ["content"], by=duty, at=AT)
    actions.step(row, NOTICE, ["content"], by=duty, at=AT)
    assert row.parts.get(data_category="content").state == "risk_reported"
