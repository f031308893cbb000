"""What time it is in the demonstration: the guide asks the German node, since it keeps no clock of its own."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from comity_demo.guide import nodes


class Clock:
    """Sets ``request.states`` and ``request.now`` once for each page; a node that does not answer is left out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; what a page loads needs no clock."""
        if not request.path_info.startswith(("/static/", "/health")):
            look(request)
        return self.get_response(request)


def look(request: HttpRequest) -> None:
    """Ask the nodes for this page: before it is made, and again where it moved the clock itself."""
    states = nodes.states()
    request.states = states  # type: ignore[attr-defined]
    request.now = nodes.now(states)  # type: ignore[attr-defined]
