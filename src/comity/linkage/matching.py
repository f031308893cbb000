"""Match one report against others by the keys they share, and say what each shared key is worth.

>>> new = [Key("domain", "konto-sicherheit.example"), Key("iban", "FR14")]
>>> link = match("r3", new, [("r1", Key("domain", "konto-sicherheit.example"))])[0]
>>> link.other, link.joins, [shared.key.scheme for shared in link.reasons]
('r1', True, ['domain'])
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from comity.linkage.keys import JOINS, SCHEMES, Key


@dataclass(frozen=True, slots=True, order=True)
class Shared:
    """One reason of a link: the key both reports hold, its weight, and by how many reports it is held in all."""

    key: Key
    weight: float
    held_by: int

    def document(self, other: str) -> dict[str, Any]:
        """Return the reason as the command and the interface print it."""
        return {
            "code": "linkage.shared.exact" if self.key.rule.exact else "linkage.shared.derived",
            "scheme": self.key.scheme,
            "value": self.key.token,
            "with": other,
            "weight": self.weight,
            "held_by": self.held_by,
        }


@dataclass(frozen=True, slots=True)
class Link:
    """Two reports that share something. ``joins``: enough to put them into one campaign without asking."""

    one: str
    other: str
    reasons: tuple[Shared, ...]

    @property
    def weight(self) -> float:
        """How much all reasons prove together."""
        return weigh(shared.key for shared in self.reasons)

    @property
    def joins(self) -> bool:
        """Whether the two belong together by rule; otherwise the link is shown as a possible one."""
        return self.weight >= JOINS


def weigh(keys: Iterable[Key]) -> float:
    """Add up what shared keys prove: within a scheme up to its most, over schemes without limit.

    >>> weigh([Key("words", "a", 0), Key("words", "b", 1), Key("skeleton", "x")])
    0.9
    """
    count = Counter(key.scheme for key in keys)
    return round(
        sum(min(SCHEMES[name].weight * number, SCHEMES[name].most) for name, number in count.items()), 6
    )


def worth(key: Key, held_by: int) -> bool:
    """Say whether a key still proves something when so many reports hold it (the hub guard by number)."""
    return key.rule.crowd == 0 or held_by <= key.rule.crowd


def match(
    report: str,
    keys: Iterable[Key],
    found: Iterable[tuple[str, Key]],
    *,
    held_by: Mapping[Key, int] | None = None,
) -> list[Link]:
    """Return the links of one new report, the strongest first.

    Args:
        report: id of the new report; itself among ``found`` is left out.
        keys: its keys (plain or digests).
        found: which earlier report holds which of these keys, from an index look-up.
        held_by: how many reports hold a key in all, where the look-up was cut short; else counted from ``found``.
    """
    own = set(keys)
    holders: dict[Key, set[str]] = defaultdict(set)
    for other, key in found:
        if other != report and key in own:
            holders[key].add(other)
    shared: dict[str, list[Shared]] = defaultdict(list)
    for key, others in holders.items():
        number = (held_by or {}).get(key, len(others) + 1)
        if worth(key, number):
            for other in others:
                shared[other].append(Shared(key, key.rule.weight, number))
    links = [Link(report, other, tuple(sorted(reasons))) for other, reasons in shared.items()]
    return sorted(links, key=lambda link: (-link.weight, link.other))
