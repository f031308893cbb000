"""Bring receipts *opened* to the senders' nodes, and ask other nodes for receipts that got lost on the way."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comity.exchange.delivery import STEPS
from comity.kernel.clock import Clock, SystemClock
from comity.kernel.errors import BadInput, ComityError
from comity.node.exchange import directory, faults
from comity.node.exchange.delivering import LEASE, keep_receipt
from comity.node.exchange.keys import keyring
from comity.node.exchange.models import Outgoing, ReceiptDelivery
from comity.node.exchange.peers import RECEIPT_TYPE, RECEIPTS, NoAnswer, Peers

BATCH = 200


def deliver_receipts(at: datetime, *, wire: Clock | None = None) -> int:
    """Bring every receipt that is due to the sender's node; return how many arrived.

    A receipt that cannot be brought is no loss of a message: after its deadline it stays here, to be asked for.
    """
    clock = wire or SystemClock()
    total, silent = 0, set[str]()
    with Peers(keyring().node("exchange"), clock) as peers:
        while rows := _claim(clock.now()):
            known, arrived = directory.trusted(), 0
            for row in rows:
                good = _bring(row, directory.gateway_of(known, row.receipt.counterpart), peers, silent)
                _record(row, good, at=at, now=clock.now())
                arrived += good
            total += arrived
            if not arrived:
                break
    return total


def _claim(now: datetime) -> list[ReceiptDelivery]:
    with transaction.atomic():
        due = ReceiptDelivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            next_at__lte=now
        )
        rows = list(due.select_related("receipt").order_by("next_at")[:BATCH])
        ReceiptDelivery.objects.filter(pk__in=[row.pk for row in rows]).update(next_at=now + LEASE)
    return rows


def _bring(row: ReceiptDelivery, gateway: str, peers: Peers, silent: set[str]) -> bool:
    """Bring one receipt; a gateway that does not answer is left in peace for the rest of the round."""
    if not gateway or gateway in silent:
        return False
    try:
        path = f"{RECEIPTS}/{row.receipt.message}"
        return peers.post(gateway, path, row.receipt.text.encode(), media=RECEIPT_TYPE).good
    except NoAnswer:
        silent.add(gateway)
        return False


def _record(row: ReceiptDelivery, good: bool, *, at: datetime, now: datetime) -> None:
    row.attempts += 1
    if good:
        row.sent_at, row.next_at = at, None
    elif at >= row.deadline:
        row.next_at = None
    else:
        row.next_at = now + STEPS[min(row.attempts, len(STEPS)) - 1]
    row.save(update_fields=["attempts", "sent_at", "next_at"])


def ask_for_receipts(message: UUID, *, at: datetime, wire: Clock | None = None) -> int:
    """Ask the addressee's node which receipts it gave for a message, and keep them; return how many hold.

    For a message that was given up: it may have arrived while every answer was lost.

    Raises:
        BadInput: no such message was sent from here.
        NoAnswer: the other node does not answer.
    """
    row = Outgoing.objects.filter(pk=message).first()
    if row is None:
        raise BadInput(faults.NO_SUCH_MESSAGE.fault(message=str(message)))
    known = directory.trusted()
    with Peers(keyring().node("exchange"), wire or SystemClock()) as peers:
        answer = peers.get(directory.gateway_of(known, row.to_code), f"{RECEIPTS}/{message}")
    kept = 0
    if answer.good:
        for text in json.loads(answer.body).get("receipts", []):
            try:
                keep_receipt(message, str(text), known, at=at)
            except ComityError:
                continue
            kept += 1
    return kept
