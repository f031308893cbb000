"""Who prosecutes: claims and factors as facts, what each side asserts and decides, and what both say they do next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput
from comity.law.words import FALLBACK, country_name, has_name, name
from comity.node.base import lawbook
from comity.node.base.models import Participant
from comity.node.base.permissions import allowed, verb
from comity.node.cases import queries as cases
from comity.node.cases.faults import NO_CASE
from comity.node.cases.models import Case
from comity.node.desk import page
from comity.node.desk.evidence import presenting
from comity.node.desk.law.words import HEADS
from comity.node.law.reading import speaks
from comity.node.outcomes import actions, lists, permissions, queries
from comity.node.outcomes.models import Consultation, Statement

READING = "to consult on who prosecutes"


@verb("consultation.view")
@require_GET
def consultations(request: HttpRequest) -> HttpResponse:
    """List the consultations of this authority."""
    by = page.actor(request)
    rows = list(queries.mine(by=by))
    names = presenting.named(one.counterpart for one in rows)
    return page.render(
        request,
        "desk/evidence/consultations.html",
        {
            "rows": [
                {
                    "reference": one.reference, "href": page.link("consultation", consultation_id=one.pk), "with": names[one.counterpart],
                    "states": one.states, "case": one.case.working_name if one.case is not None else "", "agreed": queries.agreed(one), "at": one.opened_at,
                }
                for one in rows
            ],
            "back": page.link("evidence"),
        },
    )  # fmt: skip


@verb("consultation.record")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a consultation on a case with an authority of another state."""
    by, at = page.actor(request), page.now(request)
    case = _case(request.GET.get("case", ""), by=by, at=at)
    others = Participant.objects.filter(roles__overlap=["prosecution", "central_authority"]).exclude(
        country=case.owner.country
    )
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            made = actions.open_consultation(case, request.POST.get("counterpart", ""), by=by, at=at)
        except BadInput as error:
            errors = page.errors(error, "counterpart")
        else:
            messages.success(
                request, _("Opened. The other side gets the claims as the law engine sets them out.")
            )
            return HttpResponseRedirect(page.link("consultation", consultation_id=made.pk))
    return page.render(
        request,
        "desk/evidence/consultation_new.html",
        {
            "case": case,
            "choices": [{"value": one.code, "text": one.name} for one in others.order_by("country", "code")],
            "errors": errors,
            "action": request.get_full_path(),
            "back": page.link("case", case_id=case.pk),
        },
        status=422 if errors else 200,
    )


@verb("consultation.view")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Show a consultation: claims, factors by state, what both sides said; say something for the own side."""
    by, at = page.actor(request), page.now(request)
    row = queries.one(consultation_id, by=by, at=at)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            _say(request, row)
        except BadInput as error:
            errors = page.errors(error, request.POST.get("say", ""))
        else:
            messages.success(request, _("Kept, and told to the other side."))
            return HttpResponseRedirect(request.get_full_path())
    said = actions.open_statements(row, by=by, at=at, purpose=READING)
    names = presenting.named({row.counterpart, row.owner_id})
    factors = {factor.id: factor.title for factor in lawbook.book().contents.jurisdiction_factors}
    return page.render(
        request,
        "desk/evidence/consultation.html",
        {
            "consultation": row,
            "with": names[row.counterpart],
            "agreed": queries.agreed(row),
            "claims": _claims(row),
            "duties": row.claims.get("duties", []),
            "bars": row.claims.get("ne_bis_in_idem", []),
            "factors": _factors(row),
            "statements": [_statement(one_, said, names, factors, row) for one_ in row.statements.all()],
            "walls": presenting.walls_of([row.counterpart]),
            "may_record": allowed(by, "consultation.record", permissions.of(row, at=at)),
            "factor_choices": [{"value": key, "text": title} for key, title in factors.items()],
            "states": [
                {"value": state, "text": country_name(state, page.language())} for state in row.states
            ],
            "decisions": page.choices(lists.DECISIONS),
            "follow_ups": page.choices(lists.FOLLOW_UPS),
            "cases": [{"value": str(case.pk), "text": case.working_name} for case in cases.mine(by, at=at)]
            if row.case is None and allowed(by, "case.list", permissions.of(row))
            else [],
            "errors": errors,
            "action": request.get_full_path(),
            "case_href": page.link("case", case_id=row.case_id) if row.case_id else "",
            "outcome_href": page.link("outcome", case_id=row.case_id) if row.case_id else "",
            "back": page.link("consultations"),
        },
        status=422 if errors else 200,
    )


def _say(request: HttpRequest, row: Consultation) -> None:
    by, at, given = page.actor(request), page.now(request), request.POST
    words, state = given.get("words", ""), given.get("state", "")
    kind = given.get("say", "")
    if kind == "factor":
        actions.assert_factor(row, given.get("code", ""), state, words, by=by, at=at)
    elif kind == "decision":
        actions.decide(row, given.get("code", ""), state, words, by=by, at=at)
    elif kind == "attach":
        actions.attach(row, _case(given.get("case", ""), by=by, at=at), by=by, at=at)
    else:
        actions.follow_up(row, given.get("code", ""), words, by=by, at=at)


def _case(number: str, *, by: Actor, at: datetime) -> Case:
    try:
        return cases.one(UUID(number), by=by, at=at)
    except ValueError:
        raise BadInput(NO_CASE.fault()) from None


def _claims(row: Consultation) -> list[dict[str, Any]]:
    return [
        {
            "state": claim["state"], "head": str(HEADS.get(claim["head"], claim["head"])), "cite": claim["cite"], "verdict": claim["verdict"], "duty": claim.get("duty", False),
        }
        for claim in row.claims.get("claims", [])
    ]  # fmt: skip


def _factors(row: Consultation) -> list[dict[str, Any]]:
    lang = page.language()
    return [
        {
            "title": name("factor", code, lang) if has_name("factor", code) and lang != FALLBACK else factor["title"], "cite": factor["cite"],
            "states": "; ".join(f"{country_name(state, lang)}: {', '.join(speaks(str(one_)) for one_ in shown)}" for state, shown in factor["states"].items()),
        }
        for code, factor in row.claims.get("factors", {}).items()
        if factor["states"]
    ]  # fmt: skip


def _statement(
    one_: Statement, said: dict[UUID, str], names: dict[str, str], factors: dict[str, str], row: Consultation
) -> dict[str, Any]:
    lists_of: dict[str, Mapping[str, Any]] = {
        "factor": factors,
        "decision": lists.DECISIONS,
        "follow_up": lists.FOLLOW_UPS,
    }
    titles = lists_of[one_.kind]
    title = str(titles.get(one_.code, one_.code))
    return {
        "at": one_.at, "title": f"{title}: {one_.state}" if one_.state else title, "text": said.get(one_.pk, ""),
        "who": names.get(one_.asserted_by, one_.asserted_by), "side": "here" if one_.asserted_by == row.owner_id else "there", "state": "done",
    }  # fmt: skip
