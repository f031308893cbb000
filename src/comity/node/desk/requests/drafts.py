"""From a way of the law page to a draft whose form is complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.kernel.errors import BadInput, ComityError, Fault, declare
from comity.kernel.finding import Verdict
from comity.law.answer import Route
from comity.law.asking import Matter
from comity.law.records import Instrument
from comity.law.route import routes
from comity.node.assistance import (
    actions,
    directory,
    lanes,
    lawbook,
    permissions,
    queries,
    reading,
    showing,
    words,
)
from comity.node.assistance.models import Request
from comity.node.base.permissions import require, verb
from comity.node.cases import queries as cases
from comity.node.cases.models import Case
from comity.node.desk import page
from comity.node.ui.labels import label

NO_CASE = declare(
    "desk.requests.no_case", "A request belongs to a case.", "Open the case and choose a way there."
)
NO_WAY = declare(
    "desk.requests.no_way", "The engine gives no such way for this case.", "Choose one in the table of ways."
)
FILLING = "to fill in the form"


@dataclass(frozen=True)
class Asked:
    """What the address of a new draft says: which case, under what, of whom, for which data."""

    case: Case
    instrument: Instrument
    requested: str
    routes: tuple[Route, ...]
    articles: tuple[str, ...]
    urgency: str


def _asked(request: HttpRequest) -> Asked:
    """Read the address, and ask the engine again: what the table said a while ago may not hold any more.

    Raises:
        BadInput: no case, or the engine gives no such way.
        NotAllowed: the case is another's.
    """
    given = request.POST if request.method == "POST" else request.GET
    by, at = page.actor(request), page.now(request)
    try:
        case = cases.one(UUID(str(given.get("case", ""))), by=by, at=at)
    except ValueError:
        raise BadInput(NO_CASE.fault()) from None
    instrument = lawbook.book().instrument(str(given.get("instrument", "")))
    requested = str(given.get("requested", ""))
    kinds = [one for one in str(given.get("categories", "")).split(",") if one and one != "any"]
    urgency = str(given.get("urgency", "")) or (
        "urgent"
        if "urgent" in instrument.urgency_levels and instrument.lifecycle == "preserve"
        else "routine"
    )
    scenario = cases.scenario(
        case, on=at.date(), at=at, requested=[requested], measure=str(given.get("measure", "")), data_categories=kinds, instrument=instrument.id,
        urgency=urgency if urgency in instrument.urgency_levels else instrument.urgency_levels[0],
        validated_by="prosecutor" if instrument.direct_to_private_party else "",
    )  # fmt: skip
    found = tuple(routes(lawbook.book(), scenario).routes)
    if not found:
        raise BadInput(NO_WAY.fault())
    matter = Matter(lawbook.book(), scenario, case.owner.country, requested)
    made_out = tuple(dict.fromkeys(one.article for one in matter.at_home if one.verdict is Verdict.YES))
    return Asked(case, instrument, requested, found, made_out or scenario.facts.articles, scenario.urgency)


@require_http_methods(["GET", "POST"])
@verb("hold.draft", "assistance.draft", "order.draft", "notice.offer", "query.draft")
def new(request: HttpRequest) -> HttpResponse:
    """Draft a request from a way. What was typed is saved even where something is missing."""
    by, at = page.actor(request), page.now(request)
    asked = _asked(request)
    require(
        by,
        lanes.draft_verb(asked.instrument),
        permissions.of_new(asked.case.owner_id, at=at, grants=cases.grants(asked.case)),
    )
    state = asked.routes[0].channel.addressee_state or asked.requested
    choices = directory.counterparts(asked.instrument, state)
    if request.method == "POST":
        chosen = [
            route for route in asked.routes if route.data_category in request.POST.getlist("kinds")
        ] or list(asked.routes)
        values = reading.values_of(asked.instrument, request.POST)
        try:
            row = actions.draft(
                asked.case, chosen, by=by, at=at, to=request.POST.get("to", ""), values=values, urgency=asked.urgency, articles=asked.articles,
                confidential=values.get("confidentiality_requested") is True, tags=sorted(cases.facts(asked.case).tags),
                life_at_risk=request.POST.get("life") == "yes",
            )  # fmt: skip
        except ComityError as error:
            return _form(
                request,
                asked.instrument,
                values,
                found=list(error.faults),
                action=request.get_full_path(),
                **_about(asked, choices),
                status=422,
            )
        missing = actions.check_form(row, by=by, at=at, before_commitment=True)
        if missing:
            messages.warning(request, _("Saved as a draft. Something is still missing."))
            return HttpResponseRedirect(page.form_after_saving(row.pk))
        messages.success(request, _("Drafted. Nothing has left."))
        return HttpResponseRedirect(page.link("request", request_id=row.pk))
    return _form(
        request,
        asked.instrument,
        _first_values(asked),
        found=[],
        action=request.get_full_path(),
        **_about(asked, choices),
    )


def _first_values(asked: Asked) -> dict[str, Any]:
    """Return what the page can fill in by itself, so that nobody types it."""
    by_type: dict[str, Any] = {"offence_ref": list(asked.articles), "lang_code": "en"}
    found = {field.name: by_type[field.type] for field in asked.instrument.fields if by_type.get(field.type)}
    try:
        speaker, _role = directory.speaker(asked.instrument, asked.case.owner)
    except BadInput:  # said when it is drafted: nobody here sends it
        speaker = asked.case.owner
    authorities = {
        field.name: directory.authority(field, speaker, asked.case.owner)
        for field in asked.instrument.fields
        if field.type == "authority_ref"
    }
    return found | authorities


def _about(asked: Asked, choices: Iterable[Any]) -> dict[str, Any]:
    return {
        "routes": asked.routes,
        "counterparts": [{"value": one.code, "text": one.name} for one in choices],
        "title": label(asked.routes[0].measure, "measure"),
        "caption": asked.routes[0].legal_basis,
        "hidden": {
            "case": str(asked.case.pk), "instrument": asked.instrument.id, "requested": asked.requested, "measure": asked.routes[0].measure,
            "categories": ",".join(route.data_category for route in asked.routes), "urgency": asked.urgency,
        },
        "back_href": page.link("case", case_id=asked.case.pk) or page.link("requests"),
    }  # fmt: skip


def _form(
    request: HttpRequest,
    instrument: Instrument,
    values: Mapping[str, Any],
    *,
    found: list[Fault],
    action: str,
    status: int = 200,
    **about: Any,
) -> HttpResponse:
    by_field = {
        str(fault.facts.get("field")): showing.labelled(fault) for fault in found if fault.facts.get("field")
    }
    offered = page.walls(str(about.get("hidden", {}).get("requested", "")), "GB")
    context = {
        "instrument": instrument,
        "fields": showing.fields(instrument.fields, values, by_field, offered),
        "kinds_of_selector": [
            {"value": one, "text": words.say(one, words.SELECTOR)} for one in reading.SELECTOR_KINDS
        ],
        "zones_offered": offered,
        "errors": [
            {
                "text": showing.labelled(fault),
                "href": f"#{_anchor(instrument, fault)}"
                if fault.facts.get("field") in {one.name for one in instrument.fields}
                else "",
            }
            for fault in found
        ],
        "action": action,
        "routes": (),
        "counterparts": [],
        "hidden": {},
        "version": "",
        "settled": [],
        "hot": any("life" in level for level in instrument.urgency_levels)
        or "emergency" in instrument.urgency_levels,
        **about,
    }
    return page.render(request, "desk/requests/form.html", context, status=status)


def _anchor(instrument: Instrument, fault: Fault) -> str:
    """Return where the control of a field is: parts of compound ones have a suffix."""
    name = str(fault.facts["field"])
    kind = next(field.type for field in instrument.fields if field.name == name)
    return {
        "data_selector": f"{name}-value",
        "money": f"{name}-amount",
        "contact": f"{name}-telephone",
        "date_range": f"{name}-from",
    }.get(kind, name)


def _settled(row: Request) -> list[dict[str, str]]:
    """Return what was chosen when the draft was made, so that it does not seem forgotten; it is changed by a new draft."""
    kinds = [label(part.data_category, "data") for part in row.parts.all() if part.data_category]
    return [
        {"key": _("Kinds of data"), "value": ", ".join(kinds) or _("The whole")},
        {"key": _("Is a life at risk?"), "value": _("Yes") if row.life_at_risk else _("No")},
    ]


@require_http_methods(["GET", "POST"])
@verb("hold.draft", "assistance.draft", "order.draft", "notice.offer", "query.draft")
def edit(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Fill in the form of a draft; once it was saved, everything missing is named at once, and what was typed is kept.

    The page opens what stands in the form so far, to be filled in; the leaf has that purpose.
    """
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)
    instrument = lawbook.book().instrument(row.instrument)
    about: dict[str, Any] = {
        "title": label(row.measure, "measure"), "caption": f"{row.reference}, {row.legal_basis}", "back_href": page.link("request", request_id=row.pk),
        "action": page.link("request-form", request_id=row.pk), "hidden": {"requested": row.requested}, "settled": _settled(row),
    }  # fmt: skip
    if request.method == "POST":
        try:
            actions.fill(
                row,
                reading.values_of(instrument, request.POST),
                by=by,
                at=at,
                seen=reading.version(request.POST),
            )
        except ComityError as error:
            opened = actions.open_request(row, by=by, at=at, purpose=FILLING)
            return _form(
                request,
                instrument,
                {**opened.values, **reading.values_of(instrument, request.POST)},
                found=list(error.faults),
                version=request.POST.get("version", ""),
                status=409,
                **about,
            )
        missing = actions.check_form(row, by=by, at=at, before_commitment=True)
        if not missing:
            messages.success(request, _("The form is complete. Nothing has left."))
            return HttpResponseRedirect(page.link("request", request_id=row.pk))
    opened = actions.open_request(row, by=by, at=at, purpose=FILLING)
    # A form that somebody only opens has made no mistake yet: what is missing is named once it was saved.
    saved = page.was_saved(request)
    found = actions.check_form(row, by=by, at=at, before_commitment=True) if saved else []
    return _form(request, instrument, opened.values, found=found, version=row.version, **about)


@require_http_methods(["GET", "POST"])
@verb("hold.draft", "assistance.draft", "order.draft", "notice.offer", "query.draft")
def discard(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Give up a draft that was made by mistake; the record keeps that it was there."""
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)

    def act() -> str:
        actions.discard(row, by=by, at=at, seen=reading.version(request.POST))
        return page.link("requests")

    answer, errors = page.press(request, act, done=_("Discarded. Nothing has left."))
    if answer is not None:
        return answer
    context = {
        "row": row,
        "title": _("Discard this draft"),
        "action": page.link("request-discard", request_id=row.pk),
        "back_href": page.link("request", request_id=row.pk),
        "errors": errors,
    }
    return page.render(request, "desk/requests/discard.html", context, status=409 if errors else 200)
