"""Who works on a case and until when; and the silence that holds letters back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.node.accounts.models import User
from comity.node.base.models import Participant
from comity.node.base.permissions import allowed, verb
from comity.node.cases import actions, leave, lists, permissions
from comity.node.cases.models import Case
from comity.node.desk import page
from comity.node.desk.cases import objects, presenting

_ROLES = (
    "intake_officer",
    "duty_officer",
    "investigator",
    "prosecutor",
    "legal_officer",
    "evidence_officer",
    "filter_officer",
)


@verb("case.view")
@require_GET
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show who has leave, and whether anything may be told."""
    return _page(request, case_id)


@verb("case.assign")
@require_POST
def assign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say who leads the case."""
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.assign", by=by, at=at)

    def act() -> str:
        lead = page.person(request.POST, "lead", _could_lead(case))
        assert lead is not None
        actions.assign(case, lead, by=by, at=at, keyring=page.keyring())
        messages.success(request, _("%(name)s leads the case now.") % {"name": lead.name})
        return page.link("case-people", case_id=case.pk)

    return _press(request, case_id, act, "lead")


@verb("case.grant")
@require_POST
def grant(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give leave on the case to a person of this node, with an end and a purpose."""
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.grant", by=by, at=at, purpose="-")

    def act() -> str:
        who = page.person(request.POST, "to", _everybody())
        until = page.day(request.POST, "until")
        assert who is not None
        actions.grant(
            case, f"officer:{who.pk}", request.POST.get("role", ""), until=page.end_of(until) if until else at,
            purpose=page.purpose(request.POST), by=by, at=at, keyring=page.keyring(),
        )  # fmt: skip
        messages.success(request, _("%(name)s has leave now.") % {"name": who.name})
        return page.link("case-people", case_id=case.pk)

    return _press(request, case_id, act, "to")


@verb("case.assign")
@require_POST
def end(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """End leave before its day."""
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.assign", by=by, at=at)
    actions.end_grant(objects.grant(case, grant_id), by=by, at=at)
    messages.success(request, _("The leave has ended."))
    return HttpResponseRedirect(page.link("case-people", case_id=case.pk))


@verb("case.edit")
@require_POST
def flag(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Forbid that anything about the case is told."""
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.edit", by=by, at=at)

    def act() -> str:
        until = page.day(request.POST, "silent")
        end_of_it = page.end_of(until) if until else None
        actions.flag(case, request.POST.get("reason", ""), until=end_of_it, by=by, at=at)
        return page.link("case-people", case_id=case.pk)

    done = _("Nothing about this case can be told now. Drafts wait.")
    return _press(request, case_id, act, "reason", done)


@verb("case.edit")
@require_POST
def lift(request: HttpRequest, case_id: UUID, flag_id: UUID) -> HttpResponse:
    """Lift a flag."""
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.edit", by=by, at=at)

    def act() -> str:
        actions.lift(objects.flag(case, flag_id), by=by, at=at)
        return page.link("case-people", case_id=case.pk)

    return _press(request, case_id, act, done=_("The flag is lifted."))


def _press(
    request: HttpRequest, case_id: UUID, act: Callable[[], str], field: str = "", done: str = ""
) -> HttpResponse:
    """Do what one of the small forms asks for, or show the page with what was wrong."""
    answer, errors = page.press(request, act, field=field, done=done)
    return answer or _page(request, case_id, errors)


def _could_lead(case: Case) -> list[User]:
    return page.colleagues([case.owner_id], ["investigator", "prosecutor"])


def _everybody() -> list[User]:
    """Return the people of this node who could work on a case: those of its authorities, never of a provider or bank."""
    private = {"provider", "bank", "registrar"}
    hosted = [one.code for one in Participant.objects.filter(hosted=True) if not set(one.roles) <= private]
    return page.colleagues(hosted, _ROLES)


def _page(request: HttpRequest, case_id: UUID, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.view", by=by, at=at)
    attributes = permissions.of(case, purpose="-", at=at)
    open_now = case.state != "closed"
    every = _everybody()
    context = {
        **presenting.head(case, "case-people", by=by, at=at),
        "leave": presenting.leave(case, at),
        "lead": page.names([case.lead]).get(case.lead, ""),
        "leads": [{"value": str(one.pk), "text": one.name} for one in _could_lead(case)],
        "people": [{"value": "", "text": _("Choose")}, *({"value": str(one.pk), "text": f"{one.name}, {one.participant.name}"} for one in every)],
        "roles": page.choices(leave.LABELS),
        "until": {part: request.POST.get(f"until-{part}", "") for part in ("day", "month", "year")}
        if "until-day" in request.POST
        else page.later(at, leave.USUAL.days),
        "secrecy": page.choices(lists.SECRECY),
        "may_assign": open_now and allowed(by, "case.assign", attributes),
        "may_grant": open_now and allowed(by, "case.grant", attributes),
        "errors": errors or [],
        "posted": request.POST,
        "links": {name: page.link(f"case-{name}", case_id=case.pk) for name in ("lead", "grant", "flag")},
        "lift": {str(one.pk): page.link("case-flag-lift", case_id=case.pk, flag_id=one.pk) for one in case.confidentiality.all()},
    }  # fmt: skip
    return page.render(request, "desk/cases/people.html", context, status=422 if errors else 200)
