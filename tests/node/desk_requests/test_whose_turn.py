"""Whose turn it is stands first on the list: the promise for the prosecutor, the sending for the duty officer, the answer there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from comity.node.assistance import actions
from comity.node.assistance.models import Request
from tests.node.assistance.conftest import BC29, MLA
from tests.node.desk_requests.test_pages import arrived, drafted, post
from tests.support.node import AT

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


def test_the_police_finds_under_waiting_what_it_shall_serve_and_only_until_it_was(world, crew, desk, arrived):
    """Found by a first-time user: brought in to serve an order, the police found nothing that waited for it."""
    row = arrived()
    duty = crew.actor("duty")
    assert row.reference not in first_page(desk, crew.users["investigator"])
    actions.involve(row, "de-police", by=duty, at=AT)
    desk.sign_in(crew.users["investigator"])
    assert row.reference not in desk.get("/requests/?show=you").content.decode(), "nobody accepted it yet"
    actions.step(row, "accept", ["traffic"], by=duty, at=AT)
    page = first_page(desk, crew.users["investigator"])
    assert row.reference in page and "Waiting for you" in tab(page)
    assert "Serve an order on a holder here" in page
    police = crew.actor("investigator")
    actions.home_order(row, "de-hosting", by=police, at=AT, categories=["traffic"])
    assert "Serve an order on a holder here" not in first_page(desk, crew.users["investigator"])


def test_the_prosecutor_finds_under_waiting_the_decision_she_has_to_record(world, crew, desk, arrived):
    """Found by a first-time user: the step to record a warrant led to a list on which nothing waited."""
    row = arrived(
        instrument=MLA,
        measure="stored_data_access",
        from_role="central_authority",
        to_role="central_authority",
    )
    legal = replace(crew.actor("legal"), participant="de-contact")
    actions.involve(row, "de-prosecution", by=crew.actor("duty"), at=AT)
    for event in ("start_review", "accept", "start_execution"):
        desk.sign_in(crew.users["prosecutor"])
        assert row.reference not in desk.get("/requests/?show=you").content.decode()
        actions.step(row, event, by=legal, at=AT)
    page = first_page(desk, crew.users["prosecutor"])
    assert row.reference in page and "Waiting for you" in tab(page)
    assert "Record a judge" in page
    by = crew.actor("prosecutor")
    actions.record_authorisation(row, kind="judge", authority="Amtsgericht Kassel (demonstration)", dated=AT.date(), reference="12 Gs 1/26", by=by, at=AT)  # fmt: skip
    assert row.reference not in desk.get("/requests/?show=you").content.decode()


def test_what_arrived_last_stands_first(world, crew, desk, arrived):
    """Found by a first-time user: what came in stood in no order at all."""
    rows = [arrived() for _ in range(4)]
    for number, row in enumerate(rows):
        Request.objects.filter(pk=row.pk).update(received_at=AT + timedelta(minutes=number))
    desk.sign_in(crew.users["duty"])
    page = desk.get("/requests/?show=in").content.decode()
    places = [page.find(row.reference) for row in reversed(rows)]
    assert places == sorted(places)
    assert -1 not in places
