"""Put a message into the outbox, in the transaction of the act that sends it. Nothing leaves before the commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from comity.exchange import envelope
from comity.exchange import message as messages
from comity.kernel.actor import Actor
from comity.kernel.clock import SystemClock
from comity.kernel.digest import digest
from comity.kernel.errors import BadInput, Conflict
from comity.kernel.identifier import new_id
from comity.node.audit import actions as audit
from comity.node.base import rounds
from comity.node.base.models import Participant
from comity.node.exchange import directory, faults, permissions, trusting
from comity.node.exchange.keys import keyring
from comity.node.exchange.models import Outgoing


def post(
    message: UUID | None = None,
    *,
    sender: str,
    to: str,
    matter: UUID,
    kind: str,
    body: Mapping[str, Any],
    by: Actor,
    at: datetime,
    instrument: str = "",
    purpose: str = "cooperation",
    in_reply_to: UUID | None = None,
    handling: str = "TLP:AMBER",
) -> Outgoing:
    """Sign a message in the sender's name, seal it to the addressee, and put it into the outbox.

    Whoever calls has decided by policy that ``by`` may send this; here it is decided whether the addressee may be
    written to. Keys come from the signed directory only. ``message``: an id of the caller's, else a new one; ``purpose``:
    a word the other end reads.

    Raises:
        RuntimeError: there is no transaction around: what is sent and the act that sends it belong together.
        BadInput: the sender is not hosted here, or the frame of the message is not right.
        NotAllowed: the addressee is not admitted as a counterpart, or suspended.
        Untrusted: the directory has expired or does not list the addressee, or the message is too large.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a message is posted in the transaction of the act that sends it")
    owner = Participant.objects.filter(code=sender, hosted=True).first()
    if owner is None:
        raise BadInput(faults.NOT_HOSTED.fault(code=sender))
    known = directory.for_sending(at)
    trusting.require_trust(to)
    written = messages.new(
        id=str(message or new_id()), sender=sender, to=to, matter=str(matter), kind=kind, instrument=instrument,
        at=at, body=body, purpose=purpose, in_reply_to=str(in_reply_to or ""), handling=handling,
    )  # fmt: skip
    data = envelope.seal(written, key=keyring().signing(sender), recipients=known.sealing_keys(to, at))
    number = UUID(written.id)
    row = Outgoing.objects.create(
        id=number, owner=owner, to_code=to, matter_id=matter, kind=kind, instrument=instrument, envelope=data,
        digest=digest(data), posted_at=at, posted_by=by.label, next_at=SystemClock().now(),
        deadline=written.expires,
    )  # fmt: skip
    audit.record(
        "audit", "exchange.post", by=by, at=at, subject_kind="message", subject_id=str(number), participant=sender,
        facts={"digest": row.digest, "to": to, "kind": kind, "matter": str(matter)},
    )  # fmt: skip
    rounds.ring("exchange.deliver")
    return row


@transaction.atomic
def try_again(message: UUID, *, by: Actor, at: datetime) -> Outgoing:
    """Send a message once more that was given up or refused, with the same bytes: if it arrived before, it takes no second effect.

    Past its deadline the other end stores it without effect; what is still wanted then is written anew.

    Raises:
        NotAllowed: it belongs to another participant.
        Conflict: it has not been given up.
    """
    row = Outgoing.objects.select_for_update().filter(pk=message).first()
    if row is None:
        raise BadInput(faults.NO_SUCH_MESSAGE.fault(message=str(message)))
    permissions.require_own(by, row, at=at)
    if row.state not in {Outgoing.State.FAILED, Outgoing.State.REFUSED}:
        raise Conflict(faults.NOT_GIVEN_UP.fault())
    trusting.require_trust(row.to_code)
    row.state, row.next_at, row.attempts = Outgoing.State.WAITING, SystemClock().now(), 0
    row.save(update_fields=["state", "next_at", "attempts"])
    audit.record(
        "audit", "exchange.try_again", by=by, at=at, subject_kind="message", subject_id=str(row.pk),
        participant=row.owner_id,
    )  # fmt: skip
    rounds.ring("exchange.deliver")
    return row
