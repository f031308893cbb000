"""Envelopes: a message signed, then sealed to its addressee, then signed on the outside.

    inner   JWS  comity.message/1   who wrote what to whom, until when          (only the addressee reads it)
    sealed  JWE  comity.sealed/1    the inner text, to the addressee's sealing keys
    signed  JWS  comity.envelope/1  id, sender, addressee, digest of ``sealed``  (any node can check it, nobody learns more)

An envelope is the canonical JSON ``{"schema", "sealed", "signed"}``. The outer signature lets a gateway refuse strangers and
changed bytes without opening anything; sender, addressee and time stand inside the inner signature too, so that a
message taken out and put into another envelope is refused (protocol clauses 3.1 to 3.12).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from comity.exchange import faults, message
from comity.exchange.message import Message
from comity.kernel.canonical import canonical_json
from comity.kernel.clock import written
from comity.kernel.digest import Digest, digest
from comity.kernel.errors import Untrusted
from comity.suites import jwe, jws
from comity.suites.keys import Jwk
from comity.suites.text import cap, json_object
from comity.suites.trust import Trust

SCHEMA, SEALED = "comity.envelope/1", "comity.sealed/1"
MAX_BYTES = 4 * 1024 * 1024
MAX_MESSAGE = 1024 * 1024
SKEW = timedelta(minutes=5)
_OUTER = {"schema", "id", "from", "to", "sealed"}


@dataclass(frozen=True, slots=True)
class Outer:
    """What anybody with public keys knows of an envelope.

    ``digest`` is of the envelope's bytes: what receipts name. ``sealed_to`` are the ids of the keys that open it.
    """

    id: str
    sender: str
    to: str
    kid: str
    digest: Digest
    sealed_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened envelope: the message, the outside, and the inner text, which proves who wrote it to a third party."""

    message: Message
    outer: Outer
    inner: str


def seal(written_message: Message, *, key: Jwk, recipients: Sequence[Jwk]) -> bytes:
    """Sign a message with the sender's signing key and seal it to the addressee's sealing keys.

    Raises:
        Untrusted: a key of the wrong kind, nobody to seal to, or a message larger than ``MAX_MESSAGE``.
    """
    payload = written_message.payload()
    cap(payload, MAX_MESSAGE)
    inner = jws.sign(payload, key, typ=message.SCHEMA)
    sealed = jwe.seal(inner.encode(), recipients, typ=SEALED)
    outer = {
        "schema": SCHEMA,
        "id": written_message.id,
        "from": written_message.sender,
        "to": written_message.to,
        "sealed": digest(sealed.encode()),
    }
    signed = jws.sign(canonical_json(outer), key, typ=SCHEMA)
    return canonical_json({"schema": SCHEMA, "sealed": sealed, "signed": signed})


def check_outer(data: bytes, trust: Trust, *, addressees: Iterable[str] | None = None) -> Outer:
    """Check all that can be checked with public keys, in this order (clauses 3.5 to 3.8).

    1. It is not longer than ``MAX_BYTES``, and is the canonical JSON of an envelope.
    2. The outer signature holds, by a signing key of the participant it names as sender.
    3. The sealed text is the one that was signed, and has the form of a sealed text.
    4. It is addressed to one of ``addressees``, where given.

    Raises:
        Untrusted: the first of these that fails.
    """
    cap(data, MAX_BYTES)
    document = json_object(data, "envelope", canonical=True)
    if set(document) != {"schema", "sealed", "signed"} or document["schema"] != SCHEMA:
        raise Untrusted(faults.BAD_ENVELOPE.fault(why="it does not hold schema, sealed and signed"))
    if not isinstance(document["sealed"], str) or not isinstance(document["signed"], str):
        raise Untrusted(faults.BAD_ENVELOPE.fault(why="its parts are not texts"))
    verified = jws.verify(document["signed"], trust.keys, typ=SCHEMA)
    outer = _outer(verified.payload)
    trust.require(verified.kid, outer["from"], "signing")
    if digest(document["sealed"].encode()) != outer["sealed"]:
        raise Untrusted(faults.ENVELOPE_CHANGED.fault())
    sealed_to = jwe.sealed_to(document["sealed"])
    if addressees is not None:
        ours = sorted(addressees)
        if outer["to"] not in ours:
            raise Untrusted(faults.WRONG_ADDRESSEE.fault(to=outer["to"], us=", ".join(ours)))
    return Outer(outer["id"], outer["from"], outer["to"], verified.kid, digest(data), sealed_to)


