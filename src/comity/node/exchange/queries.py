"""Questions to the exchange: what was sent and arrived in a matter, what needs a person, who is trusted, is the directory fresh."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput
from comity.node.base.permissions import require
from comity.node.exchange import directory, faults, permissions
from comity.node.exchange.models import Counterpart, DirectoryState, Incoming, Outgoing, Receipt, TrustChange
from comity.policy import Attributes


@dataclass(frozen=True, slots=True)
class HeldReceipt:
    """A receipt that can be downloaded: what it is about, whether we hold or gave it, when that was, and whether it proves
    its place in the signed log."""

    event: str
    side: str
    at: datetime
    logged: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a matter as this end sees it. ``direction``: ``out`` or ``in``; empty instants have not come yet."""

    message: UUID
    direction: str
    counterpart: str
    kind: str
    instrument: str
    state: str
    digest: str
    at: datetime
    stored_at: datetime | None
    opened_at: datetime | None
    attempts: int
    next_at: datetime | None
    last_fault: str
    receipts: tuple[HeldReceipt, ...]


@dataclass(frozen=True, slots=True)
class DirectoryStatus:
    """The directory as last verified, and whether it is stale (expired: nothing new is sent by it)."""

    version: int
    expires_at: datetime | None
    synced_at: datetime | None
    tried_at: datetime | None
    stale: bool
    faults: tuple[str, ...]


def history(matter: UUID, *, by: Actor) -> list[Line]:
    """Return every message of a matter at the actor's participant, the oldest first.

    Raises:
        NotAllowed: the actor has no role that deals with requests.
    """
    require(by, _verb(by), permissions.of_owner(by.participant))
    mine = {"owner_id": by.participant, "matter_id": matter}
    return _lines(Outgoing.objects.filter(**mine), Incoming.objects.filter(**mine))


def dead_letters(*, by: Actor) -> list[Line]:
    """Return the messages of the actor's participant that a machine gave up and a person has to look at.

    Raises:
        NotAllowed: the actor has no role that deals with requests.
    """
    require(by, _verb(by), permissions.of_owner(by.participant))
    outgoing = [Outgoing.State.FAILED, Outgoing.State.REFUSED]
    incoming = [Incoming.State.STUCK, Incoming.State.NOT_UNDERSTOOD, Incoming.State.REFUSED]
    return _lines(
        Outgoing.objects.filter(owner_id=by.participant).filter(
            Q(state__in=outgoing) | Q(last_fault=faults.NOT_UNDERSTOOD.code)
        ),
        Incoming.objects.filter(owner_id=by.participant, state__in=incoming),
    )


def receipt(message: UUID, event: str, side: str, *, by: Actor) -> str:
    """Return the signed text of a receipt, as ``comity receipt verify`` reads it; the one with its place in the log, once it is there.

    Raises:
        BadInput: there is none such.
        NotAllowed: it is about another participant's message.
    """
    _own(message, by)
    found = Receipt.objects.filter(message=message, event=event, side=side).order_by("-logged")
    text = found.values_list("text", flat=True).first()
    if text is None:
        raise BadInput(faults.NO_SUCH_RECEIPT.fault(message=str(message)))
    return text


def envelope(message: UUID, *, by: Actor) -> bytes:
    """Return the bytes that travelled, as ``comity exchange verify`` reads them.

    Raises:
        BadInput: there is no such message here.
        NotAllowed: it is another participant's.
    """
    return bytes(_own(message, by).envelope)


def counterparts(*, by: Actor) -> QuerySet[Counterpart]:
    """Return every participant of the directory with its trust, by country and code."""
    require(by, "directory.view", Attributes())
    return Counterpart.objects.select_related("participant").order_by("participant__country", "pk")


def counterpart(code: str, *, by: Actor) -> tuple[Counterpart, Sequence[TrustChange]]:
    """Return one participant of the directory and every decision about it, the oldest first.

    Raises:
        BadInput: the directory does not list it.
    """
    found = counterparts(by=by).filter(pk=code).first()
    if found is None:
        raise BadInput(faults.NOT_LISTED.fault(code=code))
    return found, list(found.changes.all())


