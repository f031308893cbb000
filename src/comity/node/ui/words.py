"""Values as people read them: money, countries, references, numbers. Each follows the language of the page."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import (
    format_compact_decimal,
    format_currency,
    format_decimal,
    get_currency_precision,
    is_currency,
)
from django.conf import settings
from django.utils.translation import gettext as _
from markupsafe import Markup

from comity.node.ui.languages import current_locale

_BYTE_STEPS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))
_AS_REPORTED = "#,##0.##################"


def money(amount: Decimal | int | str, currency: str) -> str:
    """Write an amount in its currency: at least the decimals the currency has, and never fewer than were given.

    An asset that is no ISO 4217 currency (``BTC``) is written as reported: ``0.0125 BTC``.

    Raises:
        TypeError: a float; money is exact.
    """
    if isinstance(amount, float):
        raise TypeError("money is exact: give a Decimal, an int or a str")
    value = Decimal(amount)
    locale = current_locale()
    if not is_currency(currency):
        return f"{format_decimal(value, locale=locale, format=_AS_REPORTED)} {currency}"
    exact = value == value.quantize(Decimal(1).scaleb(-get_currency_precision(currency)))
    return str(format_currency(value, currency, locale=locale, decimal_quantization=exact))


def country(code: str) -> str:
    """Return the CLDR name of a country in the language of the page; invented states come from the settings.

    ``COMITY_INVENTED_STATES`` maps the user-assigned codes to names ("Ruritania (demonstration)"). A code CLDR does
    not name is shown as it is.
    """
    code = code.upper()
    invented: dict[str, str] = getattr(settings, "COMITY_INVENTED_STATES", {})
    if code in invented:
        return invented[code]
    if code.startswith("X") and code != "XK":
        return _("%(code)s (invented state)") % {"code": code}
    if code == "EU":
        return _("European Union")
    return str(current_locale().territories.get(code, code))


def language_name(code: str) -> str:
    """Return the CLDR name of a language in the language of the page, as it stands in a list; a code CLDR does not name as it is."""
    locale = current_locale()
    named = str(
        locale.languages.get(code.replace("-", "_"), "") or locale.languages.get(code.partition("-")[0], code)
    )
    return named[:1].upper() + named[1:]


def countries(codes: list[str] | tuple[str, ...]) -> str:
    """Join the names of several countries with commas, in the order given."""
    return ", ".join(country(code) for code in codes)


def reference(text: str) -> Markup:
    """Mark a reference so that it never breaks over lines nor turns around in right-to-left text."""
    return Markup('<bdi class="ref">{}</bdi>').format(text)


def number(value: int | float | Decimal) -> str:
    """Write a number with the separators of the language."""
    return str(format_decimal(value, locale=current_locale()))


def short_number(value: int | float) -> str:
    """Write a number for the end of a bar (``12K``); the table beside it has it whole."""
    return str(format_compact_decimal(value, locale=current_locale(), fraction_digits=1))


def size(octets: int) -> str:
    """Write the size of a file in decimal units (``2.4 MB``)."""
    for step, unit in _BYTE_STEPS:
        if octets >= step:
            return f"{format_decimal(round(octets / step, 1), locale=current_locale())} {unit}"
    return f"{octets} B"


def code_words(code: str) -> str:
    """Read a code of a closed list aloud when no better words are at hand: ``without_right``, ``without right``."""
    return code.replace("_", " ")


def grouped(code: str, every: int = 4) -> str:
    """Break a long code into groups a person can copy by hand; a code that has groups keeps them."""
    if "-" in code or " " in code:
        return code.replace(" ", "-")
    return "-".join(code[start : start + every] for start in range(0, len(code), every))
