"""The inbox: the queue by urgency with its reasons, and one report, first coded and then, with a purpose, in her own words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comity.kernel.errors import BadInput
from comity.node.audit import queries as audit
from comity.node.base.permissions import verb
from comity.node.base.telling import tell
from comity.node.desk import page
from comity.node.desk.inbox import linking, objects, presenting, words
from comity.node.linkage import words as link_words
from comity.node.reports import actions as reports
from comity.node.reports import queries as report_queries
from comity.node.reports.models import Report
from comity.node.triage import actions as triage
from comity.node.triage import queries

_VIEWS = {
    "waiting": (Report.State.RECEIVED, Report.State.IN_TRIAGE),
    "in_case": (Report.State.IN_CASE,),
    "referred": (Report.State.REFERRED,),
    "closed": (Report.State.CLOSED,),
}
_SHOWN = 100


@verb("report.list")
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show the queue, the most urgent first, and beside it what is known of the first one (or of the one chosen)."""
    by, at = page.actor(request), page.now(request)
    wanted = request.GET.get("view", "waiting")
    wanted = wanted if wanted in _VIEWS else "waiting"
    wrong = ""
    if asked := request.GET.get("q", "").strip():
        try:
            found = report_queries.by_reference(asked, by)
            if found is not None:
                return HttpResponseRedirect(page.link("report", report_id=found.pk))
            wrong = _("No report of this desk has the reference %(reference)s.") % {"reference": asked}
        except BadInput as error:
            wrong = " ".join(tell(fault) for fault in error.faults)
    rows = queries.queue(by, states=_VIEWS[wanted])
    shown = list(rows[:_SHOWN])
    chosen = next(
        (row for row in shown if str(row.pk) == request.GET.get("show")), shown[0] if shown else None
    )
    counts = queries.counts(by)
    tabs = [
        {
            "text": {"waiting": _("Waiting"), "in_case": _("In a case"), "referred": _("Referred"), "closed": _("Closed")}[name],
            "href": page.link("inbox", query={"view": name}),
            "current": name == wanted,
            "count": sum(counts.get(state, 0) for state in states),
        }
        for name, states in _VIEWS.items()
    ]  # fmt: skip
    return page.render(
        request,
        "desk/inbox/queue.html",
        {
            "rows": [presenting.row(one, chosen, wanted, at) for one in shown],
            "more": max(0, rows.count() - len(shown)),
            "detail": presenting.preview(chosen, by=by, at=at) if chosen is not None else None,
            "tabs": tabs,
            "asked": asked,
            "wrong": wrong,
            "failing": report_queries.failing(by).count(),
            "search_href": page.link("inbox"),
        },
    )


@verb("report.view")
@require_GET
def show(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show a report as it is coded: urgency, offences, links, decisions, letters. Nothing sealed."""
    return _page(request, report_id)


@verb("report.open")
@require_http_methods(["GET", "POST"])
def open_report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Open what is sealed, for a purpose that stays in the audit; the page is made once and kept nowhere."""
    by, at = page.actor(request), page.now(request)
    purpose = request.POST.get("purpose", "").strip() if request.method == "POST" else ""
    why = request.POST.get("why", "").strip()
    if purpose not in words.PURPOSE:
        objects.report(report_id, "report.open", by=by, at=at, purpose="-")
        missing = request.method == "POST"
        return _page(request, report_id, asking=True, missing=missing)
    written = f"{purpose}: {why}" if why else purpose
    report, grants = objects.report(report_id, "report.open", by=by, at=at, purpose=written)
    opened = reports.open_report(report, by=by, at=at, purpose=written, keyring=page.keyring(), grants=grants)
    if by.has("intake_officer"):
        triage.take_up(report, by=by, at=at)
    return _page(request, report_id, opened=opened)


@verb("report.view")
@require_GET
def seen(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show who saw a report, why, and what was done with it."""
    by, at = page.actor(request), page.now(request)
    report, _grants = objects.report(report_id, "report.view", by=by, at=at)
    leaves = list(audit.who_saw("report", str(report.pk), by=by))
    return page.render(
        request,
        "desk/seen.html",
        {
            "title": _("Who saw this report"),
            "caption": report.reference,
            "back": page.link("report", report_id=report.pk),
            "events": presenting.leaves(leaves),
        },
    )


def _page(
    request: HttpRequest, report_id: UUID, *, opened: reports.Opened | None = None, asking: bool = False, missing: bool = False
) -> HttpResponse:  # fmt: skip
    by, at = page.actor(request), page.now(request)
    report, grants = objects.report(report_id, "report.view", by=by, at=at)
    said: dict[bytes, str] = {}
    notes: dict[str, str] = {}
    if opened is not None:
        key = page.keyring().linkage(report.owner_id)
        said = link_words.shown(opened.selectors, linkage_key=key)
        notes = queries.notes(report, opened.key)
    context: dict[str, Any] = presenting.report(report, by=by, at=at, grants=grants)
    return page.render(
        request,
        "desk/inbox/report.html",
        {
            **context,
            "opened": presenting.opened(opened, said) if opened is not None else None,
            "links": linking.shown(report, by=by, at=at, grants=grants, said=said),
            "decisions": presenting.decisions(report, notes),
            "letters": presenting.letters(report, by=by, at=at),
            "asking": asking,
            "why": request.POST.get("why", "") if asking else "",
            "purposes": page.choices(words.PURPOSE),
            "errors": [{"text": _("Say for what purpose you open it."), "href": "#purpose"}]
            if missing
            else [],
            "open_href": page.link("report-open", report_id=report.pk),
        },
        status=422 if missing else 200,
    )
