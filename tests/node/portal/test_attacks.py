"""Strangers at the portal: no door shut for all by one, no form of one visitor taken for another, nothing in addresses."""

from __future__ import annotations

from typing import Any

import pytest

from comity.node.portal import limits
from comity.node.portal.visitor import Visitor
from comity.node.reports.models import Report
from comity.suites import mac
from tests.node.portal.teller import Teller
from tests.support.node import AT

pytestmark = pytest.mark.node


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "limiter", limits.Limiter(mac.new_mac_key))


def test_one_visitor_behind_the_proxy_does_not_shut_the_door_for_all(
    portal: Any, settings: Any, participants: Any, at: Any
) -> None:
    """TLS ends in a proxy: every connection comes from its address. The flood of one neighbourhood stops that one."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    proxied = {"HTTP_X_FORWARDED_PROTO": "https"}

    def knock(forwarded: str) -> int:
        portal.cookies.clear()
        return int(portal.post("/", {"a": "money"}, HTTP_X_FORWARDED_FOR=forwarded, **proxied).status_code)

    flood = [knock("203.0.113.9") for _ in range(limits.BEGINNINGS.times + 1)]
    assert flood[-1] == 429
    assert knock("198.51.100.7") == 302
    assert (
        knock("198.51.100.7, 203.0.113.9") == 429
    )  # what a client writes itself comes before what the proxy adds


def test_an_unknown_address_stops_nobody(portal: Any, settings: Any, participants: Any, at: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for _ in range(limits.BEGINNINGS.times + 5):
        portal.cookies.clear()
        assert portal.post("/", {"a": "money"}, HTTP_X_FORWARDED_PROTO="https").status_code == 302


def test_the_token_of_one_visitor_is_none_of_another(portal: Any, participants: Any, at: Any) -> None:
    portal.post("/", {"a": "money"})
    first = {name: one.value for name, one in portal.cookies.items()}
    (code,) = first.values()
    mine = Visitor(None, None, AT, code).form_token  # type: ignore[arg-type]
    portal.cookies.clear()
    portal.post("/", {"a": "money"})
    answer = portal.post("/a/2", {"token": mine, "q": "money_when", "a": "today"})
    assert answer.status_code == 422
    for wrong in ("", mine[:-1], mine.upper(), "\ud83d", "0" * 32):
        assert (
            portal.post(
                "/a/2", {"token": wrong.encode("utf-8", "replace"), "q": "money_when", "a": "today"}
            ).status_code
            == 422
        )


@pytest.mark.parametrize(
    "host", ["evil.example", "portal.evil.example:80", "localhost@evil.example", "de.localhost.evil.example"]
)
def test_a_false_host_stands_on_no_page(portal: Any, participants: Any, at: Any, host: str) -> None:
    for path in ("/", "/real", "/who", "/message"):
        answer = portal.get(path, HTTP_HOST=host, HTTP_X_FORWARDED_HOST=host)
        assert b"evil.example" not in answer.content, path
    assert portal.get("/real", HTTP_HOST=host).status_code == 400  # the page that says how to check this page


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/a/2?change=//evil.example",
        "/back?next=//evil.example",
        "/mine?said=%0d%0aSet-Cookie:x=1",
    ],
)
def test_nothing_in_an_address_sends_her_elsewhere(
    portal: Any, participants: Any, at: Any, path: str
) -> None:
    portal.post("/", {"a": "money"})
    answer = portal.get(path)
    assert (
        "evil.example" not in answer.headers.get("Location", "").split("?")[0] and "x" not in answer.cookies
    )


@pytest.mark.parametrize(
    "text",
    [
        "{{ 1234*4321 }}",
        "{% for x in ().__class__ %}x{% endfor %}",
        "${1234*4321}",
        "%(a)s {a} {emergency.__class__}",
    ],
)
def test_words_are_never_a_template(portal: Any, participants: Any, at: Any, text: str) -> None:
    said = dict(Teller(portal).said) | {
        "story": {"a": text + " and that is what happened to me on that evening."},
        "name": {"a": text[:60]},
    }
    page = Teller(portal, said).answer_all()
    shown = page.content.decode()
    assert "5332114" not in shown and "class &#39;" not in shown
    assert page.status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_change_nothing(portal: Any, participants: Any, at: Any, method: str) -> None:
    Teller(portal).answer_all()
    getattr(portal, method)("/send")
    assert not Report.objects.exists()
    assert portal.get("/send").status_code == 405 and portal.get("/finish").status_code == 405


def test_reading_pages_by_a_guessed_number_gives_nothing(portal: Any, participants: Any, at: Any) -> None:
    from uuid import uuid4

    for path in (
        f"/mine/letter/{uuid4()}",
        "/mine/copy",
        "/mine/copy/file",
        "/mine/file",
        "/mine/add",
        "/mine/stop",
        "/done",
        "/done/file",
    ):
        answer = portal.get(path)
        assert answer.status_code in (404, 410), path
        assert "no-store" in answer.headers["Cache-Control"]
