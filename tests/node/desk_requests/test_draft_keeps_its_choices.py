"""What was chosen for a draft stays in sight, no gap is named twice, and "New request" leads through a case."""

from __future__ import annotations

import pytest

from comity.law import book
from comity.law.form import missing
from tests.node.assistance.conftest import BC29
from tests.node.desk_requests.test_pages import drafted

__all__ = ["drafted"]
pytestmark = pytest.mark.node


def test_kinds_of_data_and_the_risk_to_life_do_not_vanish_after_the_first_save(world, crew, desk, drafted):
    desk.sign_in(crew.users["investigator"])
    page = desk.get(f"/requests/{drafted.pk}/form/").content.decode()
    assert "Kinds of data" in page and "Traffic data" in page and "Content" in page
    assert "Is a life at risk?" in page


def test_a_missing_reason_for_the_urgency_is_named_once():
    instrument = book.load().instrument(BC29)
    codes = [fault.code for fault in missing(instrument, {}, urgency="urgent")]
    assert "law.form.no_urgency_reason" not in codes
    assert "necessity" in {fault.facts.get("field") for fault in missing(instrument, {}, urgency="urgent")}


def test_new_request_leads_over_the_case_to_its_ways(world, crew, desk):
    desk.sign_in(crew.users["investigator"])
    page = desk.get("/requests/").content.decode()
    assert "/cases/?for=request" in page
    page = desk.get("/cases/?for=request").content.decode()
    assert "For which case?" in page and f"/law/?case={world.case.pk}" in page
