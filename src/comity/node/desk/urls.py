"""Addresses of the desk: one folder for each place on the left rail; all are named ``desk:...``."""

from pathlib import Path

from django.urls import URLPattern, URLResolver, include, path

app_name = "desk"
PLACES = ("inbox", "cases", "requests", "clocks", "evidence", "law", "figures", "directory")
"""In the order of the rail; ``clocks`` is the board Tonight and stands at the door's root as well."""


def _places() -> list[URLPattern | URLResolver]:
    here = Path(__file__).parent
    return [
        path(f"{place}/", include(f"comity.node.desk.{place}.urls"))
        for place in PLACES
        if (here / place / "urls.py").is_file()
    ]


def _root() -> list[URLPattern | URLResolver]:
    from comity.node.desk.clocks.views import home

    return [path("", home, name="home")]


urlpatterns = [*_root(), *_places()]
