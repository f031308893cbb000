"""Take in what arrives: a row, a leaf and a signed receipt in one transaction, and the same receipt for every repetition."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from comity.exchange import receipt as receipts
from comity.exchange import replay
from comity.exchange.envelope import Outer
from comity.kernel.actor import Actor
from comity.kernel.clock import SystemClock
from comity.kernel.digest import Digest
from comity.kernel.errors import BadInput
from comity.node.base import news, rounds
from comity.node.base.models import Participant
from comity.node.exchange import directory, faults, receipting
from comity.node.exchange.delivering import keep_receipt
from comity.node.exchange.keys import keyring
from comity.node.exchange.models import HttpNonce, Incoming, Receipt
from comity.node.exchange.trusting import require_trust
from comity.suites.httpsig import WINDOW_SECONDS


def receive(data: bytes, outer: Outer, *, by: Actor, at: datetime) -> str:
    """Store a verified envelope and return the signed receipt *stored*; for a repetition, the one it was given first.

    One transaction holds the inbox row, the leaf and the receipt: so whoever holds the receipt can rely on the row.
    Whether the message came before is asked first, so that a suspension in between does not turn an arrival into a refusal.

    Raises:
        Conflict: a message of this id came before with other bytes.
        BadInput: the addressee is not hosted here.
        NotAllowed: the sender is not admitted as a counterpart, or suspended.
    """
    try:
        with transaction.atomic():
            before = _known_receipt(outer)
            if before:
                return before
            owner = Participant.objects.filter(code=outer.to, hosted=True).first()
            if owner is None:
                raise BadInput(faults.NOT_HOSTED.fault(code=outer.to))
            require_trust(outer.sender)
            return _store(data, outer, owner, by=by, at=at)
    except IntegrityError:  # the same message came twice at once, and the other was faster
        before = _known_receipt(outer)
        if not before:
            raise
        return before


def _known_receipt(outer: Outer) -> str:
    """Return the receipt *stored* of a message that came before with the same bytes; empty where it is new."""
    row = Incoming.objects.filter(from_code=outer.sender, message=UUID(outer.id)).only("digest").first()
    if row is None:
        return ""
    given = Receipt.objects.filter(side=Receipt.Side.GIVEN, counterpart=outer.sender, message=outer.id)
    text = given.get(event=Receipt.Event.STORED, logged=False).text
    match replay.decide(replay.Stored(Digest(row.digest), text), outer.digest, outer.id):
        case replay.Again(receipt):
            return receipt
        case replay.New():
            return ""


def _store(data: bytes, outer: Outer, owner: Participant, *, by: Actor, at: datetime) -> str:
    row = Incoming.objects.create(
        message=UUID(outer.id), owner=owner, from_code=outer.sender, digest=outer.digest, envelope=data,
        stored_at=at, next_at=SystemClock().now(),
    )  # fmt: skip
    receipting.leaf(Receipt.Event.STORED, row, by=by, at=at)
    text = receipts.sign(
        "stored", message=outer.id, digest=outer.digest, sender=outer.to, to=outer.sender, at=at,
        key=keyring().node("exchange"),
    )  # fmt: skip
    Receipt.objects.create(
        side=Receipt.Side.GIVEN, counterpart=outer.sender, message=row.message, event=Receipt.Event.STORED,
        text=text, at=at,
    )  # fmt: skip
    rounds.ring("exchange.open_incoming")
    news.tell("exchange.arrived", incoming=row.pk)
    return text


def receive_receipt(message: UUID, text: str, *, by: Actor, at: datetime) -> Receipt:
    """Keep a receipt that the addressee's node brought, and move the message on.

    Raises:
        Untrusted: it does not hold, or is for nothing that was sent from here.
    """
    return keep_receipt(message, text, directory.trusted(), at=at, by=by)


def remember_nonce(kid: str, nonce: str, at: datetime) -> bool:
    """Remember the nonce of a signed request; say whether it was seen before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO exchange_httpnonce (kid, nonce, seen_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [kid, nonce, at],
        )
        return bool(cursor.rowcount == 0)


def forget_nonces(at: datetime) -> int:
    """Forget the nonces whose time window has passed on the wire's clock; return how many."""
    window = timedelta(seconds=2 * WINDOW_SECONDS)
    return HttpNonce.objects.filter(seen_at__lt=SystemClock().now() - window).delete()[0]
