"""The way of a report, page by page, with the portal's own database role."""

import re
from typing import Any

import pytest
from django.db import connection

from comity.node.reports.models import Draft, Report
from tests.node.portal.teller import ANONYMOUS, LANTERN, Teller, body, text_of, token

pytestmark = pytest.mark.node


def test_first_page_asks_one_question_and_sets_no_cookie(portal: Any, participants: Any, at: Any) -> None:
    page = portal.get("/")
    assert page.status_code == 200
    assert len(re.findall(r'class="choice"', body(page))) == 4
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"
    assert "call 112" in text_of(page)
    assert Draft.objects.count() == 0


def test_lantern_from_first_question_to_code(portal: Any, participants: Any, at: Any) -> None:
    teller = Teller(portal)
    review = teller.answer_all()
    assert review.request["PATH_INFO"].endswith("/check"), text_of(review)
    assert "stop_loss" in teller.asked
    assert teller.asked.index("stop_loss") == 1
    done = teller.send(shows=["loss"])
    assert re.fullmatch(r"(\w{4}-){6}\w{4}", teller.code())
    report = Report.objects.get()
    assert report.reference in text_of(done)
    assert (report.amount, report.currency, report.country, report.anonymous) == (4200, "EUR", "DE", False)
    assert report.elements["access_to_system"] is True
    assert report.shows == ["loss"]
    assert report.owner_id == "de-police"
