"""Identifiers: random ids for machines, short references with a check character for people.

A reference is ten Crockford base32 characters and a check character of the same alphabet (Luhn, modulo 32), so a mistyped
letter is noticed before anything is looked up. Crockford's own check symbols are not used: a ``$`` or ``~`` cannot be read out
on the telephone.

    >>> reference(1)
    '0000-000-001Y'
    >>> read_reference("0000-000-0OlY")
    '0000-000-001Y'
"""

from __future__ import annotations

import secrets
import uuid

from stdnum import luhn

from comity.kernel.errors import BadInput, declare

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})

BAD_REFERENCE = declare(
    "kernel.reference.bad",
    "{value!r} is not a reference: it is mistyped or incomplete.",
    "A reference has eleven letters and digits, such as 4F7K-2QX-9M0W; check it against the paper or the screen.",
)


def new_id() -> uuid.UUID:
    """Make a random id (UUID version 4): it says nothing about when or where it was made."""
    return uuid.uuid4()


def reference(number: int | None = None) -> str:
    """Write a 50-bit number as a reference; without a number, a random one."""
    value = secrets.randbits(5 * _LENGTH) if number is None else number
    digits = "".join(_ALPHABET[(value >> (5 * place)) & 31] for place in reversed(range(_LENGTH)))
    body = digits + luhn.calc_check_digit(digits, _ALPHABET)
    return _written(body)


def read_reference(text: str) -> str:
    """Read a reference as a person typed it and return it in its one written form.

    Raises:
        BadInput: wrong length, a foreign character, or the check character does not fit.
    """
    raw = text.strip().upper().translate(_FORGIVEN)
    if len(raw) != _LENGTH + 1 or any(letter not in _ALPHABET for letter in raw):
        raise BadInput(BAD_REFERENCE.fault(value=text))
    if not luhn.is_valid(raw, _ALPHABET):
        raise BadInput(BAD_REFERENCE.fault(value=text))
    return _written(raw)


def _written(body: str) -> str:
    return f"{body[:4]}-{body[4:7]}-{body[7:]}"
