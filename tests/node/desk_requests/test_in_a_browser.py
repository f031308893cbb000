"""The pages of requests and of the holders' door in a real browser: phone and desk, German and mirrored, without fault."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.node.assistance.conftest import FORM
from tests.node.assistance.crew import arrives, order_at_holder
from tests.node.assistance.test_following import CONFIRMED, says_jp
from tests.node.desk_requests.test_pages import way
from tests.support.browser import DESK, PHONE, faults
from tests.support.inside import address, browsing

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
    theirs, stopped = arrives(world), arrives(world, ("expression",))
    here = order_at_holder(world, crew, theirs)
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
