"""Open what arrived. The worker opens the envelope for the node; *opened* in a receipt means that an officer did."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from comity.exchange import receipt as receipts
from comity.exchange import verify
from comity.exchange.directory import Directory
from comity.exchange.faults import ENVELOPE_EARLY
from comity.exchange.message import Message
from comity.kernel.actor import Actor, system
from comity.kernel.canonical import canonical_json
from comity.kernel.clock import Clock, SystemClock
from comity.kernel.digest import Digest
from comity.kernel.errors import BadInput, Conflict, Untrusted
from comity.node.audit import actions as audit
from comity.node.base import rounds, sealing
from comity.node.exchange import faults, people, permissions, receipting
from comity.node.exchange.keys import keyring
from comity.node.exchange.models import Awaited, Incoming, Outgoing, Receipt

WORKER = system("exchange")
TRIES = 8
PAUSE = timedelta(seconds=5)
"""After each try that failed the pause doubles: the last comes after some 20 minutes, time enough for a restart."""
_NOT_HERE = (Awaited.State.WAITING, Awaited.State.REFUSED)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


def due(now: datetime, limit: int = 500) -> list[UUID]:
    """Return the messages that wait to be opened or tried again by the wire's time, the oldest first."""
    found = Incoming.objects.filter(next_at__lte=now).order_by("stored_at")
    return list(found.values_list("pk", flat=True)[:limit])


def take(row: UUID, now: datetime) -> Incoming | None:
    """Lock one due message inside the caller's transaction; ``None`` where somebody else has it or had it."""
    found = Incoming.objects.select_for_update(skip_locked=True, of=("self",)).select_related("owner")
    return found.filter(pk=row, next_at__lte=now).first()


def open_message(row: Incoming, known: Directory, *, by: Actor, at: datetime) -> Message:
    """Open the envelope with the addressee's key, verify who signed it, and seal it again under a key of the owner.

    Raises:
        Untrusted: it does not open, was not signed by its sender, or inside and outside do not say the same.
        Conflict: it says it was written later than now; it waits until the two clocks agree.
    """
    message = _opened(row, known, at)
    row.kind, row.instrument, row.matter_id = message.kind, message.instrument, UUID(message.matter)
    if row.data_key_id is None:
        key = sealing.new_key(row.owner)
        row.data_key = key.row
        sealing.seal(row, key, body=canonical_json(message.document()))
    row.save(update_fields=["kind", "instrument", "matter_id", "data_key", "body"])
    audit.record(
        "audit", "exchange.unseal", by=by, at=at, subject_kind="message", subject_id=str(row.message),
        participant=row.owner_id, facts={"kind": row.kind, "matter": str(row.matter_id)},
    )  # fmt: skip
    return message


def _opened(row: Incoming, known: Directory, at: datetime) -> Message:
    """Open as of the instant it was stored; one that came from a clock ahead of ours, as of now."""
    keys = [keyring().opening(row.owner_id)]
    for when in (row.stored_at, max(at, row.stored_at)):
        try:
            return verify.opened(
                known, bytes(row.envelope), keys=keys, addressee=row.owner_id, at=when
            ).message
        except Untrusted as error:
            early = error.faults[0]
            if early.code != ENVELOPE_EARLY.code:
                raise
    raise Conflict(early)


@dataclass(frozen=True, slots=True)
class Waits:
    """What a handler answers whose message cannot take effect before its parcel is here; whoever fetches it has it taken up again."""


@dataclass(frozen=True, slots=True)
class Refuses:
    """What a handler answers to a message that will never take effect: it is kept, and both ends' people are told the code."""

    code: str


def wait(row: Incoming) -> None:
    """Leave a message stored until its parcel is here."""
    row.next_at = None
    row.save(update_fields=["next_at"])


def finish(row: Incoming, state: str, *, at: datetime, code: str = "") -> None:
    """Record, in the transaction of its effect, that a message was dealt with."""
    row.state, row.handled_at, row.next_at, row.last_fault = state, at, None, code
    row.save(update_fields=["state", "handled_at", "next_at", "last_fault"])
    if state != Incoming.State.HANDLED:
        people.tell(f"exchange.{state}", row, at=at)


@transaction.atomic
def postpone(row: UUID, code: str, *, at: datetime, now: datetime) -> None:
    """Record that a message could not be taken in: it is kept, tried again, and in the end a person is told."""
    found = Incoming.objects.select_for_update().filter(pk=row, next_at__isnull=False).first()
    if found is None:
        return
    found.attempts += 1
    found.last_fault = code
    if found.attempts >= TRIES:
        found.state, found.next_at = Incoming.State.STUCK, None
        people.tell("exchange.stuck", found, at=at)
    else:
        found.next_at = now + PAUSE * 2**found.attempts
    found.save(update_fields=["attempts", "last_fault", "state", "next_at"])


