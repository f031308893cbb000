"""A real browser inside a test: what it asks is answered by the test's own client, in the test's own transaction.

with browsing(desk) as open_page:
    page = open_page(viewport=PHONE)
    page.goto(address(desk) + "/requests/")
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.db import connections
from playwright.sync_api import Page, Route

from tests.support.browser import chromium


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
