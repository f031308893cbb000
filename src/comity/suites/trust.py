"""What a verifier trusts: public keys, whose they are, what for, and for log keys which log.

A trust file is a JWK Set (RFC 7517) whose keys may carry more members: ``participant`` (whose key it is), ``hosts`` (of a
node's key: the participants it may speak for), ``purpose`` (signing, sealing, exchange, receipt, log) and ``origin`` (of
which log, or of all logs below it). A key without them is trusted for whatever its use allows: fitting for a file that holds one node's keys,
made by hand; a directory writes them all.

    >>> from comity.suites.keys import generate_signing, public
    >>> jwks = {"keys": [public(generate_signing("k")) | {"participant": "de-police", "purpose": "signing"}]}
    >>> Trust.from_jwks(jwks).require("k", "de-police", "signing")
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

WRONG_PURPOSE = declare(
    "suites.trust.wrong_purpose",
    "The key {kid!r} is listed for {purpose}, which does not cover this.",
    "Do not act on it; tell the participant whose key it is.",
)

_MORE = ("participant", "hosts", "purpose", "origin")


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
        """Return whose key it is; empty where the trust file does not say, or it is a node's."""
        return str(self.about.get(kid, {}).get("participant", ""))

    def require(self, kid: str, claimed: str, *purposes: str) -> None:
        """Refuse a key that is known to be somebody else's, or for something else.

        Raises:
            Untrusted: the trust file says so.
        """
        about = self.about.get(kid, {})
        owner, hosts = about.get("participant"), about.get("hosts")
        if (owner and owner != claimed) or (not owner and hosts is not None and claimed not in hosts):
            raise Untrusted(NOT_THEIRS.fault(kid=kid, owner=owner or ", ".join(hosts or ()), claimed=claimed))
        purpose = about.get("purpose")
        if purpose and purposes and purpose not in purposes:
            raise Untrusted(WRONG_PURPOSE.fault(kid=kid, purpose=purpose))
