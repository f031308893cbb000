"""The list of requests and the page of one: the answer first, then the kinds of data, clocks, what happened, what can be done now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.kernel.errors import ComityError
from comity.node.assistance import actions, lawbook, permissions, queries, showing, words
from comity.node.assistance.lawbook import HELD
from comity.node.assistance.models import Request
from comity.node.assistance.opening import Opened
from comity.node.base.models import Participant
from comity.node.base.permissions import allowed, verb
from comity.node.desk import page
from comity.node.desk.clocks import settled
from comity.node.desk.requests import presenting, turn

TABS = ("you", "open", "out", "in", "drafts", "all")
_DONE = frozenset({"closed"})


@require_GET
@verb("request.list")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the requests of this desk, both ways; find one by its reference, ours or theirs."""
    by, at = page.actor(request), page.now(request)
    found = list(queries.mine(by))
    wanted = request.GET.get("q", "").strip()
    if wanted:
        found = queries.already_held({"reference": wanted}, by=by)
    ahead = {row.pk: turn.waiting(row, by=by, at=at) for row in found}
    groups = {
        "you": [row for row in found if ahead[row.pk]],
        "open": [
            row
            for row in found
            if any(part.state not in _DONE for part in row.parts.all()) and not turn.is_draft(row)
        ],
        "out": [row for row in found if row.direction == Request.Direction.OUT and not turn.is_draft(row)],
        "in": [row for row in found if row.direction == Request.Direction.IN],
        "drafts": [row for row in found if turn.is_draft(row)],
        "all": found,
    }
    first = "you" if groups["you"] else "open"
    tab = "all" if wanted else request.GET.get("show", first)
    tab = tab if tab in groups else first
    names = {
        "you": _("Waiting for you"),
        "open": _("Open"),
        "out": _("From us"),
        "in": _("To us"),
        "drafts": _("Drafts"),
        "all": _("All"),
    }
    tabs = [
        {
            "text": names[key],
            "href": page.link("requests", query={"show": key}),
            "current": key == tab,
            "count": len(groups[key]),
        }
        for key in TABS
    ]
    return page.render(
        request,
        "desk/requests/list.html",
        {
            "rows": presenting.lines(groups[tab], by=by, ahead=ahead),
            "tabs": tabs,
            "wanted": wanted,
            "tab": tab,
        },
    )


@require_GET
@verb("request.view")
def show(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show one request, its content still sealed."""
    row = queries.one(request_id, by=page.actor(request), at=page.now(request))
    return one(request, row)


@require_POST
@verb("request.open")
def open_it(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Open a request for a purpose; the first opening tells the sender that an officer has it before them."""
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)
    try:
        opened = actions.open_request(row, by=by, at=at, purpose=page.purpose(request.POST))
    except ComityError as error:
        return one(request, row, errors=page.errors(error, "purpose"), status=422)
    return one(request, row, opened=opened)


