"""The keys by which reports meet: each selector as it is, and the values derived from it.

A *scheme* says how a key was made and how much it proves. Exact schemes are the kinds of selector; derived ones come
from :mod:`comity.selectors.derived`. The weights are of this house, not of the law: one whole point joins two
reports, less only shows a possible link to an officer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from comity.selectors.derived import derived, word_bands
from comity.selectors.kinds import Selector
from comity.selectors.lists import Hubs

JOINS: Final = 1.0
"""Weight from which two reports are joined without asking anybody."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a key was made.

    ``weight``: how much one shared key proves; ``most``: the most that several of this scheme prove together;
    ``crowd``: shared by more reports than this it proves nothing (0: no limit, a campaign may be large).
    """

    name: str
    exact: bool
    weight: float
    most: float
    crowd: int


def _exact(name: str, weight: float = JOINS, crowd: int = 0) -> Scheme:
    return Scheme(name, exact=True, weight=weight, most=max(weight, JOINS), crowd=crowd)


def _near(name: str, weight: float, most: float | None = None, crowd: int = 50) -> Scheme:
    return Scheme(name, exact=False, weight=weight, most=most or weight, crowd=crowd)


SCHEMES: Final = {
    scheme.name: scheme
    for scheme in (
        _exact("url"),
        _exact("domain"),
        _exact("ip", crowd=1000),
        _exact("email"),
        _exact("phone"),
        _exact("iban"),
        _exact("crypto"),
        _exact("hash"),
        _exact("username", weight=0.6, crowd=1000),
        _exact("tracking"),
        _near("registrable", 1.0, crowd=1000),
        _near("page", 1.0, crowd=1000),
        _near("mailbox", 1.0, crowd=1000),
        _near("skeleton", 0.5),
        _near("phone-less", 0.5),
        _near("account-head", 0.25),
        _near("words", 0.2, most=1.0, crowd=200),
    )
}
"""Every scheme. ``card`` has none: the card is the victim's own, and masked numbers meet by chance.

An account name weighs less than a whole point because the same name may be two people on two services; with any
second sign it joins.
"""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """One value by which reports meet: the scheme in plain, the token plain or as keyed digest.

    ``band`` tells MinHash bands apart; equal tokens of different bands never meet.
    """

    scheme: str
    token: str
    band: int = 0

    @property
    def rule(self) -> Scheme:
        """The scheme's weight and limits."""
        return SCHEMES[self.scheme]


def _read(derived_value: str) -> Key:
    name, _, token = derived_value.partition(":")
    if name.startswith("words-"):
        return Key("words", token, int(name.removeprefix("words-")))
    return Key(name, token)


def keys_of(selectors: Iterable[Selector], narrative: str = "", *, hubs: Hubs) -> tuple[Key, ...]:
    """Return the keys of one report, without those that belong to a mail provider, bank, big site or host.

    Of a listed site neither the domain nor what is derived from it becomes a key; a mail address keeps its own key
    and gives the domain's only where the domain is not open to everybody.
    """
    found: set[Key] = set()
    for selector in selectors:
        if selector.kind not in SCHEMES:
            continue
        if hubs.of(selector) is None:
            found.add(Key(selector.kind, selector.value))
            found.update(_near_keys(selector, hubs))
    found.update(_read(band) for band in word_bands(narrative))
    return tuple(sorted(found))


def _near_keys(selector: Selector, hubs: Hubs) -> set[Key]:
    keys = {_read(value) for value in derived(selector)}
    if selector.kind == "email":
        host = selector.value.rpartition("@")[2]
        if hubs.of_domain(host) is None:
            keys.add(Key("domain", host))
            keys.update(_near_keys(Selector(0, 0, "domain", host, host), hubs))
    if selector.kind == "domain":
        keys = {key for key in keys if key.scheme != "registrable" or hubs.of_domain(key.token) is None}
    return keys
