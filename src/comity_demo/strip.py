"""The strip above every page while somebody follows the tour: who you are, what comes next, the way back to the tour."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from comity.node.base import home
from comity.node.ui.chrome import Chrome, Tour
from comity_demo import story

COOKIE = "comity-tour"


@dataclass(frozen=True, slots=True)
class Place:
    """What a node knows of the network it belongs to."""

    port: int
    token: str


def place() -> Place | None:
    """Return the network this node belongs to; a demonstration node that stands alone has none."""
    node = home.current()
    return _place(node.path.parent / "network.json") if node is not None else None


@cache
def _place(file: Path) -> Place | None:
    if not file.is_file():
        return None
    document = json.loads(file.read_bytes())
    return Place(int(document["port"]), str(document["token"]))


def start_address() -> str:
    """Return the address of the network's start page, or nothing."""
    known = place()
    return f"http://localhost:{known.port}/" if known else ""


def fill(request: HttpRequest, chrome: Chrome) -> Chrome:
    """Fill in the strip from the cookie that came with the way into a step."""
    step = story.STEPS.get(request.COOKIES.get(COOKIE, ""))
    start = start_address()
    if step is None or not start:
        return chrome
    return replace(
        chrome,
        tour=Tour(
            step=step.part, of=len(story.PARTS), role=story.role(step), next_text=_(step.do), next_href=f"{start}tour/{step.key}/",
            next_label=_("Back to the tour"), stop_href=reverse("demonstration:stop"),
        ),
    )  # fmt: skip
