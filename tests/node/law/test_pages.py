"""Every page of the law book, at both faces: it answers, it says where its facts come from, and it weighs what a phone can carry."""

from __future__ import annotations

import re
from typing import Any

import pytest

from comity.node.law.face import DESK, PUBLIC, Face
from tests.node.portal.test_weights import OTHERS, weight

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("participants", "at")]


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def pages(face: Face) -> dict[str, str]:
    """Name each page with its address at a face."""
    return {
        "front": face.link("front"),
        "countries": face.link("countries"),
        "country": face.link("country", code="JP"),
        "country-full": face.link("country", code="DE"),
        "country-headings": face.link("country", code="GD"),
        "treaties": face.link("treaties"),
        "treaty": face.link("treaty", name="ets185"),
        "articles": face.link("articles"),
        "article": face.link("article", name="ETS185:2"),
        "article-unread": face.link("article", name="UNCC:16"),
        "power": face.link("power", name="preservation"),
        "instruments": face.link("instruments"),
        "instrument": face.record("instrument", "bc-29-preservation"),
        "record": face.record("offence", "JP/ETS185:2"),
        "check": face.link("check"),
        "check-country": face.link("check-country", code="GD"),
        "gaps": face.link("gaps"),
        "gaps-country": face.link("gaps-country", code="JP"),
        "gaps-paper": face.link("gaps-paper", code="JP"),
        "common": face.link("common", query={"states": ["DE", "JP", "NG"]}),
        "common-choose": face.link("common"),
        "compare": face.link("compare", query={"one": "DE", "other": "JP"}),
        "compare-choose": face.link("compare"),
        "changes": face.link("changes"),
        "search": face.link("search", query={"q": "computer"}),
        "search-nothing": face.link("search", query={"q": "Germny"}),
    }


@pytest.mark.parametrize("language", ["en", "de", "en-xb"])
def test_every_public_page_answers_and_is_light(portal: Any, language: str) -> None:
    weights = {}
    for name, address in pages(PUBLIC).items():
        answer = portal.get(f"/{language}{address}")
        assert answer.status_code == 200, name
        assert not answer.cookies
        weights[name] = weight(answer)
    print(weights)
    assert {name: one for name, one in weights.items() if one > OTHERS} == {}


def test_every_page_answers_at_the_desk(desk: Any, people: Any) -> None:
    desk.sign_in(people("investigator"))
    for name, address in pages(DESK).items():
        answer = desk.get(address)
        assert answer.status_code == 200, name
        if name != "gaps-paper":  # nothing stands around a page to print
            assert 'class="rail__place" href="/law/" aria-current="page"' in text(answer)


@pytest.mark.parametrize("part", ["instruments", "treaties", "countries", "articles"])
def test_the_book_can_be_leafed_through(portal: Any, part: str) -> None:
    said = text(portal.get(PUBLIC.link(part)))
    links = re.findall(r'<th scope="row"[^>]*><a class="govuk-link" href="([^"]+)"', said)
    assert len(links) > 15
    for one in links[:: max(1, len(links) // 8)]:
        assert portal.get(one).status_code == 200, one
