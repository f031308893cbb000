"""Messages between participants: who writes what to whom, about which matter, until when, for which purpose.

The body is for the two desks; what stands around it is what every participant must understand. Members that this version
does not know are kept (``more``) and passed over, so that a later version can add some.

Document ``comity.message/1``, protocol clauses 2.1 to 2.8.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from comity.exchange import faults
from comity.kernel.canonical import canonical_json
from comity.kernel.clock import read_written, written
from comity.kernel.errors import BadInput, Fault, Untrusted
from comity.suites.text import json_object

SCHEMA = "comity.message/1"
KINDS = (
    "request", "answer", "notice", "consultation", "offer", "ticket", "order", "hold", "evidence", "withdrawal", "question", "not_understood",
)  # fmt: skip
"""Kinds in use. Another kind is a good message all the same: its receiver answers ``not_understood`` and keeps it."""
HANDLING = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
LIFETIME = timedelta(days=14)
MAX_LIFETIME = timedelta(days=60)

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_WORD = re.compile(r"[a-z][a-z0-9_.]{0,63}\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_TEXTS = (
    "id",
    "from",
    "to",
    "kind",
    "matter",
    "in_reply_to",
    "instrument",
    "created",
    "expires",
    "language",
    "handling",
    "purpose",
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message. ``matter`` is the id both desks know the matter by; ``in_reply_to`` the id of the message answered.

    ``created`` and ``expires`` bound its life: after ``expires`` it takes no effect any more.
    """

    id: str
    sender: str
    to: str
    kind: str
    matter: str
    created: datetime
    expires: datetime
    body: Mapping[str, Any]
    purpose: str
    language: str = "en"
    handling: str = "TLP:AMBER"
    instrument: str = ""
    in_reply_to: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return the message as its JSON document."""
        return {
            **self.more,
            "schema": SCHEMA,
            "id": self.id,
            "from": self.sender,
            "to": self.to,
            "kind": self.kind,
            "matter": self.matter,
            "in_reply_to": self.in_reply_to,
            "instrument": self.instrument,
            "created": written(self.created),
            "expires": written(self.expires),
            "language": self.language,
            "handling": self.handling,
            "purpose": self.purpose,
            "body": dict(self.body),
        }

    def payload(self) -> bytes:
        """Return the bytes that are signed: the canonical document."""
        return canonical_json(self.document())


def new(
    *,
    sender: str,
    to: str,
    kind: str,
    matter: str,
    body: Mapping[str, Any],
    purpose: str,
    at: datetime,
    lifetime: timedelta = LIFETIME,
    id: str | None = None,
    **more: Any,
) -> Message:
    """Write a message and check it; ``more`` are the members of :class:`Message` with defaults.

    Raises:
        BadInput: all that is wrong with it.
    """
    message = Message(
        id=id or str(uuid.uuid4()),
        sender=sender,
        to=to,
        kind=kind,
        matter=matter,
        created=at.astimezone(UTC),
        expires=(at + lifetime).astimezone(UTC),
        body=body,
        purpose=purpose,
        **more,
    )
    found = check(message)
    if found:
        raise BadInput(*found)
    return message


def read(payload: bytes) -> Message:
    """Read a message from the bytes that were signed.

    Raises:
        Untrusted: not a canonical document of a message; all that is wrong with it.
    """
    document = json_object(payload, "message", canonical=True)
    missing = [name for name in _TEXTS if not isinstance(document.get(name), str)]
    if document.get("schema") != SCHEMA or missing or not isinstance(document.get("body"), dict):
        why = (
            f"its schema is not {SCHEMA}"
            if document.get("schema") != SCHEMA
            else f"{(missing or ['body'])[0]} is missing or no text"
        )
        raise Untrusted(faults.BAD_MESSAGE.fault(why=why))
    taken = {name: document.pop(name) for name in (*_TEXTS, "body")}
    document.pop("schema")
    try:
        created, expires = (read_written(taken.pop(name)) for name in ("created", "expires"))
    except ValueError:
        raise Untrusted(faults.BAD_MESSAGE.fault(why="a time in it is no instant in UTC")) from None
    message = Message(sender=taken.pop("from"), created=created, expires=expires, **taken, more=document)
    found = check(message)
    if found:
        raise Untrusted(*found)
    return message


def check(message: Message) -> list[Fault]:
    """Return everything that is wrong with the frame of a message."""
    lifetime = message.expires - message.created
    rules = (
        (_is_uuid4(message.id), "its id is not a random UUID"),
        (_is_uuid(message.matter), "its matter is not a UUID"),
        (not message.in_reply_to or _is_uuid4(message.in_reply_to), "in_reply_to is not the id of a message"),
        (
            _CODE.match(message.sender) and _CODE.match(message.to),
            "a participant's code has other letters than a-z, 0-9 and hyphens",
        ),
        (message.sender != message.to, "it is from and to the same participant"),
        (_WORD.match(message.kind), "its kind is not a word"),
        (_WORD.match(message.purpose), "its purpose is not a word"),
        (_LANGUAGE.match(message.language), "its language is no language tag"),
        (message.handling in HANDLING, f"its handling is not one of {', '.join(HANDLING)}"),
        (
            timedelta(0) < lifetime <= MAX_LIFETIME,
            f"it is valid for more than {MAX_LIFETIME.days} days, or for none",
        ),
    )
    return [faults.BAD_MESSAGE.fault(why=why) for holds, why in rules if not holds]


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _is_uuid4(text: str) -> bool:
    return _is_uuid(text) and uuid.UUID(text).version == 4
