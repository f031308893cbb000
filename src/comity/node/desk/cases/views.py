"""Cases: the list, one case at a glance, its notes opened for a purpose, its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.node.audit import queries as audit
from comity.node.base.permissions import allowed, verb
from comity.node.cases import actions, lists, permissions, queries
from comity.node.cases.models import Case
from comity.node.desk import page
from comity.node.desk.cases import objects, presenting
from comity.node.desk.inbox import presenting as inbox
from comity.node.desk.inbox import words

_PURPOSES = ("case_work", "answer_reporter", "check_link")
"""For what the title and the notes of a case are opened."""


@verb("case.list")
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases of this desk and those leave was given on."""
    by, at = page.actor(request), page.now(request)
    shown = request.GET.get("view", "open")
    asking = (
        request.GET.get("for") == "request"
    )  # a request is drafted in a case, from one of the ways of its law page
    rows = queries.mine(by, at=at)
    found = (
        rows.filter(state=Case.State.CLOSED) if shown == "closed" else rows.exclude(state=Case.State.CLOSED)
    )
    listed: list[Any] = list(found.select_related("owner").order_by("-opened_at", "pk")[:200])
    names = page.names(one.lead for one in listed)
    return page.render(
        request,
        "desk/cases/list.html",
        {
            "asking": asking,
            "rows": [
                {
                    "reference": one.reference, "name": one.working_name, "href": page.link("law", query={"case": str(one.pk)}) if asking else page.link("case", case_id=one.pk), "lead": names.get(one.lead, ""),
                    "reports": one.number_of_reports, "loss": one.loss if one.currencies == 1 else None, "currency": one.currency,
                    "opened_at": one.opened_at, "owner": one.owner.name if one.owner_id != by.participant else "",
                    "silent": bool(queries.flags(one, at)),
                }
                for one in listed
            ],
            "tabs": [
                {"text": _("Open"), "href": page.link("cases"), "current": shown != "closed"},
                {"text": _("Closed"), "href": page.link("cases", query={"view": "closed"}), "current": shown == "closed"},
            ],
            "new_href": page.link("case-new") if allowed(by, "case.create", permissions.of_owner(by.participant)) else "",
        },
    )  # fmt: skip


@verb("case.create")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a case without a report; reports are joined from the inbox."""
    by, at = page.actor(request), page.now(request)

    def act() -> str:
        name, title = request.POST.get("working_name", ""), request.POST.get("title", "").strip()
        made = actions.open_case(name, by=by, at=at, keyring=page.keyring(), title=title)
        return page.link("case", case_id=made.pk)

    answer, found = page.press(request, act, field="working_name")
    if answer is not None:
        return answer
    context = {
        "errors": found,
        "posted": request.POST,
        "action": page.link("case-new"),
        "back": page.link("cases"),
    }
    return page.render(request, "desk/cases/new.html", context, status=422 if found else 200)


@verb("case.view")
@require_GET
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case at a glance: reports, clocks, requests, what happened, letters. Nothing sealed."""
    return _page(request, case_id)


@verb("case.open")
@require_http_methods(["GET", "POST"])
def open_notes(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open title and notes for a purpose."""
    by, at = page.actor(request), page.now(request)
    purpose = request.POST.get("purpose", "").strip() if request.method == "POST" else ""
    if purpose not in _PURPOSES:
        objects.case(case_id, "case.open", by=by, at=at, purpose="-")
        found = (
            [{"text": _("Say for what purpose you open it."), "href": "#purpose"}]
            if request.method == "POST"
            else []
        )
        return _page(request, case_id, errors=found)
    case = objects.case(case_id, "case.open", by=by, at=at, purpose=purpose)
    title, notes = actions.open_notes(case, by=by, at=at, purpose=purpose, keyring=page.keyring())
    names = page.names(one.by for one, _text in notes)
    return _page(request, case_id, opened={
        "title": title, "notes": [{"at": one.at, "who": names[one.by], "text": text, "kind": one.kind} for one, text in notes],
    })  # fmt: skip


@verb("case.edit")
@require_POST
def note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write a note into the case."""
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.edit", by=by, at=at)

    def act() -> str:
        actions.add_note(case, request.POST.get("words", ""), by=by, at=at, keyring=page.keyring())
        return page.link("case", case_id=case.pk)

    answer, found = page.press(request, act, field="words", done=_("Written down and sealed."))
    return answer or _page(request, case_id, errors=found)


@verb("case.close")
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Close a case with its reasons."""
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.close", by=by, at=at)

    def act() -> str:
        reason, why = request.POST.get("reason", ""), request.POST.get("words", "")
        actions.close(case, reason_code=reason, words=why, by=by, at=at, keyring=page.keyring())
        return page.link("case", case_id=case.pk)

    answer, found = page.press(
        request, act, field="reason", done=_("The case is closed, and leave on it has ended.")
    )
    if answer is not None:
        return answer
    context = {"case": case, "reasons": page.choices(lists.CLOSING), "errors": found, "posted": request.POST,
               "action": page.link("case-close", case_id=case.pk), "back": page.link("case", case_id=case.pk)}  # fmt: skip
    return page.render(request, "desk/cases/close.html", context, status=422 if found else 200)


@verb("case.close")
@require_POST
def reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open a closed case again."""
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.close", by=by, at=at)
    actions.reopen(case, by=by, at=at)
    return HttpResponseRedirect(page.link("case", case_id=case.pk))


@verb("case.view")
@require_GET
def seen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show who saw a case, why, and what was done with it."""
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.view", by=by, at=at)
    leaves = list(audit.who_saw("case", str(case.pk), by=by))
    return page.render(request, "desk/seen.html", {
        "title": _("Who saw this case"), "caption": f"{case.working_name}, {case.reference}", "back": page.link("case", case_id=case.pk),
        "events": inbox.leaves(leaves),
    })  # fmt: skip


def _page(
    request: HttpRequest, case_id: UUID, *, opened: dict[str, object] | None = None, errors: list[dict[str, str]] | None = None
) -> HttpResponse:  # fmt: skip
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.view", by=by, at=at)
    attributes = permissions.of(case, purpose="-", at=at)
    given = presenting.requests(case, by=by, at=at)
    earlier, latest = presenting.recent(presenting.timeline(case, at=at))
    context = {
        **presenting.head(case, "case", by=by, at=at),
        "reports": presenting.reports(case, by=by, at=at),
        "requests": presenting.folded(given),
        "money": presenting.money(case, by=by, at=at),
        "clocks": presenting.clocks(case),
        "events": latest,
        "earlier": earlier,
        "letters": presenting.letters(case, at=at),
        "lead": page.names([case.lead]).get(case.lead, ""),
        "opened": opened,
        "errors": errors or [],
        "may_open": allowed(by, "case.open", attributes),
        "may_close": allowed(by, "case.close", attributes),
        "may_draft": allowed(by, "route.view", attributes),
        "purposes": page.choices({key: words.PURPOSE[key] for key in _PURPOSES}),
        "notes_count": case.notes.count(),
        "walls": page.walls(),
        "evidence_href": page.link("evidence", query={"case": str(case.pk)}),
        "links": {
            "open": page.link("case-open", case_id=case.pk), "note": page.link("case-note", case_id=case.pk),
            "close": page.link("case-close", case_id=case.pk), "reopen": page.link("case-reopen", case_id=case.pk),
            "law": page.link("law", query={"case": str(case.pk)}),
        },
    }  # fmt: skip
    return page.render(request, "desk/cases/case.html", context, status=422 if errors else 200)
