"""Decisions about a report: one short form each, with its reason, and what happens next said beside the button."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.kernel.errors import BadInput
from comity.law import titles
from comity.node.assistance import actions as assistance
from comity.node.assistance import showing
from comity.node.base.permissions import verb
from comity.node.cases import actions as cases
from comity.node.cases import queries as case_queries
from comity.node.desk import page
from comity.node.desk.inbox import objects, paying, words
from comity.node.desk.law import saying
from comity.node.linkage import queries as links
from comity.node.reports.models import Report
from comity.node.triage import actions, reasons
from comity.triage.urgency import LEVELS

_Act = Callable[[], str]


def _decide(
    request: HttpRequest, report: Report, template: str, context: Mapping[str, Any], act: _Act, *, name: str, done: str
) -> HttpResponse:  # fmt: skip
    """Show the form; on a press do the act and go where it says, or say what is wrong and keep what was typed."""
    answer, found = page.press(request, act, field="reason", done=done)
    if answer is not None:
        return answer
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


def _choose(
    request: HttpRequest,
    report: Report,
    items: Sequence[Mapping[str, str]],
    act: _Act,
    *,
    name: str,
    title: str,
    button: str,
    done: str,
    legend: str = "",
    note: bool = True,
    **more: Any,
) -> HttpResponse:
    """Show the form of the usual decision: choose why (``items``), say it in a sentence (``note``), press."""
    context = {"items": items, "title": title, "button": button, "legend": legend or _("Why?"), "note": note, "empty": "", **more}  # fmt: skip
    return _decide(request, report, "desk/inbox/choose.html", context, act, name=name, done=done)


def _why(request: HttpRequest) -> dict[str, Any]:
    """Return what each decision is kept with: its reason and words, who decided, when, under which keys."""
    return {
        "reason_code": request.POST.get("reason", ""), "note": request.POST.get("note", ""),
        "by": page.actor(request), "at": page.now(request), "keyring": page.keyring(),
    }  # fmt: skip


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

    return _decide(
        request,
        report,
        "desk/inbox/open_case.html",
        {"people": _people(people), "harm": links.harm(group.members), "others": len(group.members) - 1},
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
            raise BadInput(page.NOT_LISTED.fault())
        reason = "link" if chosen.pk in near else "officer"
        cases.join(chosen, report, by=by, at=at, keyring=page.keyring(), reason_code=reason)
        return page.link("case", case_id=chosen.pk)

    items = [
        {
            "value": str(one.pk),
            "text": f"{one.working_name} ({one.reference})",
            "hint": _("holds reports linked to this one") if one.pk in near else "",
        }
        for one in rows
    ]
    return _choose(
        request, report, items, act, name="report-join", title=_("Join to a case"), legend=_("Which case?"), note=False,
        empty=_("This desk has no open case."), button=_("Join"), done=_("Joined."),
    )  # fmt: skip


@verb("report.triage")
@require_http_methods(["GET", "POST"])
def urgency(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Set another urgency than the engine proposed."""
    report = _report(request, report_id)

    def act() -> str:
        actions.overrule(report, request.POST.get("level", ""), **_why(request))
        return page.link("report", report_id=report.pk)

    return _choose(
        request, report, page.choices(reasons.URGENCY), act, name="report-urgency", title=_("Set the urgency"),
        levels=[{"value": level, "text": str(words.LEVEL[level])} for level in LEVELS],
        button=_("Set it"), done=_("The urgency is set; the engine's proposal stays beside it."),
    )  # fmt: skip


@verb("report.refer")
@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Refer a report to another desk."""
    report = _report(request, report_id, "report.refer")
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
            raise BadInput(page.NOT_LISTED.fault())
        actions.refer(report, country=str(to["country"]), desk=str(to["desk"]), **_why(request))
        return page.link("report", report_id=report.pk)

    offered = [
        {"value": code, "text": f"{one['country']}: {words.DESKS.get(str(one['desk']), one['desk'])}", "hint": _("proposed") if code in proposed else ""}
        for code, one in places.items()
    ]  # fmt: skip
    return _choose(
        request, report, page.choices(reasons.REFER), act, name="report-refer", title=_("Refer to another desk"), places=offered,
        button=_("Refer"), done=_("Referred."),
    )  # fmt: skip


@verb("report.triage")
@require_http_methods(["GET", "POST"])
def no_further(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Decide that nobody goes on with a report; the letter with the reasons is drafted and read before it is released."""
    report = _report(request, report_id)

    def act() -> str:
        _made, letter = actions.no_further(report, **_why(request))
        return page.link("letter", letter_id=letter.pk)

    return _choose(
        request, report, page.choices(reasons.NO_FURTHER), act, name="report-close", title=_("Nobody goes on with it"),
        button=_("Close the report"), done=_("Closed. The letter with the reasons is drafted: read it before you release it."),
    )  # fmt: skip


@verb("report.triage")
@require_http_methods(["GET", "POST"])
def look_again(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take a closed or referred report up again."""
    report = _report(request, report_id)

    def act() -> str:
        actions.look_again(report, **_why(request))
        return page.link("report", report_id=report.pk)

    return _choose(
        request, report, page.choices(reasons.LOOK_AGAIN), act, name="report-again", title=_("Look at it again"),
        button=_("Take it up"), done=_("Taken up again."),
    )  # fmt: skip


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
            raise BadInput(page.NOT_LISTED.fault())
        made = paying.draft(
            report, chosen, to=request.POST.get("to", ""), by=by, at=at, keyring=page.keyring()
        )
        form = page.form_after_saving(made.pk)
        missing = assistance.check_form(made, by=by, at=at, before_commitment=True) if form else []
        if missing:
            messages.warning(request, _drafted_but(showing.wanting(missing)))
            return form
        messages.success(request, _("Drafted. Check it and send it at once."))
        return page.link("request", request_id=made.pk) or page.link("report", report_id=report.pk)

    context = {
        "routes": [saying.route(one.document(page.language())) for one in routes],
        "ways": [{"value": paying.name(one), "text": titles.title(one.instrument, page.language()), "hint": one.legal_basis, "country": one.requested}
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
        done="",
    )


def _drafted_but(fields: list[str]) -> str:
    if not fields:
        return _("Drafted. It cannot be sent yet. Fill in the form, then send it at once.")
    return _("Drafted. It cannot be sent yet, this is missing: %(fields)s. Fill in the form, then send it at once.") % {
        "fields": ", ".join(fields)
    }  # fmt: skip


def _people(found: list[Any]) -> list[dict[str, str]]:
    return [
        {"value": "", "text": _("Nobody yet")},
        *({"value": str(one.pk), "text": f"{one.name}"} for one in found),
    ]
