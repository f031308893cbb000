"""Every address of every door declares its verb, or that it is public. Forgetting fails here."""

import importlib
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver

from comity.node.base.permissions import PUBLIC, declared
from comity.policy import verbs

DOORS = ("portal", "desk", "gateway")


def routes(patterns: list, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def of(door: str) -> list[tuple[str, URLPattern]]:
    return list(routes(importlib.import_module(f"comity.node.conf.urls_{door}").urlpatterns))


@pytest.mark.parametrize("door", DOORS)
def test_every_route_declares_a_verb(door):
    assert of(door)
    undeclared = [path for path, pattern in of(door) if not declared(pattern.callback)]
    assert undeclared == []


@pytest.mark.parametrize("door", DOORS)
def test_every_declared_verb_has_a_rule(door):
    known = verbs() | {PUBLIC}
    assert [
        (path, name) for path, pattern in of(door) for name in declared(pattern.callback) if name not in known
    ] == []


def test_what_the_desk_shows_without_sign_in_is_short_and_known():
    # What extensions add exists only where node.toml says demonstration, as this test's node does.
    demonstration = tuple(prefix for one in settings.EXTENSIONS for prefix, _ in one.urls("desk") if prefix)
    public = {path for path, pattern in of("desk") if PUBLIC in declared(pattern.callback)}
    outside = {
        path for path in public if not path.startswith(("account/", "gallery/", "static/", *demonstration))
    }
    assert outside <= {"health", "", "robots.txt", "leave/"}, outside


def test_the_walk_notices_an_undeclared_view():
    from django.urls import path

    assert not declared(path("x", lambda request: None).callback)
