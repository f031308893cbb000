"""The gateway's pages for machines: envelopes, receipts, parcels, the directory, the checkpoint."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.exchange import envelope, verify
from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, ComityError, NotAllowed, Untrusted
from comity.node.audit import queries as audit
from comity.node.base.permissions import public, verb
from comity.node.exchange import actions, directory, faults, queries
from comity.node.exchange.peers import ENVELOPE_TYPE, RECEIPT_TYPE
from comity.node.gateway import problems, signed

_RECEIPT_LIMIT = 16 * 1024


@require_POST
@signed.by_a_node(limit=envelope.MAX_BYTES, media=ENVELOPE_TYPE)
@verb("exchange.post")
def envelopes(request: HttpRequest) -> HttpResponse:
    """Take in an envelope and answer with the signed receipt *stored*.

    After size, outer signature and nonce (:mod:`comity.node.gateway.signed`):

    1. The envelope is whole, of our kind, and signed by the participant it says it comes from (public keys only).
    2. That participant belongs to the node that brought it.
    3. A repetition gets the receipt it was given first, other bytes under the same id are refused.
    4. The addressee is hosted here, and the sender is admitted and not suspended.
    5. Row, leaf and receipt are stored in one transaction.

    Refusals from 3 on are signed, because the sender gives up on them.
    """
    known, data, now = request.directory, request.data, request.now  # type: ignore[attr-defined]
    try:
        outer = verify.outer(known, data, at=now)
        if known.participant(outer.sender).node != request.node:  # type: ignore[attr-defined]
            raise Untrusted(faults.NOT_FROM_THIS_NODE.fault(sender=outer.sender))
    except ComityError as error:
        return problems.answer(request, error)
    sender = Actor(kind="participant", id=outer.sender, participant=outer.sender)
    try:
        text = actions.receive(data, outer, by=sender, at=now)
    except ComityError as error:
        return problems.answer(request, error, about=outer)
    return JsonResponse({"schema": "comity.stored/1", "receipt": text})


@require_http_methods(["GET", "POST"])
@signed.by_a_node(limit=_RECEIPT_LIMIT)
@verb("exchange.post")
def receipts(request: HttpRequest, message: UUID) -> HttpResponse:
    """GET: the receipts given here for a message of the asking node. POST: a receipt for a message sent from here."""
    try:
        if request.method == "GET":
            hosted = request.directory.hosted_by(request.node)  # type: ignore[attr-defined]
            texts = queries.receipts_given(message, senders=hosted)
            if not texts:
                raise BadInput(faults.NO_SUCH_RECEIPT.fault(message=str(message)))
            return JsonResponse({"schema": "comity.receipts/1", "receipts": texts})
        if request.content_type != RECEIPT_TYPE:
            raise BadInput(faults.WRONG_MEDIA.fault(wanted=RECEIPT_TYPE, said=str(request.content_type)[:60]))
        text = _ascii(request.data)  # type: ignore[attr-defined]
        actor: Actor = request.actor  # type: ignore[attr-defined]
        kept = actions.receive_receipt(message, text, by=actor, at=request.now)  # type: ignore[attr-defined]
    except ComityError as error:
        return problems.answer(request, error)
    return JsonResponse({"schema": "comity.kept/1", "event": kept.event})


@require_GET
@signed.by_a_node(limit=0)
@verb("exchange.post")
def parcel(request: HttpRequest, reference: UUID) -> HttpResponse:
    """A piece of a parcel from byte ``?from=``, for the node of its addressee. Where it begins is inside the signed address."""
    hosted = request.directory.hosted_by(request.node)  # type: ignore[attr-defined]
    typed = request.GET.get("from", "0")
    start = int(typed) if typed.isdecimal() and len(typed) < 16 else -1
    try:
        data, size = actions.parcel_piece(reference, start, hosted=hosted, at=request.now)  # type: ignore[attr-defined]
    except ComityError as error:
        return problems.answer(request, error)
    response = HttpResponse(data, status=206, content_type="application/octet-stream")
    response["Content-Range"] = f"bytes {start}-{start + len(data) - 1}/{size}"
    return response


@require_GET
@public
def directory_file(request: HttpRequest, name: str) -> HttpResponse:
    """A file of the signed directory as this node last verified it; its signatures make it safe from anybody's hand."""
    text = directory.file(name)
    if text is None:
        return problems.answer(request, NotAllowed(faults.NO_DIRECTORY.fault()))
    return HttpResponse(text, content_type="application/json")


@require_GET
@public
def checkpoint(request: HttpRequest, log: str) -> HttpResponse:
    """The newest signed head of a log: what a witness reads."""
    found = audit.latest_checkpoint(log)
    note = found.note if found else ""
    return HttpResponse(note, content_type="text/plain; charset=utf-8", status=200 if note else 404)


def _ascii(data: bytes) -> str:
    try:
        return data.decode("ascii")
    except UnicodeDecodeError:
        raise Untrusted(faults.RECEIPT_FOREIGN.fault()) from None
