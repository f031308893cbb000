"""Whatever is sent in the fields of a request's forms, the desk and the holder's door answer with a sentence, and nothing is half done."""

from __future__ import annotations

from typing import Any

import pytest

from comity.node.assistance import actions
from tests.node.assistance.conftest import FORM
from tests.node.assistance.crew import arrives, order_at_holder
from tests.support.node import AT
from tests.support.tampering import Tampering

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]


def test_the_forms_of_one_of_ours(world: Any, crew: Any, desk: Any) -> None:
    draft, ready, sent = world.drafted(), world.committed(values=FORM), world.sent()
    thrown = Tampering(desk)
    for who, address, page in (
        ("prosecutor", f"/requests/{draft.pk}/commit/", ""),
        ("duty", f"/requests/{ready.pk}/send/", f"/requests/{ready.pk}/leaves/"),
        ("investigator", f"/requests/{sent.pk}/follow/", ""),
        ("duty", f"/requests/{sent.pk}/step/told/", ""),
        ("duty", f"/requests/{sent.pk}/step/withdraw/", ""),
    ):
        desk.sign_in(crew.users[who])
        thrown.at(address, page=page)
    assert thrown.wrong == []


def test_the_forms_of_one_of_theirs(world: Any, crew: Any, desk: Any) -> None:
    theirs, stopped = arrives(world), arrives(world, ("expression",))
    actions.involve(theirs, "de-police", by=crew.actor("duty"), at=AT)
    thrown = Tampering(desk)
    for who, address in (
        ("duty", f"/requests/{theirs.pk}/step/accept/"),
        ("duty", f"/requests/{theirs.pk}/step/refuse_with_reasons/"),
        ("investigator", f"/requests/{theirs.pk}/order/"),
        ("legal", f"/requests/{stopped.pk}/rights/"),
    ):
        desk.sign_in(crew.users[who])
        thrown.at(address)
    assert thrown.wrong == []


def test_the_forms_of_the_holders_door(world: Any, crew: Any, desk: Any) -> None:
    at_holder = order_at_holder(world, crew, arrives(world))
    desk.sign_in(crew.users["clerk"])
    thrown = Tampering(desk)
    for event in ("confirm_hold", "decline"):
        thrown.at(f"/addressee/{at_holder.pk}/step/{event}/")
    assert thrown.wrong == []
