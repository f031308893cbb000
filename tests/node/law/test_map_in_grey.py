"""The map of a page is valid SVG, and every look can be told in grey: patterns differ, not only colours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.template import engines

from comity.law.atlas import world_map
from comity.node.law.atlas import WORDS
from tests.support.inside import browsing

SVG = "{http://www.w3.org/2000/svg}"


def picture() -> str:
    states = sorted(world_map.drawn_states())
    looks = {state: world_map.LOOKS[at % len(world_map.LOOKS)] for at, state in enumerate(states)}
    template = engines["jinja2"].env.from_string(
        '{% import "ui/parts/world.html" as w with context %}{{ w.world(drawing, "Title", words, said) }}'
    )
    return str(
        template.render(drawing=world_map.draw(looks), words=WORDS, said={state: state for state in states})
    )


def test_it_is_valid_and_named() -> None:
    svg = re.search(r"<svg class=\"world__picture\".*?</svg>", picture(), re.S)
    assert svg
    root = ElementTree.fromstring(svg[0].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    assert root.get("role") == "img"
    named = {one.get("id") for one in root}
    assert set((root.get("aria-labelledby") or "").split()) <= named
    patterns = {one.get("id"): one for one in root.iter(f"{SVG}pattern")}
    assert set(patterns) == {f"look-{look}" for look in world_map.LOOKS}
    fills = {one.get("fill") for one in root if one.get("fill")}
    assert fills == {f"url(#{name})" for name in patterns}
    shapes = {
        (
            pattern.get("patternTransform"),
            pattern.get("width"),
            *(
                (
                    one.tag,
                    one.get("class"),
                    one.get("d"),
                    one.get("stroke-width"),
                    one.get("stroke-dasharray"),
                )
                for one in pattern
            ),
        )
        for pattern in patterns.values()
    }
    assert len(shapes) == len(patterns)
    unsure = [one for name, one in patterns.items() if name.endswith("-unsure")]
    assert {child.get("class") for one in unsure for child in one} == {"world__paper", "world__line"}


def test_every_look_has_words() -> None:
    assert set(WORDS) == set(world_map.LOOKS)


@pytest.mark.node
@pytest.mark.journey
def test_in_grey_every_look_has_a_grey_or_a_pattern_of_its_own(portal: Any, participants: Any) -> None:
    """Print each swatch without colour: no two have the same picture, and the sure differ from the unsure."""
    with browsing(portal) as open_page:
        page = open_page(viewport={"width": 900, "height": 700})
        style = Path(str(finders.find("ui/reference.css"))).read_text(encoding="utf-8")
        page.set_content(f"<style>{style} body {{ filter: grayscale(1) }}</style>{picture()}")
        shots = [one.screenshot() for one in page.locator(".world__swatch").all()]
    assert len(shots) == len(world_map.LOOKS) + 1
    assert len(set(shots)) == len(shots)
