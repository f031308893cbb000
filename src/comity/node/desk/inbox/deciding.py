"""Decisions about a report: one short form each, with its reason, and what happens next said beside the button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.kernel.errors import BadInput, Conflict
from comity.node.base.permissions import verb
from comity.node.cases import actions as cases
from comity.node.cases import queries as case_queries
from comity.node.desk import page
from comity.node.desk.inbox import objects, paying, words
from comity.node.linkage import queries as links
from comity.node.reports.models import Report
from comity.node.triage import actions, reasons
from comity.triage.urgency import LEVELS

_Act = Callable[[], str]


def _decide(
    request: HttpRequest, report: Report, template: str, context: Mapping[str, Any], act: _Act, *, name: str, done: str
) -> HttpResponse:  # fmt: skip
    """Show the form; on a press do the act and go where it says, or say what is wrong and keep what was typed."""
    found: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            target = act()
        except (BadInput, Conflict) as error:
            found = page.errors(error, "reason")
        else:
            messages.success(request, done)
            return HttpResponseRedirect(target)
    return page.render(
        request,
        template,
        {
            "report": report,
            "action": page.link(name, report_id=report.pk),
            "form_id": f"act-{name}",
            "back": page.link("report", report_id=report.pk),
            "errors": found,
            "posted": request.POST,
            **context,
        },
        status=422 if found else 200,
    )


def _report(request: HttpRequest, report_id: UUID, verb_name: str = "report.triage") -> Report:
    found, _grants = objects.report(report_id, verb_name, by=page.actor(request), at=page.now(request))
    return found


@verb("report.triage")
@require_http_methods(["GET", "POST"])
def open_case(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Open a case from a report, with those of its group if wished, and hand it to somebody."""
    report, by, at = _report(request, report_id), page.actor(request), page.now(request)
    people = page.colleagues([by.participant], ["investigator", "prosecutor"])
    group = links.group(report, by=by, at=at)

    def act() -> str:
        lead = page.person(request.POST, "lead", people, optional=True)
        made = cases.open_case(
            request.POST.get("working_name", ""),
            by=by, at=at, keyring=page.keyring(), reports=[report], with_linked=request.POST.get("linked") == "yes",
            title=request.POST.get("title", "").strip(), lead=lead,
        )  # fmt: skip
        return page.link("case", case_id=made.pk)

    context = {"people": _people(people), "harm": links.harm(group.members), "others": len(group.members) - 1}
    return _decide(
        request,
        report,
        "desk/inbox/open_case.html",
        context,
        act,
        name="report-case",
        done=_("The case is open."),
    )