def open_envelope(
    data: bytes, trust: Trust, *, keys: Iterable[Jwk], addressee: str, at: datetime | None
) -> Opened:
    """Open an envelope for ``addressee`` as of ``at``, the instant it was stored, in this order (clauses 3.5 to 3.12).

    1. to 4. :func:`check_outer`, for this addressee.
    5. One of the private ``keys`` opens the sealed text.
    6. The inner signature holds, by a signing key of the participant that the message names as its sender.
    7. The message is whole (:func:`comity.exchange.message.read`).
    8. Its id, sender and addressee are those on the outside.
    9. It was not written in the future, and not after its life ended (not judged without ``at``, as for an old envelope).

    Raises:
        Untrusted: the first of these that fails.
    """
    outer = check_outer(data, trust, addressees=[addressee])
    return understand(unseal(data, outer, keys), outer, trust, at=at)


def unseal(data: bytes, outer: Outer, keys: Iterable[Jwk]) -> str:
    """Open the sealed text of an envelope whose outside was checked: step 5; what comes out is not verified yet.

    Raises:
        Untrusted: none of the keys opens it.
    """
    key = next((key for key in keys if key["kid"] in outer.sealed_to), None)
    if key is None:
        raise Untrusted(faults.WITHOUT_KEY.fault(kids=", ".join(outer.sealed_to)))
    sealed = json_object(data, "envelope")["sealed"]
    try:
        return jwe.open_sealed(sealed, key, typ=SEALED).decode("ascii")
    except UnicodeDecodeError:
        raise Untrusted(faults.BAD_ENVELOPE.fault(why="what was sealed is no signed text")) from None


def understand(inner: str, outer: Outer, trust: Trust, *, at: datetime | None) -> Opened:
    """Verify the signed text that was inside: steps 6 to 9.

    Raises:
        Untrusted: the first of these that fails.
    """
    verified = jws.verify(inner, trust.keys, typ=message.SCHEMA)
    opened = message.read(verified.payload)
    trust.require(verified.kid, opened.sender, "signing")
    if (opened.id, opened.sender, opened.to) != (outer.id, outer.sender, outer.to):
        raise Untrusted(
            faults.READDRESSED.fault(
                to=opened.to, sender=opened.sender, outer_to=outer.to, outer_sender=outer.sender
            )
        )
    if at is None:
        return Opened(opened, outer, inner)
    if opened.created > at + SKEW:
        raise Untrusted(faults.ENVELOPE_EARLY.fault(created=written(opened.created), now=written(at)))
    if opened.expires < at:
        raise Untrusted(faults.ENVELOPE_EXPIRED.fault(expires=written(opened.expires), now=written(at)))
    return Opened(opened, outer, inner)


def signer(data: bytes) -> str:
    """Read the key id on the outside, **without verifying anything**: to look the sender up before the arithmetic.

    Raises:
        Untrusted: not an envelope.
    """
    cap(data, MAX_BYTES)
    document = json_object(data, "envelope", canonical=True)
    if not isinstance(document.get("signed"), str):
        raise Untrusted(faults.BAD_ENVELOPE.fault(why="it is not signed on the outside"))
    return str(jws.read_header(document["signed"])["kid"])


def _outer(payload: bytes) -> dict[str, Any]:
    outer = json_object(payload, "outside of the envelope", canonical=True)
    if (
        set(outer) != _OUTER
        or outer["schema"] != SCHEMA
        or not all(isinstance(value, str) for value in outer.values())
    ):
        raise Untrusted(faults.BAD_ENVELOPE.fault(why="its outside lacks a member"))
    return outer
