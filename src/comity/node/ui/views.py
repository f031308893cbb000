"""The one page of the ui itself: the neutral page a person leaves to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from comity.node.base.permissions import public


@public
def leave(request: HttpRequest) -> HttpResponse:
    """Show the neutral page; it may be kept by no cache and tells no other site where its reader came from."""
    response = HttpResponse(render_to_string("ui/leave.html", {}, request))
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
