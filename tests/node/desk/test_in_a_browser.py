"""Every page of the desk in a real browser: phone and desk, day and night, German and mirrored, without fault."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.node.desk.conftest import World
from tests.support.browser import DESK, PHONE, chromium, faults

pytestmark = [pytest.mark.node, pytest.mark.journey]

SHOTS = os.environ.get("COMITY_SHOTS", "")
"""A folder into which each page is photographed while it is checked."""

MIRRORED = ("tonight", "inbox", "report", "case", "people", "law-measure", "dual", "directory")
"""Pages that have every part the others are made of."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # The browser's event loop runs in this thread all the while, and Django would refuse its database for that.
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with chromium() as opened:
            yield opened


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
        "dual": (f"/law/dual/?{asked}", "lead"),
        "jurisdiction": (f"/law/jurisdiction/?{asked}", "lead"),
        "offences": (f"/law/offences/?{asked}", "lead"),
        "book": ("/law/book/", "lead"),
        "record": ("/law/book/state/JP/", "lead"),
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
    behind: Any,
    browser: Browser,
    desk: Any,
    world: World,
    people: Any,
    language: str,
    scheme: Any,
    size: Any,
    only: tuple[str, ...],
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    users = {**world.people, "owner-prosecutor": people("prosecutor")}
    found: dict[str, list[str]] = {}
    with behind(context) as origin:
        for name, (address, who) in pages(world).items():
            if only and name not in only:
                continue
            desk.sign_in(users[who])
            answer = page.goto(f"{origin}/{language}{address}")
            assert answer is not None
            wrong = faults(page)
            if answer.status != 200:
                wrong = [f"status {answer.status}", *wrong]
            if wrong:
                found[name] = wrong
            if SHOTS:
                Path(SHOTS).mkdir(parents=True, exist_ok=True)
                page.screenshot(
                    path=f"{SHOTS}/{name}-{language}-{scheme}-{size['width']}.png", full_page=True
                )
        desk.sign_in(users["intake"])
        page.goto(f"{origin}/{language}/inbox/{world.report.pk}/")
        page.locator("#act-report-open button").click()
        page.wait_for_url("**/open/")
        if wrong := faults(page):
            found["report-opened"] = wrong
        if SHOTS:
            page.screenshot(
                path=f"{SHOTS}/report-opened-{language}-{scheme}-{size['width']}.png", full_page=True
            )
    context.close()
    assert found == {}
    assert said == []


def test_a_report_is_decided_with_the_keyboard_and_without_script(
    behind: Any, browser: Browser, desk: Any, world: World
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    desk.sign_in(world.people["intake"])
    with behind(context) as origin:
        page.goto(f"{origin}/en/inbox/")
        page.get_by_role("link", name=world.waiting.reference).first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{world.waiting.pk}/")
        page.get_by_role("link", name="Set the urgency").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/urgency/")
        page.get_by_label("Emergency").focus()
        page.keyboard.press("Space")
        page.get_by_label("A person may be at risk").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Set it").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{world.waiting.pk}/")
        assert page.get_by_text("Emergency").first.is_visible()
    context.close()
