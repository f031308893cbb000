"""Values by which near selectors meet although only their keyed digests are stored.

Equality of sealed selectors is equality of digests; nearness is equality of *derived* digests made before
sealing. These functions return the strings to be put through the keyed digest (HMAC under the linkage key);
they keep no key and store nothing. Each string begins with its ``scheme:``, so that values of two schemes
never meet by chance. ``docs/threats.md`` says what equality and frequency of such digests give away.

    >>> sorted(set(phone_neighbours("+4915112345678")) & set(phone_neighbours("+4915112345679")))
    ['phone-less:+491511234567']
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from comity.selectors import hosts
from comity.selectors.kinds import Kind, Selector

PERMUTATIONS: Final = 64
BANDS: Final = 16
"""64 hashes in 16 bands of 4: two texts with Jaccard similarity 0.5 share a band in 64 % of cases, 0.8 in 99.98 %."""
SHINGLE: Final = 3
"""Words in a row that count as one feature."""
MAX_WORDS: Final = 5_000
"""Words of a narrative that go into its bands; beyond that the beginning speaks for it."""
MIN_WORDS: Final = 12
"""Shorter texts are alike by chance and get no bands."""

_PRIME: Final = (1 << 61) - 1
_coefficients = random.Random(0x434F4D495459)  # noqa: S311 - fixed public coefficients, not a secret
_PERMUTED: Final = tuple(
    (_coefficients.randrange(1, _PRIME), _coefficients.randrange(_PRIME)) for _ in range(PERMUTATIONS)
)
_WORD = re.compile(r"[^\W\d_]+|[\u4e00-\u9fff\u3040-\u30ff]")
_FOLDED = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_DIGITS = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s"})


@lru_cache(maxsize=8192)
def _plain_letter(letter: str) -> str:
    """Return the ASCII letter that a letter is mistaken for (Unicode TS 39 data), or itself."""
    if letter.isascii():
        return letter
    # Imported here: it reads a table of a megabyte, and most processes that know selectors never fold a letter.
    from confusable_homoglyphs import confusables

    alike: list[Mapping[str, str]] = confusables.confusables_data.get(letter, [])
    for other in alike:
        if len(other["c"]) == 1 and other["c"].isascii() and other["c"].isalnum():
            return other["c"].lower()
    return letter


def skeleton(domain: str) -> str:
    """Return what a domain looks like: letters that are mistaken for one another fall together.

    Built on the confusables of Unicode TS 39, with the confusions of a lower-case address bar added
    (``rn`` and ``m``, ``1``, ``i`` and ``l``, ``0`` and ``o``).

    >>> skeleton("paypa1.example") == skeleton("xn--pypal-4ve.example") == skeleton("paypal.example")
    True
    """
    shown = domain.lower()
    labels = []
    for label in shown.split("."):
        try:
            labels.append(label[4:].encode().decode("punycode") if label.startswith("xn--") else label)
        except (UnicodeError, ValueError):
            labels.append(label)
    folded = "".join(_plain_letter(letter) for letter in ".".join(labels)).lower()
    for pair, single in _FOLDED:
        folded = folded.replace(pair, single)
    return folded.translate(_DIGITS).replace("-", "")


def domain_keys(domain: str) -> tuple[str, ...]:
    """Return the registered domain and its skeleton: sub-domains of one owner, look-alikes of one name."""
    owned = hosts.registrable(domain)
    return (f"registrable:{owned}", f"skeleton:{skeleton(owned)}")


def url_keys(url: str) -> tuple[str, ...]:
    """Return the page without scheme, query and fragment, in which a kit writes each victim's own number."""
    host = hosts.host_of(url)
    path = re.sub(r"^[a-z]+://[^/?#]*", "", url).partition("?")[0].partition("#")[0].rstrip("/")
    return (f"page:{host}{path}",) if path else ()


def phone_neighbours(number: str) -> tuple[str, ...]:
    """Return a number with each one of its last nine digits left out: numbers with one wrong digit share one.

    The country code and the area are kept, since a call centre's numbers differ at the end.
    """
    if not re.fullmatch(r"\+\d{8,15}", number):
        return ()
    first = max(3, len(number) - 9)
    return tuple(
        sorted({f"phone-less:{number[:place]}{number[place + 1 :]}" for place in range(first, len(number))})
    )


def email_keys(address: str) -> tuple[str, ...]:
    """Return the mailbox without its tag and, for the providers that ignore them, its dots.

    >>> email_keys("Ca.shier+de7@gmail.com".lower())
    ('mailbox:cashier@gmail.com',)
    """
    local, _, host = address.rpartition("@")
    local = local.partition("+")[0]
    if host in {"gmail.com", "googlemail.com"}:
        local, host = local.replace(".", ""), "gmail.com"
    return (f"mailbox:{local}@{host}",)


def iban_keys(iban: str) -> tuple[str, ...]:
    """Return an account without check digits and its last four: accounts for mules are opened in a row."""
    return (f"account-head:{iban[:2]}{iban[4:-4]}",)


_BY_KIND: Mapping[Kind, Callable[[str], tuple[str, ...]]] = {
    "domain": domain_keys,
    "url": url_keys,
    "phone": phone_neighbours,
    "email": email_keys,
    "iban": iban_keys,
}


def derived(selector: Selector) -> tuple[str, ...]:
    """Return the derived strings of a selector, none for kinds in which near means nothing (a hash, a wallet)."""
    make = _BY_KIND.get(selector.kind)
    return make(selector.value) if make else ()


def _digest(text: str, size: int) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=size).digest()


def word_bands(text: str) -> tuple[str, ...]:
    """Return the MinHash bands of a narrative: texts that tell the same story in the same words share some.

    Letters only, in lower case: names, sums and dates differ between victims of one script. The caller
    keys the strings; without the key the bands of a known text could be made by anyone.
    """
    words = [match.group().casefold() for match in _WORD.finditer(text[: MAX_WORDS * 40])][:MAX_WORDS]
    if len(words) < MIN_WORDS:
        return ()
    shingles = {" ".join(words[place : place + SHINGLE]) for place in range(len(words) - SHINGLE + 1)}
    hashed = [
        int.from_bytes(hashlib.blake2b(one.encode(), digest_size=7).digest(), "big") for one in shingles
    ]
    lowest = [min((factor * value + shift) % _PRIME for value in hashed) for factor, shift in _PERMUTED]
    rows = PERMUTATIONS // BANDS
    return tuple(
        f"words-{band}:" + _digest(",".join(map(str, lowest[band * rows : (band + 1) * rows])), 10).hex()
        for band in range(BANDS)
    )
