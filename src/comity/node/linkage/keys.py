"""Keys of a report as keyed digests: made by ``comity.linkage`` from plain selectors, keyed before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from comity.linkage import SCHEMES, Key, keys_of
from comity.selectors import Selector
from comity.selectors.kinds import KINDS
from comity.selectors.lists import default_hubs
from comity.suites import mac


def plain_keys(selectors: Iterable[Mapping[str, str]], words: str = "") -> tuple[Key, ...]:
    """Return the plain keys of selectors ``{"kind", "value"}`` and a narrative; well-known values give none (hub guard)."""
    known = [
        Selector(0, 0, one["kind"], one["value"], one["value"]) for one in selectors if one["kind"] in KINDS
    ]
    return keys_of(known, words, hubs=default_hubs())


def digest(linkage_key: bytes, key: Key) -> bytes:
    """Return the digest under which a plain key is stored and looked up. Scheme and band are part of it."""
    return mac.linkage_digest(linkage_key, f"{key.scheme}-{key.band}", key.token)


def stored(scheme: str, band: int, value: bytes) -> Key:
    """Return a stored digest in the form ``comity.linkage`` reasons with; it never looks inside a token."""
    return Key(scheme, value.hex(), band)


def is_known(scheme: str) -> bool:
    """Say whether the library still knows a scheme (a row may be older than the program)."""
    return scheme in SCHEMES
