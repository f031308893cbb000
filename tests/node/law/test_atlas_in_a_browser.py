"""The atlas pages and the simulations in a real browser: phone and desk, day and night, mirrored, without fault."""

from __future__ import annotations

from typing import Any

import pytest

from comity.node.law.face import PUBLIC
from tests.support.browser import DESK, PHONE, faults
from tests.support.inside import address, browsing, photograph

pytestmark = [
    pytest.mark.node, pytest.mark.journey, pytest.mark.usefixtures("participants", "at", "made"),
]  # fmt: skip

LOOKS = [("en", "light", PHONE), ("de", "light", DESK), ("en-xb", "dark", DESK), ("en-xb", "light", PHONE)]


def public_pages() -> dict[str, str]:
    return {
        "atlas": PUBLIC.link("atlas"),
        "atlas-profile": PUBLIC.link("atlas", query={"state": "RO", "side": "requested", "layer": "duty"}),
        "atlas-wrong": PUBLIC.link("atlas", query={"state": "ZZ", "side": "up"}),
        "atlas-other-day": PUBLIC.link("atlas", query={"on": "2020-05-05"}),
        "relation": PUBLIC.link("relation", query={"state": "DE", "other": "CN", "layer": "duty"}),
        "relation-open": PUBLIC.link("relation", query={"state": "DE", "other": "JP"}),
    }


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("language", "scheme", "size"), LOOKS)
def test_the_public_atlas_is_without_fault(portal: Any, language: str, scheme: Any, size: Any) -> None:
    found = {}
    with browsing(portal) as open_page:
        page = open_page(viewport=size, color_scheme=scheme)
        for name, path in public_pages().items():
            page.goto(f"{address(portal)}/{language}{path}")
            if wrong := faults(page):
                found[name] = wrong
            photograph(page, f"{name}-{language}")
    assert found == {}
