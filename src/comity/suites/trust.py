"""What a verifier trusts: public keys, whose they are, and for log keys which log and which participants.

A trust file is a JWK Set (RFC 7517) whose keys may carry three more members: ``participant`` (whose key it is),
``origin`` (of which log, for log keys) and ``hosts`` (the participants whose entries that log may hold). A key without
them is trusted for whatever its use allows: fitting for a file that holds one node's keys, made by hand.

    >>> from comity.suites.keys import generate_signing, public
    >>> jwks = {"keys": [public(generate_signing("k")) | {"participant": "de-police"}]}
    >>> Trust.from_jwks(jwks).owner("k")
    'de-police'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.kernel.errors import Untrusted, declare
from comity.suites import faults
from comity.suites.keys import KeySet
from comity.suites.text import json_object

NOT_THEIRS = declare(
    "suites.trust.not_their_key",
    "The key {kid!r} belongs to {owner}, but this claims to come from {claimed}.",
    "Do not act on it; tell the participant whose name was used.",
)

_MORE = ("participant", "origin", "hosts")


@dataclass(frozen=True, slots=True)
class Trust:
    """Keys with their owners. ``about`` maps a key id to its extra members."""

    keys: KeySet
    about: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def from_jwks(cls, data: bytes | Mapping[str, Any]) -> Trust:
        """Read a trust file.

        Raises:
            Untrusted: not a JWK Set, or a key in it is not whole, private, or of no suite of ours.
        """
        document = json_object(data, "trust file") if isinstance(data, bytes) else data
        keys = document.get("keys")
        if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
            raise Untrusted(faults.NOT_JSON.fault(part="trust file", why="a JWK Set has a list named keys"))
        bare = KeySet({name: value for name, value in key.items() if name not in _MORE} for key in keys)
        return cls(bare, {key["kid"]: {name: key[name] for name in _MORE if name in key} for key in keys})

    def as_jwks(self) -> dict[str, Any]:
        """Write the trust file."""
        return {"keys": [dict(key) | dict(self.about.get(key["kid"], {})) for key in self.keys]}

    def owner(self, kid: str) -> str:
        """Return whose key it is; empty where the trust file does not say."""
        return str(self.about.get(kid, {}).get("participant", ""))

    def require_owner(self, kid: str, claimed: str) -> None:
        """Refuse a key that is known to be somebody else's.

        Raises:
            Untrusted: the trust file says it belongs to another participant.
        """
        owner = self.owner(kid)
        if owner and owner != claimed:
            raise Untrusted(NOT_THEIRS.fault(kid=kid, owner=owner, claimed=claimed))
