"""Deliver what is due: claim it, send it, keep the receipt. Rows remember; a killed sender costs one lease, never a message.

Each peer has threads of its own for the HTTP, so that one that is down keeps nobody waiting; the threads touch no
database. A message is sent again with the same bytes until a signed answer: a receipt, or a refusal. An answer without
a good signature decides nothing, whatever its status, because anybody on the way could have made it.
"""

from __future__ import annotations

import queue
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from comity.exchange import delivery, refusal, verify
from comity.exchange.directory import Directory
from comity.kernel.actor import Actor, system
from comity.kernel.clock import Clock, SystemClock
from comity.kernel.digest import Digest
from comity.kernel.errors import ComityError, Untrusted
from comity.kernel.identifier import new_id
from comity.node.audit import actions as audit
from comity.node.base import news
from comity.node.exchange import directory, faults, people
from comity.node.exchange.keys import keyring
from comity.node.exchange.models import Outgoing, Receipt
from comity.node.exchange.peers import ENVELOPE_TYPE, ENVELOPES, Answer, NoAnswer, Peers

BATCH = 200
LANES, MAX_LANES = 3, 12
PATIENCE = 3
"""So many broken exchanges in a row, and a peer is left in peace for this round."""
LEAST = timedelta(seconds=2)
LEASE = timedelta(seconds=45)
"""How long one sender has a message in hand before another may take it: longer than any one HTTP request lasts, and with
the ten seconds of a round short enough that what a killed sender held is on its way within a minute (promise 3)."""
WORKER = system("exchange")


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one sending: an answer, or a fault. ``tried`` is false where the peer was left in peace."""

    message: Outgoing
    answer: Answer | None = None
    fault: str = ""
    tried: bool = True


def deliver_due(at: datetime, *, wire: Clock | None = None, limit: int = BATCH) -> int:
    """Send every message that is due and record what came of it; return how many moved on.

    ``at`` is the node's time (receipts, deadlines), ``wire`` the machine's clock (signatures, waiting).
    """
    clock = wire or SystemClock()
    done = 0
    while claimed := claim(clock.now(), limit):
        known = directory.trusted()
        moved = 0
        with Peers(keyring().node("exchange"), clock) as peers:
            for sent in _send_all(claimed, known, peers):
                moved += record(sent, known, at=at, now=clock.now())
        done += moved
        if not moved:
            break
    return done


def claim(now: datetime, limit: int) -> list[Outgoing]:
    """Take due messages in hand for the length of a lease; another sender takes others."""
    with transaction.atomic():
        due = Outgoing.objects.select_for_update(skip_locked=True).filter(
            state=Outgoing.State.WAITING, next_at__lte=now
        )
        rows = list(due.order_by("next_at")[:limit])
        mark = new_id()
        Outgoing.objects.filter(pk__in=[row.pk for row in rows]).update(claim=mark, next_at=now + LEASE)
    for row in rows:
        row.claim = mark
    return rows


def record(sent: Sent, known: Directory, *, at: datetime, now: datetime) -> bool:
    """Write down what came of one sending; say whether the message moved on."""
    answer = sent.answer
    code = sent.fault
    if answer is not None:
        document = answer.document()
        code = str(document.get("type", "")).removeprefix("urn:comity:problem:") or faults.BAD_ANSWER.code
        try:
            if answer.good:
                keep_receipt(sent.message.pk, str(document.get("receipt", "")), known, at=at)
                return True
            if "refusal" in document:
                _refused(sent.message, str(document["refusal"]), known, at=at, now=now)
                return True
        except ComityError as error:
            code = error.faults[0].code
    _unanswered(sent, code, at=at, now=now)
    return False


@transaction.atomic
def keep_receipt(message: UUID, text: str, known: Directory, *, at: datetime, by: Actor = WORKER) -> Receipt:
    """Verify a receipt for a message sent from here, keep it, and move the message on. Twice is once.

    Raises:
        Untrusted: it does not hold, or is for another message, digest or party.
    """
    row = Outgoing.objects.select_for_update().filter(pk=message).first()
    if row is None:
        raise Untrusted(faults.RECEIPT_FOREIGN.fault())
    found = verify.receipted(
        known,
        text,
        message=str(row.pk),
        digest=Digest(row.digest),
        sender=row.to_code,
        to=row.owner_id,
        at=at,
    )
    kept, new = Receipt.objects.get_or_create(
        side=Receipt.Side.HELD, counterpart=row.to_code, message=row.pk, event=found.event, logged=found.logged,
        defaults={"text": text, "at": found.at},
    )  # fmt: skip
    after = delivery.receipted(_core(row, at), found.event)
    if new and after.state != row.state:
        row.state, row.last_fault, row.next_at, row.claim = after.state, "", None, None
        row.stored_at = row.stored_at or found.at
        row.opened_at = found.at if found.event == "opened" else row.opened_at
        row.save(update_fields=["state", "last_fault", "next_at", "claim", "stored_at", "opened_at"])
        audit.record(
            "audit", f"exchange.{found.event}", by=by, at=at, subject_kind="message", subject_id=str(row.pk),
            participant=row.owner_id, facts={"digest": row.digest, "to": row.to_code},
        )  # fmt: skip
        news.tell(f"exchange.{found.event}", message=row.pk, matter=row.matter_id)
    return kept


def _core(row: Outgoing, at: datetime) -> delivery.Outgoing:
    """Return the row as the pure core sees it, which decides what becomes of it."""
    state: delivery.State = row.state  # type: ignore[assignment]
    return delivery.Outgoing(str(row.pk), at, row.deadline, state, row.attempts, row.last_fault)


@transaction.atomic
def _refused(row: Outgoing, text: str, known: Directory, *, at: datetime, now: datetime) -> None:
    trust = known.trust(at, suspended=True)
    found = refusal.check(text, trust, message=str(row.pk), digest=Digest(row.digest), refuser=row.to_code)
    _write(row, delivery.refused(_core(row, at), found.code[:80], at, final=True), found.code, at=at, now=now)


@transaction.atomic
def _unanswered(sent: Sent, code: str, *, at: datetime, now: datetime) -> None:
    before = _core(sent.message, at)
    after = delivery.unanswered(before, at)
    if not sent.tried:  # its peer was left in peace: wait as long, but this was no try, and no last one
        after = replace(
            after, attempts=before.attempts, state="waiting", next_at=max(after.next_at, at + LEAST)
        )
    _write(sent.message, after, code, at=at, now=now)


def _write(row: Outgoing, after: delivery.Outgoing, code: str, *, at: datetime, now: datetime) -> None:
    """Write what the core decided, if the message is still in this sender's hand. Its pause is waited on the wire's clock."""
    waiting = after.state == "waiting"
    changed = Outgoing.objects.filter(pk=row.pk, claim=row.claim, state=Outgoing.State.WAITING).update(
        state=after.state,
        attempts=after.attempts,
        last_fault=code[:80],
        claim=None,
        next_at=now + max(after.next_at - at, LEAST) if waiting else None,
    )
    if changed and not waiting:
        audit.record(
            "audit", f"exchange.{after.state}", by=WORKER, at=at, subject_kind="message", subject_id=str(row.pk),
            participant=row.owner_id, facts={"code": code, "to": row.to_code},
        )  # fmt: skip
        people.tell(f"exchange.{after.state}", row, at=at)


def _send_all(messages: Sequence[Outgoing], known: Directory, peers: Peers) -> Iterator[Sent]:
    """Send to all peers at once and yield what came of each message as it comes.

    A peer has a few lanes; messages of one matter share a lane, so that they leave in the order they were posted.
    """
    lanes: dict[tuple[str, int], list[Outgoing]] = defaultdict(list)
    for message in sorted(messages, key=lambda message: message.posted_at):
        gateway = directory.gateway_of(known, message.to_code)
        lanes[gateway, message.matter_id.int % LANES].append(message)
    results: queue.SimpleQueue[Sent | None] = queue.SimpleQueue()
    with ThreadPoolExecutor(max_workers=min(MAX_LANES, len(lanes))) as pool:
        for (gateway, _), group in lanes.items():
            pool.submit(_send_group, gateway, group, peers, results)
        open_lanes = len(lanes)
        while open_lanes:
            sent = results.get()
            if sent is None:
                open_lanes -= 1
            else:
                yield sent


def _send_group(
    gateway: str, group: Sequence[Outgoing], peers: Peers, results: queue.SimpleQueue[Sent | None]
) -> None:
    """Send one lane its messages in order; one that does not answer is left in peace until the next round."""
    silent = 0
    try:
        for message in group:
            if not gateway:
                results.put(Sent(message, fault=faults.NOT_LISTED.code))
            elif silent >= PATIENCE:
                results.put(Sent(message, fault=faults.NO_ANSWER.code, tried=False))
            else:
                try:
                    answer = peers.post(gateway, ENVELOPES, bytes(message.envelope), media=ENVELOPE_TYPE)
                    results.put(Sent(message, answer))
                    silent = 0
                except NoAnswer as error:
                    silent = PATIENCE if error.unreachable else silent + 1
                    results.put(Sent(message, fault=error.faults[0].code))
    finally:
        results.put(None)
