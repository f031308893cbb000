"""The public page of the figures. It shows what was released and can see nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.kernel.canonical import canonical_json
from comity.node.base.permissions import public
from comity.node.statistics import names, queries
from comity.node.ui import chrome
from comity.statistics import figures


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the figures published last, each measure with its counting rule."""
    row = queries.latest()
    request.chrome = replace(  # type: ignore[attr-defined]
        chrome.build(request),
        home_href=_address("portal:home"),
        leave_href=_address("portal:leave"),
        check_href=_address("portal:real"),
        privacy_href=_address("portal:who"),
    )
    document = row.document if row is not None else None
    context = {
        "release": row,
        "measures": [shown(measure, document) for measure in document["measures"]]
        if document is not None
        else [],
        "home_href": _address("portal:home"),
    }
    return render(request, "statistics/public.html", context, using="jinja2")


@public
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Hand the figures out as CSV."""
    row = queries.latest()
    if row is None:
        return _none_yet()
    response = HttpResponse(
        figures.table(row.document).encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return response


@public
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Hand the figures out as the document ``comity.figures/1``."""
    row = queries.latest()
    return (
        _none_yet()
        if row is None
        else HttpResponse(canonical_json(row.document), content_type="application/json")
    )


def shown(measure: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Arrange a measure of a document for a page: in the page's language, months for the chart, cells for the table."""
    language = (get_language() or "en").split("-")[0]
    labels = document.get("labels", {})
    dimensions = measure["dimensions"]
    hidden = _("fewer than %(threshold)s") % {"threshold": document["threshold"]}
    columns = [{"key": "month", "title": str(names.DIMENSIONS["month"])}]
    columns += [{"key": name, "title": str(names.DIMENSIONS[name])} for name in dimensions]
    columns.append({"key": "count", "title": _("Number"), "align": "end"})
    rows = [
        {
            "month": cell["month"],
            **{name: names.named(name, cell[name], labels) for name in dimensions},
            "count": hidden if cell["suppressed"] else str(cell["count"]),
        }
        for cell in measure["cells"]
    ]
    total = measure["total"]
    return {
        "id": measure["id"],
        "title": measure["title"].get(language) or measure["title"]["en"],
        "rule": measure["rule"].get(language) or measure["rule"]["en"],
        "months": [{"label": month["month"], "value": month["count"]} for month in measure["months"]],
        "columns": columns,
        "rows": rows,
        "total": None if total["suppressed"] else total["count"],
        "hidden": total["suppressed"],
    }


def _none_yet() -> HttpResponse:
    return HttpResponse(
        _("No figures have been published yet."), status=404, content_type="text/plain; charset=utf-8"
    )


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
