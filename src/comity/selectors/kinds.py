"""The kinds of selector and the record of one found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from comity.kernel.errors import declare

Kind = Literal[
    "url", "domain", "ip", "email", "phone", "iban", "card", "crypto", "hash", "username", "tracking"
]

KINDS: tuple[Kind, ...] = get_args(Kind)
"""Every kind, in the order of ``interfaces``."""

NOT_OF_KIND = declare(
    "selectors.value.not_of_kind",
    "{value!r} is not a usable {kind}.",
    "{hint}",
)
UNKNOWN_KIND = declare(
    "selectors.kind.unknown",
    "{kind!r} is not a kind of selector.",
    "Use one of: {known}.",
)

HINTS: dict[Kind, str] = {
    "url": "Write the whole address, such as https://name.example/page.",
    "domain": "Write the name, such as name.example.",
    "ip": "Write four numbers with dots, such as 203.0.113.77, or an IPv6 address.",
    "email": "Write it as name@name.example.",
    "phone": "Write it with + and the country code, such as +44 20 7946 0018.",
    "iban": "Copy it from the transfer; two letters and two digits come first. One character may be wrong.",
    "card": "A card number has 12 to 19 digits. One of them may be wrong.",
    "crypto": "Copy the whole address; one character may be wrong or missing.",
    "hash": "A digest has 32, 40, 56, 64, 96 or 128 hexadecimal digits.",
    "username": "Write the name as the service shows it.",
    "tracking": "Copy the whole number.",
}


@dataclass(frozen=True, slots=True)
class Context:
    """What helps to read a selector: the language of the text (BCP 47) and the country of the writer.

    A telephone number without a country code is read as one of ``country`` (ISO 3166-1), or of the
    language's main country where no country is given.
    """

    language: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Selector:
    """One selector found in a text.

    ``text[start:end] == as_written`` holds for every kind but ``card``, whose digits are masked in both
    ``value`` and ``as_written``; ``start`` and ``end`` count characters (code points) of the narrative.
    """

    start: int
    end: int
    kind: Kind
    value: str
    as_written: str

    def document(self) -> dict[str, Any]:
        """Return the JSON object of the import format."""
        return {
            "kind": self.kind,
            "value": self.value,
            "as_written": self.as_written,
            "start": self.start,
            "end": self.end,
        }
