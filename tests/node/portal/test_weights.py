"""Every page with all it loads: at most 60 KB compressed, the first at most 35; nothing from anybody else."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from tests.node.portal.teller import Teller, text_of, token

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("participants", "at")]
FIRST, OTHERS = 35_000, 60_000


def weight(page: Any) -> int:
    """Bytes of a page and of every file it names, each compressed as a server compresses it."""
    text = page.content.decode()
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', re.sub(r"<a [^>]*>", "", text))
    total = len(gzip.compress(page.content, 6))
    loads = set(re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="(/[^"]+)"', text))
    assert any(name.endswith(".css") for name in loads)
    for name in loads:
        path = finders.find(name.removeprefix("/static/").split("?")[0])
        assert path, name
        total += len(gzip.compress(Path(str(path)).read_bytes(), 6))
    return total


def test_the_first_page(portal: Any) -> None:
    for prefix in ("/en", "/de", "/en-xb"):
        assert weight(portal.get(f"{prefix}/")) <= FIRST


def test_all_other_pages(portal: Any) -> None:
    weights = {path: weight(portal.get(path)) for path in ("/back", "/message", "/real", "/who", "/people")}
    teller = Teller(portal)
    page = teller.begin()
    for number in range(60):
        weights[f"{number} {teller.question(page)}"] = weight(page)
        question = teller.question(page)
        if question is None:
            break
        page = teller.answer(page, question)
    assert "Is everything right?" in text_of(page)
    weights["done"] = weight(teller.send())
    portal.post("/back", {"code": teller.code(), "token": token(portal.get("/back"))})
    weights |= {path: weight(portal.get(path)) for path in ("/mine", "/mine/add", "/mine/copy", "/mine/stop")}
    heaviest = max(weights, key=lambda name: weights[name])
    assert weights[heaviest] <= OTHERS, heaviest
    assert len(weights) > 30
