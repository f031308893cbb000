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
from comity_demo import people, story

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
    role, text = story.role(step), _(step.do)
    other = _somebody_else(request, step)
    if other is not None:
        text = _(
            "This step is not yours: it is for %(role)s. Go back to the tour and come in from there."
        ) % {"role": role}
        role = _(other.doing)
    return replace(
        chrome,
        tour=Tour(
            step=list(story.STEPS).index(step.key) + 1, of=len(story.STEPS), role=role, next_text=text, next_href=f"{start}tour/{step.key}/",
            next_label=_("Back to the tour"), stop_href=reverse("demonstration:stop"),
        ),
    )  # fmt: skip


def _somebody_else(request: HttpRequest, step: story.Step) -> people.Person | None:
    """Return who is signed in, where that is not the person of the step: the strip must not say who one is not."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    signed_in = people.PEOPLE.get(user.get_username())
    return signed_in if signed_in is not None and signed_in.username != step.person else None
