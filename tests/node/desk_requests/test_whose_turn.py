"""Whose turn it is stands first on the list: the promise for the prosecutor, the sending for the duty officer, the answer there."""

from __future__ import annotations

import re

import pytest

from comity.node.assistance.models import Request
from tests.node.assistance.conftest import BC29, MLA
from tests.node.desk_requests.test_pages import arrived, drafted, post

__all__ = ["arrived", "drafted"]
pytestmark = pytest.mark.node


def first_page(desk, user):
    desk.sign_in(user)
    return desk.get("/requests/").content.decode()


def tab(page):
    return " ".join(
        re.sub(
            r"<[^>]+>",
            " ",
            re.search(r"<[^>]*aria-current[^>]*>(.*?)</a>", page[page.find("Which requests") :], re.S)[0],
        ).split()
    )


def test_the_next_person_sees_the_draft_first_with_the_step_in_words(world, crew, desk, drafted):
    page = first_page(desk, crew.users["prosecutor"])
    assert drafted.reference in page and "Waiting for you" in tab(page)
    assert "Commit to the follow-up request" in page
    assert drafted.reference not in first_page(desk, crew.users["duty"])
    assert "Draft: the prosecutor has to commit" in desk.get("/requests/?show=drafts").content.decode()


def test_after_the_promise_it_waits_for_the_duty_officer(world, crew, desk, drafted):
    desk.sign_in(crew.users["prosecutor"])
    page = desk.get(f"/requests/{drafted.pk}/commit/").content.decode()
    given = {"instrument": MLA, "by_day-day": "18", "by_day-month": "12", "by_day-year": "2026"}
    post(
        desk,
        f"/requests/{drafted.pk}/commit/",
        given | {"version": re.search(r'name="version" value="(\d+)"', page)[1]},
    )
    page = first_page(desk, crew.users["duty"])
    assert "Waiting for you" in tab(page) and "See what leaves, and send" in page
    assert "Commit to the follow-up" not in first_page(desk, crew.users["prosecutor"])


def test_what_arrived_waits_for_whoever_decides_and_what_was_sent_for_nobody_here(world, crew, desk, arrived):
    row = arrived()
    page = first_page(desk, crew.users["duty"])
    assert row.reference in page and "Waiting for you" in tab(page) and "Accept" in page
    sent = world.sent()
    assert Request.objects.get(pk=sent.pk).instrument == BC29
    page = first_page(desk, crew.users["duty"])
    assert sent.reference not in page
    assert sent.reference in desk.get("/requests/?show=open").content.decode()


def test_ones_own_draft_tells_no_sender_that_it_was_opened(world, crew, desk, drafted, arrived):
    desk.sign_in(crew.users["prosecutor"])
    assert "the sender learns" not in desk.get(f"/requests/{drafted.pk}/").content.decode()
    desk.sign_in(crew.users["duty"])
    assert "the sender learns" in desk.get(f"/requests/{arrived().pk}/").content.decode()
