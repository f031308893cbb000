"""A real browser inside a test: what it asks is answered by the test's own client, in the test's own transaction.

with browsing(desk) as open_page:
    page = open_page(viewport=PHONE)
    page.goto(address(desk) + "/requests/")

:func:`look` walks several pages so and says what is wrong with each; ``COMITY_SHOTS`` names a folder for a photograph of every one.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.db import connections
from playwright.sync_api import Page, Route

from tests.support.browser import chromium, faults

SHOTS = os.environ.get("COMITY_SHOTS", "")


def address(client: Any) -> str:
    """Return the origin under which a door's client is asked."""
    return f"http://{client.defaults['SERVER_NAME']}:{client.defaults['SERVER_PORT']}"


@contextmanager
def browsing(client: Any) -> Iterator[Callable[..., Page]]:
    """Open a browser whose every request goes to ``client``; nothing leaves the process."""
    connection = connections["default"]
    # The browser's driver keeps an event loop in this thread; the database is asked between its turns, never at once.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with chromium() as browser:
            connections["default"] = connection

            def open_page(**options: Any) -> Page:
                page = browser.new_context(bypass_csp=True, **options).new_page()
                page.route("**/*", lambda route: _answer(route, client, connection))
                return page

            yield open_page
    finally:
        connections["default"] = connection
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
        if before is not None:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


def look(
    page: Page, client: Any, language: str, pages: Mapping[str, tuple[str, str]], users: Mapping[str, Any]
) -> dict[str, list[str]]:
    """Open pages, each by its name with its address and who looks at it; return what is wrong with those that are not without fault."""
    found: dict[str, list[str]] = {}
    page.on("console", lambda said: found.setdefault("console", []).append(said.text) if said.type == "error" else None)  # fmt: skip
    for name, (path, who) in pages.items():
        client.sign_in(users[who])
        answer = page.goto(f"{address(client)}/{language}{path}")
        wrong = faults(page)
        if answer is None or answer.status != 200:
            wrong = [f"status {answer.status if answer else 'none'}", *wrong]
        if wrong:
            found[name] = wrong
        photograph(page, f"{name}-{language}")
    return found


def photograph(page: Page, name: str) -> None:
    """Keep how a page looks, where a folder for it is named."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        width = page.viewport_size["width"] if page.viewport_size else ""
        dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        page.screenshot(path=f"{SHOTS}/{name}-{'dark' if dark else 'light'}-{width}.png", full_page=True)


def _answer(route: Route, client: Any, connection: Any) -> None:
    connections["default"] = connection
    asked = route.request
    parts = urlsplit(asked.url)
    if parts.path.startswith("/static/"):
        found = finders.find(parts.path.removeprefix("/static/"))
        if not found:
            route.fulfill(status=404)
            return
        kind = mimetypes.guess_type(parts.path)[0] or "application/octet-stream"
        route.fulfill(status=200, body=Path(str(found)).read_bytes(), content_type=kind)
        return
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    answer = client.generic(
        asked.method,
        path,
        asked.post_data_buffer or b"",
        content_type=asked.headers.get("content-type", "text/html"),
        HTTP_ACCEPT_LANGUAGE=asked.headers.get("accept-language", "en"),
        HTTP_REFERER=asked.headers.get("referer", ""),
    )
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = {name: value for name, value in answer.items() if name.lower() != "content-length"}
    route.fulfill(status=answer.status_code, body=body, headers=headers)
