"""The gallery in a real browser: phone and desk, day and night, German and mirrored, with and without script."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from playwright.sync_api import Browser

from comity.node.ui.gallery.views import PAGES
from tests.support.browser import DESK, PHONE, chromium, faults

pytestmark = pytest.mark.journey


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def address(site: Client) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), _Server, _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize(
    ("language", "scheme", "size"),
    [("en", "light", PHONE), ("en-xb", "dark", PHONE), ("de", "dark", DESK), ("en-xb", "light", DESK)],
    ids=["phone", "phone mirrored at night", "desk in German at night", "desk mirrored"],
)
def test_every_page_is_without_fault(
    address: str, browser: Browser, language: str, scheme: Any, size: Any
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    said: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.add(request.url.split("/", 3)[2]))
    found = {}
    for name in PAGES:
        page.goto(f"{address}/{language}/gallery/{name}/?error=1")
        if wrong := faults(page):
            found[name] = wrong
    context.close()
    assert found == {}
    assert said == []
    assert asked == {address.removeprefix("http://")}


def test_what_is_wrong_is_read_first_and_leads_to_its_field(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{address}/en/gallery/question/?error=1")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="Tell us roughly").click()
    assert page.evaluate("document.activeElement.id") == "amount"
    page.close()


@pytest.mark.parametrize("way", ["press", "shift"])
def test_leaving_does_not_stay_behind_the_back_button(address: str, browser: Browser, way: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/en/gallery/start/")
    page.goto(f"{address}/en/gallery/home/")
    if way == "press":
        page.get_by_role("link", name="Leave this page").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("**/leave/")
    page.go_back()
    assert page.url.endswith("/start/")
    page.close()


def test_everything_can_be_reached_without_script(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/en/gallery/home/")
    page.get_by_role("link", name="Money has just left").click()
    assert page.get_by_role("heading", name="How much money left your account?").is_visible()
    page.get_by_role("link", name="Leave this page").click()
    assert page.get_by_role("heading", name="Weights and measures").is_visible()
    page.goto(f"{address}/en/gallery/law/")
    page.get_by_text("Every gate, with its law").nth(1).click()
    assert page.get_by_text("The home power to hold does not reach content").nth(1).is_visible()
    context.close()
