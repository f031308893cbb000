"""Steps of the life cycle, the lawyer's decision, a judge's decision, colleagues, calls: one small form each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.kernel.errors import BadInput, ComityError, Conflict, declare
from comity.node.assistance import actions, faults, lawbook, queries, reading, showing, words
from comity.node.assistance.models import Request, RightsDecision
from comity.node.base.permissions import verb
from comity.node.desk import page
from comity.node.desk.requests import choosing, presenting
from comity.node.desk.requests.views import _others
from comity.node.ui.labels import label

NOT_NOW = declare(
    "desk.requests.step_not_now",
    "This step cannot be taken now, or not by you.",
    "Look at the request: it may have moved.",
)
DECIDING = "to decide at the rights gate"
_DECIDERS = ("judge", "prosecutor", "police")
_RIGHTS = {
    faults.GROUND_NEEDED.code: "ground", faults.NO_GROUND.code: "ground", faults.NO_REASONS.code: "reasons",
}  # fmt: skip
_STEPS = (
    "request.follow", "hold.decide", "hold.serve", "assistance.decide", "query.answer", "notice.accept", "order.answer",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@verb(*_STEPS)
def take(request: HttpRequest, request_id: UUID, event: str) -> HttpResponse:
    """Take a step for the kinds of data chosen; a refusal names a ground of the record."""
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)
    button = next((one for one in queries.buttons(row, by=by, at=at, words=True) if one.event == event), None)
    if button is None:
        raise BadInput(NOT_NOW.fault())
    posted: Mapping[str, Any] = request.POST

    def act() -> str:
        actions.step(
            row, event, request.POST.getlist("kinds"), by=by, at=at, reason_code=reading.text(posted, "ground"), note=reading.text(posted, "note"),
            extra=extra_of(posted), seen=reading.version(posted),
        )  # fmt: skip
        return page.link("request", request_id=row.pk)

    told = event == "told"
    title = _("Tell the other side") if told else words.say(event, words.EVENT)
    done = (
        _("The other side is told.")
        if told
        else _("Done: %(what)s. The other side is told.") % {"what": title}
    )
    answer, errors = page.press(request, act, done=done, shown=(ComityError,))
    if answer is not None:
        return answer
    found, closed = queries.grounds(row)
    several = row.parts.count() > 1
    context = {
        "row": row,
        "event": event,
        "title": title,
        "other_end": showing.other_end(row),
        "kinds": choosing.kinds(row, button) if several else [],
        "chosen": request.POST.getlist("kinds") or choosing.ticked(row, button),
        "way_back": choosing.way_back(row, button),
        "grounds": showing.grounds(found) if button.refuses else [],
        "closed": closed,
        "ground": reading.text(posted, "ground"),
        "note": reading.text(posted, "note"),
        "holds": button.holds and not lawbook.book().instrument(row.instrument).direct_to_private_party,
        "paper": reading.text(posted, "paper"),
        "answers": button.answers,
        "answer": {
            part: reading.text(posted, f"answer-{part}") for part in ("address", "provider", "state", "words")
        },
        "errors": errors,
        "action": page.link("request-step", request_id=row.pk, event=event),
        "back_href": page.link("request", request_id=row.pk),
        "version": row.version,
        "refuses": button.refuses,
        "zones": presenting.walls(row),
    }
    return page.render(request, "desk/requests/step.html", context, status=422 if errors else 200)


def extra_of(posted: Mapping[str, Any]) -> dict[str, Any]:
    """Read what is told with a step: a paper, an answer."""
    found: dict[str, Any] = {}
    if paper := reading.text(posted, "paper"):
        found["paper"] = paper
    answer = {
        part: reading.text(posted, f"answer-{part}") for part in ("address", "provider", "state", "words")
    }
    if any(answer.values()):
        found["answer"] = {part: value for part, value in answer.items() if value}
    return found


@require_http_methods(["GET", "POST"])
@verb("safeguard.decide")
def rights(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The lawyer of the central authority reads, decides and gives her reasons.

    The page opens the request to be decided on; the leaf has that purpose. Where nothing is to be decided nothing is opened.
    """
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)

    def act() -> str:
        actions.decide_rights(
            row, outcome=page.one_of(request.POST, "outcome", RightsDecision.Outcome.values), reasons=reading.text(request.POST, "reasons"),
            ground=reading.text(request.POST, "ground"), by=by, at=at, seen=reading.version(request.POST),
        )  # fmt: skip
        return page.link("request", request_id=row.pk)

    done = _("Decided, with your reasons. They are sealed with the request.")
    answer, errors = page.press(
        request, act, field="outcome", fields=_RIGHTS, done=done, shown=(ComityError,)
    )
    if answer is not None:
        return answer
    if not row.rights_stop:
        raise Conflict(faults.NO_RIGHTS_STOP.fault())
    opened = actions.open_request(row, by=by, at=at, purpose=DECIDING)
    found, closed = queries.grounds(row)
    context = {
        "row": row,
        "title": _("Decide at the rights gate"),
        "marks": [words.say(one, words.GROUND) for one in row.answer.get("rights", {}).get("marks", [])],
        "checked": [
            one | {"words": words.say(one["id"], words.GROUND)}
            for one in row.answer.get("rights", {}).get("checked", [])
        ],
        "values": showing.values(row, opened.values),
        "grounds": showing.grounds(found),
        "closed": closed,
        "errors": errors,
        "wrong": page.beside(errors),
        "outcome": reading.text(request.POST, "outcome"),
        "reasons": reading.text(request.POST, "reasons"),
        "ground": reading.text(request.POST, "ground"),
        "action": page.link("request-rights", request_id=row.pk),
        "back_href": page.link("request", request_id=row.pk),
        "version": row.version,
        "other_end": showing.other_end(row),
    }
    return page.render(request, "desk/requests/rights.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@verb("authorisation.record")
def authorisation(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Record the decision the law asks: whose, of which day, under which reference."""
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)

    def act() -> str:
        dated, paper = page.day(request.POST, "dated"), request.FILES.get("paper")
        authority, reference = (reading.text(request.POST, name) for name in ("authority", "reference"))
        if dated is None or not authority or not reference:
            raise BadInput(INCOMPLETE.fault())
        actions.record_authorisation(
            row, kind=page.one_of(request.POST, "kind", _DECIDERS), authority=authority, dated=dated, reference=reference,
            paper=paper.read() if paper is not None else b"", by=by, at=at, seen=reading.version(request.POST),
        )  # fmt: skip
        return page.link("request", request_id=row.pk)

    answer, errors = page.press(request, act, field="authority", done=_("Recorded."), shown=(ComityError,))
    if answer is not None:
        return answer
    needed = actions.kind_needed(row)
    context = {
        "row": row,
        "title": _("Record a decision"),
        "needed": label(needed, "role") if needed else "",
        "kinds": [{"value": one, "text": label(one, "role")} for one in _DECIDERS],
        "kind": reading.text(request.POST, "kind") or needed or "judge",
        "authority": reading.text(request.POST, "authority"),
        "reference": reading.text(request.POST, "reference"),
        "dated": {part: reading.text(request.POST, f"dated-{part}") for part in ("day", "month", "year")}
        if request.method == "POST"
        else page.later(at, 0),
        "errors": errors,
        "action": page.link("request-authorisation", request_id=row.pk),
        "back_href": page.link("request", request_id=row.pk),
        "version": row.version,
    }
    return page.render(request, "desk/requests/authorisation.html", context, status=422 if errors else 200)


INCOMPLETE = declare(
    "desk.requests.authorisation_incomplete",
    "The authority, the day and the reference are needed.",
    "They stand on the paper.",
)


@require_http_methods(["GET", "POST"])
@verb("request.involve")
def involve(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Bring in another organisation of this node: the police that executes, the prosecution, the central authority."""
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)
    others = _others(row)
    chosen = reading.text(request.POST, "participant")
    if request.method == "POST" and chosen in {one.code for one in others}:
        actions.involve(row, chosen, by=by, at=at)
        messages.success(request, _("Brought in."))
        return HttpResponseRedirect(page.link("request", request_id=row.pk))
    context = {
        "row": row,
        "title": _("Bring in colleagues"),
        "items": [{"value": one.code, "text": one.name} for one in others],
        "action": page.link("request-involve", request_id=row.pk),
        "back_href": page.link("request", request_id=row.pk),
        "errors": [{"text": _("Choose one of them."), "href": "#participant"}]
        if request.method == "POST"
        else [],
    }
    return page.render(
        request, "desk/requests/involve.html", context, status=422 if request.method == "POST" else 200
    )


@require_http_methods(["GET", "POST"])
@verb("call.log")
def call(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Write down a call: to whom, whether somebody answered, whether it was the second person's yes."""
    by, at = page.actor(request), page.now(request)
    row: Request = queries.one(request_id, by=by, at=at)
    to = reading.text(request.POST, "to")
    if request.method == "POST" and to:
        reached = reading.text(request.POST, "reached") == "yes"
        actions.log_call(
            row,
            to=to,
            reached=reached,
            confirms=reading.text(request.POST, "confirms") == "yes",
            by=by,
            at=at,
        )
        messages.success(request, _("Written down."))
        return HttpResponseRedirect(page.link("request", request_id=row.pk))
    context = {
        "row": row,
        "title": _("Write down a call"),
        "other_end": showing.other_end(row),
        "calls": [
            {"to": one.to, "reached": one.reached, "confirms": one.confirms, "at": one.at}
            for one in row.calls.order_by("at")
        ],
        "zones": presenting.walls(row),
        "action": page.link("request-call", request_id=row.pk),
        "back_href": page.link("request", request_id=row.pk),
        "errors": [{"text": _("Say whom you called."), "href": "#to"}] if request.method == "POST" else [],
    }
    return page.render(
        request, "desk/requests/call.html", context, status=422 if request.method == "POST" else 200
    )
