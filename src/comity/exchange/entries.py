"""What stands in the directory: keys, participants, nodes, suspensions, each with its document. Protocol clauses 1.2 to 1.6.

What is decided from them, and whether a directory holds together, is :mod:`comity.exchange.directory`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from comity.kernel.clock import instant, written
from comity.suites import keys as jwk
from comity.suites.keys import Jwk

Purpose = Literal["signing", "sealing", "exchange", "receipt", "log"]
OF_PARTICIPANT, OF_NODE = ("signing", "sealing"), ("exchange", "receipt", "log")
ROLES = (
    "police", "contact_point", "prosecution", "central_authority", "court", "csirt", "fiu", "provider", "registrar", "bank", "victim_support", "oversight",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """A public key in the directory: what it is for, from when to when, and since when it is revoked, if it is."""

    jwk: Mapping[str, Any]
    purpose: Purpose
    start: datetime
    end: datetime | None = None
    revoked: datetime | None = None

    @property
    def kid(self) -> str:
        """The id of the key."""
        return str(self.jwk["kid"])

    def why_not(self, at: datetime) -> str:
        """Say why the key is not valid at an instant; an empty text means that it is."""
        if at < self.start:
            return f"valid from {written(self.start)}"
        if self.end is not None and at >= self.end:
            return f"valid until {written(self.end)}"
        if self.revoked is not None and at >= self.revoked:
            return f"revoked on {written(self.revoked)}"
        return ""


@dataclass(frozen=True, slots=True)
class Suspension:
    """Nothing new is exchanged from ``since`` until ``until`` (open: until lifted). ``reason`` is a code."""

    since: datetime
    reason: str
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Say whether it holds at an instant."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Participant:
    """An organisation that takes part, hosted by a node."""

    code: str
    name: str
    country: str
    roles: tuple[str, ...]
    node: str
    keys: tuple[Key, ...] = ()
    languages: tuple[str, ...] = ("en",)
    suspension: Suspension | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Node:
    """A node: the address of its gateway, the origin of its log, its keys."""

    code: str
    country: str
    gateway: str
    origin: str
    keys: tuple[Key, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def participant(document: Mapping[str, Any]) -> Participant:
    """Read one participant from its document."""
    known = {"code", "name", "country", "roles", "node", "keys", "languages", "suspension"}
    suspended = document.get("suspension")
    return Participant(
        code=_text(document["code"]),
        name=_text(document["name"]),
        country=_text(document["country"]),
        roles=tuple(_text(role) for role in document["roles"]),
        node=_text(document["node"]),
        keys=tuple(key(entry) for entry in document["keys"]),
        languages=tuple(_text(language) for language in document.get("languages", ("en",))),
        suspension=None
        if suspended is None
        else Suspension(instant(suspended["since"]), _text(suspended["reason"]), _until(suspended)),
        more={name: value for name, value in document.items() if name not in known},
    )


def node(document: Mapping[str, Any]) -> Node:
    """Read one node from its document."""
    known = {"code", "country", "gateway", "origin", "keys"}
    return Node(
        code=_text(document["code"]),
        country=_text(document["country"]),
        gateway=_text(document["gateway"]),
        origin=_text(document["origin"]),
        keys=tuple(key(entry) for entry in document["keys"]),
        more={name: value for name, value in document.items() if name not in known},
    )


def key(document: Mapping[str, Any]) -> Key:
    """Read one key from its document: ``jwk``, ``purpose``, ``from``, and where they apply ``until`` and ``revoked``."""
    purpose = document["purpose"]
    if purpose not in get_args(Purpose):
        raise TypeError(f"a key cannot be for {purpose!r}")
    revoked = document.get("revoked")
    return Key(
        dict(document["jwk"]),
        purpose,
        instant(document["from"]),
        _until(document),
        None if revoked is None else instant(revoked),
    )


def new_key(public_jwk: Jwk, purpose: Purpose, start: datetime, end: datetime | None = None) -> Key:
    """List a key from an instant on; only its public part is taken."""
    return Key(jwk.public(public_jwk), purpose, start.astimezone(UTC), end)


def _until(document: Mapping[str, Any]) -> datetime | None:
    until = document.get("until")
    return None if until is None else instant(until)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("a text is missing")
    return value


def participant_document(found: Participant) -> dict[str, Any]:
    """Return the document of a participant."""
    document: dict[str, Any] = {
        **found.more,
        "code": found.code,
        "name": found.name,
        "country": found.country,
        "roles": list(found.roles),
        "node": found.node,
        "languages": list(found.languages),
        "keys": [key_document(entry) for entry in found.keys],
    }
    if found.suspension is not None:
        document["suspension"] = {"since": written(found.suspension.since), "reason": found.suspension.reason}
        if found.suspension.until is not None:
            document["suspension"]["until"] = written(found.suspension.until)
    return document


def node_document(found: Node) -> dict[str, Any]:
    """Return the document of a node."""
    return {
        **found.more,
        "code": found.code,
        "country": found.country,
        "gateway": found.gateway,
        "origin": found.origin,
        "keys": [key_document(entry) for entry in found.keys],
    }


def key_document(found: Key) -> dict[str, Any]:
    """Return the document of a key."""
    document: dict[str, Any] = {
        "jwk": dict(found.jwk),
        "purpose": found.purpose,
        "from": written(found.start),
    }
    if found.end is not None:
        document["until"] = written(found.end)
    if found.revoked is not None:
        document["revoked"] = written(found.revoked)
    return document
