"""A note left in the browser from an earlier report never costs the first try.

The cookie is strict: a browser keeps it back from a page that a link on another site opened, and sends it with that page's form.
"""

from typing import Any

import pytest

from tests.node.portal.teller import text_of, token
from tests.node.portal.test_coming_back import fresh_limits, sent

__all__ = ["fresh_limits", "sent"]
pytestmark = [pytest.mark.node, pytest.mark.usefixtures("participants", "at")]


def test_a_page_loaded_without_the_old_cookie_takes_the_code_at_once(portal: Any, sent: Any) -> None:
    _, code = sent
    without = token(portal.get("/back"))
    portal.post("/", {"a": "money"}, follow=True)  # the old note
    assert portal.cookies["comity-note"].value
    page = portal.post("/back", {"code": code, "token": without}, follow=True)
    assert page.request["PATH_INFO"] == "/mine"
    assert "An officer reads it next" in text_of(page)


def test_the_code_is_not_taken_from_another_site(portal: Any, sent: Any) -> None:
    _, code = sent
    answer = portal.post("/back", {"code": code}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 422


def test_a_note_of_a_draft_that_is_gone_does_not_stop_a_new_report(portal: Any, sent: Any) -> None:
    without = token(portal.get("/"))
    portal.cookies["comity-note"] = sent[1]  # opens no draft
    assert portal.post("/", {"a": "money", "token": without}).status_code == 302


def test_a_draft_under_way_is_changed_only_by_its_own_form(portal: Any, sent: Any) -> None:
    without = token(portal.get("/"))
    portal.post("/", {"a": "money"}, follow=True)
    assert portal.post("/", {"a": "account", "token": without}).status_code == 422
