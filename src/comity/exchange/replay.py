"""What to do with an envelope that may have come before: a pure decision on id and digest.

>>> decide(None, digest_of("a"))
New()
>>> decide(Stored(digest_of("a"), receipt="eyJ..."), digest_of("a"))
Again(receipt='eyJ...')
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.exchange import faults
from comity.kernel.digest import Digest, digest_of
from comity.kernel.errors import Conflict

__all__ = ["Again", "Decision", "New", "Stored", "decide", "digest_of"]


@dataclass(frozen=True, slots=True)
class Stored:
    """What the receiver keeps of a message for ever: the digest of its envelope, and the receipt given (empty: not yet)."""

    digest: Digest
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class New:
    """Never seen: store it, let it take effect and sign a receipt, in one transaction."""


@dataclass(frozen=True, slots=True)
class Again:
    """The same bytes again: answer with the stored receipt; nothing else happens."""

    receipt: str


Decision = New | Again


def decide(stored: Stored | None, digest: Digest, id: str = "") -> Decision:
    """Decide on an envelope whose outer signature holds, from what is stored under its sender and id.

    Raises:
        Conflict: the same id with other bytes.
    """
    if stored is None:
        return New()
    if stored.digest != digest:
        raise Conflict(faults.REPLAYED_OTHER.fault(id=id))
    return Again(stored.receipt)
