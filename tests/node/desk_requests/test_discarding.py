"""A form only opened has made no mistake yet; a draft made by mistake can be given up by who made it, on record."""

from __future__ import annotations

import pytest

from comity.kernel.errors import Conflict
from comity.node.assistance import actions, queries
from comity.node.audit.models import Leaf
from comity.node.desk.clocks import board
from tests.node.desk_requests.test_pages import TYPED, _hidden, drafted, post, way
from tests.support.node import AT

__all__ = ["drafted"]
pytestmark = pytest.mark.node


def test_a_form_that_is_only_opened_has_no_error_summary(world, crew, desk):
    desk.sign_in(crew.users["investigator"])
    page = post(desk, way(world), TYPED | {"necessity": ""} | _hidden(world)).content.decode()
    assert "Why it is necessary now is missing" in page.replace("&#39;", "'"), "after a press it is named"
    (row,) = queries.mine(crew.actor("investigator"))
    page = desk.get(f"/requests/{row.pk}/form/").content.decode()
    assert "is missing" not in page and "govuk-error-summary" not in page
    again = post(desk, f"/requests/{row.pk}/form/", TYPED | {"necessity": "", "version": row.version})
    assert "Why it is necessary now is missing" in again.content.decode().replace("&#39;", "'")


def test_its_drafter_discards_a_draft_and_that_is_recorded(world, crew, desk, drafted):
    desk.sign_in(crew.users["investigator"])
    assert f"/requests/{drafted.pk}/discard/" in desk.get(f"/requests/{drafted.pk}/").content.decode()
    assert "stays on record" in desk.get(f"/requests/{drafted.pk}/discard/").content.decode()
    page = post(desk, f"/requests/{drafted.pk}/discard/", {"version": drafted.version}).content.decode()
    assert "Discarded. Nothing has left." in page and drafted.reference not in page
    assert Leaf.objects.filter(verb="request.discard", subject_id=str(drafted.pk)).count() == 1
    waiting = board.groups(crew.actor("investigator"), AT)[1]["rows"]
    assert drafted.reference not in [one.get("reference") for one in waiting]
    page = desk.get(f"/requests/{drafted.pk}/").content.decode()
    assert "A draft that was discarded" in page and "go-request-form" not in page
    assert desk.post(f"/requests/{drafted.pk}/discard/", {}).status_code == 409


def test_nobody_else_discards_it_and_nothing_is_done_with_it_afterwards(world, crew, desk, drafted):
    desk.sign_in(crew.users["prosecutor"])
    assert "/discard/" not in desk.get(f"/requests/{drafted.pk}/").content.decode()
    with pytest.raises(Conflict):
        actions.discard(drafted, by=crew.actor("prosecutor"), at=AT)
    actions.discard(drafted, by=crew.actor("investigator"), at=AT)
    with pytest.raises(Conflict, match="discarded"):
        actions.fill(drafted, {"necessity": "x"}, by=crew.actor("investigator"), at=AT)
