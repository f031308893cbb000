"""To have money held in another state its police or financial intelligence unit is asked, never a bank there."""

from __future__ import annotations

import pytest

from comity.kernel.errors import NotAllowed
from comity.node.assistance import actions, directory, lawbook
from comity.node.base.models import Participant
from tests.node.assistance.conftest import FACTS, INTAKE
from tests.support.node import AT

pytestmark = pytest.mark.node
IGRIP = "interpol-igrip"


@pytest.fixture
def abroad(world):
    """A bank of another state in the directory, beside that state's police."""
    for code, role in (("jp-bank", "bank"), ("jp-cyber", "police")):
        Participant.objects.create(code=code, name=f"{code} (demonstration)", country="JP", roles=[role])


def test_no_form_offers_a_foreign_bank_for_the_stop_of_a_payment(abroad):
    """Found by a first-time user: the list of addressees held Banque du Port for a desk in Kassel."""
    found = directory.counterparts(lawbook.book().instrument(IGRIP), "JP")
    assert [row.code for row in found] == ["jp-cyber"]


def test_no_request_to_a_foreign_bank_can_be_drafted_by_any_way_round_the_form(abroad, refusal):
    routes = actions.ways(IGRIP, "DE", "JP", ("",), on=AT, facts=FACTS, measure="payment_hold")

    def draft(to: str) -> object:
        return actions.draft(None, routes[:1], by=INTAKE, at=AT, to=to, urgency="urgent")

    assert refusal(NotAllowed, lambda: draft("jp-bank")) == ["assistance.counterpart.foreign_bank"]
    assert draft("jp-cyber").counterpart == "jp-cyber"


def test_a_bank_of_ones_own_state_can_be_ordered(world):
    Participant.objects.create(code="de-bank", name="Bank (demonstration)", country="DE", roles=["bank"])
    order = next(iter(lawbook.book().home_orders("payment_hold")))
    assert [row.code for row in directory.counterparts(order, "DE")] == ["de-bank"]
