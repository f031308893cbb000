"""Signed requests between machines (RFC 9421, RFC 9530), so that a gateway refuses strangers before it opens anything.

The library ``http-message-signatures`` builds the signature base; this module fixes what is signed (method, target
URI, digest of the body, and as parameters time, key id, nonce and the tag ``comity``), takes the time from the caller
instead of the machine, and looks keys up only among those passed in. A request is a plain value: nothing is sent here.

    >>> from datetime import UTC, datetime
    >>> from comity.suites.keys import KeySet, generate_signing, public
    >>> key, at = generate_signing("de-police"), datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
    >>> headers = sign("POST", "https://jp.example/inbox", b"{}", key, at=at)
    >>> verify("POST", "https://jp.example/inbox", headers, b"{}", KeySet([public(key)]), at=at).kid
    'de-police'
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)
from http_message_signatures.digests import ContentDigest
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from comity.kernel.errors import Untrusted
from comity.suites import faults
from comity.suites.bare import private_key, public_key
from comity.suites.keys import Jwk, KeySet, require

WINDOW_SECONDS = 300
COMPONENTS = ("@method", "@target-uri", "content-digest")
HEADERS = ("Content-Digest", "Signature-Input", "Signature")
_TAG = _LABEL = "comity"
_COVERED = {f'"{name}"' for name in (*COMPONENTS, "@signature-params")}
_PARAMETERS = {"created", "keyid", "nonce", "tag", "alg"}
_HEADER_LIMIT = 2048
_NONCE_LIMIT = 64
_SIGNATURE = re.compile(r"comity=:([A-Za-z0-9+/]{86}==):\Z")
_KEY_ID = re.compile(r';keyid="([^"\\]{1,128})"')

SeenNonce = Callable[[str, str], bool]
"""``seen(kid, nonce)``: was this nonce of this key used inside the window? The caller remembers it in the same breath."""


@dataclass(frozen=True, slots=True)
class VerifiedRequest:
    """Who signed the request (``kid``), when, and its ``nonce``."""

    kid: str
    created: datetime
    nonce: str


@dataclass
class _Message:
    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


class _Signing(HTTPSignatureKeyResolver):
    def __init__(self, key: Jwk) -> None:
        self._key = key

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        return private_key(self._key)


class _Trusted(HTTPSignatureKeyResolver):
    def __init__(self, keys: KeySet) -> None:
        self._keys = keys

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        return public_key(self._keys.get(key_id, "sig"))


class _Verifier(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """Leave time to :func:`verify`: the library would ask the machine's clock."""


def sign(
    method: str, url: str, body: bytes, key: Jwk, *, at: datetime, nonce: str | None = None
) -> dict[str, str]:
    """Return the three header fields that sign a request: digest of the body, signature input, signature.

    Raises:
        Untrusted: the key is not a private signing key.
    """
    require(key, "sig", private=True)
    message = _Message(method.upper(), url)
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Signing(key)).sign(
        message,
        key_id=key["kid"],
        created=at,
        nonce=nonce or secrets.token_urlsafe(18),
        label=_LABEL,
        tag=_TAG,
        covered_component_ids=COMPONENTS[:2],
        body=body,
    )
    return {name: message.headers[name] for name in HEADERS}


def verify(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    keys: KeySet,
    *,
    at: datetime,
    window_seconds: int = WINDOW_SECONDS,
    seen: SeenNonce | None = None,
) -> VerifiedRequest:
    """Verify a signed request, in this order.

    1. The three header fields are there, once each, and short.
    2. The signature is by a signing key among ``keys``, and covers exactly the three components and parameters.
    3. ``created`` lies within the window around ``at``.
    4. The body has the signed digest.
    5. The nonce was not ``seen`` before (asked last, so that a forged request uses up none).

    ``url`` is the address the receiver knows itself by, never one taken from the request's own headers.

    Raises:
        Untrusted: the first of these that fails.
    """
    message = _Message(method.upper(), url, _three(headers))
    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=_Trusted(keys))
    try:
        result = verifier.verify(message, max_age=None, expect_tag=_TAG)[0]
    except HTTPMessageSignaturesException as error:
        raise _refusal(error) from None
    found = result.parameters
    nonce = str(found.get("nonce", ""))
    if (
        set(result.covered_components) != _COVERED
        or set(found) != _PARAMETERS
        or not 16 <= len(nonce) <= _NONCE_LIMIT
    ):
        raise Untrusted(
            faults.HTTP_UNSIGNED.fault(why="it covers other things, or its nonce is missing or short")
        )
    created = _instant(found["created"])
    now = at.astimezone(UTC)
    if abs((now - created).total_seconds()) > window_seconds:
        raise Untrusted(
            faults.HTTP_STALE.fault(created=created.isoformat(), now=now.isoformat(), window=window_seconds)
        )
    try:
        whole = ContentDigest.verify_components(result.covered_components, body)
    except HTTPMessageSignaturesException:
        whole = False
    if not whole:
        raise Untrusted(faults.HTTP_DIGEST.fault())
    kid = str(found["keyid"])
    if seen is not None and seen(kid, nonce):
        raise Untrusted(faults.HTTP_REPLAY.fault())
    return VerifiedRequest(kid, created, nonce)


def claimed_key(headers: Mapping[str, str]) -> str:
    """Read the key id a request names, **without verifying anything**: to look its owner up before the arithmetic.

    Raises:
        Untrusted: the request is not signed as the protocol asks.
    """
    named = _KEY_ID.search(_three(headers)["Signature-Input"])
    if named is None:
        raise Untrusted(faults.HTTP_UNSIGNED.fault(why="it names no key"))
    return named[1]


def _three(headers: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    wanted = {name.lower(): name for name in HEADERS}
    for name, value in headers.items():
        own = wanted.get(name.lower())
        if own is None:
            continue
        if own in found:
            raise Untrusted(faults.HTTP_UNSIGNED.fault(why=f"{own} stands there twice"))
        if len(value) > _HEADER_LIMIT:
            raise Untrusted(faults.HTTP_UNSIGNED.fault(why=f"{own} is too long"))
        found[own] = value
    missing = [name for name in HEADERS if name not in found]
    if missing:
        raise Untrusted(faults.HTTP_UNSIGNED.fault(why=f"without {', '.join(missing)}"))
    whole = _SIGNATURE.match(found["Signature"])
    if whole is None or base64.b64encode(base64.b64decode(whole[1])).decode() != whole[1]:
        raise Untrusted(faults.HTTP_UNSIGNED.fault(why="Signature is not one signature in strict base64"))
    return found


def _refusal(error: BaseException) -> Untrusted:
    """Find the reason under the library's wrapping: an unknown key keeps its own code."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, Untrusted):
            return cause
        nested = cause.args[0] if cause.args and isinstance(cause.args[0], BaseException) else None
        cause = cause.__cause__ or nested
    return Untrusted(
        faults.HTTP_BAD.fault(why=str(error)[:160] or "it was made over other content, or by another key")
    )


def _instant(created: Any) -> datetime:
    try:
        return datetime.fromtimestamp(int(created), tz=UTC)
    except (ValueError, OverflowError, OSError):
        raise Untrusted(faults.HTTP_UNSIGNED.fault(why="its time is no time")) from None
