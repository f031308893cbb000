"""A reporter in a real browser: fills in page after page of the portal, with or without script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Page

from tests.node.portal.teller import LANTERN

Look = Callable[[str, Page], None]
PNG = b"\x89PNG\r\n\x1a\n" + b"Bildkanarie" * 500
PICTURE: Any = {"name": "schirm.png", "mimeType": "image/png", "buffer": PNG}
PROGRAM: Any = {"name": "bild.png", "mimeType": "image/png", "buffer": b"MZ\x90\x00" + b"\0" * 3000}


def nothing(name: str, page: Page) -> None:
    """Look at nothing."""


def walk(
    page: Page, address: str, *, said: Mapping[str, Mapping[str, Any]] = LANTERN, look: Look = nothing
) -> None:
    """Go from the first page to the review."""
    page.goto(address)
    look("first", page)
    page.locator(".choice").first.click()
    for _ in range(60):
        page.wait_for_load_state()
        page.wait_for_selector("h1")
        if page.url.endswith("/check"):
            look("check", page)
            return
        name = _question(page)
        look(name, page)
        _answer(page, name, said.get(name))
    raise AssertionError("the questions do not end")


def _question(page: Page) -> str:
    asked = page.locator("input[name=q]")
    return str(asked.get_attribute("value")) if asked.count() else "files"


def _answer(page: Page, name: str, given: Mapping[str, Any] | None) -> None:
    if name == "files":
        page.set_input_files("input[type=file]", [PICTURE])
        _press(page, "button[name=go]")
    elif given is not None:
        for field, value in given.items():
            _fill(page, field, value)
        _press(page, "form .govuk-button")
    elif page.locator("button[name=skip]").count():
        _press(page, "button[name=skip]")
    else:
        choices = page.locator("input[type=radio]")
        if choices.count():
            choices.last.check(force=True)
        _press(page, "form .govuk-button")


def _fill(page: Page, field: str, value: Any) -> None:
    place = page.locator(f"[name='{field}']")
    kind = place.first.get_attribute("type")
    if kind in {"radio", "checkbox"}:
        for one in [value] if isinstance(value, str) else value:
            page.locator(f"[name='{field}'][value='{one}']").check(force=True)
    elif page.locator(f"select[name='{field}']").count():
        place.select_option(value)
    else:
        place.fill(value)


def _press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).first.click()


def press(page: Page, words: str) -> None:
    """Press the button, or follow the link, with these words."""
    with page.expect_navigation():
        page.get_by_text(words, exact=True).first.click()


def code_on(page: Page) -> str:
    """Read the code off the page."""
    return "-".join(page.locator(".keep__code span").all_text_contents())
