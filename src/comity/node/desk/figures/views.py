"""Figures: the node's own counts as they stand; what the worker built; publishing by a statistician."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.node.base import home
from comity.node.base.permissions import allowed, verb
from comity.node.desk import page
from comity.node.desk.evidence import presenting
from comity.node.statistics import actions, names, queries
from comity.node.statistics.queries import Figure
from comity.policy import Attributes, may_ever


@verb("figures.view")
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show each measure with its counting rule, nothing suppressed; and what was built to be published."""
    by = page.actor(request)
    built = queries.built(by=by)
    node = home.current()
    return page.render(
        request,
        "desk/figures/figures.html",
        {
            "figures": [_shown(one) for one in queries.own(by=by)],
            "built": [
                {
                    "at": one.built_at, "hidden": _hidden(one.document), "digest": one.digest[7:19], "released_at": one.released_at,
                    "action": page.link("figures-publish", figures_id=one.pk) if one.released_at is None else "",
                }
                for one in built[:6]
            ],
            "may_count": allowed(by, "figures.build", Attributes()),
            "may_publish": may_ever(by, "figures.release"),
            "count_action": page.link("figures-count"),
            "public_href": f"{node.address('portal')}/figures" if node is not None else "",
            **presenting.confirm(request),
        },
    )  # fmt: skip


@verb("figures.build")
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Ask the worker to count now."""
    actions.ask(by=page.actor(request), at=page.now(request))
    messages.success(request, _("Asked. The worker counts within seconds; load this page again."))
    return HttpResponseRedirect(page.link("figures"))


@verb("figures.release")
@require_POST
def publish(request: HttpRequest, figures_id: UUID) -> HttpResponse:
    """Publish built figures."""
    by = page.actor(request)
    actions.publish(queries.one(figures_id, by=by), by=by, at=page.now(request))
    messages.success(request, _("Published. The public page shows them now."))
    return HttpResponseRedirect(page.link("figures"))


def _shown(figure: Figure) -> dict[str, Any]:
    measure = figure.measure
    columns: list[dict[str, Any]] = [
        {"key": name, "title": str(names.DIMENSIONS[name])} for name in measure.dimensions
    ]
    columns.append({"key": "count", "title": _("Number"), "align": "end"})
    rows = [
        {
            **{
                name: names.named(name, value, figure.labels)
                for name, value in zip(measure.dimensions, values, strict=True)
            },
            "count": str(number),
        }
        for values, number in figure.sums
    ]
    language = page.language()
    return {
        "id": measure.id,
        "title": measure.words("title", language),
        "rule": measure.words("rule", language),
        "columns": columns,
        "rows": rows,
        "total": figure.total,
        "desk_only": measure.audience == "desk",
    }


def _hidden(document: dict[str, Any]) -> int:
    return sum(cell["suppressed"] for measure in document["measures"] for cell in measure["cells"])
