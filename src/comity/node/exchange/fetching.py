"""Parcels at the receiver's end: fetched piece by piece, gone on with where the line broke, believed only once whole.

What came so far is no file of the store: nothing can read half a parcel. When the digest is the one that the signed message named, the message
is handed on; when it never will be, the message is refused with the code that says why. Answers of the other gateway decide nothing for good
(anybody on the way could have made them): it is asked again until the message's own time is over.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from comity.exchange.directory import Directory
from comity.kernel.clock import Clock, SystemClock
from comity.kernel.errors import BadInput, ComityError, Conflict, Untrusted, declared_codes
from comity.node.base import rounds
from comity.node.blobs import store
from comity.node.blobs.growing import BUSY, Growing
from comity.node.exchange import directory, faults
from comity.node.exchange.keys import keyring
from comity.node.exchange.models import Awaited, Incoming
from comity.node.exchange.parcels import PIECE
from comity.node.exchange.peers import PARCELS, Peers
from comity.node.exchange.trusting import require_trust

ROUND = "exchange.parcels"
LARGEST = 4 * 1024**3
"""Bytes of the largest parcel that is fetched."""
SPELL = timedelta(seconds=8)
"""So long one parcel is fetched before other work has its turn; it goes on at once after that."""
LEASE = timedelta(minutes=2)
SPOILED = 3
"""So often a whole parcel may come changed before its message is refused: once may be the line, three times is the file."""
_PAUSES = tuple(timedelta(seconds=s) for s in (5, 15, 30, 60, 120, 300))


@transaction.atomic
def awaited(
    incoming: Incoming, *, reference: str, blob: str, size: int, until: datetime, at: datetime
) -> Awaited:
    """Return how the parcel of a message stands; begin to fetch it where nobody did yet.

    Raises:
        BadInput: it is larger than this node fetches, or is announced in no way that can be.
    """
    found = Awaited.objects.filter(incoming=incoming).first()
    if found is not None:
        return found
    if not 0 < size <= LARGEST:
        raise BadInput(faults.PARCEL_TOO_LARGE.fault(size=size, limit=LARGEST // 1024**2))
    made = Awaited.objects.create(
        incoming=incoming, reference=reference, blob=blob, size=size, until=until, next_at=SystemClock().now()
    )
    rounds.ring(ROUND)
    return made


def fetch_due(at: datetime, *, wire: Clock | None = None) -> int:
    """Go on with every parcel that is due; return how many are whole now, or will never be."""
    clock = wire or SystemClock()
    rows = _claim(clock.now())
    if not rows:
        return 0
    known = directory.trusted()
    done = 0
    with Peers(keyring().node("exchange"), clock) as peers:
        for row in rows:
            done += _go_on(row, known, peers, at=at, clock=clock)
    return done


@transaction.atomic
def _claim(now: datetime) -> list[Awaited]:
    due = Awaited.objects.select_for_update(skip_locked=True, of=("self",)).select_related("incoming")
    rows = list(due.filter(state=Awaited.State.WAITING, next_at__lte=now).order_by("next_at")[:10])
    Awaited.objects.filter(pk__in=[row.pk for row in rows]).update(next_at=now + LEASE)
    return rows


def _go_on(row: Awaited, known: Directory, peers: Peers, *, at: datetime, clock: Clock) -> bool:
    try:
        if at >= row.until and not store.exists(row.blob):
            raise Conflict(faults.PARCEL_OVER.fault())
        whole = _fetch(row, known, peers, clock)
    except ComityError as error:
        return _broken(row, error.faults[0].code, at=at, now=clock.now())
    if whole:
        _settle(row, Awaited.State.HERE, "", now=clock.now())
    else:
        _wait(row, "", attempts=0, next_at=clock.now())
        rounds.ring(ROUND)
    return whole


def _fetch(row: Awaited, known: Directory, peers: Peers, clock: Clock) -> bool:
    """Fetch for a spell; say whether all of it is in the store.

    Raises:
        ComityError: no answer, a refusal, or what came whole is not what was announced.
    """
    if store.exists(row.blob):
        return True
    require_trust(row.incoming.from_code)
    gateway = directory.gateway_of(known, row.incoming.from_code)
    if not gateway:
        raise Untrusted(faults.NOT_LISTED.fault(code=row.incoming.from_code))
    stop = clock.now() + SPELL
    with Growing(str(row.pk)) as file:
        if file.size > row.size:
            file.start_again()
        while file.size < row.size:
            answer = peers.get(gateway, f"{PARCELS}/{row.reference}?from={file.size}", limit=PIECE)
            if not answer.good:
                raise _said(answer.document().get("type"))
            if not answer.body or len(answer.body) > row.size - file.size:
                raise Untrusted(faults.BAD_ANSWER.fault())
            file.append(answer.body)
            if file.size < row.size and clock.now() >= stop:
                return False
        if not file.finish(row.blob):
            raise Untrusted(faults.PARCEL_CHANGED.fault())
    return True


def _said(kind: object) -> ComityError:
    """Return the other gateway's refusal by its code, where it is one we know: never a text from outside."""
    found = declared_codes().get(str(kind).removeprefix("urn:comity:problem:"))
    return Conflict((found or faults.BAD_ANSWER).fault())


def _broken(row: Awaited, code: str, *, at: datetime, now: datetime) -> bool:
    """Wait and try again; or refuse the message where trying is over. Say whether it was refused."""
    row.spoiled += code == faults.PARCEL_CHANGED.code
    if row.spoiled >= SPOILED or at >= row.until:
        _settle(row, Awaited.State.REFUSED, code, now=now)
        return True
    pause = timedelta(seconds=1) if code == BUSY.code else _PAUSES[min(row.attempts, len(_PAUSES) - 1)]
    _wait(row, code, attempts=row.attempts + 1, next_at=now + pause)
    return False


def _wait(row: Awaited, code: str, *, attempts: int, next_at: datetime) -> None:
    Awaited.objects.filter(pk=row.pk, state=Awaited.State.WAITING).update(
        next_at=next_at, attempts=attempts, spoiled=row.spoiled, last_fault=code[:80]
    )


@transaction.atomic
def _settle(row: Awaited, state: str, code: str, *, now: datetime) -> None:
    """Say how it ended, and have the message taken up again: it takes effect now, or is refused."""
    changed = Awaited.objects.filter(pk=row.pk, state=Awaited.State.WAITING).update(
        state=state, next_at=None, spoiled=row.spoiled, last_fault=code[:80]
    )
    if changed:
        Incoming.objects.filter(pk=row.incoming_id).update(next_at=now)
        rounds.ring("exchange.open_incoming")
