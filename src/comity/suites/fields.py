"""Sealed fields: short secrets in database rows, each bound to its place, under a data key of its matter.

A data key belongs to one report or item; it is wrapped to the sealing keys of those who may open it
(:func:`wrap`). Destroying the wraps deletes the fields. ``context`` names the place, such as
``report/3f0c.../narrative``: a field moved to another row or column does not open there.

    >>> key = new_data_key()
    >>> open_field(key, seal_field(key, b"own words", context="r/1/narrative"), context="r/1/narrative")
    b'own words'

Sources: NIST SP 800-38D (AES-GCM; random 96-bit nonces, far below 2**32 fields under one data key).
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from comity.kernel.errors import Untrusted
from comity.suites import faults, jwe
from comity.suites.keys import Jwk

KEY_BYTES = 32
_VERSION = b"\x01"
_NONCE = 12
_WRAP_TYPE = "comity.data-key/1"


def new_data_key() -> bytes:
    """Make a data key: 32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal_field(key: bytes, plaintext: bytes, *, context: str) -> bytes:
    """Seal a field; what is stored is 29 bytes longer than the plain text."""
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, _VERSION + context.encode())


def open_field(key: bytes, sealed: bytes, *, context: str) -> bytes:
    """Open a field in the place it was sealed for.

    Raises:
        Untrusted: changed, another place, or another data key.
    """
    sealed = bytes(sealed)
    if sealed[:1] == _VERSION and len(sealed) > _NONCE:
        try:
            return AESGCM(key).decrypt(
                sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], _VERSION + context.encode()
            )
        except InvalidTag:
            pass
    raise Untrusted(faults.FIELD_SEAL.fault(context=context))


def wrap(data_key: bytes, public_jwk: Jwk) -> str:
    """Seal a data key to one sealing key."""
    return jwe.seal(data_key, [public_jwk], typ=_WRAP_TYPE)


def unwrap(text: str, private_jwk: Jwk) -> bytes:
    """Open a wrapped data key.

    Raises:
        Untrusted: not wrapped to this key, or changed.
    """
    data_key = jwe.open_sealed(text, private_jwk, typ=_WRAP_TYPE)
    if len(data_key) != KEY_BYTES:
        raise Untrusted(faults.CANNOT_OPEN.fault())
    return data_key
