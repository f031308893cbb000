"""The Merkle tree of RFC 9162, section 2.1: hashes, roots, proofs, and appending in O(log n).

Every proof is built from *complete subtrees*, named by level and index (level 0 are the leaves). :class:`Frontier`
appends and says which subtrees became complete; whoever stores those can later make any proof by reading O(log n) of
them (:data:`Fetch`).

    >>> leaves = [leaf_hash(data) for data in (b"a", b"b", b"c")]
    >>> fetch = in_memory(leaves)
    >>> verify_inclusion(leaves[2], 2, 3, inclusion_proof(fetch, 2, 3), root(fetch, 3))
    >>> frontier = EMPTY
    >>> for leaf in leaves:
    ...     frontier, complete = frontier.append(leaf)
    >>> frontier.root() == root(fetch, 3)
    True
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from comity.custody import faults
from comity.kernel.errors import Untrusted

Fetch = Callable[[int, int], bytes]
"""``fetch(level, index)`` returns the hash of the complete subtree over leaves ``index << level`` and following."""

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 over 0x00 and the data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256 over 0x01, left and right."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Subtree:
    """A complete subtree: ``2**level`` leaves from ``index << level`` on."""

    level: int
    index: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: its size and the complete subtrees it is made of, largest first.

    All that a notary keeps in memory, at most 64 hashes; read back with ``Frontier(size, hashes)``.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise ValueError("a frontier has one hash for each bit that is set in its size")

    def append(self, leaf: bytes) -> tuple[Frontier, tuple[Subtree, ...]]:
        """Append a leaf hash; return the new frontier and the subtrees that became complete, the leaf first."""
        hashes, index, level, node = list(self.hashes), self.size, 0, leaf
        complete = [Subtree(0, index, node)]
        while index & 1:
            node = node_hash(hashes.pop(), node)
            index >>= 1
            level += 1
            complete.append(Subtree(level, index, node))
        return Frontier(self.size + 1, (*hashes, node)), tuple(complete)

    def root(self) -> bytes:
        """Return the root hash over all leaves so far."""
        if not self.hashes:
            return EMPTY_ROOT
        node = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            node = node_hash(left, node)
        return node


EMPTY = Frontier()


def in_memory(leaves: Sequence[bytes]) -> Fetch:
    """Keep all complete subtrees over ``leaves`` in memory: for packages, tests and small logs."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])
    return lambda level, index: levels[level][index]


def root(fetch: Fetch, size: int) -> bytes:
    """Return the root over the first ``size`` leaves."""
    return _range(fetch, 0, size) if size else EMPTY_ROOT


def inclusion_proof(fetch: Fetch, index: int, size: int) -> list[bytes]:
    """Return the audit path of leaf ``index`` in the tree of ``size`` leaves (section 2.1.3.1).

    Raises:
        ValueError: there is no such leaf in that tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    return _path(fetch, index, 0, size)


def consistency_proof(fetch: Fetch, first: int, second: int) -> list[bytes]:
    """Return the proof that the tree of ``first`` leaves is the start of the tree of ``second`` (section 2.1.4.1).

    Raises:
        ValueError: the first tree is empty or the larger one.
    """
    if not 0 < first <= second:
        raise ValueError(f"a tree of {first} is no start of a tree of {second}")
    return _subproof(fetch, first, 0, second, True)


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes
) -> None:
    """Verify an audit path (section 2.1.3.2).

    Raises:
        Untrusted: the path does not lead from this leaf, at this place, to that root.
    """
    if not 0 <= index < size or not _hashes([leaf, expected_root, *proof]):
        raise Untrusted(faults.NOT_INCLUDED.fault(index=index, size=size))
    fn, sn, node = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            raise Untrusted(faults.NOT_INCLUDED.fault(index=index, size=size))
        if fn & 1 or fn == sn:
            node = node_hash(sibling, node)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            node = node_hash(node, sibling)
        fn >>= 1
        sn >>= 1
    if sn != 0 or node != expected_root:
        raise Untrusted(faults.NOT_INCLUDED.fault(index=index, size=size))


def verify_consistency(
    first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> None:
    """Verify that nothing was changed or taken away between two roots (section 2.1.4.2).

    Raises:
        Untrusted: the first tree is not shown to be the start of the second.
    """
    refused = Untrusted(faults.NOT_CONSISTENT.fault(first=first, second=second))
    if not 0 < first <= second or not _hashes([first_root, second_root, *proof]):
        raise refused
    if first == second:
        if proof or first_root != second_root:
            raise refused
        return
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        raise refused
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn >>= 1
        sn >>= 1
    old = new = path[0]
    for node in path[1:]:
        if sn == 0:
            raise refused
        if fn & 1 or fn == sn:
            old, new = node_hash(node, old), node_hash(node, new)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            new = node_hash(new, node)
        fn >>= 1
        sn >>= 1
    if sn != 0 or old != first_root or new != second_root:
        raise refused


def _hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == 32 for value in values)


def _split(count: int) -> int:
    """Return the largest power of two smaller than ``count``."""
    return 1 << (count - 1).bit_length() - 1


def _range(fetch: Fetch, low: int, high: int) -> bytes:
    count = high - low
    if (
        count & (count - 1) == 0
    ):  # complete, and low is a multiple of count because we always split at powers of two
        level = count.bit_length() - 1
        return fetch(level, low >> level)
    middle = low + _split(count)
    return node_hash(_range(fetch, low, middle), _range(fetch, middle, high))


def _path(fetch: Fetch, index: int, low: int, high: int) -> list[bytes]:
    if high - low == 1:
        return []
    middle = low + _split(high - low)
    if index < middle:
        return [*_path(fetch, index, low, middle), _range(fetch, middle, high)]
    return [*_path(fetch, index, middle, high), _range(fetch, low, middle)]


def _subproof(fetch: Fetch, first: int, low: int, high: int, whole: bool) -> list[bytes]:
    if first == high:
        return [] if whole else [_range(fetch, low, high)]
    middle = low + _split(high - low)
    if first <= middle:
        return [*_subproof(fetch, first, low, middle, whole), _range(fetch, middle, high)]
    return [*_subproof(fetch, first, middle, high, False), _range(fetch, low, middle)]
