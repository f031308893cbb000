"""Addresses of the desk: one folder for each place on the left rail."""

from django.urls import include, path
from django.urls.resolvers import URLResolver

PLACES = ("clocks", "inbox", "cases", "requests", "evidence", "law", "figures", "directory")
"""In the order of the rail; ``clocks`` is the board Tonight and stands at the door's root as well."""


def _places() -> list[URLResolver]:
    from pathlib import Path

    here = Path(__file__).parent
    return [
        path(f"{place}/", include(f"comity.node.desk.{place}.urls"))
        for place in PLACES
        if (here / place / "urls.py").is_file()
    ]


urlpatterns = _places()
