"""The clerk's pages: the orders addressed to her house, one of them, an answer, the notice to the account holder."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as _render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, ComityError, declare
from comity.node.addressee import handing, presenting
from comity.node.assistance import actions, lawbook, queries, reading, showing, words
from comity.node.assistance.models import Request
from comity.node.base import home
from comity.node.base.permissions import verb
from comity.node.evidence import intake
from comity.node.ui.labels import label

NOT_NOW = declare(
    "addressee.order.not_now", "This answer cannot be given now.", "Look at the order: it may have moved."
)
NO_FILE = declare(
    "addressee.order.no_file",
    "No file was chosen.",
    "Choose what you hand over, or say that it cannot be done.",
)


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _now(request: HttpRequest) -> datetime:
    return cast(datetime, request.now)  # type: ignore[attr-defined]


def _here() -> str:
    node = home.current()
    return node.zone if node is not None else "UTC"


def _draw(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return _render(
        request, f"addressee/{template}", {"now": _now(request), **context}, status=status, using="jinja2"
    )


@require_GET
@verb("order.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the orders addressed to this house, the newest first."""
    by = _actor(request)
    rows = list(queries.mine(by).filter(direction=Request.Direction.IN).order_by("-received_at"))
    return _draw(request, "list.html", {"rows": presenting.lines(rows, by=by), "zones": (_here(),)})


@require_GET
@verb("order.read")
def show(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show one order. Reading it is written down, and the authority learns that it was opened."""
    by, at = _actor(request), _now(request)
    row = queries.one(request_id, by=by, at=at)
    opened = actions.open_request(row, by=by, at=at, purpose="")
    instrument = lawbook.book().instrument(row.instrument)
    buttons = queries.buttons(row, by=by, at=at)
    money = any(field.type == "money" for field in instrument.fields)
    context = {
        "row": row,
        "instrument": instrument,
        "title": label(row.measure, "measure"),
        "sender": presenting.sender(row, by=by, at=at),
        "values": presenting.values(row, opened.values),
        "not_asked": presenting.not_asked(row),
        "until": presenting.until(row, by=by),
        "parts": showing.parts(row),
        "clocks": [showing.clock(one) for one in queries.clocks(row, by=by)],
        "timeline": showing.timeline(row, opened, steps=queries.timeline(row), people={}),
        "buttons": [
            {"text": presenting.event_words(one.event), "href": reverse("addressee:order-step", kwargs={"request_id": row.pk, "event": one.event}),
             "event": one.event, "refuses": one.refuses}
            for one in sorted(buttons, key=lambda one: (one.refuses, not (one.holds or one.answers)))
        ],
        "money": showing.money_held(row),
        "about_money": money,
        "notice_href": reverse("addressee:order-notice", kwargs={"request_id": row.pk}) if presenting.holds(row) else "",
        "binding": row.answer.get("power", {}).get("binding", ""),
        "zones": presenting.walls(row),
    }  # fmt: skip
    return _draw(request, "order.html", context)


@csrf_exempt
@verb("order.answer")
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, request_id: UUID, event: str) -> HttpResponse:
    """Answer: kept, kept in part, an amount held, handed over, or why it cannot be done.

    What is handed over is sealed on its way in, so the handler has to stand before the form is read; the form's token is checked after.
    """
    request.upload_handlers = [intake.SealingHandler()]
    checked: HttpResponse = _take(request, request_id, event)
    return checked


@csrf_protect
def _take(request: HttpRequest, request_id: UUID, event: str) -> HttpResponse:
    by, at = _actor(request), _now(request)
    row = queries.one(request_id, by=by, at=at)
    button = next((one for one in queries.buttons(row, by=by, at=at) if one.event == event), None)
    if button is None:
        raise BadInput(NOT_NOW.fault())
    instrument = lawbook.book().instrument(row.instrument)
    money = any(field.type == "money" for field in instrument.fields) and button.holds
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            taken = _answer(request, row, event, money=money, answers=button.answers)
        except ComityError as error:
            errors = showing.errors(error, "amount-amount" if money else "")
        else:
            messages.success(
                request, _("The authority is told: %(what)s.") % {"what": presenting.event_words(taken)}
            )
            return HttpResponseRedirect(reverse("addressee:order", kwargs={"request_id": row.pk}))
    found, closed = queries.grounds(row)
    context = {
        "row": row,
        "event": event,
        "title": presenting.event_words(event),
        "kinds": [{"value": one, "text": label(one, "data")} for one in button.categories]
        if row.parts.count() > 1
        else [],
        "chosen": request.POST.getlist("kinds") or list(button.categories),
        "grounds": showing.grounds(found) if button.refuses else [],
        "closed": closed,
        "ground": reading.text(request.POST, "ground"),
        "money": money,
        "amount": {part: reading.text(request.POST, f"amount-{part}") for part in ("amount", "currency")},
        "ends_on": row.ends_on,
        "answers": button.answers,
        "refuses": button.refuses,
        "note": reading.text(request.POST, "note"),
        "errors": errors,
        "version": row.version,
        "sender": presenting.sender(row, by=by, at=at),
        "action": request.get_full_path(),
        "back_href": reverse("addressee:order", kwargs={"request_id": row.pk}),
    }
    return _draw(request, "step.html", context, status=422 if errors else 200)


@transaction.atomic
def _answer(request: HttpRequest, row: Request, event: str, *, money: bool, answers: bool) -> str:
    """Take the step and hand over the files: both or neither; return the step it was: an amount below the one asked is a part."""
    by, at = _actor(request), _now(request)
    extra: dict[str, Any] = {}
    if money:
        extra["hold"] = {
            "amount": reading.amount(request.POST, "amount-amount"),
            "currency": reading.text(request.POST, "amount-currency").upper(),
            "ends_on": row.ends_on.isoformat() if row.ends_on else "",
            "basis": row.legal_basis,
            "confidence": row.statute_confidence,
        }
    files = intake.given(request)
    if answers and not files:
        raise BadInput(NO_FILE.fault())
    made = actions.step(
        row, event, request.POST.getlist("kinds"), by=by, at=at, reason_code=reading.text(request.POST, "ground"), note=reading.text(request.POST, "note"),
        extra=extra, seen=reading.version(request.POST),
    )  # fmt: skip
    if answers:
        handing.hand_over(row, files, by=by, at=at, titles=[file.name or "" for file in files])
    return made[0].event if made else event


@require_GET
@verb("order.read")
def notice(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show the letter to the account holder: what is held, by which law, until when, and how to complain."""
    by, at = _actor(request), _now(request)
    row = queries.one(request_id, by=by, at=at)
    held = showing.money_held(row)
    if not held:
        raise BadInput(NOT_NOW.fault())
    context = {
        "row": row,
        "held": held,
        "sender": presenting.sender(row, by=by, at=at),
        "house": row.owner.name,
        "zones": presenting.walls(row),
        "back_href": reverse("addressee:order", kwargs={"request_id": row.pk}),
        "ground_words": words.say("rights", words.GROUND),
    }
    return _draw(request, "notice.html", context)
