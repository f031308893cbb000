"""The gallery shows every part, and every page of it holds to the rules of the house."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.test import Client

from comity.node.ui.gallery.views import PAGES
from tests.node.ui.conftest import BUILT, ROOT

TEMPLATES = ROOT / "src" / "comity" / "node" / "ui" / "jinja2" / "ui"
LANGUAGES = ("en", "de", "en-xb")
PORTAL = ("home", "question", "kept", "figures", "letter")


class Reader(HTMLParser):
    """Collects what the tests ask for: tags with their attributes, and whether they are nested properly."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at line {self.getpos()[0]}")


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_well_made(site: Client, name: str, language: str) -> None:
    answer = site.get(f"/{language}/gallery/{name}/?error=1")
    assert answer.status_code == 200
    page = read(answer.content.decode())
    assert page.faults == []
    assert page.open == []
    ids = Counter(attributes["id"] for _, attributes in page.tags if attributes.get("id"))
    assert [one for one, times in ids.items() if times > 1] == []
    known = set(ids)
    for tag, attributes in page.tags:
        assert "style" not in attributes, f"<{tag} style>: the content policy forbids it"
        assert not [key for key in attributes if key.startswith("on")]
        for pointer in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            assert set((attributes.get(pointer) or "").split()) <= known, (tag, attributes)
        if tag == "script":
            assert attributes.get("src"), "no script in a page"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_filled_button_at_most(site: Client, name: str) -> None:
    page = read(site.get(f"/gallery/{name}/").content.decode())
    filled = [a for _, a in page.tags if (a.get("class") or "").split() == ["govuk-button"]]
    assert len(filled) <= 1


def test_every_part_is_in_the_gallery() -> None:
    def source(*folders: str) -> str:
        return "".join(
            path.read_text() for folder in folders for path in sorted((TEMPLATES / folder).glob("*.html"))
        )

    parts = source("parts")
    # The passkey's script belongs to the sign-in library, which only the desk has installed: its pages show it.
    sign_in = (ROOT / "src/comity/node/accounts/jinja2/account/login.html").read_text()
    shown = sign_in + source("gallery", "layouts", "pages") + re.sub(r"{% macro \w+\(", "", parts)
    offered = set(re.findall(r"{% macro ([a-z]\w*)\(", parts))
    assert len(offered) > 50
    assert {name for name in offered if not re.search(rf"\b{name}\(", shown)} == set()


@pytest.mark.parametrize("name", PORTAL)
def test_the_title_of_a_portal_page_tells_nothing(site: Client, name: str) -> None:
    title = re.search(r"<title>(.*?)</title>", site.get(f"/gallery/{name}/").content.decode())
    assert title
    assert title[1] == "Zentrale Ansprechstelle Cybercrime Kassel (demonstration)"


def test_the_neutral_page_says_nothing_of_us(site: Client) -> None:
    answer = site.get("/measures/")
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    for word in ("Comity", "report", "police", "Kassel", "comity", "public.css"):
        assert word not in page


def packed(path: str) -> int:
    return len(gzip.compress((BUILT / path).read_bytes(), 9))


@pytest.mark.parametrize("language", LANGUAGES)
def test_portal_pages_are_small_with_all_they_load(site: Client, language: str) -> None:
    for name in PORTAL:
        answer = site.get(f"/{language}/gallery/{name}/")
        page = answer.content.decode()
        loads = re.findall(r'(?:href|src)="/static/ui/([\w.-]+)"', page)
        assert loads
        total = len(gzip.compress(answer.content, 9)) + sum(packed(one) for one in loads)
        assert total <= (35_000 if name == "home" else 60_000), (name, total)
