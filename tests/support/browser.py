"""A real browser for tests marked ``journey``, and the accessibility rules to hold its pages to.

with chromium() as browser:
    page = browser.new_page(viewport=PHONE)
    page.goto(address)
    assert faults(page) == []
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}

_AXE = Path(__file__).resolve().parents[2] / "tools" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# No process of the browser may call anybody: pages are on the loopback, and so is all they load.
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def executable() -> str:
    """Return where Chromium is: ``COMITY_CHROMIUM``, else the system's.

    Raises:
        FileNotFoundError: there is none; ``make journeys`` installs it.
    """
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("COMITY_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise FileNotFoundError("no Chromium: run `make journeys`, or name it in COMITY_CHROMIUM")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a headless browser and close it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


_BROKEN = """[...document.querySelectorAll("main label, main button, main th, main a.govuk-button")]
  .filter(one => /^\\S{1,12}$/.test(one.textContent.trim()) && one.checkVisibility())
  .filter(one => { const all = document.createRange(); all.selectNodeContents(one);
                   return new Set([...all.getClientRects()].filter(box => box.width > 0).map(box => Math.round(box.top))).size > 1 })
  .map(one => one.textContent.trim())"""
"""Short words shown in more than one line. Found by a first user: choices in a row read Y, e, s below one another."""


def faults(page: Page) -> list[str]:
    """Say in a line each what axe-core finds wrong with the page as it stands, and what sticks out of it sideways, and which
    short words break.

    The page must come from a context made with ``bypass_csp=True``, since axe is put into it.
    """
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    answer: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: rules})", _RULES)
    found = [
        f"{one['id']}: {one['help']} at {', '.join(str(node['target']) for node in one['nodes'])}"
        for one in answer["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{wide} pixels stick out sideways")
    return found + [f"{text!r} breaks within a word" for text in page.evaluate(_BROKEN)]