def one(
    request: HttpRequest,
    row: Request,
    *,
    opened: Opened | None = None,
    errors: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page of a request."""
    by, at = page.actor(request), page.now(request)
    instrument = lawbook.book().instrument(row.instrument)
    steps = queries.timeline(row)
    people = page.names([row.drafted_by, row.committed_by, row.sent_by])
    order = row.parent if row.parent_id else None
    buttons = turn.buttons(row, by=by, at=at)
    context: dict[str, Any] = {
        "row": row,
        "instrument": instrument,
        "title": label_of(row),
        "out": row.direction == Request.Direction.OUT,
        "draft": turn.is_draft(row) or row.discarded_at is not None,
        "other_end": showing.other_end(row),
        "parts": showing.parts(row),
        "answer": answer_line(row, waits=bool(buttons)),
        "clocks": [
            showing.clock(one) | ({"state": "met"} if settled.is_settled(one, row) else {})
            for one in queries.clocks(row, by=by)
        ],
        "timeline": showing.timeline(row, opened, steps=steps, people=page.names(step.by for step in steps)),
        "opened": opened is not None,
        "values": showing.opened_values(row, opened),
        "money": showing.money_held(row),
        "buttons": buttons,
        "todo": turn.todo(row, by=by, at=at),
        "wire": queries.wire(row, by=by, at=at) if row.via else [],
        "message_words": {kind: str(said) for kind, said in words.MESSAGE.items()},
        "zones": presenting.walls(row),
        "drafted_by": people.get(row.drafted_by, ""),
        "committed_by": people.get(row.committed_by, ""),
        "sent_by": people.get(row.sent_by, ""),
        "parent": order,
        "parent_href": page.link("request", request_id=order.pk)
        if order is not None and allowed(by, "request.view", permissions.of(order, at=at))
        else "",
        "children": [
            {
                "reference": child.reference,
                "href": page.link("request", request_id=child.pk),
                "what": label_of(child),
                "parts": showing.parts(child),
            }
            for child in row.follow_ups.all()
            if allowed(by, "request.view", permissions.of(child, at=at))
        ],
        "decisions": [
            {
                "row": made,
                "who": page.names([made.by])[made.by],
                "reasons": showing.reasons(opened, made.pk),
                "marks": [words.say(one, words.GROUND) for one in made.marks],
            }
            for made in row.rights_decisions.all()
        ],
        "authorisations": list(row.authorisations.all()),
        "marks": [words.say(one, words.GROUND) for one in row.answer.get("rights", {}).get("marks", [])],
        "checked": [
            one | {"words": words.say(one["id"], words.GROUND)}
            for one in row.answer.get("rights", {}).get("checked", [])
        ],
        "routes": row.answer.get("routes", []),
        "links": _links(row, request),
        "may_open": allowed(by, "request.open", permissions.of(row, at=at, purpose="look")),
        "errors": errors or [],
        "case_href": page.link("case", case_id=row.case_id) if row.case_id else "",
        "now": at,
    }
    return page.render(request, "desk/requests/request.html", context, status=status)


def label_of(row: Request) -> str:
    """Return what a request is, in a few words: the measure, and between whom."""
    from comity.node.ui.labels import label

    return label(row.measure, "measure")


def answer_line(row: Request, *, waits: bool = False) -> dict[str, str]:
    """Return the answer so far in one sentence, with its tone: the first thing a person wants to know.

    ``waits``: this person can take a step now.
    """
    states = [part.state for part in row.parts.all()]
    if row.rights_stop:
        tone, title = "danger", _("Stopped: a right may be at stake")
        text = _("A lawyer of the central authority decides with reasons before anything is done.")
    elif row.discarded_at is not None:
        tone, title, text = "info", _("A draft that was discarded"), _("Nothing has left.")
    elif turn.is_draft(row):
        promise = (
            actions.needs_commitment(lawbook.book().instrument(row.instrument)) and row.committed_at is None
        )
        tone, text = "info", _("Nothing has left.")
        title = (
            _("A draft: the prosecutor has not committed yet")
            if promise
            else _("A draft: ready to be sent by the one whose step it is")
        )
    elif queries.executed_in_part(row):
        tone, title, text = "warn", _("Done in part"), _("See each kind of data below.")
    elif states and all(state in HELD for state in states):
        tone, title, text = "done", _("Kept"), _("What was asked for is kept; nothing is disclosed by it.")
    else:
        now = ", ".join(sorted({words.say(state, words.STATE) for state in states}))
        tone = "info"
        title, text = (_("It waits for you"), f"{now}.") if waits else (now, "")
    return {"tone": tone, "title": title, "text": text}


def _links(row: Request, request: HttpRequest) -> list[dict[str, str]]:
    """Return the quieter ways on: an order at home, what follows, a judge's decision, colleagues, a call."""
    by, at = page.actor(request), page.now(request)
    attributes = permissions.of(row, at=at)
    instrument = lawbook.book().instrument(row.instrument)
    found: list[dict[str, str]] = []

    def add(name: str, text: str) -> None:
        found.append({"text": text, "href": page.link(name, request_id=row.pk)})

    incoming = row.direction == Request.Direction.IN and not instrument.direct_to_private_party
    if incoming and not row.rights_stop and allowed(by, "hold.serve", attributes):
        add("request-order", _("Serve an order on a holder here"))
    if row.direction == Request.Direction.OUT and row.sent_at and not instrument.at_home:
        add("request-follow", _("Draft what follows"))
    if not turn.is_draft(row) and row.counterpart and allowed(by, "request.follow", attributes):
        found.append(
            {
                "text": _("Tell the other side something: a path found, words"),
                "href": page.link("request-step", request_id=row.pk, event="told"),
            }
        )
    if allowed(by, "authorisation.record", attributes) and not turn.is_draft(row):
        add("request-authorisation", _("Record a judge's or prosecutor's decision"))
    if allowed(by, "call.log", attributes):
        add("request-call", _("Write down a call"))
    if allowed(by, "request.involve", attributes) and _others(row):
        add("request-involve", _("Bring in colleagues"))
    if row.direction == Request.Direction.OUT and row.discarded_at is None:
        add("request-paper", _("Print"))
    if actions.may_discard(row, by=by, at=at):
        add("request-discard", _("Discard this draft"))
    return found


def _others(row: Request) -> list[Participant]:
    taken = {row.owner_id, *row.parties}
    rows = Participant.objects.filter(hosted=True).exclude(pk__in=taken).order_by("pk")
    return [one for one in rows if not {"provider", "bank", "registrar"} & set(one.roles)]
