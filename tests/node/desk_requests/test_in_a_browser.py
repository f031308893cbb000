"""The pages of requests and of the holders' door in a real browser: phone and desk, German and mirrored, without fault."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from comity.node.assistance import actions
from comity.node.assistance.models import Request
from tests.node.assistance.conftest import FORM
from tests.node.assistance.test_answering import body
from tests.node.assistance.test_following import CONFIRMED, says_jp
from tests.node.desk_requests.test_pages import way
from tests.support.browser import DESK, PHONE, faults
from tests.support.inside import address, browsing
from tests.support.node import AT

pytestmark = [pytest.mark.node, pytest.mark.journey]


@pytest.fixture
def matters(world, crew):
    """A request of ours kept in part, one of theirs with an order at a holder, one stopped at the rights gate, a thin draft."""
    kept = world.sent()
    for event, kinds in (
        ("receive", []),
        ("accept", ["traffic"]),
        ("report_future_availability_or_confidentiality_risk", ["content"]),
    ):
        says_jp(world, kept, event, kinds or ["traffic", "content"])
    says_jp(
        world, kept, "confirm_preserved", ["traffic"], at=CONFIRMED + timedelta(minutes=5), since=CONFIRMED
    )
    theirs, stopped = (_arrives(world, tags) for tags in ([], ["expression"]))
    actions.step(theirs, "accept", ["traffic"], by=crew.actor("duty"), at=AT)
    actions.involve(theirs, "de-police", by=crew.actor("duty"), at=AT)
    order = actions.home_order(
        theirs, "de-hosting", by=crew.actor("investigator"), at=AT, categories=["traffic"]
    )
    actions.record_authorisation(
        order,
        kind="judge",
        authority="Amtsgericht Kassel (demonstration)",
        dated=AT.date(),
        reference="12 Gs 1/26",
        by=crew.actor("prosecutor"),
        at=AT,
    )
    actions.send(order, by=crew.actor("investigator"), at=AT)
    world.carry()
    here = Request.objects.get(matter_id=order.matter_id, direction="in")
    thin, ready = world.drafted(values={"facts_summary": "Fraud."}), world.committed(values=FORM)
    return {
        ("investigator", "/requests/?show=all"),
        ("investigator", way(world)),
        ("investigator", f"/requests/{thin.pk}/form/"),
        ("duty", f"/requests/{ready.pk}/leaves/"),
        ("duty", f"/requests/{kept.pk}/"),
        ("duty", f"/requests/{theirs.pk}/step/refuse_with_reasons/"),
        ("legal", f"/requests/{stopped.pk}/rights/"),
        ("clerk", f"/addressee/{here.pk}/"),
        ("clerk", f"/addressee/{here.pk}/step/decline/"),
    }


def _arrives(world, tags):
    matter = uuid4()
    world.arrives(kind="request", body=body(tags=tags), matter=matter)
    return Request.objects.get(matter_id=matter)


@pytest.mark.parametrize(
    ("language", "scheme", "size"),
    [("en-xb", "dark", PHONE), ("de", "light", DESK)],
    ids=["phone, mirrored, at night", "desk, German"],
)
def test_every_page_is_without_fault(matters, crew, desk, language, scheme, size):
    with browsing(desk) as open_page:
        for who, path in sorted(matters):
            desk.sign_in(crew.users[who])
            page = open_page(viewport=size, color_scheme=scheme)
            said: list[str] = []
            page.on(
                "console",
                lambda message, said=said: said.append(message.text) if message.type == "error" else None,
            )
            page.goto(f"{address(desk)}/{language}{path}")
            assert page.locator("main h1").count() == 1, path
            assert page.locator("main .govuk-button:not([class*='govuk-button--'])").count() <= 1, (
                f"{path}: one filled button"
            )
            assert faults(page) == [], path
            assert said == [], path
            page.context.close()
