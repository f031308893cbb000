"""Put the addresses of a door together from the doors and extensions that are there."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from comity.node.base.health import alive

Patterns = list[URLPattern | URLResolver]


def patterns(door: str, modules: Sequence[tuple[str, str]]) -> Patterns:
    """Return the patterns of a door: health, then each ``(prefix, module)`` that exists, then what extensions add."""
    found: Patterns = [path("health", alive, name="health")]
    found += [path(prefix, include(module)) for prefix, module in modules if _exists(module)]
    for extension in settings.EXTENSIONS:
        found += [path(prefix, include(module)) for prefix, module in extension.urls(door)]
    return found


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False
