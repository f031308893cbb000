"""The victim of the tour reports by hand, on a phone: one question a page, checked, sent, and the proof in hand."""

from __future__ import annotations

import re

import pytest

from comity_demo.acts.report import SAID
from tests.support.browser import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]


def answer(page, question: str) -> None:
    """Fill in one question as a person would, by what stands in the case; what it does not tell is skipped."""
    given = SAID.get(question)
    if given is None:
        skip = page.locator('button[name="skip"], button[name="go"]')
        if skip.count():
            skip.first.click()
            return
        radios = page.locator('input[name="a"][type="radio"]')
        if radios.count():
            radios.last.check(force=True)
    for name, value in (given or {}).items():
        for one in value if isinstance(value, list) else [value]:
            choice = page.locator(f'input[name="{name}"][value="{one}"]')
            field = page.locator(f'[name="{name}"]').first
            if choice.count() and choice.first.get_attribute("type") in {"radio", "checkbox"}:
                choice.first.check(force=True)
            elif field.evaluate("node => node.tagName") == "SELECT":
                field.select_option(one)
            else:
                field.fill(one)
    page.locator('main button.govuk-button:not([name="skip"])').first.click()


def test_she_reports_by_hand_on_a_phone(running, watched):
    phone = watched(PHONE)
    page = phone.page
    page.goto(f"{running.network.start}tour/report/")
    phone.fine("step-report-phone")
    page.get_by_role("button", name="Do it myself").click()
    page.wait_for_url(re.compile(r"http://de\.localhost:\d+/"))
    assert page.locator(".tour").is_visible()
    phone.fine("portal-start-phone")
    page.locator('button[name="a"][value="money"]').click()
    for number in range(60):
        hidden = page.locator('input[name="q"]')
        if "/a/" not in page.url:
            break
        question = hidden.first.get_attribute("value") if hidden.count() else "files"
        if number % 5 == 0:
            phone.fine(f"question-{question}")
        answer(page, question)
    assert page.url.endswith("/check"), page.url
    phone.fine("check-phone")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(re.compile(r"/done"))
    page.locator('a[href$="/done/file"]').wait_for(
        timeout=15_000
    )  # the page looks again until the notary has signed
    phone.fine("done-phone")
    assert len(page.locator(".keep__code").inner_text()) > 20
