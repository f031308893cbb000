"""One written form per selector, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable

from comity.kernel.errors import BadInput
from comity.selectors import hosts, money, phones, wallets
from comity.selectors.kinds import HINTS, KINDS, NOT_OF_KIND, UNKNOWN_KIND, Context, Kind, Selector
from comity.selectors.refang import refang

MAX_VALUE = 4096
"""Characters a single selector may have; longer ones are no selector a person could have met."""

_HASH = re.compile(r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})")
_USERNAME = re.compile(r"[\w.#-]{2,64}")
_TRACKING = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_-]{3,127}")


def digest_value(text: str) -> str | None:
    """Return a file digest in lower case, or ``None``."""
    value = text.strip().lower().removeprefix("sha256:").removeprefix("sha1:").removeprefix("md5:")
    return value if _HASH.fullmatch(value) and len(set(value)) > 4 else None


def username(text: str) -> str | None:
    """Return an account name in lower case without the at sign, or ``None``."""
    value = text.strip().removeprefix("@").rstrip(".").casefold()
    return value if _USERNAME.fullmatch(value) else None


def tracking(text: str) -> str | None:
    """Return a payment, parcel or measuring number in one form, or ``None``."""
    value = re.sub(r"\s+", "", text)
    known = money.uetr(value) or money.postal(value)
    if known:
        return known
    if re.fullmatch(r"0x[0-9a-fA-F]{64}", value):
        return value.lower()
    return value.upper() if _TRACKING.fullmatch(value) else None


_READERS: dict[Kind, Callable[[str, Context], str | None]] = {
    "url": lambda text, _: hosts.url(text),
    "domain": lambda text, _: hosts.domain(
        text.strip().removeprefix("http://").removeprefix("https://").rstrip("/")
    ),
    "ip": lambda text, _: hosts.ip(text),
    "email": lambda text, _: hosts.email(text),
    "phone": phones.phone,
    "iban": lambda text, _: money.iban(text),
    "card": lambda text, _: money.card(text),
    "crypto": lambda text, _: wallets.crypto(text, solana=True),
    "hash": lambda text, _: digest_value(text),
    "username": lambda text, _: username(text),
    "tracking": lambda text, _: tracking(text),
}


def value_of(kind: Kind, text: str, context: Context) -> str | None:
    """Return the normal form of ``text`` as a selector of ``kind``, or ``None`` if it is none."""
    if len(text) > MAX_VALUE:
        return None
    return _READERS[kind](refang(text).text, context)


def normalise(kind: Kind, text: str, context: Context | None = None) -> Selector:
    """Read one selector as a person typed it, defanged or not, and return it in its normal form.

    Raises:
        BadInput: not a kind, or the text is no selector of that kind; the message says what a right one looks like.

    >>> normalise("domain", "Konto-Sicherheit[.]example").value
    'konto-sicherheit.example'
    """
    if kind not in KINDS:
        raise BadInput(UNKNOWN_KIND.fault(kind=kind, known=", ".join(KINDS)))
    value = value_of(kind, text, context or Context())
    if value is None:
        shown = money.mask(text[:40]) if kind == "card" else text[:80]
        raise BadInput(NOT_OF_KIND.fault(value=shown, kind=kind, hint=HINTS[kind]))
    written = money.mask(text) if kind == "card" else text
    return Selector(0, len(text), kind, value, written)
