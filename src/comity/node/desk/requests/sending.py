"""From a complete draft to a message that leaves: commit, see what leaves, send."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.kernel.errors import ComityError
from comity.law import titles
from comity.law.route import routes
from comity.node.assistance import (
    actions,
    faults,
    lanes,
    lawbook,
    queries,
    reading,
    showing,
    words,
)
from comity.node.assistance.leaving import Leaving
from comity.node.assistance.models import Request
from comity.node.assistance.stepping import taken_at
from comity.node.base.permissions import verb
from comity.node.base.telling import tell
from comity.node.cases import queries as cases
from comity.node.desk import page
from comity.node.desk.requests import presenting

LOOKING = "to see what leaves before it is sent"
COMMITTING = "to commit to it"


@require_http_methods(["GET", "POST"])
@verb("hold.commit")
def commit(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The prosecutor on call reads the draft and promises the follow-up request: under what, by when.

    The page opens the draft that is committed to; the leaf has that purpose.
    """
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)
    errors: list[dict[str, str]] = []
    chosen, typed = "", {}
    if request.method == "POST":
        chosen = reading.text(request.POST, "instrument")
        typed = {part: reading.text(request.POST, f"by_day-{part}") for part in ("day", "month", "year")}
        try:
            promised = page.day(request.POST, "by_day") or date.min
            actions.commit(
                row,
                instrument=chosen,
                by_day=promised,
                words=reading.text(request.POST, "words"),
                by=by,
                at=at,
                seen=reading.version(request.POST),
            )
        except ComityError as error:
            errors = [{"text": showing.labelled(fault), "href": ""} for fault in error.faults]
        else:
            messages.success(request, _("Committed. The contact point can send it now."))
            return HttpResponseRedirect(page.link("request", request_id=row.pk))
    opened = actions.open_request(row, by=by, at=at, purpose=COMMITTING)
    context = {
        "row": row,
        "title": _("Commit to the follow-up request"),
        "action": page.link("request-commit", request_id=row.pk),
        "button_text": _("Commit"),
        "back_href": page.link("request", request_id=row.pk),
        "next_line": _("Then the contact point sends it: a third person."),
        "errors": errors,
        "values": showing.values(row, opened.values),
        "instruments": _followers(row),
        "chosen": chosen,
        "typed": typed or page.later(at, 28),
        "version": row.version,
        "zones": presenting.walls(row),
        "other_end": showing.other_end(row),
    }
    return page.render(request, "desk/requests/commit.html", context, status=422 if errors else 200)


def _followers(row: Request) -> list[dict[str, str]]:
    """Return the instruments under which what is kept can be asked for: those of assistance between the two, the open ones first."""
    if row.case is None:
        return []
    scenario = cases.scenario(
        row.case, on=taken_at(row).date(), requested=[row.requested], measure="stored_data_access",
        data_categories=[part.data_category for part in row.parts.all() if part.data_category],
    )  # fmt: skip
    found = {
        route.instrument.id: f"{route.legal_basis}: {titles.title(route.instrument, page.language())}"
        for route in routes(lawbook.book(), scenario).routes
        if route.status in ("open", "conditional") and lanes.lane(route.instrument) == "assistance"
    }
    return [{"value": name, "text": said} for name, said in found.items()]


@require_http_methods(["GET"])
@verb(
    "hold.send",
    "assistance.send",
    "order.identification.send",
    "order.content.send",
    "query.send",
    "notice.offer",
    "hold.serve",
    "assistance.execute",
)
def leaves(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show every datum that leaves and why, what stays, and whether a person who reported would be named.

    The page opens what would leave, and the node itself compares it with the names in the reports; both are leaves.
    """
    row = queries.one(request_id, by=page.actor(request), at=page.now(request))
    return _leaves(request, row)


def _leaves(
    request: HttpRequest, row: Request, *, errors: list[dict[str, str]] | None = None, status: int = 200
) -> HttpResponse:
    by, at = page.actor(request), page.now(request)
    preview = actions.preview(row, by=by, at=at, purpose=LOOKING)
    other = showing.other_end(row)
    ways = actions.ways_to_send(row.instrument)
    unfinished = actions.check_form(row, by=by, at=at, before_commitment=True)
    context = {
        "row": row,
        "other_end": other,
        "leaves": [
            {
                "what": format_html(
                    '{}<span class="leaves__value">{}</span>',
                    words.say(one.field, words.FIELD),
                    showing.value_in_words(one.type, one.value),
                ),
                "why": _why(one),
                "to": other,
                "personal": one.personal,
                "basis": "" if one.basis == words.PRACTICE else words.source(one.basis),
            }
            for one in preview.leaves
        ],
        "stays": [words.say(name, words.FIELD) for name in preview.stays]
        + [
            _("Names, contacts and own words of everybody who reported"),
            _("Notes of the case, selectors that are not in the form"),
        ],
        "named": [words.say(place.split(".")[0], words.FIELD) for place in preview.named],
        "missing": [] if errors else presenting.lacking(row, preview.missing),
        "form_href": page.form_after_saving(row.pk) if unfinished else "",
        "errors": errors or [],
        "ways": [{"value": event, "text": words.say(event, words.EVENT)} for event in ways],
        "back_href": page.link("request", request_id=row.pk),
        "action": page.link("request-send", request_id=row.pk),
        "version": row.version,
        "zones": presenting.walls(row),
        "emergency": row.urgency == "emergency" and row.life_at_risk,
        "at_home": row.requesting == row.requested,
    }
    return page.render(request, "desk/requests/leaves.html", context, status=status)


def _why(one: Leaving) -> str:
    """Say why a datum leaves: it is asked for by law, or only by the practice of those who use the form."""
    if one.basis == words.PRACTICE:
        return _("Asked for in practice; words, so read them.") if one.free else _("Asked for in practice.")
    return (
        _("A part of the form by law; words, so read them:") if one.free else _("A part of the form by law:")
    )


def _refused(row: Request, error: ComityError) -> list[dict[str, str]]:
    """Say that it was not sent, what is missing first, and lead to the form where it is filled in."""
    fields = showing.wanting(fault for fault in error.faults if presenting.is_of_form(fault))
    if not fields:
        return [{"text": showing.labelled(fault), "href": ""} for fault in error.faults]
    first = _("It cannot be sent yet. Nothing has left. Fill in the form: %(fields)s.") % {
        "fields": ", ".join(fields)
    }
    form = page.form_after_saving(row.pk)
    return [{"text": first, "href": form}, *presenting.lacking(row, error.faults)]


@require_POST
@verb("hold.send", "assistance.send", "order.identification.send", "order.content.send", "query.send", "notice.offer", "hold.serve", "assistance.execute",
      "emergency.send")  # fmt: skip
def send(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Send it. Pressed twice, it is sent once."""
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)
    try:
        actions.send(
            row,
            by=by,
            at=at,
            event=reading.text(request.POST, "event"),
            seen=reading.version(request.POST),
            alone_reason=reading.text(request.POST, "alone_reason"),
        )
    except ComityError as error:
        if any(fault.code == faults.ALREADY_SENT.code for fault in error.faults):
            messages.info(request, tell(error.faults[0]))
            return HttpResponseRedirect(page.link("request", request_id=row.pk))
        return _leaves(
            request,
            row,
            errors=_refused(row, error),
            status=422,
        )
    messages.success(request, _("Sent. The receipts stand on this page as they come."))
    return HttpResponseRedirect(page.link("request", request_id=row.pk))
