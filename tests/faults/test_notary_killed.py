"""The notary is killed at any moment while leaves pour in: every leaf gets one position, no gap, no fork, no lost signature.

A fork would be two signed heads of one size, or a head that later heads do not contain. An onlooker keeps every head it ever
saw; the checker compares them with the tree as it stands in the end, and knows nothing of how the notary works.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest

from comity.custody import log
from comity.node.base.commands import environment
from tests.support.running import RunningNode, wait_for

pytestmark = [pytest.mark.faults]
SEED = 20261124
KILLS = 60
WRITERS = 3

# Set up once, then fork a notary for each line read: a fresh process in milliseconds, killed and reaped.
ZYGOTE = """
import os, sys
import django
django.setup()
from comity.node.audit.process import run
print("ready", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        run()
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
"""

INSERT = (
    "INSERT INTO audit_leaf (id, log, verb, actor, participant, at, subject_kind, subject_id, purpose, facts, salt, data)"
    " VALUES (%s, 'audit', 'thing.done', 'system:tests', '', now(), 'thing', '1', '', '{}', '', %s)"
)


def check(leaves: set[uuid.UUID], rows: list, heads: dict[int, set[bytes]]) -> list[str]:
    """Judge the log: ``rows`` (index, leaf id, data) in order, ``heads`` every root ever seen by size."""
    faults = []
    if [index for index, _, _ in rows] != list(range(len(rows))):
        faults.append("a gap or a doubled position")
    if {leaf for _, leaf, _ in rows} != leaves or len(rows) != len(leaves):
        faults.append("a leaf lost or doubled")
    fetch = log.in_memory([log.leaf_hash(bytes(data)) for _, _, data in rows])
    for size, roots in heads.items():
        if len(roots) != 1:
            faults.append(f"a fork: {len(roots)} heads of size {size}")
        elif size > len(rows) or roots != {log.root(fetch, size)}:
            faults.append(f"the head of size {size} is not the start of the log")
    return faults


def zygote(node: RunningNode) -> subprocess.Popen[str]:
    """Start the process that makes notaries."""
    process = subprocess.Popen(
        [sys.executable, "-c", ZYGOTE], env=environment(node.home, "notary"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_no_gap_and_no_fork(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    print(f"seed {SEED}")
    with RunningNode.found(tmp_path / "de") as node:
        wait_for(lambda: node.pids("notary"))
        node.kill("notary", signal.SIGSTOP)  # idle now; only ours work meanwhile
        stop, written, heads = threading.Event(), [set() for _ in range(WRITERS)], {}

        def write(mine: set[uuid.UUID]) -> None:
            with node.connect("comity_worker") as connection:
                while not stop.is_set():
                    leaf = uuid.uuid4()
                    connection.execute(INSERT, [leaf, leaf.bytes])
                    mine.add(leaf)

        def watch() -> None:
            with node.connect("comity_desk") as connection:
                while not stop.is_set():
                    for size, root in connection.execute(
                        "SELECT size, root FROM audit_checkpoint ORDER BY size DESC LIMIT 5"
                    ):
                        heads.setdefault(size, set()).add(bytes(root))
                    time.sleep(0.01)

        threads = [threading.Thread(target=write, args=(mine,)) for mine in written] + [
            threading.Thread(target=watch)
        ]
        for thread in threads:
            thread.start()
        with zygote(node) as lines:
            for _ in range(KILLS):
                lines.stdin.write("go\n")
                lines.stdin.flush()
                pid = int(lines.stdout.readline())
                time.sleep(chance.uniform(0.01, 0.3))
                os.kill(pid, signal.SIGKILL)
        stop.set()
        node.kill("notary", signal.SIGCONT)
        for thread in threads:
            thread.join()
        leaves = set().union(*written)
        with node.connect() as connection:
            wait_for(
                lambda: connection.execute("SELECT count(*) FROM audit_pending").fetchone()[0] == 0,
                patience=120,
            )
            rows = connection.execute(
                "SELECT p.index, p.leaf_id, l.data FROM audit_position p JOIN audit_leaf l ON l.id = p.leaf_id"
                " WHERE p.log = 'audit' ORDER BY p.index"
            ).fetchall()
            for size, root in connection.execute(
                "SELECT size, root FROM audit_checkpoint WHERE log = 'audit'"
            ):
                heads.setdefault(size, set()).add(bytes(root))
        other = {row[1] for row in rows} - leaves  # leaves of the node itself, such as clocks that fired
        assert check(leaves | other, rows, heads) == []
        assert len(leaves) > 50
        assert len(heads) > 3


@pytest.mark.parametrize("planted", ["gap", "doubled", "lost", "fork", "rewritten"])
def test_the_checker_sees_each_planted_fault(planted: str) -> None:
    leaves = [uuid.uuid4() for _ in range(6)]
    rows = [(index, leaf, leaf.bytes) for index, leaf in enumerate(leaves)]
    fetch = log.in_memory([log.leaf_hash(leaf.bytes) for leaf in leaves])
    heads = {size: {log.root(fetch, size)} for size in (2, 6)}
    assert check(set(leaves), rows, heads) == []
    if planted == "gap":
        rows[5] = (6, *rows[5][1:])
    elif planted == "doubled":
        rows[5] = (5, *rows[4][1:])
    elif planted == "lost":
        rows.pop()
    elif planted == "fork":
        heads[2].add(b"x" * 32)
    else:
        rows[0] = (0, rows[0][1], b"other")
    assert check(set(leaves), rows, heads) != []
