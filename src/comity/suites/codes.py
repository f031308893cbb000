"""The reporter's code: 130 random bits as 28 letters and digits, and what it opens.

Crockford's base32 has no letter that is easily taken for a digit; the last two characters check the others
(modulo 1021, a prime: every single mistyped character and every swap of neighbours is noticed). The code is
random, so it needs no slow hash: the key it opens with comes from HKDF (RFC 5869), and it is found by an HMAC
(:func:`comity.suites.mac.code_digest`). The node keeps neither code nor key.

    >>> code = new_code()
    >>> len(code), normalise(code.lower().replace("-", " ")) == code
    (34, True)
"""

from __future__ import annotations

import secrets
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput, Untrusted
from comity.suites import faults
from comity.suites.fields import open_field, seal_field
from comity.suites.keys import Jwk
from comity.suites.text import json_object

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 130
_DATA, _CHECKS, _GROUP = 26, 2, 4
_PRIME = 1021
_FORGIVEN = str.maketrans(
    {"O": "0", "I": "1", "L": "1", "-": "", " ": "", "\u2013": "", "\u00a0": "", "\u2011": "", ".": ""}
)
_CONTEXT = "comity.code/1 private key"


def new_code() -> str:
    """Make a code, in seven groups of four, such as ``9M0T-...``; shown once, kept by nobody but its holder."""
    return _write(secrets.randbits(BITS))


def normalise(text: str) -> str:
    """Read a code as a person typed it and return it in its one written form.

    Raises:
        BadInput: wrong length, a foreign character, or the check characters do not fit; the reason says which.
    """
    raw = text[:200].strip().upper().translate(_FORGIVEN)
    foreign = sorted({letter for letter in raw if letter not in ALPHABET})
    if foreign:
        raise BadInput(faults.BAD_CODE.fault(why=f"{foreign[0]!r} never stands in a code"))
    if len(raw) != _DATA + _CHECKS:
        raise BadInput(faults.BAD_CODE.fault(why=f"it has {len(raw)} letters and digits"))
    code = _write(_number(raw[:_DATA]))
    if code.replace("-", "") != raw:
        raise BadInput(faults.BAD_CODE.fault(why="at least one letter or digit is mistyped"))
    return code


def wrapping_key(code: str, *, salt: bytes) -> bytes:
    """Derive the key that a code stands for; ``salt`` is stored beside what it wraps."""
    secret = _number(normalise(code).replace("-", "")[:_DATA]).to_bytes(17, "big")
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=_CONTEXT.encode()).derive(secret)


def wrap_private(private_jwk: Jwk, code: str) -> bytes:
    """Wrap a private key under a code; what comes out may be stored."""
    salt = secrets.token_bytes(16)
    return salt + seal_field(
        wrapping_key(code, salt=salt), canonical_json(dict(private_jwk)), context=_CONTEXT
    )


def unwrap_private(wrapped: bytes, code: str) -> dict[str, Any]:
    """Open a private key with the code.

    Raises:
        BadInput: the code is mistyped.
        Untrusted: it is a code, but of something else.
    """
    key = wrapping_key(code, salt=bytes(wrapped[:16]))
    try:
        plain = open_field(key, bytes(wrapped[16:]), context=_CONTEXT)
    except Untrusted:
        raise Untrusted(faults.WRONG_CODE.fault()) from None
    return json_object(plain, "private key")


def _write(number: int) -> str:
    check = number * 1024 % _PRIME
    letters = _letters(number, _DATA) + _letters((_PRIME - check) % _PRIME, _CHECKS)
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def _letters(number: int, count: int) -> str:
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(count)))


def _number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 32 + ALPHABET.index(letter)
    return value
