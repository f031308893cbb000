"""The narrow door to ``joserfc``: one key, one algorithm, one registry per call.

``joserfc`` does not enforce a key's own ``alg``; with a list of several algorithms it lets a message choose
among them. So no list ever reaches it: each call builds a registry that knows the algorithm of the key's own
suite and nothing else, and the header was compared with that suite before (RFC 8725 sections 3.1 to 3.3).
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from joserfc.jwe import JWERegistry, decrypt_compact, encrypt_compact
from joserfc.jwk import Key, import_key
from joserfc.jws import JWSRegistry, deserialize_compact, serialize_compact
from joserfc.registry import HeaderParameter

from comity.kernel.canonical import canonical_json
from comity.suites.keys import Jwk
from comity.suites.suite import Suite

HEADER_LIMIT = 8 * 1024
_NO_LIMIT = 1 << 62  # callers cap the whole text first (comity.suites.text.cap)


@lru_cache(maxsize=1024)
def _public(canonical: bytes) -> Key:
    return import_key(json.loads(canonical))


def _key(jwk: Jwk) -> Key:
    """Import a key; only public ones are remembered, so that no private key outlives its use."""
    if jwk["kty"] == "OKP" and "d" not in jwk:
        return _public(canonical_json(dict(jwk)))
    return import_key(dict(jwk))


def _jws_registry(alg: str) -> JWSRegistry:
    registry = JWSRegistry(algorithms=[alg])
    registry.max_header_length = HEADER_LIMIT
    registry.max_payload_length = _NO_LIMIT
    return registry


def _jwe_registry(*algorithms: str) -> JWERegistry:
    registry = JWERegistry(
        header_registry={"wraps": HeaderParameter("Sealed data keys", "list[str]")},
        algorithms=list(algorithms),
    )
    registry.max_protected_header_length = HEADER_LIMIT
    registry.max_ciphertext_length = _NO_LIMIT
    return registry


def sign_compact(header: dict[str, Any], payload: bytes, jwk: Jwk, suite: Suite) -> str:
    """Sign under the key's own suite."""
    return serialize_compact(header, payload, _key(jwk), registry=_jws_registry(suite.alg))


def verify_compact(text: str, jwk: Jwk, suite: Suite) -> bytes:
    """Verify under the key's own suite and return the payload; any ``JoseError`` or ``ValueError`` is a refusal."""
    return deserialize_compact(text, _key(jwk), registry=_jws_registry(suite.alg)).payload


def seal_compact(header: dict[str, Any], plaintext: bytes, jwk: Jwk, suite: Suite) -> str:
    """Seal to one key under its own suite."""
    return encrypt_compact(header, plaintext, _key(jwk), registry=_jwe_registry(suite.alg, suite.enc))


def open_compact(text: str, jwk: Jwk, suite: Suite) -> bytes:
    """Open with one key under its own suite; any ``JoseError`` or ``ValueError`` is a refusal."""
    return decrypt_compact(text, _key(jwk), registry=_jwe_registry(suite.alg, suite.enc)).plaintext or b""
