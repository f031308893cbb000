"""Find selectors in a person's own words.

Every kind has one linear pattern that proposes and one library that decides (:mod:`comity.selectors.patterns`). Where two
proposals overlap the more exact kind wins: the mail address keeps its domain, the IBAN its digits. A URL
yields its host as well, since two pages of one site are two URLs and one domain.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import partial
from itertools import islice

from comity.kernel.errors import BadInput, declare
from comity.selectors import money, patterns
from comity.selectors.kinds import Context, Selector
from comity.selectors.proposals import IN_ORDER, MAX_NUMBERS, Found
from comity.selectors.refang import Plain, refang

MAX_TEXT = 12_000_000
"""Characters of one narrative; enough for ten megabytes of text in any script."""
MAX_SELECTORS = 20_000
"""Selectors taken from one narrative; a longer list is a list of indicators and has its own way in."""

TOO_LONG = declare(
    "selectors.text.too_long",
    "The text has {length} characters; at most {limit} can be searched at once.",
    "Send it in parts, or as a file.",
)


@dataclass(frozen=True, slots=True)
class Scan:
    """What a text holds.

    ``complete`` is false when there was more than :data:`MAX_SELECTORS`, or more runs of digits than
    :data:`MAX_NUMBERS`, so that a selector may have been left out.
    """

    selectors: tuple[Selector, ...]
    complete: bool


class _Taken:
    """Spans already given to a selector, so that a weaker kind does not claim them again."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._new: list[tuple[int, int]] = []

    def add(self, start: int, end: int) -> None:
        self._new.append((start, end))

    def settle(self) -> None:
        """Take in what one pattern found; lookups come between patterns, so sorting once is enough."""
        if self._new:
            merged = sorted([*zip(self._starts, self._ends, strict=True), *self._new])
            self._starts = [start for start, _ in merged]
            self._ends = [end for _, end in merged]
            self._new = []

    def free(self, start: int, end: int) -> bool:
        place = bisect_left(self._starts, end)
        return place == 0 or self._ends[place - 1] <= start


"""From the most exact kind to the least: an earlier one keeps what a later one would also claim."""


def scan(text: str, *, language: str = "", country: str = "") -> Scan:
    """Find the selectors of a text and say whether that is all of them.

    Raises:
        BadInput: the text is longer than :data:`MAX_TEXT`.
    """
    if len(text) > MAX_TEXT:
        raise BadInput(TOO_LONG.fault(length=len(text), limit=MAX_TEXT))
    context = Context(language, country)
    plain = refang(text)
    taken = _Taken()
    found: list[Found] = []
    for find in IN_ORDER:
        for one in find(plain.text, context):
            inner = one.kind in {"domain", "ip", "username", "phone"} and _inside(one, found)
            if not inner and not taken.free(one.start, one.end):
                continue
            found.append(one)
            if not inner:
                taken.add(one.start, one.end)
            if len(found) > MAX_SELECTORS:
                break
        taken.settle()
        if len(found) > MAX_SELECTORS:
            break
    put = partial(_in_original, text, plain)
    selectors = sorted(
        {put(one) for one in found[:MAX_SELECTORS]}, key=lambda one: (one.start, -one.end, one.kind)
    )
    every_number = next(islice(patterns.DIGITS.finditer(plain.text), MAX_NUMBERS, None), None) is None
    return Scan(tuple(selectors), complete=len(found) <= MAX_SELECTORS and every_number)


def _inside(one: Found, found: list[Found]) -> bool:
    """Say whether this comes from the URL found last: its host, the account it names."""
    for other in reversed(found[-3:]):
        if other.kind == "url":
            return other.start <= one.start and one.end <= other.end
    return False


def _in_original(text: str, plain: Plain, one: Found) -> Selector:
    start, end = plain.span(one.start, one.end)
    written = text[start:end]
    return Selector(start, end, one.kind, one.value, money.mask(written) if one.kind == "card" else written)


def extract(text: str, *, language: str = "", country: str = "") -> list[Selector]:
    """Return the selectors of a text in the order they stand in it, at most :data:`MAX_SELECTORS`.

    Args:
        text: the narrative as the person wrote it.
        language: BCP 47 tag of the text; helps to read telephone numbers.
        country: ISO 3166-1 code of the writer's country, whose numbering plan bare numbers follow.

    Raises:
        BadInput: the text is longer than :data:`MAX_TEXT`.
    """
    return list(scan(text, language=language, country=country).selectors)
