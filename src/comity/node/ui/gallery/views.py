"""Pages of the gallery: one for each layout, one with every part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from comity.node.base.permissions import public
from comity.node.ui.chrome import build
from comity.node.ui.gallery import matters

PAGES = (
    "parts",
    "forms",
    "home",
    "question",
    "kept",
    "letter",
    "tonight",
    "split",
    "law",
    "confirm",
    "addressee",
    "figures",
    "start",
    "entrance",
    "leave",
)


@public
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one page of the gallery."""
    if name not in PAGES:
        raise Http404
    context: dict[str, Any] = {
        "matters": matters,
        "now": matters.NOW,
        "both": matters.BOTH,
        "here": matters.here,
        "pages": PAGES,
        "asked": "error" in request.GET,
        "entrance": matters.Entrance({"login": "nils"} if "error" in request.GET else None),
        "stops": matters.STOPS,
        "follow_href": matters.here("tonight"),
        "hours": "28 h 38 min",
        "nodes": [
            {
                "code": code,
                "state": state,
                "doors": [
                    {"title": "Portal", "href": matters.here("home")},
                    {"title": "Desk", "href": matters.here("tonight")},
                ],
            }
            for code, state in (("DE", "answers"), ("JP", "answers"), ("FR", "starting"))
        ],
    }
    with_chrome = matters.chrome(request, name, build(request))
    if name in {"start", "home"}:
        with_chrome = replace(with_chrome, person=None)
    request.chrome = with_chrome  # type: ignore[attr-defined]
    template = "ui/leave.html" if name == "leave" else f"ui/gallery/{name}.html"
    return HttpResponse(render_to_string(template, context, request))


@public
def index(request: HttpRequest) -> HttpResponse:
    """Show the page with every part."""
    return page(request, "parts")
