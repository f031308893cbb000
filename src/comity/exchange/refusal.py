"""Refusals: the receiver's signed word that it will not take a message, for good.

A sender gives a message up only on such a text. An unsigned answer, whatever its status, could have been made by anybody on
the way and means: try again.

Document ``comity.refusal/1``, docs/protocol/transport.md clauses 12.2 and 12.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from comity.exchange import faults
from comity.kernel.canonical import canonical_json
from comity.kernel.clock import written
from comity.kernel.digest import Digest
from comity.kernel.errors import Untrusted
from comity.suites import jws
from comity.suites.keys import Jwk
from comity.suites.text import json_object
from comity.suites.trust import Trust

SCHEMA = "comity.refusal/1"
MAX_BYTES = 16 * 1024
_MEMBERS = {"schema", "message", "digest", "from", "to", "code", "at"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal that holds: ``code`` says why. ``sender`` refused (the receiver of the message), ``to`` is told."""

    message: str
    digest: Digest
    sender: str
    to: str
    code: str


def sign(*, message: str, digest: Digest, sender: str, to: str, code: str, at: datetime, key: Jwk) -> str:
    """Sign a refusal with the node's exchange key.

    Raises:
        Untrusted: the key is not a private signing key.
    """
    document = {
        "schema": SCHEMA, "message": message, "digest": digest, "from": sender, "to": to, "code": code, "at": written(at),
    }  # fmt: skip
    return jws.sign(canonical_json(document), key, typ=SCHEMA)


def check(text: str, trust: Trust, *, message: str, digest: Digest, refuser: str) -> Refusal:
    """Verify a refusal of this message and these bytes by the node that answers for the participant ``refuser``.

    Who refuses is the node, not the addressee: a message may be refused because its addressee does not live there.

    Raises:
        Untrusted: it does not hold, or is about something else.
    """
    verified = jws.verify(text, trust.keys, typ=SCHEMA, max_bytes=MAX_BYTES)
    document = json_object(verified.payload, "refusal", canonical=True)
    if set(document) != _MEMBERS or not all(isinstance(value, str) for value in document.values()):
        raise Untrusted(faults.BAD_RECEIPT.fault(why="a member is missing, unknown or no text"))
    trust.require(verified.kid, refuser, "exchange")
    for name, value in {"message": message, "digest": digest}.items():
        if document[name] != value:
            raise Untrusted(faults.RECEIPT_OTHER.fault(what=name))
    return Refusal(
        document["message"], Digest(document["digest"]), document["from"], document["to"], document["code"]
    )
