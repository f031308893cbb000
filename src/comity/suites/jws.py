"""Signed texts: JWS compact serialization with a fixed header of ``alg``, ``kid`` and ``typ``.

    >>> from comity.suites.keys import KeySet, generate_signing, public
    >>> key = generate_signing("notary")
    >>> text = sign(b"received", key, typ="comity.receipt/1")
    >>> verify(text, KeySet([public(key)]), typ="comity.receipt/1").payload
    b'received'

Sources: RFC 7515; RFC 8725 sections 3.1 (algorithm), 3.9 to 3.11 (type), 3.5 (keys).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError

from comity.kernel.errors import Untrusted
from comity.suites import faults, jose
from comity.suites.keys import Jwk, KeySet, require
from comity.suites.text import cap, json_object, unb64url

MAX_BYTES = 16 * 1024 * 1024
_MEMBERS = {"alg", "kid", "typ"}


@dataclass(frozen=True, slots=True)
class Verified:
    """What a good signature covers: the payload, and who (``kid``) said it as what (``header["typ"]``)."""

    payload: bytes
    kid: str
    header: Mapping[str, Any]


def sign(payload: bytes, key: Jwk, *, typ: str) -> str:
    """Sign ``payload`` with a private signing key for the purpose ``typ``.

    Raises:
        Untrusted: the key is not a private signing key.
    """
    suite = require(key, "sig", private=True)
    return jose.sign_compact({"alg": suite.alg, "kid": key["kid"], "typ": typ}, payload, key, suite)


def verify(text: str, keys: KeySet, *, typ: str, max_bytes: int = MAX_BYTES) -> Verified:
    """Verify a signed text, in this order.

    1. It is not longer than ``max_bytes``.
    2. It has three parts, each in strict base64url.
    3. Its header is a JSON object of ``alg``, ``kid`` and ``typ`` and nothing else.
    4. ``typ`` is the purpose asked for.
    5. ``kid`` is a signing key among ``keys``.
    6. ``alg`` is that key's own.
    7. The signature holds under that key.

    Raises:
        Untrusted: the first of these that fails.
    """
    cap(text, max_bytes)
    header = read_header(text)
    if header["typ"] != typ:
        raise Untrusted(faults.WRONG_TYPE.fault(said=str(header["typ"])[:64], wanted=typ))
    key = keys.get(header["kid"], "sig")
    suite = require(key, "sig")
    if header["alg"] != suite.alg:
        raise Untrusted(faults.WRONG_ALG.fault(said=str(header["alg"])[:32], kid=key["kid"], alg=suite.alg))
    try:
        payload = jose.verify_compact(text, key, suite)
    except (JoseError, ValueError):
        raise Untrusted(faults.BAD_SIGNATURE.fault()) from None
    return Verified(payload, key["kid"], header)


def read_header(text: str) -> dict[str, Any]:
    """Read the header **without verifying anything**: steps 2 and 3 of :func:`verify`.

    Raises:
        Untrusted: not a JWS of the one shape.
    """
    parts = text.split(".")
    if len(parts) != 3:
        raise Untrusted(faults.JWS_SHAPE.fault(parts=len(parts)))
    cap(parts[0], jose.HEADER_LIMIT)
    header = json_object(unb64url(parts[0], "header of the signature"), "header of the signature")
    unb64url(parts[1], "signed content")
    unb64url(parts[2], "signature")
    if set(header) != _MEMBERS or not all(isinstance(value, str) for value in header.values()):
        raise Untrusted(faults.JWS_HEADER.fault(found=", ".join(sorted(header))[:120] or "nothing"))
    return header
