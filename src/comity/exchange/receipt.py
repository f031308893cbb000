"""Receipts: the receiver's signed word that exactly these bytes were *stored*, or *opened by an officer*.

A receipt names the message, the digest of the envelope's bytes, both participants, the event and the instant. With
``log`` it also proves its place in the receiver's log (``leaf`` must hold the digest); that proof is checked by
:func:`comity.custody.verify.receipt`, the rest here.

Document ``comity.receipt/1``, protocol clauses 4.1 to 4.6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from comity.exchange import faults
from comity.kernel.canonical import canonical_json
from comity.kernel.clock import read_written, written
from comity.kernel.digest import Digest
from comity.kernel.errors import Untrusted
from comity.suites import jws
from comity.suites.keys import Jwk
from comity.suites.text import json_object
from comity.suites.trust import Trust

SCHEMA = "comity.receipt/1"
MAX_BYTES = 64 * 1024
Event = Literal["stored", "opened"]
_MEMBERS = {"schema", "event", "message", "digest", "from", "to", "at", "leaf", "log"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt that holds. ``sender`` gave it (the receiver of the message), ``to`` gets it."""

    event: Event
    message: str
    digest: Digest
    sender: str
    to: str
    at: datetime
    kid: str
    logged: bool


def sign(
    event: Event,
    *,
    message: str,
    digest: Digest,
    sender: str,
    to: str,
    at: datetime,
    key: Jwk,
    leaf: Mapping[str, Any] | None = None,
    log: Mapping[str, Any] | None = None,
) -> str:
    """Sign a receipt: *stored* with the node's exchange key at once (the gateway) and with its receipt key once it has its
    place in the log (the notary), *opened* with the participant's signing key.

    ``leaf`` and ``log`` (``comity.custody.acknowledgement.LogProof.document()``) belong together.

    Raises:
        ValueError: only one of the two was given.
        Untrusted: the key is not a private signing key.
    """
    if (leaf is None) != (log is None):
        raise ValueError("a leaf and its place in the log belong together")
    document = {
        "schema": SCHEMA,
        "event": event,
        "message": message,
        "digest": digest,
        "from": sender,
        "to": to,
        "at": written(at),
        "leaf": None if leaf is None else dict(leaf),
        "log": None if log is None else dict(log),
    }
    return jws.sign(canonical_json(document), key, typ=SCHEMA)


def check(
    text: str,
    trust: Trust,
    *,
    message: str | None = None,
    digest: Digest | None = None,
    sender: str | None = None,
    to: str | None = None,
) -> Receipt:
    """Verify a receipt, and that it is for this message, these bytes and these participants where they are given.

    Raises:
        Untrusted: it does not hold, or is about something else.
    """
    verified = jws.verify(text, trust.keys, typ=SCHEMA, max_bytes=MAX_BYTES)
    document = json_object(verified.payload, "receipt", canonical=True)
    texts = _MEMBERS - {"leaf", "log"}
    if set(document) != _MEMBERS or not all(isinstance(document[name], str) for name in texts):
        raise Untrusted(faults.BAD_RECEIPT.fault(why="a member is missing, unknown or no text"))
    if document["event"] not in get_args(Event) or document["schema"] != SCHEMA:
        raise Untrusted(faults.BAD_RECEIPT.fault(why="its event is neither stored nor opened"))
    try:
        at = read_written(document["at"])
    except ValueError:
        raise Untrusted(faults.BAD_RECEIPT.fault(why="its time is no instant")) from None
    trust.require(verified.kid, document["from"], "receipt", "exchange", "signing")
    expected = {"message": message, "digest": digest, "from": sender, "to": to}
    for name, value in expected.items():
        if value is not None and document[name] != value:
            raise Untrusted(faults.RECEIPT_OTHER.fault(what=name))
    return Receipt(
        document["event"],
        document["message"],
        Digest(document["digest"]),
        document["from"],
        document["to"],
        at,
        verified.kid,
        document["log"] is not None,
    )
