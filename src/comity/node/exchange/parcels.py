"""Parcels at the sender's end: a sealed file kept ready for the one node that may fetch it, and handed out piece by piece.

What is handed out is sealed; the key travels, wrapped to the addressee, inside the message. The reference alone opens nothing: the asking
node has proven by its signature who it is.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from comity.kernel.errors import BadInput, Conflict
from comity.node.blobs import store
from comity.node.exchange import faults
from comity.node.exchange.models import Outgoing, Parcel
from comity.node.exchange.trusting import require_trust

PIECE = 2 * 1024 * 1024
"""Bytes of one answer: what both ends hold in memory of a parcel."""
_OVER = (Outgoing.State.OPENED, Outgoing.State.REFUSED)


def offer(reference: UUID, message: Outgoing, *, blob: str, size: int) -> Parcel:
    """Keep a file of the store ready for the addressee of a message, in the transaction that posts it; as long as the message lives."""
    return Parcel.objects.create(id=reference, message=message, blob=blob, size=size, until=message.deadline)


def piece(reference: UUID, start: int, *, hosted: Collection[str], at: datetime) -> tuple[bytes, int]:
    """Return a piece of a parcel from ``start``, and the size of the whole. ``hosted``: the participants of the asking node.

    Raises:
        BadInput: there is none for any of them (which of the two is not said), or nothing begins at ``start``.
        Conflict: its time is over, or its message was opened or refused: nobody needs it any more.
        NotAllowed: the addressee is not admitted here any more.
    """
    row = Parcel.objects.select_related("message").filter(pk=reference, message__to_code__in=hosted).first()
    if row is None:
        raise BadInput(faults.NO_PARCEL.fault())
    require_trust(row.message.to_code)
    if at >= row.until or row.message.state in _OVER:
        raise Conflict(faults.PARCEL_OVER.fault())
    if not 0 <= start < row.size:
        raise BadInput(faults.PARCEL_RANGE.fault(start=start, size=row.size))
    with store.open_file(row.blob) as file:
        file.seek(start)
        return file.read(PIECE), row.size