@verb("report.triage")
@require_http_methods(["GET", "POST"])
def join_case(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Join a report to a case of this desk; cases of linked reports come first."""
    report, by, at = _report(request, report_id), page.actor(request), page.now(request)
    near = {
        one.pk
        for member in links.group(report, by=by, at=at).members
        for one in case_queries.cases_by_report(member)
    }
    rows = sorted(
        case_queries.mine(by, at=at).filter(owner_id=report.owner_id).exclude(state="closed"),
        key=lambda one: (one.pk not in near, -one.opened_at.timestamp()),
    )

    def act() -> str:
        chosen = next((one for one in rows if str(one.pk) == request.POST.get("reason")), None)
        if chosen is None:
            raise BadInput(page.NOBODY.fault())
        cases.join(
            chosen,
            report,
            by=by,
            at=at,
            keyring=page.keyring(),
            reason_code="link" if chosen.pk in near else "officer",
        )
        return page.link("case", case_id=chosen.pk)

    items = [
        {
            "value": str(one.pk),
            "text": f"{one.working_name} ({one.reference})",
            "hint": _("holds reports linked to this one") if one.pk in near else "",
        }
        for one in rows
    ]
    context = {"items": items, "title": _("Join to a case"), "legend": _("Which case?"), "button": _("Join"), "note": False,
               "empty": _("This desk has no open case.")}  # fmt: skip
    return _decide(
        request, report, "desk/inbox/choose.html", context, act, name="report-join", done=_("Joined.")
    )


@verb("report.triage")
@require_http_methods(["GET", "POST"])
def urgency(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Set another urgency than the engine proposed."""
    report, by, at = _report(request, report_id), page.actor(request), page.now(request)

    def act() -> str:
        actions.overrule(
            report, request.POST.get("level", ""), reason_code=request.POST.get("reason", ""),
            note=request.POST.get("note", ""), by=by, at=at, keyring=page.keyring(),
        )  # fmt: skip
        return page.link("report", report_id=report.pk)

    levels = [{"value": level, "text": str(words.LEVEL[level])} for level in LEVELS]
    context = {"items": page.choices(reasons.URGENCY), "levels": levels, "title": _("Set the urgency"), "legend": _("Why?"),
               "button": _("Set it"), "note": True, "empty": ""}  # fmt: skip
    return _decide(
        request,
        report,
        "desk/inbox/choose.html",
        context,
        act,
        name="report-urgency",
        done=_("The urgency is set; the engine's proposal stays beside it."),
    )


@verb("report.refer")
@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Refer a report to another desk."""
    report, by, at = _report(request, report_id, "report.refer"), page.actor(request), page.now(request)
    assessed = report.assessments.first()
    proposed = {f"{one['country']} {one['desk']}": one for one in (assessed.referrals if assessed else [])}
    others = {
        f"{report.owner.country} {desk}": {"country": report.owner.country, "desk": desk}
        for desk in words.DESKS
    }
    places = {**proposed, **others}

    def act() -> str:
        to = places.get(request.POST.get("to", ""))
        if to is None:
            raise BadInput(page.NOBODY.fault())
        actions.refer(
            report, country=str(to["country"]), desk=str(to["desk"]), reason_code=request.POST.get("reason", ""),
            note=request.POST.get("note", ""), by=by, at=at, keyring=page.keyring(),
        )  # fmt: skip
        return page.link("report", report_id=report.pk)

    levels = [
        {"value": code, "text": f"{one['country']}: {words.DESKS.get(str(one['desk']), one['desk'])}", "hint": _("proposed") if code in proposed else ""}
        for code, one in places.items()
    ]  # fmt: skip
    context = {"items": page.choices(reasons.REFER), "places": levels, "title": _("Refer to another desk"), "legend": _("Why?"),
               "button": _("Refer"), "note": True, "empty": ""}  # fmt: skip
    return _decide(
        request, report, "desk/inbox/choose.html", context, act, name="report-refer", done=_("Referred.")
    )


@verb("report.triage")
@require_http_methods(["GET", "POST"])
def no_further(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Decide that nobody goes on with a report; the letter with the reasons is drafted and read before it is released."""
    report, by, at = _report(request, report_id), page.actor(request), page.now(request)

    def act() -> str:
        _made, letter = actions.no_further(
            report,
            reason_code=request.POST.get("reason", ""),
            note=request.POST.get("note", ""),
            by=by,
            at=at,
            keyring=page.keyring(),
        )
        return page.link("letter", letter_id=letter.pk)

    context = {"items": page.choices(reasons.NO_FURTHER), "title": _("Nobody goes on with it"), "legend": _("Why?"),
               "button": _("Close the report"), "note": True, "empty": ""}  # fmt: skip
    return _decide(
        request,
        report,
        "desk/inbox/choose.html",
        context,
        act,
        name="report-close",
        done=_("Closed. The letter with the reasons is drafted: read it before you release it."),
    )


@verb("report.triage")
@require_http_methods(["GET", "POST"])
def look_again(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take a closed or referred report up again."""
    report, by, at = _report(request, report_id), page.actor(request), page.now(request)

    def act() -> str:
        actions.look_again(
            report,
            reason_code=request.POST.get("reason", ""),
            note=request.POST.get("note", ""),
            by=by,
            at=at,
            keyring=page.keyring(),
        )
        return page.link("report", report_id=report.pk)

    context = {"items": page.choices(reasons.LOOK_AGAIN), "title": _("Look at it again"), "legend": _("Why?"),
               "button": _("Take it up"), "note": True, "empty": ""}  # fmt: skip
    return _decide(
        request,
        report,
        "desk/inbox/choose.html",
        context,
        act,
        name="report-again",
        done=_("Taken up again."),
    )


@verb("payment_hold.ask")
@require_http_methods(["GET", "POST"])
def stop_payment(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Have a payment stopped: the ways the engine knows to the states the account numbers name; the draft goes to requests."""
    by, at = page.actor(request), page.now(request)
    report, _grants = objects.report(report_id, "payment_hold.ask", by=by, at=at)
    routes = paying.ways(report, at=at)

    def act() -> str:
        chosen = next((one for one in routes if paying.name(one) == request.POST.get("way")), None)
        if chosen is None:
            raise BadInput(page.NOBODY.fault())
        made = paying.draft(
            report, chosen, to=request.POST.get("to", ""), by=by, at=at, keyring=page.keyring()
        )
        return page.link("request", request_id=made.pk) or page.link("report", report_id=report.pk)

    context = {
        "routes": [one.document(page.language()) for one in routes],
        "ways": [{"value": paying.name(one), "text": f"{one.instrument.title}", "hint": one.legal_basis, "country": one.requested}
                 for one in routes if paying.usable(one)],
        "counterparts": paying.counterparts(routes),
        "money": {"amount": report.amount, "currency": report.currency, "left_at": report.money_left_at},
    }  # fmt: skip
    return _decide(
        request,
        report,
        "desk/inbox/stop_payment.html",
        context,
        act,
        name="report-payment",
        done=_("Drafted. Check it and send it at once."),
    )


def _people(found: list[Any]) -> list[dict[str, str]]:
    return [
        {"value": "", "text": _("Nobody yet")},
        *({"value": str(one.pk), "text": f"{one.name}"} for one in found),
    ]
