"""Keys as JWKs: made here, checked here, and looked up only among those the caller trusts.

>>> key = generate_signing("de-police-1")
>>> sorted(public(key))
['alg', 'crv', 'kid', 'kty', 'use', 'x']
>>> KeySet([public(key)]).get("de-police-1", "sig")["crv"]
'Ed25519'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from joserfc.jwk import OKPKey

from comity.kernel.canonical import canonical_json
from comity.kernel.digest import digest, raw
from comity.kernel.errors import Untrusted
from comity.suites import faults
from comity.suites.suite import SEALING, SIGNING, Suite, Use, suite_of
from comity.suites.text import b64url, json_object, unb64url

Jwk = Mapping[str, Any]
"""A JSON Web Key: ``kty``, ``crv``, ``x``, ``kid``, ``alg``, ``use``; a private one has ``d`` too."""

_PUBLIC = ("kty", "crv", "x", "kid", "alg", "use")
_KEY_BYTES = 32
_KID_LENGTH = 128
_USE_WORDS: dict[str, str] = {"sig": "signing", "enc": "sealing"}


def generate_signing(kid: str | None = None) -> dict[str, Any]:
    """Make a private signing key (Ed25519); without ``kid`` its id is its RFC 7638 thumbprint."""
    return _generate(SIGNING, kid)


def generate_sealing(kid: str | None = None) -> dict[str, Any]:
    """Make a private sealing key (X25519); without ``kid`` its id is its RFC 7638 thumbprint."""
    return _generate(SEALING, kid)


def _generate(suite: Suite, kid: str | None) -> dict[str, Any]:
    jwk: dict[str, Any] = dict(OKPKey.generate_key(suite.crv, private=True).as_dict(private=True))  # type: ignore[arg-type]
    jwk = {"kty": suite.kty, "crv": suite.crv, "x": jwk["x"], "d": jwk["d"]}
    return jwk | {"kid": kid or thumbprint(jwk), "alg": suite.alg, "use": suite.use}


def public(jwk: Jwk) -> dict[str, Any]:
    """Return the public part of a key, and only the members a public key has."""
    check(jwk)
    return {member: jwk[member] for member in _PUBLIC}


def is_private(jwk: Jwk) -> bool:
    """Say whether the key holds its private part."""
    return "d" in jwk


def thumbprint(jwk: Jwk) -> str:
    """Return the RFC 7638 SHA-256 thumbprint of an OKP key (RFC 8037 section 2 names the members)."""
    return b64url(raw(digest(canonical_json({member: jwk[member] for member in ("crv", "kty", "x")}))))


def fingerprint(jwk: Jwk) -> str:
    """Return the first half of the thumbprint in groups of four, as an office prints it and reads it out.

    >>> fingerprint({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    '90FA CAFE A9B1 5566 9854 0F70 C011 7A22'
    """
    text = unb64url(thumbprint(jwk), "thumbprint")[:16].hex().upper()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def check(jwk: Jwk) -> Suite:
    """Check that a key is whole and of one suite of ours, and return that suite.

    Raises:
        Untrusted: not a key of ours, a member missing or foreign, or the wrong length.
    """
    kid = jwk.get("kid")
    if not isinstance(kid, str) or not 0 < len(kid) <= _KID_LENGTH or not kid.isprintable():
        raise Untrusted(faults.BAD_KEY.fault(kid=str(kid)[:64], why="its id (kid) is missing or unreadable"))
    suite = suite_of(jwk)
    foreign = set(jwk) - {*_PUBLIC, "d"}
    if foreign:
        raise Untrusted(faults.BAD_KEY.fault(kid=kid, why=f"unknown member {sorted(foreign)[0]!r}"))
    for member in ("x", "d") if is_private(jwk) else ("x",):
        value = jwk.get(member)
        if not isinstance(value, str) or len(unb64url(value, f"member {member} of the key")) != _KEY_BYTES:
            raise Untrusted(faults.BAD_KEY.fault(kid=kid, why=f"member {member!r} is not {_KEY_BYTES} bytes"))
    return suite


def require(jwk: Jwk, use: Use, *, private: bool = False) -> Suite:
    """Check a key and that it is for ``use``; with ``private``, that it can sign or open.

    Raises:
        Untrusted: for another use, or the private part is missing.
    """
    suite = check(jwk)
    if suite.use != use:
        raise Untrusted(
            faults.WRONG_USE.fault(kid=jwk["kid"], use=_USE_WORDS[suite.use], wanted=_USE_WORDS[use])
        )
    if private and not is_private(jwk):
        raise Untrusted(faults.NO_PRIVATE.fault(kid=jwk["kid"]))
    return suite


class KeySet:
    """Public keys that the caller has reason to trust, by ``kid``: the only place a key id is looked up in.

    Raises:
        Untrusted: a key is malformed, holds a private part, or two different keys share an id.
    """

    def __init__(self, keys: Iterable[Jwk] = ()) -> None:
        self._keys: dict[str, dict[str, Any]] = {}
        for key in keys:
            check(key)
            if is_private(key):
                raise Untrusted(faults.PRIVATE_KEY.fault(kid=key["kid"]))
            if self._keys.setdefault(key["kid"], dict(key)) != dict(key):
                raise Untrusted(faults.TWICE.fault(kid=key["kid"]))

    @classmethod
    def from_jwks(cls, data: bytes | Mapping[str, Any]) -> KeySet:
        """Read a JWK Set (RFC 7517 section 5), as a file's bytes or already parsed."""
        document = json_object(data, "trust file") if isinstance(data, bytes) else data
        keys = document.get("keys")
        if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
            raise Untrusted(faults.NOT_JSON.fault(part="trust file", why="a JWK Set has a list named keys"))
        return cls(keys)

    def as_jwks(self) -> dict[str, Any]:
        """Write the set as a JWK Set."""
        return {"keys": [dict(key) for key in self._keys.values()]}

    def get(self, kid: str, use: Use) -> dict[str, Any]:
        """Return the key of that id and use.

        Raises:
            Untrusted: unknown id, or the key is for another use.
        """
        key = self._keys.get(kid)
        if key is None:
            raise Untrusted(faults.UNKNOWN_KID.fault(kid=kid[:_KID_LENGTH]))
        require(key, use)
        return key

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._keys.values())

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, kid: object) -> bool:
        return kid in self._keys

    def __or__(self, other: KeySet) -> KeySet:
        return KeySet([*self, *other])
