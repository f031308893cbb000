"""A real browser inside a test: what it asks is answered by the test's own client, in the test's own transaction.

with chromium() as browser:
    page = inside(browser, desk, viewport=PHONE)
    page.goto(address(desk) + "/requests/")
"""

from __future__ import annotations

import mimetypes
import os
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route


def address(client: Any) -> str:
    """Return the origin under which a door's client is asked."""
    return f"http://{client.defaults['SERVER_NAME']}:{client.defaults['SERVER_PORT']}"


def inside(browser: Browser, client: Any, **options: Any) -> Page:
    """Open a page whose every request goes to ``client``; nothing leaves the process."""
    # The browser's driver keeps an event loop in this thread; the database is asked between its turns, never at once.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    page = browser.new_context(bypass_csp=True, **options).new_page()
    page.route("**/*", lambda route: _answer(route, client))
    return page


def _answer(route: Route, client: Any) -> None:
    asked = route.request
    parts = urlsplit(asked.url)
    if parts.path.startswith("/static/"):
        found = finders.find(parts.path.removeprefix("/static/"))
        if not found:
            route.fulfill(status=404)
            return
        kind = mimetypes.guess_type(parts.path)[0] or "application/octet-stream"
        with open(str(found), "rb") as file:
            route.fulfill(status=200, body=file.read(), content_type=kind)
        return
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    headers = {
        "HTTP_ACCEPT_LANGUAGE": asked.headers.get("accept-language", "en"),
        "HTTP_REFERER": asked.headers.get("referer", ""),
    }
    answer = client.generic(
        asked.method,
        path,
        asked.post_data_buffer or b"",
        content_type=asked.headers.get("content-type", "text/html"),
        **headers,
    )
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    route.fulfill(
        status=answer.status_code,
        body=body,
        headers={name: value for name, value in answer.items() if name.lower() != "content-length"},
    )
