"""Undo the writing that keeps addresses from being clicked, and keep the way back to the original.

People and analysts write ``hxxps://name[.]example``, ``name (at) name dot example``, with full-width letters or
invisible characters in between. :func:`refang` returns the plain text together with a map of positions, so
that a selector found in it can be shown where it stood.

    >>> plain = refang("see hxxps://bank[.]example now")
    >>> plain.text, plain.span(4, 24)
    ('see https://bank.example now', (4, 26))
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_ONE_TO_ONE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x202F: 0x20,
}
"""Full-width forms and unusual spaces to ASCII: one character each, so positions stay."""

_SCHEME = re.compile(r"(?<![a-z0-9])(?:h[x*]{2}p|htxp|hzzp|meow|fxp)(?=s?(?::|\[:|\[s\]))", re.IGNORECASE)
_BRACKETED = re.compile(
    r"[\[({<]\s?(?:(?P<dot>\.|dot|punkt|point|ponto|punto)|(?P<at>@|at|arroba|chiocciola))\s?[\])}>]",
    re.IGNORECASE,
)
_HALF_DOT = re.compile(
    r"\[\.(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])\.\]|(?<=[A-Za-z0-9])(?:\\\.|[\u3002\uff0e\uff61])(?=[A-Za-z0-9])"
)
_COLON = re.compile(r"\[(?P<whole>:?//?)\]|\[:\]?(?=//)|:\[//\]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]+")
_SPOKEN = re.compile(
    r"(?<=[A-Za-z0-9])\s{1,2}at\s{1,2}(?=[\w-]{1,63}\s{1,2}dot\s{1,2}[\w-]{2,63})"
    r"|(?<=[A-Za-z0-9])@\s(?=[\w-]{1,63}\.[\w-]{2,63})"
    r"|(?<=[A-Za-z0-9])\s{1,2}dot\s{1,2}(?=(?:com|net|org|info|de|co|fr|uk|jp|ru|example)(?![\w-]))",
    re.IGNORECASE,
)

Change = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Plain:
    """Text without defanging, and how its positions belong to those of the original."""

    text: str
    starts: tuple[int, ...]
    """Where each changed place begins in the plain text, and (next field) where it ends there."""
    ends: tuple[int, ...]
    origins: tuple[tuple[int, int], ...]
    """The span of each changed place in the original."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original of a span in the plain text."""
        return self._at(start, closing=False), self._at(end, closing=True)

    def _at(self, position: int, *, closing: bool) -> int:
        # A closing position asks for what lies before it, so that what was removed behind a span stays outside.
        place = bisect_right(self.starts, position - 1 if closing else position) - 1
        if place < 0:
            return position
        if position < self.ends[place] or (closing and position == self.ends[place] > self.starts[place]):
            return self.origins[place][1 if closing else 0]
        return self.origins[place][1] + position - self.ends[place]


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Take up to two blanks on both sides into a change where a word stands on both: ``name [at] host``."""
    left, right = start, end
    while left > 0 and start - left < 2 and text[left - 1] in " \t":
        left -= 1
    while right < len(text) and right - end < 2 and text[right] in " \t":
        right += 1
    joined = left > 0 and right < len(text) and text[left - 1].isalnum() and text[right].isalnum()
    return (left, right) if joined else (start, end)


def _changes(text: str) -> Iterator[Change]:
    for match in _SCHEME.finditer(text):
        yield match.start(), match.end(), "ftp" if match[0].lower() == "fxp" else "http"
    for match in _BRACKETED.finditer(text):
        yield *_widened(text, match.start(), match.end()), "." if match["dot"] else "@"
    for match in _HALF_DOT.finditer(text):
        yield match.start(), match.end(), "."
    for match in _COLON.finditer(text):
        yield match.start(), match.end(), match["whole"] or ("://" if match[0].startswith(":[") else ":")
    for match in _INVISIBLE.finditer(text):
        yield match.start(), match.end(), ""
    for match in _SPOKEN.finditer(text):
        yield match.start(), match.end(), "." if "dot" in match[0].lower() else "@"


def refang(text: str) -> Plain:
    """Return ``text`` as it would be written without defanging, with its map of positions."""
    flat = text.translate(_ONE_TO_ONE)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    origins: list[tuple[int, int]] = []
    done = length = 0
    for start, end, new in sorted(_changes(flat)):
        if start < done:
            continue
        pieces += (flat[done:start], new)
        starts.append(length + start - done)
        ends.append(starts[-1] + len(new))
        origins.append((start, end))
        done, length = end, ends[-1]
    pieces.append(flat[done:])
    return Plain("".join(pieces), tuple(starts), tuple(ends), tuple(origins))
