"""The log's part in a receipt: the leaf it rests on, and the second receipt, which proves the leaf's place.

The gateway signs *stored* at once; that receipt promises a place in the log. When the notary has given the leaf its position, it
signs the same event again with leaf, proof and checkpoint, and the worker brings that one to the sender as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from comity.custody.acknowledgement import LogProof
from comity.exchange import receipt as receipts
from comity.kernel.actor import Actor
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import Digest
from comity.node.audit import actions as audit
from comity.node.audit.models import Leaf
from comity.node.audit.notary import Batch
from comity.node.exchange.models import Incoming, Receipt, ReceiptDelivery

SCHEMA = "comity.exchange-leaf/1"
PATIENCE = timedelta(days=14)
_EVENTS: Mapping[str, receipts.Event] = {"exchange.receive": "stored", "exchange.open": "opened"}
_VERBS = {event: verb for verb, event in _EVENTS.items()}


def leaf(event: str, row: Incoming, *, by: Actor, at: datetime) -> Leaf:
    """Write the leaf a receipt rests on. The log holds event and digest of the sealed bytes, and nothing else."""
    return audit.record(
        "audit", _VERBS[Receipt.Event(event).value], by=by, at=at, subject_kind="message",  # type: ignore[index]
        subject_id=str(row.message), participant=row.owner_id,
        facts={"digest": row.digest, "from": row.from_code, "to": row.owner_id},
        data=canonical_json({"schema": SCHEMA, "event": event, "digest": row.digest}),
    )  # fmt: skip


def bring(receipt: Receipt, *, at: datetime, now: datetime) -> None:
    """Have a receipt brought to the sender's node by the worker; ``now`` is the wire's time."""
    ReceiptDelivery.objects.create(receipt=receipt, next_at=now, deadline=at + PATIENCE)


def prove(batch: Batch) -> None:
    """Sign, in the notary's transaction, a receipt with its place in the log for every message leaf of the batch."""
    for one, index in batch.leaves:
        event = _EVENTS.get(one.verb)
        if event is None:
            continue
        facts: Mapping[str, Any] = one.facts
        proof = LogProof(index, batch.checkpoint.size, tuple(batch.proof(index)), batch.checkpoint.note)
        text = receipts.sign(
            event, message=one.subject_id, digest=Digest(facts["digest"]), sender=facts["to"], to=facts["from"],
            at=one.at, key=batch.keyring.node("receipt"), leaf=json.loads(bytes(one.data)), log=proof.document(),
        )  # fmt: skip
        kept = Receipt.objects.create(
            side=Receipt.Side.GIVEN, counterpart=facts["from"], message=one.subject_id, event=event, logged=True,
            text=text, at=one.at,
        )  # fmt: skip
        bring(kept, at=batch.at, now=datetime.now(UTC))
