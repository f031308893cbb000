"""To whom an item can go: to the authority that asked for it, from its request's page and from the item's own; never back to the holder."""

from __future__ import annotations

from uuid import uuid4

import pytest

from comity.node.assistance import actions as assistance
from comity.node.assistance.models import Request
from comity.node.base import sealing
from comity.node.evidence import actions, recipients
from comity.node.evidence.models import Item
from tests.node.evidence.conftest import OFFICER, files
from tests.node.evidence.test_pages import At, decided, someone
from tests.support.node import AT

__all__ = ["decided", "someone"]
pytestmark = pytest.mark.node


def served_on(request: Request, participants: dict) -> Request:
    """Return an order on a holder here that serves a request from abroad."""
    owner = participants["de-police"]
    return Request.objects.create(
        owner=owner, data_key=sealing.new_key(owner).row, reference=str(uuid4())[:12], direction="out", parties=request.parties, via="de-police",
        counterpart="de-hosting", requesting="DE", requested="DE", parent=request, instrument="home-hand-over", legal_basis="StPO",
        measure="production", urgency="urgent", from_role="police", to_role="service_provider", drafted_by=OFFICER.label, drafted_at=AT,
    )  # fmt: skip


def test_what_a_holder_handed_over_goes_to_whoever_asked_and_not_back_to_the_holder(
    incoming_request: Request, participants: dict
) -> None:
    """Found by a first-time user: the only way from an item led back to the provider that had handed it over."""
    order = served_on(incoming_request, participants)
    (item,) = actions.take_in(
        files(b"log"), owner=participants["de-police"], by=OFFICER, at=AT, request=order
    )
    assert recipients.askers(item, by=OFFICER, at=AT) == [incoming_request]


def test_what_was_taken_in_by_hand_can_go_to_a_request_that_its_owner_takes_part_in(
    incoming_request: Request, participants: dict
) -> None:
    (item,) = actions.take_in(files(b"log"), owner=participants["de-police"], by=OFFICER, at=AT)
    assert recipients.askers(item, by=OFFICER, at=AT) == [incoming_request]
    assert list(recipients.lying_here(incoming_request, by=OFFICER, at=AT)) == [item]


def test_a_request_of_ones_own_is_no_recipient(asked_by_us: Request, participants: dict) -> None:
    (item,) = actions.take_in(
        files(b"log"), owner=participants["de-police"], by=OFFICER, at=AT, request=asked_by_us
    )
    assert recipients.askers(item, by=OFFICER, at=AT) == []


def test_from_the_item_the_recipient_is_chosen_among_those_who_asked(
    someone, decided: Request, items: list[Item]
) -> None:
    officer: At = someone("evidence_officer")
    page = officer.get(f"/evidence/{items[0].pk}/")
    assert f"/evidence/release/?item={items[0].pk}" in page
    page = officer.get(f"/evidence/release/?item={items[0].pk}")
    assert "Who asked for it?" in page
    assert f'value="{decided.pk}"' in page
    assert "Contact Point Tokyo" in page or "jp-contact" in page
    page = officer.get(f"/evidence/release/?item={items[0].pk}&request={decided.pk}")
    assert page.count("checked") == 1


def test_from_the_request_the_release_is_asked_for_until_it_was(
    someone, decided: Request, items: list[Item]
) -> None:
    """Found by a first-time user: the page of the request for assistance had no way to the release."""
    assert recipients.gives_out(decided)
    assert set(recipients.lying_here(decided, by=OFFICER, at=AT)) == set(items)
    actions.ask_release(items, decided, by=OFFICER, at=AT)
    assert not recipients.lying_here(decided, by=OFFICER, at=AT).exists()


def test_the_request_page_offers_it_once_the_request_is_being_executed(
    desk, people, decided: Request, items: list[Item]
) -> None:
    from tests.node.assistance.conftest import person

    legal = person("legal_officer", "de-contact", "24")
    for event in ("start_review", "accept", "start_execution"):
        assistance.step(decided, event, by=legal, at=AT)
    desk.sign_in(people("investigator", participant="de-police"))
    page = desk.get(f"/requests/{decided.pk}/").content.decode()
    assert f"/evidence/release/?request={decided.pk}" in page
    assert 'id="go-evidence-release"' in page
    assert decided.reference in desk.get("/requests/?show=you").content.decode()