def waiting_for(*, by: Actor) -> dict[str, int]:
    """Return how many messages of the actor's participant wait for each counterpart."""
    require(by, "directory.view", Attributes())
    waiting = Outgoing.objects.filter(owner_id=by.participant, state=Outgoing.State.WAITING)
    return dict(waiting.order_by().values_list("to_code").annotate(Count("pk")))


def directory_status(at: datetime) -> DirectoryStatus:
    """Return how fresh the directory is; shown on every page that rests on it."""
    row = DirectoryState.objects.filter(pk=1).defer("files").first()
    if row is None or row.expires_at is None:
        return DirectoryStatus(
            0, None, None, row.tried_at if row else None, True, tuple(row.last_faults) if row else ()
        )
    return DirectoryStatus(
        row.version, row.expires_at, row.synced_at, row.tried_at, at >= row.expires_at, tuple(row.last_faults)
    )


def trust_document(at: datetime) -> dict[str, Any]:
    """Return the keys of the directory as of an instant as a JWK Set: the trust file for verifying off line.

    Raises:
        BadInput: this node has no directory yet.
    """
    return directory.trusted().trust(at, suspended=True).as_jwks()


def receipts_given(message: UUID, *, senders: Collection[str]) -> list[str]:
    """Return the receipts given for a message of one of these senders; for the node that asks about its own."""
    given = Receipt.objects.filter(side=Receipt.Side.GIVEN, message=message, counterpart__in=senders)
    return list(given.order_by("at").values_list("text", flat=True))


def _own(message: UUID, by: Actor) -> Outgoing | Incoming:
    """Return the message at the actor's end: of two on one node, the one of the actor's own participant."""
    found: Outgoing | Incoming | None = (
        Outgoing.objects.filter(pk=message, owner_id=by.participant).first()
        or Incoming.objects.filter(message=message, owner_id=by.participant).first()
        or Outgoing.objects.filter(pk=message).first()
        or Incoming.objects.filter(message=message).first()
    )
    if found is None:
        raise BadInput(faults.NO_SUCH_MESSAGE.fault(message=str(message)))
    permissions.require_own(by, found)
    return found


def _verb(by: Actor) -> str:
    return "order.read" if by.has("addressee_clerk") else "request.list"


def _lines(outgoing: QuerySet[Outgoing], incoming: QuerySet[Incoming]) -> list[Line]:
    sent, came = list(outgoing.defer("envelope")), list(incoming.defer("envelope", "body"))
    kept = _receipts([row.pk for row in sent], Receipt.Side.HELD) | _receipts(
        [row.message for row in came], Receipt.Side.GIVEN
    )
    lines = chain(
        (_line_out(row, kept.get((Receipt.Side.HELD, row.pk), ())) for row in sent),
        (_line_in(row, kept.get((Receipt.Side.GIVEN, row.message), ())) for row in came),
    )
    return sorted(lines, key=lambda line: (line.at, str(line.message), line.direction))


def _receipts(messages: Collection[UUID], side: str) -> dict[tuple[str, UUID], tuple[HeldReceipt, ...]]:
    found: dict[tuple[str, UUID], tuple[HeldReceipt, ...]] = defaultdict(tuple)
    for row in Receipt.objects.filter(message__in=messages, side=side).order_by("at"):
        found[side, row.message] += (HeldReceipt(row.event, row.side, row.at, row.logged),)
    return found


def _line_out(row: Outgoing, receipts: tuple[HeldReceipt, ...]) -> Line:
    return Line(
        row.pk, "out", row.to_code, row.kind, row.instrument, row.state, row.digest, row.posted_at, row.stored_at,
        row.opened_at, row.attempts, row.next_at, row.last_fault, receipts,
    )  # fmt: skip


def _line_in(row: Incoming, receipts: tuple[HeldReceipt, ...]) -> Line:
    return Line(
        row.message, "in", row.from_code, row.kind, row.instrument, row.state, row.digest, row.stored_at,
        row.stored_at, row.opened_at, row.attempts, row.next_at, row.last_fault, receipts,
    )  # fmt: skip
