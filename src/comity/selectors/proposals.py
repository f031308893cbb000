"""What might be a selector, one finder for each kind: a linear pattern proposes, a library decides.

The patterns are in :mod:`comity.selectors.patterns`; which of two overlapping proposals wins, :mod:`comity.selectors.scanner` says.
A URL yields its host as well, since two pages of one site are two URLs and one domain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from comity.selectors import hosts, money, patterns, phones, wallets
from comity.selectors.forms import digest_value, tracking, username
from comity.selectors.kinds import Context, Kind

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
class Found:
    """A proposal: where it stands in the refanged text, what kind it is, its normal form."""

    start: int
    end: int
    kind: Kind
    value: str


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


def _link(start: int, written: str, context: Context) -> Iterator[Found]:
    normal = hosts.url(written)
    if normal is None:
        return
    yield Found(start, start + len(written), "url", normal)
    host = hosts.host_of(normal)
    at = _host_place(written)
    kind: Kind = "ip" if hosts.ip(host) else "domain"
    yield Found(start + at[0], start + at[1], kind, host.removesuffix("."))
    account = _account_in(written, context)
    if account:
        kind, value, shown = account
        place = start + written.index(shown, at[1])
        yield Found(place, place + len(shown), kind, value)


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


def _urls(text: str, context: Context) -> Iterator[Found]:
    for match in patterns.URL.finditer(text):
        yield from _link(match.start(), _trimmed(match[0]), context)


def _emails(text: str, _: Context) -> Iterator[Found]:
    for match in patterns.EMAIL.finditer(text):
        written = match[0].lstrip("'.-").rstrip("-'")
        start = match.start() + match[0].index(written)
        value = hosts.email(written)
        if value:
            yield Found(start, start + len(written), "email", value)


def _names(text: str, context: Context) -> Iterator[Found]:
    for match in patterns.HOST.finditer(text):
        name, page = match[1], match[2]
        if not _is_name(name, page, led=_nearby(_LEADS_TO_NAME, text, match.start(), 24)):
            continue
        if page and len(page) > 1:
            yield from _link(match.start(), _trimmed(match[0]), context)
        elif value := hosts.domain(name):
            yield Found(match.start(1), match.end(1), "domain", value)


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


def _ip_pages(text: str, context: Context) -> Iterator[Found]:
    for match in patterns.IP_PAGE.finditer(text):
        yield from _link(match.start(), _trimmed(match[0]), context)


def _ipv4(text: str, _: Context) -> Iterator[Found]:
    for match in patterns.IPV4.finditer(text):
        value = hosts.ip(match[0])
        if value and not value.startswith("0.") and not _nearby(_VERSION, text, match.start(), 12):
            yield Found(match.start(), match.end(), "ip", value)


def _ipv6(text: str, _: Context) -> Iterator[Found]:
    for match in patterns.IPV6.finditer(text):
        written = match[0] if match[0].endswith("::") else match[0].rstrip(".:")
        value = hosts.ip(written)
        if value and value != "::":
            yield Found(match.start(), match.start() + len(written), "ip", value)


def _ibans(text: str, _: Context) -> Iterator[Found]:
    for match in patterns.IBAN.finditer(text):
        length = money.iban_length(match[0][:2].upper())
        if length is None:
            continue
        end = _letters_on(text, match.start(), length)
        if end is None or (end < len(text) and text[end].isalnum()):
            continue
        value = money.iban(text[match.start() : end])
        if value:
            yield Found(match.start(), end, "iban", value)


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


def _wallets(text: str, _: Context) -> Iterator[Found]:
    for match in patterns.WALLET.finditer(text):
        value = wallets.crypto(match[0], solana=_nearby(_SOLANA, text, match.start()))
        if value:
            yield Found(match.start(), match.end(), "crypto", value)


def _tracking(text: str, _: Context) -> Iterator[Found]:
    for match in patterns.TRACKING.finditer(text):
        if match["post"] and money.postal(match["post"]) is None:
            continue
        if match["uuid"] and not _nearby(_TRANSACTION, text, match.start()):
            continue
        value = tracking(match[0])
        if value:
            yield Found(match.start(), match.end(), "tracking", value)


def _references(text: str, _: Context) -> Iterator[Found]:
    for match in patterns.REFERENCE.finditer(text):
        written = match["number"]
        value = tracking(written)
        if value and sum(letter.isdigit() for letter in written) >= 4:
            yield Found(match.start("number"), match.end("number"), "tracking", value)


def _digests(text: str, _: Context) -> Iterator[Found]:
    for match in patterns.HEX.finditer(text):
        value = digest_value(match[0].removeprefix("0x"))
        if value and not match[0].isdigit():
            yield Found(match.start(), match.end(), "hash", value)


def _cards(text: str, _: Context) -> Iterator[Found]:
    for match in patterns.DIGITS.finditer(text):
        if re.fullmatch(r"\d{13,16}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}[ -]\d{6}[ -]\d{5}", match[0]):
            value = money.card(match[0])
            if value:
                yield Found(match.start(), match.end(), "card", value)


def _phones(text: str, context: Context) -> Iterator[Found]:
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
            yield Found(begin + start, begin + end, "phone", value)


def _short_codes(text: str, context: Context) -> Iterator[Found]:
    home = phones.region(context)
    for match in patterns.SHORT_CODE.finditer(text):
        code = phones.short_code(match[1], home)
        if code:
            yield Found(match.start(1), match.end(1), "phone", code)


def _handles(text: str, _: Context) -> Iterator[Found]:
    for match in patterns.HANDLE.finditer(text):
        value = username(match[1])
        is_host = "." in match[1] and hosts.domain(match[1]) is not None
        if value and not is_host and value not in _CODE_WORDS:
            yield Found(match.start(), match.end(), "username", value)


def _accounts(text: str, _: Context) -> Iterator[Found]:
    for match in patterns.NAMED_ACCOUNT.finditer(text):
        name = match["name"]
        looks_chosen = bool(match["quote"]) or any(letter.isdigit() or letter in "_#." for letter in name)
        value = username(name)
        if value and looks_chosen and len(name) > 2:
            yield Found(match.start("name"), match.end("name"), "username", value)


IN_ORDER: Final[tuple[Callable[[str, Context], Iterator[Found]], ...]] = (
    _urls, _emails, _ibans, _wallets, _tracking, _references, _digests, _ip_pages, _ipv4, _ipv6,
    _names, _cards, _phones, _short_codes, _handles, _accounts,
)  # fmt: skip
