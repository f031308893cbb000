"""RFC 9162 trees: the shared vectors (those of subtree proofs are for something we do not do), our own proofs against a plain re-computation, appending in O(log n)."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.custody import log, verify
from comity.kernel.errors import Untrusted
from tests.support.shared_data import folder


def vectors(kind: str) -> Iterator[dict[str, Any]]:
    with gzip.open(folder("conformance-merkle") / "vectors.jsonl.gz", "rt") as file:
        for line in file:
            record = json.loads(line)
            if record["file"].startswith(kind):
                yield record["case"]


def b64(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def hashes(proof: list[str] | None) -> list[bytes]:
    return [b64(node) for node in proof or []]


def held(call: Any, *arguments: Any) -> bool:
    try:
        call(*arguments)
    except Untrusted:
        return False
    return True


def test_inclusion_vectors() -> None:
    seen = {True: 0, False: 0}
    for case in vectors("inclusion"):
        arguments = (
            b64(case["leafHash"]),
            case["leafIdx"],
            case["treeSize"],
            hashes(case["proof"]),
            b64(case["root"]),
        )
        expected = not case["wantErr"]
        assert held(log.verify_inclusion, *arguments) == expected, case["desc"]
        assert verify.included(*arguments) == expected, case["desc"]
        seen[expected] += 1
    assert seen == {True: 3, False: 65}


def test_consistency_vectors() -> None:
    seen = {True: 0, False: 0}
    for case in vectors("consistency"):
        stricter = (
            len(b64(case["root1"])) != 32
        )  # a few vectors stand for a root with a few letters: here a root is 32 bytes
        expected = not case["wantErr"] and not stricter
        got = held(
            log.verify_consistency,
            case["size1"],
            b64(case["root1"]),
            case["size2"],
            b64(case["root2"]),
            hashes(case["proof"]),
        )
        assert got == expected, case
        seen[expected] += 1
    assert seen == {True: 2, False: 70}


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.1, word for word and slow."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


def tree(size: int) -> list[bytes]:
    return [log.leaf_hash(str(number).encode()) for number in range(size)]


@pytest.mark.parametrize("size", [*range(20), 31, 32, 33, 100])
def test_the_frontier_has_the_plain_root_and_completes_every_subtree(size: int) -> None:
    leaves, frontier, stored = tree(size), log.EMPTY, {}
    for leaf in leaves:
        frontier, complete = frontier.append(leaf)
        stored |= {(node.level, node.index): node.hash for node in complete}
    assert frontier.root() == plain_root(leaves) == log.root(log.in_memory(leaves), size)
    assert log.Frontier(frontier.size, frontier.hashes) == frontier
    for index in range(size):
        proof = log.inclusion_proof(lambda level, at: stored[level, at], index, size)
        log.verify_inclusion(leaves[index], index, size, proof, frontier.root())
        assert verify.included(leaves[index], index, size, proof, frontier.root())


@given(st.integers(1, 300), st.data())
@settings(max_examples=80, deadline=None)
def test_proofs_hold_for_what_they_say_and_nothing_else(size: int, data: st.DataObject) -> None:
    leaves = tree(size)
    fetch, root = log.in_memory(leaves), log.root(log.in_memory(leaves), size)
    first = data.draw(st.integers(1, size))
    proof = log.consistency_proof(fetch, first, size)
    log.verify_consistency(first, log.root(fetch, first), size, root, proof)
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    path = log.inclusion_proof(fetch, index, size)
    if other != index:
        assert not held(log.verify_inclusion, leaves[other], index, size, path, root)
        assert not held(log.verify_inclusion, leaves[index], other, size, path, root)
    if proof:
        broken = [bytes([proof[0][0] ^ 1]) + proof[0][1:], *proof[1:]]
        assert not held(log.verify_consistency, first, log.root(fetch, first), size, root, broken)


def test_a_fork_is_no_continuation() -> None:
    leaves = tree(8)
    forked = [*leaves[:5], log.leaf_hash(b"other"), *leaves[6:]]
    proof = log.consistency_proof(log.in_memory(forked), 6, 8)
    old = log.root(log.in_memory(leaves), 6)
    assert not held(log.verify_consistency, 6, old, 8, log.root(log.in_memory(forked), 8), proof)


def test_what_cannot_be_asked() -> None:
    fetch = log.in_memory(tree(3))
    for attempt in (
        lambda: log.inclusion_proof(fetch, 3, 3),
        lambda: log.consistency_proof(fetch, 0, 3),
        lambda: log.Frontier(3, ()),
    ):
        with pytest.raises(ValueError, match=r"tree|frontier"):
            attempt()
