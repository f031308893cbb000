"""The notary orders leaves, signs checkpoints, and lets apps sign what rests on them. It alone writes positions.

Each batch is one transaction: pending leaves get the next positions, the checkpoint over them is signed and stored, hooks
write acknowledgements and receipts. Killed at any moment, either all of a batch is there or nothing, and what was signed
but not stored was shown to nobody: no gap, no fork. An advisory lock keeps a second notary waiting.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from comity.custody import checkpoint as note
from comity.custody.log import leaf_hash
from comity.node.audit import tree
from comity.node.audit.models import Checkpoint, Leaf, Log, Pending, Position
from comity.node.base import home
from comity.node.base.keyring import Keyring
from comity.node.base.times import no_finer

BATCH = 500
PAUSE = 0.2  # seconds between two looks: with the work itself a batch takes at most 250 ms
_LOCK = 0x636F6D69  # any number, the same for every notary of one database
_log = logging.getLogger("comity.notary")


@dataclass(frozen=True, slots=True)
class Batch:
    """Leaves that were just ordered, and the signed checkpoint that covers them."""

    log: str
    leaves: Sequence[tuple[Leaf, int]]
    checkpoint: Checkpoint
    keyring: Keyring
    at: datetime

    def proof(self, index: int) -> list[bytes]:
        """Return the inclusion proof of one of the leaves under the checkpoint."""
        return tree.proof(self.log, index, self.checkpoint.size)


Hook = Callable[[Batch], None]
_hooks: dict[str, list[Hook]] = defaultdict(list)


def register(log: str, hook: Hook) -> None:
    """Have ``hook(batch)`` called in the transaction of every batch of a log; registering twice counts once.

    A hook writes rows that follow from the leaves (acknowledgements, receipts), with the notary's database role, and
    looks only at the leaves whose verb is its own. What it raises stops the batch, so it must not fail on one bad row.
    """
    if hook not in _hooks[Log(log).value]:
        _hooks[log].append(hook)


def origin(log: str) -> str:
    """Return the name under which a log of this node is signed: the portal's host and the log."""
    node = home.current()
    return f"{node.doors['portal'].host if node else 'node.localhost'}/{log}"


def order_all(keyring: Keyring, now: Callable[[], datetime]) -> int:
    """Order whatever waits in every log; return how many leaves were given a position. The clock is read when needed."""
    logs = set(Pending.objects.order_by("id").values_list("log", flat=True)[:BATCH])
    return sum(order(log, keyring, now()) for log in sorted(logs))


@transaction.atomic
def order(log: str, keyring: Keyring, at: datetime, limit: int = BATCH) -> int:
    """Order up to ``limit`` waiting leaves of one log in one transaction; return how many."""
    if not Pending.objects.filter(log=log).exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, log])
    waiting = list(Pending.objects.filter(log=log).select_related("leaf").order_by("id")[:limit])
    if not waiting:
        return 0
    edge, placed, positions = tree.frontier(log), [], []
    for row in waiting:
        index = edge.size
        edge, complete = edge.append(leaf_hash(bytes(row.leaf.data)))
        positions.append(
            Position(leaf=row.leaf, log=log, index=index, subtrees=b"".join(one.hash for one in complete))
        )
        placed.append((row.leaf, index))
    Position.objects.bulk_create(positions)
    at = no_finer(at, [leaf.at for leaf, _ in placed])
    head = note.Checkpoint(origin(log), edge.size, edge.root())
    signed = Checkpoint.objects.create(
        log=log, size=edge.size, root=head.root, note=note.sign(head, keyring.node("log")), at=at
    )
    Pending.objects.filter(pk__in=[row.pk for row in waiting]).delete()
    batch = Batch(log, placed, signed, keyring, at)
    for hook in _hooks[log]:
        hook(batch)
    return len(waiting)
