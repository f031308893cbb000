"""The words of a letter as they are sealed, and the digests by which a message of ours is known again."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from comity.kernel.canonical import canonical_json
from comity.suites import mac

_BLANKS = re.compile(r"\s+")
_NUMBER = re.compile(
    r"(?<![0-9A-Z])[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{4}(?![0-9A-Z])"
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")


@dataclass(frozen=True, slots=True)
class Words:
    """A letter in plain words. ``number`` is printed on it; with it anybody can ask whether it is ours."""

    number: str
    subject: str
    paragraphs: tuple[str, ...]
    signed: str = ""
    role: str = ""

    def sealable(self) -> bytes:
        """Return the bytes that are sealed."""
        return canonical_json({**asdict(self), "paragraphs": list(self.paragraphs)})

    def text(self) -> str:
        """Return the letter as it is shown and copied: what the check of a message compares."""
        return "\n".join(
            part for part in (self.subject, *self.paragraphs, self.signed, self.role, self.number) if part
        )


def read(data: bytes) -> Words:
    """Read what :meth:`Words.sealable` wrote."""
    value = json.loads(data)
    return Words(**{**value, "paragraphs": tuple(value["paragraphs"])})


def numbers_in(text: str) -> Sequence[str]:
    """Return the numbers of messages that stand in a pasted text, in their order.

    >>> numbers_in("Your message no. 0000-000-001Y says")
    ['0000-000-001Y']
    """
    return _NUMBER.findall(_DASHES.sub("-", text.upper()))


def even(text: str) -> str:
    """Even out what copying a message changes: blanks, forms of letters, dashes; nothing that carries meaning.

    >>> even(" Dear\\n  you ") == even("Dear you")
    True
    """
    return _BLANKS.sub(" ", _DASHES.sub("-", unicodedata.normalize("NFKC", text))).strip()


def number_digest(key: bytes, number: str) -> bytes:
    """Return the digest by which a number is looked up."""
    return mac.linkage_digest(key, "message-number", number.upper())


def words_digest(key: bytes, text: str) -> bytes:
    """Return the digest of the words of a message."""
    return mac.linkage_digest(key, "message-words", even(text))
