"""SHA-256 digests in one written form, ``sha256:`` and 64 hexadecimal digits.

>>> digest(b"")
'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
"""

from __future__ import annotations

import hashlib
from typing import Any, NewType

from comity.kernel.canonical import canonical_json

Digest = NewType("Digest", str)

_PREFIX = "sha256:"


def digest(data: bytes) -> Digest:
    """Return the SHA-256 digest of ``data``."""
    return Digest(_PREFIX + hashlib.sha256(data).hexdigest())


def digest_of(value: Any) -> Digest:
    """Return the digest of a JSON value in its canonical form (RFC 8785)."""
    return digest(canonical_json(value))


def raw(value: Digest) -> bytes:
    """Return the 32 bytes behind a written digest.

    Raises:
        ValueError: not in the one written form.
    """
    if not value.startswith(_PREFIX) or len(value) != len(_PREFIX) + 64:
        raise ValueError(f"{value!r} is not a sha256 digest")
    return bytes.fromhex(value[len(_PREFIX) :])
