"""The Merkle log as it lies in the table ``Position``: reading subtrees back, the right edge, proofs."""

from __future__ import annotations

from collections.abc import Callable

from comity.custody.log import EMPTY, Frontier, inclusion_proof
from comity.node.audit.models import Position

_HASH = 32


def fetch(log: str) -> Callable[[int, int], bytes]:
    """Return the reader of complete subtrees of a log: one row each, the one of the subtree's last leaf."""

    def read(level: int, index: int) -> bytes:
        last = ((index + 1) << level) - 1
        hashes = bytes(Position.objects.values_list("subtrees", flat=True).get(log=log, index=last))
        return hashes[level * _HASH : (level + 1) * _HASH]

    return read


def size(log: str) -> int:
    """Return how many leaves of a log have a position."""
    last = Position.objects.filter(log=log).order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def frontier(log: str) -> Frontier:
    """Read the right edge of a log back: one row for each bit set in its size."""
    count = size(log)
    if count == 0:
        return EMPTY
    read, hashes, start = fetch(log), [], 0
    for level in reversed(range(count.bit_length())):
        if count >> level & 1:
            hashes.append(read(level, start >> level))
            start += 1 << level
    return Frontier(count, tuple(hashes))


def proof(log: str, index: int, tree_size: int) -> list[bytes]:
    """Return the inclusion proof of a leaf in the tree of ``tree_size`` leaves (RFC 9162, 2.1.3.1)."""
    return inclusion_proof(fetch(log), index, tree_size)
