"""An order at home that carries out a foreign request, and what follows a request of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.kernel.country import country
from comity.kernel.errors import BadInput, ComityError
from comity.law.answer import Route
from comity.law.route import routes
from comity.node.assistance import actions, directory, lawbook, queries, reading, showing, words
from comity.node.assistance import faults as codes
from comity.node.assistance.following import events_of
from comity.node.assistance.models import Request
from comity.node.base.permissions import verb
from comity.node.cases import queries as cases
from comity.node.desk import page
from comity.node.desk.requests import presenting
from comity.node.ui.labels import label

_FOLLOWING = (
    "stored_data_access",
    "preserved_traffic_disclosure",
    "subscriber_information",
    "preservation",
    "spontaneous_information",
)
"""Measures of the book's list that come after a hold: ask for the data, follow the path, tell."""


@require_http_methods(["GET", "POST"])
@verb("hold.serve")
def order(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Draft an order to a holder here: which power, whom, for which data, until when. The state that asked stays unnamed."""
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)
    given = request.POST if request.method == "POST" else request.GET
    measure = reading.text(given, "measure") or row.measure
    power = lawbook.power_for(row.requested, measure, at.date())
    found = lawbook.book().home_orders(measure)
    if power is None or not found:
        missing = (
            codes.NO_POWER.fault(country=row.requested, measure=measure)
            if power is None
            else codes.NO_HOME_ORDER.fault(measure=measure)
        )
        raise BadInput(missing)
    about_money = any(field.type == "money" for field in found[0].fields)
    said_there = any(
        field.type == "data_selector" for field in lawbook.book().instrument(row.instrument).fields
    )
    asked = [field for field in found[0].fields if field.type == "data_selector" and not said_there]
    wanted = {
        name: value
        for name, value in reading.values_of(found[0], given).items()
        if name in {field.name for field in asked}
    }

    def act() -> str:
        made = actions.home_order(
            row, reading.text(given, "holder"), by=by, at=at, measure=measure, categories=request.POST.getlist("kinds"),
            values={**_values(given), **wanted}, ends_on=page.day(given, "ends_on"),
        )  # fmt: skip
        return page.link("request", request_id=made.pk)

    done = _("Drafted. It is served when it is sent.")
    answer, errors = page.press(request, act, done=done, shown=(ComityError,))
    if answer is not None:
        return answer
    reach = power.data_categories
    context = {
        "row": row,
        "title": _("Serve an order on a holder here"),
        "power": power,
        "decides": label(lawbook.kind_of_authority(power), "role") if lawbook.kind_of_authority(power) else _("not known"),
        "measure": measure,
        "holders": [{"value": one.code, "text": one.name} for one in directory.counterparts(found[0], row.requested)],
        "holder": reading.text(given, "holder"),
        "kinds": [
            {"value": part.data_category, "text": label(part.data_category, "data"),
             "hint": "" if reach is None or part.data_category in reach else _("not reached by this power")}
            for part in row.parts.all() if part.data_category
        ],
        "chosen": request.POST.getlist("kinds") or [part.data_category for part in row.parts.all() if reach is None or part.data_category in reach],
        # A request in words only, such as one for assistance, names no address to take over: the officer writes it.
        "fields": showing.fields(asked, wanted, {}, page.walls(row.requesting, "GB")),
        "kinds_of_selector": [{"value": one, "text": words.say(one, words.SELECTOR)} for one in reading.SELECTOR_KINDS],
        "zones_offered": page.walls(row.requesting, "GB"),
        "money": about_money,
        "amount": {part: reading.text(given, f"amount-{part}") for part in ("amount", "currency")},
        "typed": {part: reading.text(given, f"ends_on-{part}") for part in ("day", "month", "year")},
        "telephone": reading.text(given, "telephone"),
        "errors": errors,
        "action": page.link("request-order", request_id=row.pk),
        "back_href": page.link("request", request_id=row.pk),
    }  # fmt: skip
    return page.render(request, "desk/requests/order.html", context, status=422 if errors else 200)


def _values(given: Mapping[str, Any]) -> dict[str, Any]:
    """Read what the officer adds to what is taken from the request: an amount, a number to call."""
    found: dict[str, Any] = {}
    if amount := reading.amount(given, "amount-amount"):
        found["amount"] = {
            "amount": amount,
            "currency": reading.text(given, "amount-currency").upper() or "EUR",
        }
    if account := reading.text(given, "account"):
        found["account"] = account
    if telephone := reading.text(given, "telephone"):
        found["contact"] = {"telephone": telephone}
    return found


@require_http_methods(["GET", "POST"])
@verb("hold.draft", "assistance.draft", "order.draft", "notice.offer", "query.draft")
def follow(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Draft what follows: the engine is asked again, for this state or for the one where the path leads."""
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)
    given = request.POST if request.method == "POST" else request.GET
    errors: list[dict[str, str]] = []
    state = row.requested
    try:
        state = str(country(reading.text(given, "state") or row.requested))
    except ComityError as error:
        errors = page.errors(error, "state")
    if request.method == "POST" and not errors:
        try:
            made = actions.follow_up(
                row, reading.text(given, "instrument"), by=by, at=at, requested=state, to=reading.text(given, "to"), urgency="routine",
                categories=request.POST.getlist("kinds"), facts=cases.facts(row.case) if row.case is not None else None,
                measure=reading.text(given, "measure"), validated_by=reading.text(given, "validated_by"),
            )  # fmt: skip
        except ComityError as error:
            errors = page.errors(error)
        else:
            messages.success(request, _("Drafted. Nothing has left."))
            return HttpResponseRedirect(page.link("request-form", request_id=made.pk))
    context = {
        "row": row,
        "title": _("Draft what follows"),
        "state": state,
        "ways": _ways(row, state, request),
        "errors": errors,
        "action": page.link("request-follow", request_id=row.pk),
        "back_href": page.link("request", request_id=row.pk),
        "zones": presenting.walls(row),
    }
    return page.render(request, "desk/requests/follow.html", context, status=422 if errors else 200)


