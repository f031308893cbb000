"""Cluster reports into campaigns: connected components over links that join, every member with its reasons.

Decisions of officers are kept: a *split* says that two reports do not belong together, a *cut* that a key proves
nothing. Both outlast every new run. The result does not depend on the order of the input.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from comity.linkage.keys import JOINS, Key
from comity.linkage.matching import Link, Shared, weigh, worth


@dataclass(frozen=True, slots=True)
class Campaign:
    """Reports that belong together. ``id`` is the first member in the order of ids; ``links`` hold it together."""

    id: str
    members: tuple[str, ...]
    links: tuple[Link, ...]

    def reasons(self, member: str) -> list[tuple[str, Shared]]:
        """Return why a member is in: the other end of each of its links with what they share."""
        return [
            (link.other if link.one == member else link.one, shared)
            for link in self.links
            if member in (link.one, link.other)
            for shared in link.reasons
        ]


@dataclass(frozen=True, slots=True)
class Clustering:
    """All campaigns (single reports are campaigns of one), possible links below the limit, and what was held back.

    ``held``: links that would have joined but for a split. ``crowded``: keys too widely shared to prove anything.
    """

    campaigns: tuple[Campaign, ...]
    possible: tuple[Link, ...] = ()
    held: tuple[Link, ...] = ()
    crowded: Mapping[Key, int] = field(default_factory=dict)


class _Parts:
    """Disjoint sets with the splits that run between them."""

    def __init__(self, members: Iterable[str], splits: Iterable[frozenset[str]]) -> None:
        self._parent = {member: member for member in members}
        self._size = dict.fromkeys(self._parent, 1)
        self._against: dict[str, set[str]] = {member: set() for member in self._parent}
        for pair in splits:
            if len(pair) == 2 and all(member in self._parent for member in pair):
                one, other = sorted(pair)
                self._against[one].add(other)
                self._against[other].add(one)

    def find(self, member: str) -> str:
        root = member
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[member] != root:
            self._parent[member], member = root, self._parent[member]
        return root

    def join(self, one: str, other: str) -> bool:
        """Put two parts together; ``False`` where a split between any of their members forbids it."""
        a, b = self.find(one), self.find(other)
        if a == b:
            return True
        if any(self.find(enemy) == b for enemy in self._against[a]):
            return False
        if self._size[a] < self._size[b]:
            a, b = b, a
        self._parent[b] = a
        self._size[a] += self._size[b]
        self._against[a] |= self._against[b]
        return True


def _holders(reports: Mapping[str, Iterable[Key]], cuts: frozenset[Key]) -> dict[Key, list[str]]:
    held: dict[Key, list[str]] = defaultdict(list)
    for report in sorted(reports):
        for key in set(reports[report]):
            if key not in cuts:
                held[key].append(report)
    return {key: members for key, members in held.items() if len(members) > 1}


def cluster(
    reports: Mapping[str, Iterable[Key]],
    *,
    splits: Iterable[frozenset[str]] = (),
    cuts: frozenset[Key] = frozenset(),
) -> Clustering:
    """Put reports into campaigns.

    Args:
        reports: the keys of each report by its id.
        splits: pairs of reports that an officer keeps apart.
        cuts: keys that an officer declared worthless.

    A key that joins by itself ties its holders in a chain, so a campaign of ten thousand needs as many links and not
    fifty million; weaker keys are compared pair by pair, which their crowd limit keeps small.
    """
    parts = _Parts(reports, splits)
    crowded: dict[Key, int] = {}
    chained: dict[tuple[str, str], list[Shared]] = defaultdict(list)
    weak: dict[tuple[str, str], list[Shared]] = defaultdict(list)
    for key, members in sorted(_holders(reports, cuts).items()):
        if not worth(key, len(members)):
            crowded[key] = len(members)
            continue
        shared = Shared(key, key.rule.weight, len(members))
        if key.rule.weight >= JOINS:
            for one, other in pairwise(members):
                chained[one, other].append(shared)
        else:
            for one, other in combinations(members, 2):
                weak[one, other].append(shared)
    joined: list[Link] = []
    held: list[Link] = []
    possible: list[Link] = []
    for pair, reasons in sorted(chained.items()):
        link = Link(*pair, tuple(sorted([*reasons, *weak.pop(pair, [])])))
        (joined if parts.join(*pair) else held).append(link)
    for pair, reasons in sorted(weak.items(), key=lambda item: (-weigh(one.key for one in item[1]), item[0])):
        link = Link(*pair, tuple(sorted(reasons)))
        if not link.joins:
            possible.append(link)
        else:
            (joined if parts.join(*pair) else held).append(link)
    return Clustering(_campaigns(reports, parts, joined), tuple(possible), tuple(held), crowded)


def _campaigns(reports: Iterable[str], parts: _Parts, links: list[Link]) -> tuple[Campaign, ...]:
    members: dict[str, list[str]] = defaultdict(list)
    inside: dict[str, list[Link]] = defaultdict(list)
    for report in sorted(reports):
        members[parts.find(report)].append(report)
    for link in links:
        inside[parts.find(link.one)].append(link)
    found = [Campaign(group[0], tuple(group), tuple(inside[root])) for root, group in members.items()]
    return tuple(sorted(found, key=lambda campaign: campaign.id))
