"""Sealed texts: JWE compact serialization, where every byte is authenticated, whoever opens it.

To one key: ECDH-ES+A256KW with A256GCM. To several: a fresh data key is sealed to each of them, the sealed data
keys stand in the *protected* header (``wraps``), and the content is sealed under the data key (``dir``). The
JSON serialization of RFC 7516 leaves the other addressees' keys unauthenticated; this form does not.

    >>> from comity.suites.keys import generate_sealing, public
    >>> key = generate_sealing("desk")
    >>> open_sealed(seal(b"in confidence", [public(key)], typ="comity.note/1"), key, typ="comity.note/1")
    b'in confidence'

Sources: RFC 7516; RFC 7518 sections 4.5, 4.6, 5.3; RFC 8037 section 3.2.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from joserfc.errors import JoseError

from comity.kernel.errors import Untrusted
from comity.suites import faults, jose
from comity.suites.keys import Jwk, require
from comity.suites.suite import SEALING, Suite
from comity.suites.text import b64url, cap, json_object, unb64url

MAX_BYTES = 24 * 1024 * 1024
MAX_RECIPIENTS = 8
_ONE = {"alg", "enc", "kid", "typ", "epk"}
_SEVERAL = {"alg", "enc", "typ", "wraps"}
_WRAP_TYPE = "comity.wrap/1"
_DIRECT = Suite(id="direct", use="enc", alg="dir", kty="oct", crv="", enc=SEALING.enc)


def seal(plaintext: bytes, recipients: Sequence[Jwk], *, typ: str) -> str:
    """Seal to one or several public sealing keys for the purpose ``typ``; any one of them opens it.

    Raises:
        Untrusted: no recipient, too many, or a key that is not for sealing.
    """
    if not 0 < len(recipients) <= MAX_RECIPIENTS:
        raise Untrusted(faults.NO_RECIPIENT.fault())
    if len(recipients) == 1:
        return _seal_to_one(plaintext, recipients[0], typ)
    data_key = secrets.token_bytes(32)
    wraps = [_seal_to_one(data_key, recipient, _WRAP_TYPE) for recipient in recipients]
    header = {"alg": _DIRECT.alg, "enc": _DIRECT.enc, "typ": typ, "wraps": wraps}
    return jose.seal_compact(header, plaintext, _oct(data_key), _DIRECT)


def open_sealed(text: str, key: Jwk, *, typ: str, max_bytes: int = MAX_BYTES) -> bytes:
    """Open a sealed text with a private sealing key, in this order.

    1. It is not longer than ``max_bytes``.
    2. It has five parts, each in strict base64url.
    3. Its header has exactly the members of one of the two forms.
    4. ``typ`` is the purpose asked for.
    5. ``alg`` and ``enc`` are the key's own.
    6. It is sealed to this key.
    7. It opens.

    Raises:
        Untrusted: the first of these that fails.
    """
    suite = require(key, "enc", private=True)
    cap(text, max_bytes)
    header = read_header(text)
    if header["typ"] != typ:
        raise Untrusted(faults.WRONG_TYPE.fault(said=str(header["typ"])[:64], wanted=typ))
    if header["alg"] != _DIRECT.alg:
        return _open_one(text, header, key, suite)
    _same(header, _DIRECT, key["kid"])
    for wrap in header["wraps"]:
        inner = read_header(wrap)
        if inner.get("kid") == key["kid"] and inner["typ"] == _WRAP_TYPE:
            return _open(text, _oct(_open_one(wrap, inner, key, suite)), _DIRECT)
    raise Untrusted(faults.NOT_FOR_KEY.fault(kids=", ".join(sealed_to(text)), kid=key["kid"]))


def sealed_to(text: str) -> tuple[str, ...]:
    """Name the keys a text says it is sealed to, **without verifying anything**.

    Raises:
        Untrusted: not a JWE of one of the two shapes.
    """
    header = read_header(text)
    if header["alg"] != _DIRECT.alg:
        return (header["kid"],)
    return tuple(str(read_header(wrap).get("kid", "")) for wrap in header["wraps"])


def read_header(text: str) -> dict[str, Any]:
    """Read the header **without verifying anything**: steps 2 and 3 of :func:`open_sealed`.

    Raises:
        Untrusted: not a JWE of one of the two shapes.
    """
    parts = text.split(".")
    if len(parts) != 5:
        raise Untrusted(faults.JWE_SHAPE.fault(parts=len(parts)))
    cap(parts[0], jose.HEADER_LIMIT)
    header = json_object(unb64url(parts[0], "header of the seal"), "header of the seal")
    for part, name in zip(
        parts[1:], ("sealed key", "nonce", "sealed content", "authentication tag"), strict=True
    ):
        unb64url(part, name)
    several = header.get("alg") == _DIRECT.alg
    whole = set(header) == (_SEVERAL if several else _ONE)
    whole = whole and all(isinstance(header[name], str) for name in set(header) - {"epk", "wraps"})
    if whole and several:
        wraps = header["wraps"]
        whole = (
            isinstance(wraps, list)
            and 1 < len(wraps) <= MAX_RECIPIENTS
            and all(isinstance(w, str) for w in wraps)
        )
    elif whole:
        whole = isinstance(header["epk"], dict) and set(header["epk"]) == {"kty", "crv", "x"}
    if not whole:
        raise Untrusted(faults.JWE_HEADER.fault(found=", ".join(sorted(header))[:120] or "nothing"))
    return header


def _seal_to_one(plaintext: bytes, recipient: Jwk, typ: str) -> str:
    suite = require(recipient, "enc")
    header = {"alg": suite.alg, "enc": suite.enc, "kid": recipient["kid"], "typ": typ}
    try:
        return jose.seal_compact(header, plaintext, recipient, suite)
    except (
        JoseError,
        ValueError,
    ):  # a point of low order agrees on the same secret with everybody (RFC 7748, 6.1)
        raise Untrusted(
            faults.BAD_KEY.fault(kid=recipient["kid"], why="nothing can be sealed to it")
        ) from None


def _open_one(text: str, header: dict[str, Any], key: Jwk, suite: Suite) -> bytes:
    _same(header, suite, key["kid"])
    if header.get("kid") != key["kid"]:
        raise Untrusted(faults.NOT_FOR_KEY.fault(kids=str(header.get("kid"))[:64], kid=key["kid"]))
    return _open(text, key, suite)


def _open(text: str, key: Jwk, suite: Suite) -> bytes:
    try:
        return jose.open_compact(text, key, suite)
    except (JoseError, ValueError, AssertionError, KeyError):
        raise Untrusted(faults.CANNOT_OPEN.fault()) from None


def _same(header: dict[str, Any], suite: Suite, kid: str) -> None:
    for member, own in (("alg", suite.alg), ("enc", suite.enc)):
        if header[member] != own:
            raise Untrusted(faults.WRONG_ALG.fault(said=str(header[member])[:32], kid=kid, alg=own))


def _oct(data_key: bytes) -> dict[str, Any]:
    return {"kty": "oct", "k": b64url(data_key), "use": "enc"}
