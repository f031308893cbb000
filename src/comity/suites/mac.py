"""Keyed digests: equality can be looked up without storing the value (HMAC-SHA-256, RFC 2104).

The key lies outside the database. Kind and value are separated, so a phone number and a username with the same
letters do not meet.

    >>> linkage_digest(b"k" * 32, "domain", "a.example") == linkage_digest(b"k" * 32, "host", "a.example")
    False
"""

from __future__ import annotations

import hmac
import secrets

KEY_BYTES = 32


def new_mac_key() -> bytes:
    """Make a key for keyed digests: 32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def linkage_digest(key: bytes, kind: str, value: str) -> bytes:
    """Return the 32-byte digest of a normalised selector under the participant's linkage key.

    Raises:
        ValueError: the key is too short, or the kind holds the separator.
    """
    return _digest(key, "linkage", kind, value)


def code_digest(key: bytes, code: str) -> bytes:
    """Return the 32-byte digest by which a code is found; ``code`` in the one form of :func:`codes.normalise`."""
    return _digest(key, "code", "", code)


def address_digest(key: bytes, prefix: str) -> bytes:
    """Return the digest of a network prefix for the rate limiter; its key lives an hour and in memory only."""
    return _digest(key, "address", "", prefix)


def same(one: bytes, other: bytes) -> bool:
    """Compare two digests in constant time."""
    return hmac.compare_digest(one, other)


def _digest(key: bytes, purpose: str, kind: str, value: str) -> bytes:
    if len(key) < KEY_BYTES:
        raise ValueError(f"a MAC key has at least {KEY_BYTES} bytes")
    if "\0" in kind:
        raise ValueError("a kind holds no NUL")
    return hmac.digest(key, f"comity.{purpose}/1\0{kind}\0{value}".encode(), "sha256")