@transaction.atomic
def take_in_again(message: UUID, *, by: Actor, at: datetime) -> Incoming:
    """Have a message that is stuck or was not understood taken in again, as after an upgrade.

    Raises:
        NotAllowed: it belongs to another participant.
        BadInput: there is none such that waits for this.
    """
    again = [Incoming.State.STUCK, Incoming.State.NOT_UNDERSTOOD]
    row = Incoming.objects.select_for_update().filter(message=message, state__in=again).first()
    if row is None:
        raise BadInput(faults.NO_SUCH_MESSAGE.fault(message=str(message)))
    permissions.require_own(by, row, at=at)
    row.state, row.attempts, row.next_at = Incoming.State.STORED, 0, SystemClock().now()
    row.save(update_fields=["state", "attempts", "next_at"])
    rounds.ring("exchange.open_incoming")
    return row


@transaction.atomic
def read_message(message: UUID, *, by: Actor, at: datetime, purpose: str) -> dict[str, Any]:
    """Return a message in plain, as for a person who looks at one that no handler took; leaves a leaf with the purpose.

    Raises:
        BadInput: there is none, it could never be opened, or no purpose is given.
        NotAllowed: it belongs to another participant.
    """
    row = Incoming.objects.filter(message=message, owner_id=by.participant, data_key__isnull=False).first()
    if row is None or row.data_key is None:
        raise BadInput(faults.NO_SUCH_MESSAGE.fault(message=str(message)))
    permissions.require_own(by, row, at=at)
    if not purpose.strip():
        raise BadInput(faults.NO_PURPOSE.fault())
    key = sealing.open_as(row.data_key, row.owner_id, keyring())
    audit.record(
        "audit", "exchange.read", by=by, at=at, subject_kind="message", subject_id=str(message), purpose=purpose,
        participant=row.owner_id,
    )  # fmt: skip
    document: dict[str, Any] = json.loads(sealing.read(row, key, "body"))
    return document


def mark_opened(message: UUID, *, by: Actor, at: datetime, wire: Clock | None = None) -> bool:
    """Record that an officer opened a message, and send its sender the receipt *opened*; say whether it was the first time.

    Whoever calls has opened the matter by policy and leaves the leaf of the reading itself; this is the wire's part.

    Raises:
        BadInput: no such message came here for the actor's participant.
    """
    with transaction.atomic():
        row = (
            Incoming.objects.select_for_update(of=("self",))
            .select_related("owner")
            .filter(message=message, owner_id=by.participant)
            .first()
        )
        if row is None:
            raise BadInput(faults.NO_SUCH_MESSAGE.fault(message=str(message)))
        if row.opened_at is not None or _parcel_missing(row):
            return False
        row.opened_at, row.opened_by = at, by.label
        row.save(update_fields=["opened_at", "opened_by"])
        receipting.leaf(Receipt.Event.OPENED, row, by=by, at=at)
        text = receipts.sign(
            "opened", message=str(row.message), digest=Digest(row.digest), sender=row.owner_id, to=row.from_code,
            at=at, key=keyring().signing(row.owner_id),
        )  # fmt: skip
        kept = Receipt.objects.create(
            side=Receipt.Side.GIVEN, counterpart=row.from_code, message=row.message, event=Receipt.Event.OPENED,
            text=text, at=at,
        )  # fmt: skip
        receipting.bring(kept, at=at, now=(wire or SystemClock()).now())
        rounds.ring("exchange.receipts")
    return True


def mark_matter_opened(matter: UUID, *, by: Actor, at: datetime) -> int:
    """Record that an officer opened a matter: every message of it that came for the actor's participant; return how many."""
    waiting = Incoming.objects.filter(matter_id=matter, owner_id=by.participant, opened_at=None)
    waiting = waiting.exclude(awaited__state__in=_NOT_HERE)
    return sum(mark_opened(number, by=by, at=at) for number in waiting.values_list("message", flat=True))


def _parcel_missing(row: Incoming) -> bool:
    """Say whether a message announced a parcel that is not here: nobody can have opened that."""
    return Awaited.objects.filter(incoming=row, state__in=_NOT_HERE).exists()


def not_understood_there(incoming: Incoming, document: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Take in the answer that a message of ours was not understood at the other end: a person has to know.

    Only the addressee of that message can say so.
    """
    body = document["body"]
    mine = Outgoing.objects.filter(owner=incoming.owner, to_code=by.participant)
    number = body.get("message")
    found = mine.filter(pk=UUID(number)).first() if isinstance(number, str) and _UUID.match(number) else None
    if found is None:
        return
    found.last_fault = faults.NOT_UNDERSTOOD.code
    found.save(update_fields=["last_fault"])
    people.tell("exchange.not_understood_there", found, at=at)
