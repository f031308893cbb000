"""The addresses of the pages, the same at both doors. A page joins by a line here."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from comity.node.law import (
    articles,
    atlas,
    changes,
    checking,
    comparing,
    countries,
    front,
    gap_report,
    records,
    relation,
    searching,
    treaties,
)
from comity.node.law.face import Face, shown

View = Callable[..., HttpResponse]

PAGES: tuple[tuple[str, str, View], ...] = (
    ("", "front", front.front),
    ("countries/", "countries", countries.countries),
    ("countries/<str:code>/", "country", countries.country),
    ("treaties/", "treaties", treaties.treaties),
    ("treaties/<str:name>/", "treaty", treaties.treaty),
    ("articles/", "articles", articles.articles),
    ("articles/<str:name>/", "article", articles.article),
    ("powers/<str:name>/", "power", articles.power),
    ("instruments/", "instruments", records.instruments),
    ("atlas/", "atlas", atlas.atlas),
    ("atlas.csv", "atlas-csv", atlas.as_csv),
    ("atlas.json", "atlas-json", atlas.as_json),
    ("atlas/relation/", "relation", relation.relation),
    ("atlas/relation.json", "relation-json", relation.as_json),
    ("check/", "check", checking.check),
    ("check.json", "check-json", checking.as_json),
    ("check.csv", "check-csv", checking.as_csv),
    ("check/<str:code>/", "check-country", checking.country),
    ("gaps/", "gaps", gap_report.gaps),
    ("gaps/<str:code>/", "gaps-country", gap_report.country),
    ("gaps/<str:code>/paper/", "gaps-paper", gap_report.on_paper),
    ("gaps/<str:code>.json", "gaps-json", gap_report.as_json),
    ("common/", "common", gap_report.common),
    ("compare/", "compare", comparing.compare),
    ("changes/", "changes", changes.changes),
    ("search/", "search", searching.search),
    ("record/<slug:kind>/<path:name>/", "record", records.record),
)
"""Route, name, view ``(request, face, **kwargs)``."""


def patterns(face: Face, guard: Callable[[View], View]) -> list[URLPattern]:
    """Return the addresses of one face; ``guard`` declares who may see them."""
    return [path(route, guard(shown(face, view)), name=name) for route, name, view in PAGES]
