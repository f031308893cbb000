"""The ui behind the real doors, with all their middleware."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.node


def test_the_neutral_page_is_at_the_portal_and_sets_nothing(portal: Any) -> None:
    answer = portal.get("/de/measures/")
    assert answer.status_code == 200
    assert "Maße und Gewichte" in answer.content.decode()
    # It keeps nothing: what the portal had set is taken away.
    assert all(cookie.value == "" and cookie["max-age"] == 0 for cookie in answer.cookies.values())
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", ["", "law/", "tonight/"])
def test_the_gallery_of_a_demonstration_is_at_the_desk(desk: Any, page: str) -> None:
    answer = desk.get(f"/gallery/{page}")
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "script-src 'self'" in policy


def test_what_officers_are_told_after_an_act_stands_on_the_next_page(desk: Any, people: Any) -> None:
    desk.sign_in(
        people("intake_officer", username="kassel.intake", password="correct horse battery staple 9")
    )
    desk.post(
        "/account/password/",
        {
            "oldpassword": "correct horse battery staple 9",
            "password1": "another horse, another 8",
            "password2": "another horse, another 8",
        },
    )
    page = desk.get("/gallery/tonight/").content.decode()
    assert "notice--done" in page
