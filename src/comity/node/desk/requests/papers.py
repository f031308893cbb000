"""Downloads and prints: receipts and envelopes as they travelled, a draft for a state without a node, marked as not sent."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from comity.node.assistance import actions, lawbook, leaving, queries, showing
from comity.node.assistance.models import Request
from comity.node.base.permissions import verb
from comity.node.desk import page
from comity.node.desk.requests import presenting
from comity.node.ui.labels import label

PRINTING = "to print it"


def _outgoing(request: HttpRequest, request_id: UUID) -> tuple[Request, dict[str, Any]]:
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)
    opened = actions.open_request(row, by=by, at=at, purpose=PRINTING)
    return row, leaving.outgoing(
        lawbook.book().instrument(row.instrument), opened.values, to_role=row.to_role
    )


@require_GET
@verb("request.open")
def paper(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show a request for print; what was not sent says so on every page of it. It is opened to be printed, and the leaf says so."""
    row, fields = _outgoing(request, request_id)
    instrument = lawbook.book().instrument(row.instrument)
    context = {
        "row": row,
        "instrument": instrument,
        "what": label(row.measure, "measure"),
        "values": showing.values(row, fields),
        "parts": showing.parts(row),
        "other_end": showing.other_end(row),
        "sent": row.sent_at is not None,
        "json_href": page.link("request-json", request_id=row.pk),
        "back_href": page.link("request", request_id=row.pk),
        "zones": presenting.walls(row),
        "now": page.now(request),
    }
    return page.render(request, "desk/requests/paper.html", context)


@require_GET
@verb("request.open")
def as_json(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Give a request as one JSON document; the fields are those that would leave. A leaf as for the print."""
    row, fields = _outgoing(request, request_id)
    document = {
        "schema": "comity.draft/1",
        "sent": row.sent_at is not None,
        "reference": row.reference,
        "requesting": row.requesting,
        "requested": row.requested,
        "instrument": row.instrument,
        "legal_basis": row.legal_basis,
        "measure": row.measure,
        "data_categories": [part.data_category for part in row.parts.all()],
        "offence_articles": row.offence_articles,
        "urgency": row.urgency,
        "book": row.book_digest,
        "fields": fields,
    }
    answer = HttpResponse(json.dumps(document, ensure_ascii=False, indent=2), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="request-{row.reference}.json"'
    return answer


@require_GET
@verb("request.view")
def receipt(request: HttpRequest, request_id: UUID, message: UUID, which: str) -> HttpResponse:
    """Give a signed receipt, as ``comity receipt verify`` reads it. ``which``: ``stored-held``, ``opened-given`` ..."""
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)
    event, _sep, side = which.partition("-")
    text = queries.receipt(row, message, event, side or "held", by=by, at=at)
    answer = HttpResponse(text, content_type="application/jose")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{row.reference}-{event}.jws"'
    return answer


@require_GET
@verb("request.view")
def envelope(request: HttpRequest, request_id: UUID, message: UUID) -> HttpResponse:
    """Give the bytes that travelled, as ``comity exchange verify`` reads them."""
    by, at = page.actor(request), page.now(request)
    row = queries.one(request_id, by=by, at=at)
    data = queries.envelope(row, message, by=by, at=at)
    answer = HttpResponse(data, content_type="application/jose")
    answer["Content-Disposition"] = f'attachment; filename="envelope-{row.reference}.json"'
    return answer
