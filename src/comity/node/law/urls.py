"""The addresses of the pages, the same at both doors. A page joins by a line here."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from comity.node.law import front
from comity.node.law.face import Face, shown

View = Callable[..., HttpResponse]

PAGES: tuple[tuple[str, str, View], ...] = (("", "front", front.front),)
"""Route, name, view ``(request, face, **kwargs)``."""


def patterns(face: Face, guard: Callable[[View], View]) -> list[URLPattern]:
    """Return the addresses of one face; ``guard`` declares who may see them."""
    return [path(route, guard(shown(face, view)), name=name) for route, name, view in PAGES]
