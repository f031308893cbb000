"""Every page of the desk in a real browser: phone and desk, day and night, German and mirrored, without fault."""

from __future__ import annotations

from typing import Any

import pytest

from tests.node.desk.conftest import World
from tests.support.browser import DESK, PHONE, faults
from tests.support.inside import address, browsing, look, photograph

pytestmark = [pytest.mark.node, pytest.mark.journey]

MIRRORED = (
    "tonight",
    "inbox",
    "report",
    "case",
    "people",
    "law-measure",
    "way",
    "ask-people",
    "ask-check",
    "receipt",
    "dual",
    "directory",
)
"""Pages that have every part the others are made of."""


STEPS = (
    "who", "conduct", "elements", "wanted", "data", "where", "provider", "money", "people", "urgency", "more", "role", "day", "check",
)  # fmt: skip
"""The pages of the route planner."""


def pages(world: World) -> dict[str, tuple[str, str]]:
    """Name each page with its address and who looks at it."""
    report, case = world.waiting.pk, world.case.pk
    asked = f"case={case}&requested=JP&on=2026-11-23"
    return {
        "tonight": ("/", "lead"),
        "tonight-intake": ("/clocks/", "intake"),
        "inbox": ("/inbox/", "intake"),
        "report": (f"/inbox/{world.report.pk}/", "intake"),
        "report-waiting": (f"/inbox/{report}/", "intake"),
        "report-seen": (f"/inbox/{world.report.pk}/seen/", "intake"),
        "open-case": (f"/inbox/{report}/case/", "intake"),
        "join": (f"/inbox/{report}/join/", "intake"),
        "urgency": (f"/inbox/{report}/urgency/", "intake"),
        "refer": (f"/inbox/{report}/refer/", "intake"),
        "close-report": (f"/inbox/{report}/close/", "intake"),
        "payment": (f"/inbox/{world.report.pk}/payment/", "intake"),
        "judge": (f"/inbox/{world.link.first_id}/link/{world.link.pk}/", "intake"),
        "letter": (f"/inbox/letters/{world.letter.pk}/", "intake"),
        "cases": ("/cases/", "lead"),
        "case": (f"/cases/{case}/", "lead"),
        "facts": (f"/cases/{case}/facts/", "lead"),
        "fact": (f"/cases/{case}/facts/state/?name=provider.offers_services_in_eu", "lead"),
        "people": (f"/cases/{case}/people/", "lead"),
        "case-seen": (f"/cases/{case}/seen/", "lead"),
        "close-case": (f"/cases/{case}/close/", "owner-prosecutor"),
        "law": (f"/law/?{asked}", "lead"),
        "law-measure": (f"/law/?{asked}&measure=preservation", "lead"),
        "law-free": ("/law/", "lead"),
        "way": (
            f"/law/way/?{asked}&measure=stored_data_access&instrument=bc-31-stored-data&refused=bc-31-stored-data&ground=dual_criminality_absent",
            "lead",
        ),
        "extradition": (
            f"/law/way/?{asked}&measure=extradition&instrument=bc-24-extradition&nationality=JP",
            "lead",
        ),
        **{f"ask-{step}": (f"/law/ask/?{asked}&perhaps=ETS185:8&q={step}", "lead") for step in STEPS},
        "paper": (f"/law/paper/?{asked}&measure=preservation&kind=dual", "lead"),
        "receipt": ("/law/receipt/", "lead"),
        "dual": (f"/law/dual/?{asked}", "lead"),
        "jurisdiction": (f"/law/jurisdiction/?{asked}", "lead"),
        "offences": (f"/law/offences/?{asked}", "lead"),
        "book": ("/law/book/", "lead"),
        "country": ("/law/book/countries/JP/", "lead"),
        "record": ("/law/book/record/offence/JP/ETS185:2/", "lead"),
        "directory": ("/directory/", "duty"),
        "participant": ("/directory/de-justice/", "lawyer"),
    }


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("language", "scheme", "size", "only"),
    [
        ("en", "light", PHONE, ()),
        ("de", "dark", DESK, ()),
        ("en-xb", "dark", PHONE, MIRRORED),
        ("en-xb", "light", DESK, MIRRORED),
    ],
    ids=["phone", "desk in German at night", "phone mirrored at night", "desk mirrored"],
)
def test_every_page_is_without_fault(
    desk: Any,
    world: World,
    people: Any,
    language: str,
    scheme: Any,
    size: Any,
    only: tuple[str, ...],
) -> None:
    users = {**world.people, "owner-prosecutor": people("prosecutor")}
    shown = {name: one for name, one in pages(world).items() if not only or name in only}
    with browsing(desk) as open_page:
        page = open_page(viewport=size, color_scheme=scheme)
        found = look(page, desk, language, shown, users)
        desk.sign_in(users["intake"])
        page.goto(f"{address(desk)}/{language}/inbox/{world.report.pk}/")
        page.locator("#act-report-open button").click()
        page.wait_for_url("**/open/")
        assert faults(page) == []
        photograph(page, f"report-opened-{language}")
    assert found == {}


def test_on_a_phone_every_button_fits_a_finger_and_no_place_is_cut(desk: Any, world: World) -> None:
    with browsing(desk) as open_page:
        page = open_page(viewport=PHONE)
        desk.sign_in(world.people["intake"])
        for path in ("/clocks/", f"/inbox/{world.report.pk}/", f"/cases/{world.case.pk}/"):
            page.goto(f"{address(desk)}/en{path}")
            small = page.evaluate(
                """() => [...document.querySelectorAll('.govuk-button, .bar__link, .rail__place, .tabs__tab, .govuk-details__summary')]
                .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.9).map(one => one.outerHTML.slice(0, 120))"""
            )
            assert small == []
            cut = page.evaluate(
                """() => [...document.querySelectorAll('.rail__place')]
                .filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.textContent)"""
            )
            assert cut == []
