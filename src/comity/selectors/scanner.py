"""Find selectors in a person's own words.

Every kind has one linear pattern that proposes and one library that decides (:mod:`comity.selectors.patterns`). Where two
proposals overlap the more exact kind wins: the mail address keeps its domain, the IBAN its digits. A URL
yields its host as well, since two pages of one site are two URLs and one domain.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from comity.kernel.errors import BadInput, declare
from comity.selectors import hosts, money, patterns, phones, wallets
from comity.selectors.forms import digest_value, tracking, username
from comity.selectors.kinds import Context, Kind, Selector
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

_TRAILING = ".,;:!?*'\"\u2019\u201d\u00bb\u2026\u3001\u3002)]}>"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
_FILE_ENDINGS = frozenset({"zip", "mov"})
_WORD_ENDINGS = frozenset(
    {"so", "my", "you", "call", "now", "how", "as", "am", "by", "do", "is", "to", "pa", "pin"}
)
"""Endings that are words: ``of.my card`` is two sentences unless something else says it is a name."""
_CODE_WORDS = frozenset({"media", "type", "context", "import", "font", "charset", "graph", "id"})
MAX_NUMBERS = 5_000
"""Runs of digits looked at as telephone numbers; the numbering plans of the world cost time."""
_PROSE = re.compile(r"[A-Z][a-z]{1,9}")
_SOLANA = re.compile(r"\b(?:solana|phantom|sol|spl)\b", re.IGNORECASE)
_TRANSACTION = re.compile(
    r"\b(?:tx|txid|transaction|transaktion|uetr|gpi|transfer|payment|\u00fcberweisung|zahlung)\b",
    re.IGNORECASE,
)
_AMOUNT_OR_DAY = re.compile(
    r"\d{1,3}(?:[., ]\d{3})*[.,]\d{1,2}|\d+\.\d{2}|\d{1,2}([./\-])\d{1,2}\1(?:19|20)?\d{2}|(?:19|20)\d{2}([./\-])\d{1,2}\2\d{1,2}"
)
_GLUED_BEFORE = re.compile(
    r"(?<![a-z])(?:call|te?l|phone|te?xt|sms|hub|ring|nr|no|wa|rufen|anrufen)\.?$", re.IGNORECASE
)
_GLUED_BEHIND = re.compile(r"[a-z]{2,}|[\u00a3$\u20ac]")
_LEADS_TO_NAME = re.compile(
    r"\b(?:website|web ?site|site|page|webseite|seite|domain|link|klik|visit|url|address|adresse|at|on|to|auf|unter|sur|\u00e0|via|www|di|en)\b[\s:\"'(]{1,4}$",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\bv(?:ersion|er)?\.?\s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scan:
    """What a text holds.

    ``complete`` is false when there was more than :data:`MAX_SELECTORS`, or more runs of digits than
    :data:`MAX_NUMBERS`, so that a selector may have been left out.
    """

    selectors: tuple[Selector, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    kind: Kind
    value: str


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


def _trimmed(text: str) -> str:
    """Drop what does not belong to a URL: brackets that it did not open (``][`` of a mail made into text), and the
    punctuation of the sentence at its end."""
    query = text.find("?")
    cuts = (
        text.find("[", text.find("/", 8), query if query > 0 else len(text)),
        text.find("]("),
        text.find("]["),
    )
    text = text[: min((cut for cut in cuts if cut > 8), default=len(text))]
    while text and text[-1] in _TRAILING:
        opening = _PAIRS.get(text[-1])
        if opening and text.count(opening) >= text.count(text[-1]):
            break
        text = text[:-1]
    return text


def _nearby(pattern: re.Pattern[str], text: str, start: int, reach: int = 80) -> bool:
    return pattern.search(text, max(0, start - reach), start) is not None


def _account_in(link: str, context: Context) -> tuple[Kind, str, str] | None:
    """Return the account or telephone number that a link to a messenger names: kind, value, as written."""
    parts = re.match(r"(?:[a-z]+://)?([^/?#:]+)/([^?#]*)(?:\?([^#]*))?", link, re.IGNORECASE)
    if parts is None or not patterns.MESSENGER_LINK.match(parts[1].lower()):
        return None
    host, first = parts[1].lower(), parts[2].split("/")[0]
    if host in {"wa.me", "api.whatsapp.com"}:
        digits = re.search(r"\+?\d{7,15}", first or parts[3] or "")
        number = phones.phone(f"+{digits[0].lstrip('+')}", context) if digits else None
        return ("phone", number, digits[0]) if digits and number else None
    name = (
        username(first)
        if re.fullmatch(r"@?[A-Za-z][\w.]{3,63}", first) and not first.lower().endswith(".php")
        else None
    )
    return (
        ("username", name, first)
        if name and name not in {"joinchat", "profile", "share", "pages", "groups"}
        else None
    )


def _link(start: int, written: str, context: Context) -> Iterator[_Found]:
    normal = hosts.url(written)
    if normal is None:
        return
    yield _Found(start, start + len(written), "url", normal)
    host = hosts.host_of(normal)
    at = _host_place(written)
    kind: Kind = "ip" if hosts.ip(host) else "domain"
    yield _Found(start + at[0], start + at[1], kind, host.removesuffix("."))
    account = _account_in(written, context)
    if account:
        kind, value, shown = account
        place = start + written.index(shown, at[1])
        yield _Found(place, place + len(shown), kind, value)


def _host_place(written: str) -> tuple[int, int]:
    """Return where the host stands in a URL: behind the scheme and the user, before port and path."""
    begin = written.find("://") + 3 if "://" in written else 0
    stop = min((place for mark in "/?#" if (place := written.find(mark, begin)) >= 0), default=len(written))
    at = written.rfind("@", begin, stop)
    begin = at + 1 if at >= 0 else begin
    if written[begin : begin + 1] == "[":
        return begin + 1, written.find("]", begin)
    colon = written.find(":", begin, stop)
    return begin, colon if colon >= 0 else stop


def _urls(text: str, context: Context) -> Iterator[_Found]:
    for match in patterns.URL.finditer(text):
        yield from _link(match.start(), _trimmed(match[0]), context)


def _emails(text: str, _: Context) -> Iterator[_Found]:
    for match in patterns.EMAIL.finditer(text):
        written = match[0].lstrip("'.-").rstrip("-'")
        start = match.start() + match[0].index(written)
        value = hosts.email(written)
        if value:
            yield _Found(start, start + len(written), "email", value)


def _names(text: str, context: Context) -> Iterator[_Found]:
    for match in patterns.HOST.finditer(text):
        name, page = match[1], match[2]
        if not _is_name(name, page, led=_nearby(_LEADS_TO_NAME, text, match.start(), 24)):
            continue
        if page and len(page) > 1:
            yield from _link(match.start(), _trimmed(match[0]), context)
        elif value := hosts.domain(name):
            yield _Found(match.start(1), match.end(1), "domain", value)


def _is_name(name: str, page: str | None, *, led: bool) -> bool:
    """Tell a host name from two sentences without a blank between them, a file name or a decimal number.

    ``led``: a word before it says that an address follows.
    """
    before, _, ending = name.rpartition(".")
    if (name.lower().startswith("www.") and before.count(".") > 0) or (page and len(page) > 1):
        return True
    first = before.rpartition(".")[2]
    if ending.lower() in _FILE_ENDINGS:
        return False
    if ending.lower() in _WORD_ENDINGS:
        return "." in before or not (first.isalpha() and first.isascii()) or led
    if _PROSE.fullmatch(ending) and not _PROSE.fullmatch(first) and not first.isupper():
        return False
    return not before.replace(".", "").isdigit() or len(before) > 2


def _ip_pages(text: str, context: Context) -> Iterator[_Found]:
    for match in patterns.IP_PAGE.finditer(text):
        yield from _link(match.start(), _trimmed(match[0]), context)


def _ipv4(text: str, _: Context) -> Iterator[_Found]:
    for match in patterns.IPV4.finditer(text):
        value = hosts.ip(match[0])
        if value and not value.startswith("0.") and not _nearby(_VERSION, text, match.start(), 12):
            yield _Found(match.start(), match.end(), "ip", value)


def _ipv6(text: str, _: Context) -> Iterator[_Found]:
    for match in patterns.IPV6.finditer(text):
        written = match[0] if match[0].endswith("::") else match[0].rstrip(".:")
        value = hosts.ip(written)
        if value and value != "::":
            yield _Found(match.start(), match.start() + len(written), "ip", value)


def _ibans(text: str, _: Context) -> Iterator[_Found]:
    for match in patterns.IBAN.finditer(text):
        length = money.iban_length(match[0][:2].upper())
        if length is None:
            continue
        end = _letters_on(text, match.start(), length)
        if end is None or (end < len(text) and text[end].isalnum()):
            continue
        value = money.iban(text[match.start() : end])
        if value:
            yield _Found(match.start(), end, "iban", value)


def _letters_on(text: str, start: int, count: int) -> int | None:
    """Return the end of ``count`` letters and digits from ``start``, with at most two separators in a row."""
    place, seen, gap = start, 0, 0
    while seen < count:
        if place >= len(text) or gap > 2:
            return None
        letter = text[place]
        if letter.isascii() and letter.isalnum():
            seen, gap = seen + 1, 0
        elif letter in " .-\t":
            gap += 1
        else:
            return None
        place += 1
    return place


def _wallets(text: str, _: Context) -> Iterator[_Found]:
    for match in patterns.WALLET.finditer(text):
        value = wallets.crypto(match[0], solana=_nearby(_SOLANA, text, match.start()))
        if value:
            yield _Found(match.start(), match.end(), "crypto", value)


def _tracking(text: str, _: Context) -> Iterator[_Found]:
    for match in patterns.TRACKING.finditer(text):
        if match["post"] and money.postal(match["post"]) is None:
            continue
        if match["uuid"] and not _nearby(_TRANSACTION, text, match.start()):
            continue
        value = tracking(match[0])
        if value:
            yield _Found(match.start(), match.end(), "tracking", value)


def _references(text: str, _: Context) -> Iterator[_Found]:
    for match in patterns.REFERENCE.finditer(text):
        written = match["number"]
        value = tracking(written)
        if value and sum(letter.isdigit() for letter in written) >= 4:
            yield _Found(match.start("number"), match.end("number"), "tracking", value)


def _digests(text: str, _: Context) -> Iterator[_Found]:
    for match in patterns.HEX.finditer(text):
        value = digest_value(match[0].removeprefix("0x"))
        if value and not match[0].isdigit():
            yield _Found(match.start(), match.end(), "hash", value)


def _cards(text: str, _: Context) -> Iterator[_Found]:
    for match in patterns.DIGITS.finditer(text):
        if re.fullmatch(r"\d{13,16}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}[ -]\d{6}[ -]\d{5}", match[0]):
            value = money.card(match[0])
            if value:
                yield _Found(match.start(), match.end(), "card", value)


def _phones(text: str, context: Context) -> Iterator[_Found]:
    for match in islice(patterns.DIGITS.finditer(text), MAX_NUMBERS):
        if _AMOUNT_OR_DAY.fullmatch(match[0].strip()):
            continue
        # The matcher looks at the neighbours (a currency sign, a letter), so it gets a little of both sides,
        # except where a word is plainly glued to the number: "call09...", "...731from".
        begin = (
            match.start()
            if _GLUED_BEFORE.search(text, max(0, match.start() - 8), match.start())
            else max(0, match.start() - 2)
        )
        stop = match.end() if _GLUED_BEHIND.match(text, match.end()) else min(len(text), match.end() + 2)
        for start, end, value in phones.find(text[begin:stop], context):
            yield _Found(begin + start, begin + end, "phone", value)


def _short_codes(text: str, context: Context) -> Iterator[_Found]:
    home = phones.region(context)
    for match in patterns.SHORT_CODE.finditer(text):
        code = phones.short_code(match[1], home)
        if code:
            yield _Found(match.start(1), match.end(1), "phone", code)


def _handles(text: str, _: Context) -> Iterator[_Found]:
    for match in patterns.HANDLE.finditer(text):
        value = username(match[1])
        is_host = "." in match[1] and hosts.domain(match[1]) is not None
        if value and not is_host and value not in _CODE_WORDS:
            yield _Found(match.start(), match.end(), "username", value)


def _accounts(text: str, _: Context) -> Iterator[_Found]:
    for match in patterns.NAMED_ACCOUNT.finditer(text):
        name = match["name"]
        looks_chosen = bool(match["quote"]) or any(letter.isdigit() or letter in "_#." for letter in name)
        value = username(name)
        if value and looks_chosen and len(name) > 2:
            yield _Found(match.start("name"), match.end("name"), "username", value)


_IN_ORDER = (
    _urls, _emails, _ibans, _wallets, _tracking, _references, _digests, _ip_pages, _ipv4, _ipv6,
    _names, _cards, _phones, _short_codes, _handles, _accounts,
)  # fmt: skip
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
    found: list[_Found] = []
    for find in _IN_ORDER:
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


def _inside(one: _Found, found: list[_Found]) -> bool:
    """Say whether this comes from the URL found last: its host, the account it names."""
    for other in reversed(found[-3:]):
        if other.kind == "url":
            return other.start <= one.start and one.end <= other.end
    return False


def _in_original(text: str, plain: Plain, one: _Found) -> Selector:
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
