"""Accounts, cards and payment references: IBAN by ``schwifty``, check digits by ``stdnum``."""

from __future__ import annotations

import re
import uuid

import schwifty
from schwifty.exceptions import SchwiftyException
from schwifty.registry import get_countries, get_iban_spec
from stdnum import luhn

_SEPARATORS = re.compile(r"[\s\-._/]+")
_CARD_STARTS = re.compile(r"(?:4|5[1-5]|2[2-7]|3[0-9]|6)")
"""First digits that ISO/IEC 7812 issuers use: travel, banking, merchandising."""
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def iban_length(country: str) -> int | None:
    """Return how long an IBAN of a country is, or ``None`` where the country has none."""
    return get_iban_spec(country).iban_length if country in _IBAN_COUNTRIES else None


_IBAN_COUNTRIES = frozenset(get_countries())


def iban(text: str) -> str | None:
    """Return an IBAN without blanks, or ``None`` if its length, form or check digits (ISO 13616) do not fit."""
    compact = _SEPARATORS.sub("", text).upper().removeprefix("IBAN").lstrip(":")
    if iban_length(compact[:2]) != len(compact):
        return None
    try:
        return str(schwifty.IBAN(compact))
    except SchwiftyException:
        return None


def card(text: str) -> str | None:
    """Return a card number masked to its first six and last four digits (PCI DSS 3.4), or ``None``.

    >>> card("4111 1111 1111 1111")
    '411111******1111'
    """
    digits = re.sub(r"[ \-]", "", text)
    masked = re.fullmatch(r"(\d{6})([*xX\u2022]{2,9})(\d{4})", digits)
    if masked:
        return f"{masked[1]}{'*' * len(masked[2])}{masked[3]}"
    if not (digits.isascii() and digits.isdigit() and 12 <= len(digits) <= 19):
        return None
    if not _CARD_STARTS.match(digits) or len(set(digits)) < 2 or not luhn.is_valid(digits):
        return None
    return f"{digits[:6]}{'*' * (len(digits) - 10)}{digits[-4:]}"


def mask(as_written: str) -> str:
    """Return a card number as written with all but the first six and the last four digits masked."""
    total = sum(letter.isdigit() for letter in as_written)
    seen = 0
    out: list[str] = []
    for letter in as_written:
        seen += letter.isdigit()
        out.append("*" if letter.isdigit() and 6 < seen <= total - 4 else letter)
    return "".join(out)


def postal(text: str) -> str | None:
    """Return a parcel number of the Universal Postal Union (standard S10) with a right check digit, or ``None``."""
    number = _SEPARATORS.sub("", text).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{9}[A-Z]{2}", number):
        return None
    check = (
        11 - sum(int(digit) * weight for digit, weight in zip(number[2:10], _S10_WEIGHTS, strict=True)) % 11
    )
    return number if {10: 0, 11: 5}.get(check, check) == int(number[10]) else None


def uetr(text: str) -> str | None:
    """Return the unique end-to-end reference of a bank transfer (a version 4 UUID in ISO 20022), or ``None``."""
    try:
        value = uuid.UUID(text.strip())
    except ValueError:
        return None
    return str(value) if value.version == 4 else None
