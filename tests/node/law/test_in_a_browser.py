"""The pages of the law book in a real browser: phone and desk, German and mirrored, public and signed in, without fault."""

from __future__ import annotations

from typing import Any

import pytest

from comity.node.law.face import DESK, PUBLIC
from tests.node.law.test_pages import pages
from tests.support.browser import DESK as WIDE
from tests.support.browser import PHONE, faults
from tests.support.inside import address, browsing, photograph

pytestmark = [pytest.mark.node, pytest.mark.journey, pytest.mark.usefixtures("participants", "at")]


MIRRORED = ("front", "country", "article", "search", "check", "gaps-country", "common", "compare", "changes")
"""Pages that have every part the others are made of."""


def look(client: Any, page: Any, language: str, shown: dict[str, str]) -> dict[str, list[str]]:
    """Open pages and say what is wrong with those that are not without fault."""
    found: dict[str, list[str]] = {}
    for name, path in shown.items():
        answer = page.goto(f"{address(client)}/{language}{path}")
        wrong = faults(page)
        if answer is None or answer.status != 200:
            wrong = [f"status {answer.status if answer else 'none'}", *wrong]
        if wrong:
            found[name] = wrong
        photograph(page, f"{name}-{language}")
    return found


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("language", "scheme", "size", "only"),
    [
        ("en", "light", PHONE, ()),
        ("de", "light", WIDE, ()),
        ("en-xb", "dark", PHONE, MIRRORED),
        ("en-xb", "light", WIDE, MIRRORED),
    ],
    ids=["phone", "wide in German", "phone mirrored at night", "wide mirrored"],
)
def test_every_public_page_is_without_fault(
    portal: Any, language: str, scheme: Any, size: Any, only: tuple[str, ...]
) -> None:
    shown = {name: one for name, one in pages(PUBLIC).items() if not only or name in only}
    with browsing(portal) as open_page:
        page = open_page(viewport=size, color_scheme=scheme)
        assert look(portal, page, language, shown) == {}


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("language", "size"), [("en", WIDE), ("de", PHONE)], ids=["wide", "phone in German"])
def test_every_page_at_the_desk_is_without_fault(desk: Any, people: Any, language: str, size: Any) -> None:
    desk.sign_in(people("investigator"))
    with browsing(desk) as open_page:
        page = open_page(viewport=size, color_scheme="dark")
        assert (
            look(desk, page, language, {name: one for name, one in pages(DESK).items() if name in MIRRORED})
            == {}
        )
