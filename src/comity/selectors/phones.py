"""Telephone numbers by ``phonenumbers`` (Google's libphonenumber), in E.164, and short codes as RFC 3966 writes them."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from comity.selectors.kinds import Context

MAIN_COUNTRY = {
    "de": "DE", "en": "", "fr": "FR", "ja": "JP", "es": "ES", "it": "IT", "nl": "NL", "pl": "PL", "pt": "", "zh": "CN",
    "id": "ID", "ko": "KR", "tr": "TR", "uk": "UA", "cs": "CZ", "sv": "SE", "da": "DK", "fi": "FI", "el": "GR", "hu": "HU", "ro": "RO",
}  # fmt: skip
"""Where a text in this language most likely comes from; languages of many countries are left open."""

_CODED = re.compile(r"\d{4,6};phone-context=\+\d{1,3}")
_SHORT = re.compile(r"\d{4,6}")


def region(context: Context) -> str | None:
    """Return the country in whose numbering plan a bare number is read, or ``None``."""
    return context.country.upper() or MAIN_COUNTRY.get(context.language.partition("-")[0].lower()) or None


def phone(text: str, context: Context) -> str | None:
    """Return a number in E.164, a short code as ``87121;phone-context=+44``, or ``None``.

    >>> phone("020 7946 0018", Context(country="GB"))
    '+442079460018'
    """
    home = region(context)
    written = text.strip().removeprefix("tel:")
    if _CODED.fullmatch(written):
        return written
    if _SHORT.fullmatch(written):
        return short_code(written, home)
    try:
        number = phonenumbers.parse(written, home)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or (number.national_number or 0) < 10_000:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def short_code(digits: str, home: str | None) -> str | None:
    """Return a short code with the country it belongs to, without which it says nothing."""
    code = phonenumbers.country_code_for_region(home) if home else 0
    return f"{digits};phone-context=+{code}" if code else None


def find(window: str, context: Context) -> list[tuple[int, int, str]]:
    """Return the valid numbers in a short piece of text: start, end, E.164."""
    return [
        (match.start, match.end, phonenumbers.format_number(match.number, PhoneNumberFormat.E164))
        for match in PhoneNumberMatcher(window, region(context), leniency=Leniency.VALID, max_tries=100)
    ]