def _ways(row: Request, state: str, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the instruments that are open or conditional now, each once, with the kinds of data they serve here."""
    if row.case is None:
        return []
    at = page.now(request)
    found: dict[str, dict[str, Any]] = {}
    kinds = [part.data_category for part in row.parts.all() if part.data_category]
    for measure in _FOLLOWING:
        scenario = cases.scenario(
            row.case, on=at.date(), at=at, requested=[state], measure=measure, validated_by="prosecutor"
        )
        for route in routes(lawbook.book(), replace(scenario, events=tuple(events_of(row)))).routes:
            if (
                route.status in ("open", "conditional")
                and route.instrument.lifecycle != "unilateral"
                and route.instrument.basis != "home_law"
                and route.instrument.sendable
                and route.measure == measure
            ):
                _note(found, route, kinds)
    return [
        one | {"counterparts": _counterparts(one["instrument"], state)}
        for one in found.values()
        if one["instrument"].id != row.instrument or state != row.requested
    ]


def _note(found: dict[str, dict[str, Any]], route: Route, kinds: list[str]) -> None:
    entry = found.setdefault(
        route.instrument.id,
        {
            "instrument": route.instrument,
            "basis": route.legal_basis,
            "status": route.status,
            "measure": route.measure,
            "kinds": [],
            "state": route.channel.addressee_state,
        },
    )
    if route.data_category not in [kind["value"] for kind in entry["kinds"]] and route.data_category != "any":
        entry["kinds"].append({"value": route.data_category, "text": label(route.data_category, "data")})


def _counterparts(instrument: Any, state: str) -> list[dict[str, str]]:
    return [{"value": one.code, "text": one.name} for one in directory.counterparts(instrument, state)]
