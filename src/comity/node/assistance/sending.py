"""Send: the policy decides who, the form is complete, no name leaves, and row, steps, leaf, message and clocks are one transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, Conflict, NotAllowed, raise_all
from comity.law.records import Instrument
from comity.lifecycle.table import Table, Transition
from comity.node.assistance import (
    checking,
    clocks,
    content,
    faults,
    lanes,
    lawbook,
    leaving,
    orders,
    permissions,
)
from comity.node.assistance.authorising import is_authorised, kind_needed
from comity.node.assistance.drafting import faults_of, needs_commitment
from comity.node.assistance.leaving import Leaving
from comity.node.assistance.message import request_body
from comity.node.assistance.models import Call, Request
from comity.node.assistance.moving import Move, apply, locked, not_discarded
from comity.node.assistance.telling import tell_follow_up
from comity.node.audit import actions as audit
from comity.node.base import news
from comity.node.base.permissions import require
from comity.node.deadlines import actions as deadlines
from comity.node.exchange import actions as exchange

REVIEW = "emergency_review"
_PATIENCE, _REVIEWED_WITHIN = timedelta(minutes=10), timedelta(hours=24)
ORDER, REQUEST = "order", "request"


def ways_to_send(name: str) -> dict[str, tuple[Transition, ...]]:
    """Return the ways from a draft to the other side: the last event of each -> the steps of the sending side.

    The shortest ones only: a step by which the other side can act ends them.
    """
    table = lawbook.table(name)
    found: dict[str, tuple[Transition, ...]] = {}
    queue: deque[tuple[str, tuple[Transition, ...]]] = deque([(table.start, ())])
    shortest = 0
    while queue:
        state, path = queue.popleft()
        if shortest and len(path) >= shortest:
            break
        for row in table.possible(state):
            if row.side != "requesting" or any(row.target == done.source for done in path):
                continue
            way = (*path, row)
            if _other_side_acts(table, row.target):
                found.setdefault(row.event, way)
                shortest = len(way)
            else:
                queue.append((row.target, way))
    return found


def carries_content(name: str, event: str) -> bool:
    """Say whether content leaves with an event: an offer of conditions carries none until they are accepted."""
    table = lawbook.table(name)
    targets = {row.target for row in table.transitions if row.event == event and row.side == "requesting"}
    return not any(_waits_for_a_promise(table, target) for target in targets)


def _waits_for_a_promise(table: Table, state: str) -> bool:
    """A state from which the sending side itself goes on to one that the other side *receives*: nothing has left yet."""
    out = table.possible(state)
    received = {row.source for row in table.transitions if row.event == "receive"}
    mine = [row for row in out if row.side == "requesting" and row.target in received]
    theirs = [row for row in out if row.side == "requested"]
    later = {row.target for row in theirs}
    return bool(mine) or (
        any(
            row.side == "requesting" and row.target in received
            for state in later
            for row in table.possible(state)
        )
        and state not in received
    )


def _other_side_acts(table: Table, state: str) -> bool:
    return any(row.side == "requested" for row in table.possible(state))


@transaction.atomic
def preview(request: Request, *, by: Actor, at: datetime, purpose: str) -> Preview:
    """Open what would leave, for the screen *What leaves*; a reading, with its leaf.

    Raises:
        NotAllowed: the request is another's, or no purpose is given.
    """
    require(by, "request.open", permissions.of(request, at=at, purpose=purpose))
    instrument = lawbook.book().instrument(request.instrument)
    values = content.read(request)
    named = checking.named_in(
        request, leaving.outgoing(instrument, values, to_role=request.to_role), by=by, at=at
    )
    audit.record(
        "audit", "request.preview", by=by, at=at, subject_kind="request", subject_id=str(request.pk), purpose=purpose,
        participant=request.owner_id,
    )  # fmt: skip
    return Preview(
        leaving.leaving(instrument, values, to_role=request.to_role),
        leaving.staying(instrument, values, to_role=request.to_role),
        named,
        faults_of(request, values),
    )


@transaction.atomic
def send(
    request: Request,
    *,
    by: Actor,
    at: datetime,
    event: str = "",
    seen: int | None = None,
    alone_reason: str = "",
) -> Request:
    """Send a request. One act, one transaction: steps, message, clocks, leaf; nothing leaves before the commit.

    ``event`` chooses where a record has several ways to begin (with or without conditions). ``alone_reason``: the one
    officer of promise 23, only for a life, ten minutes after a call that reached nobody.

    Raises:
        NotAllowed: the person drafted or committed it, has no role to send it, or the judge's decision is not recorded.
        BadInput: the form is incomplete (everything at once), a name would leave, or the state has no place in the directory.
        Conflict: sent already: nothing is sent a second time; or changed since it was seen.
    """
    row = locked(request)
    not_discarded(row)
    if row.sent_at is not None:
        raise Conflict(faults.ALREADY_SENT.fault(at=row.sent_at.isoformat(timespec="minutes")))
    if seen is not None and row.version != seen:
        raise Conflict(faults.STALE.fault())
    instrument = lawbook.book().instrument(row.instrument)
    alone = _decide(row, instrument, by=by, at=at, alone_reason=alone_reason)
    way = _way(row.instrument, event)
    key = content.open_key(row.data_key)
    values = content.read(row, key)
    found = faults_of(row, values, before_commitment=alone or row.life_at_risk)
    fields = _fields(instrument, row, values, way[-1].event)
    found += checking.faults_of_names(row, fields, by=by, at=at)
    found += orders.faults_of_origin(row, fields)
    if not row.counterpart:
        found.append(faults.PAPER_ONLY.fault(country=row.requested))
    if needs_commitment(instrument) and row.committed_at is None and not (alone or row.life_at_risk):
        found += [fault for fault in faults_of(row, values) if fault not in found]
    raise_all(found)
    row.sent_by, row.sent_at = by.label, at
    row.save(update_fields=["sent_by", "sent_at"])
    for taken in way:
        apply(
            row,
            Move(taken.event, side="requesting", role=taken.by),
            by=by,
            at=at,
            key=key,
            verb="request.send",
        )
    exchange.post(
        sender=row.via, to=row.counterpart, matter=row.matter_id, kind=ORDER if instrument.direct_to_private_party else REQUEST,
        instrument=row.instrument, body=request_body(row, fields, [taken.event for taken in way], follows=_follows(row)), by=by, at=at,
    )  # fmt: skip
    if alone:
        _reviewed(row, by=by, at=at, reason=alone_reason)
    _parent_goes_on(row, by=by, at=at)
    news.tell("request.sent", request=row.pk, matter=row.matter_id)
    request.refresh_from_db()
    return row


class Preview:
    """What leaves, what stays, where a person would be named, and what is missing."""

    def __init__(self, leaves: list[Leaving], stays: list[str], named: list[str], missing: list[Any]) -> None:
        self.leaves, self.stays, self.named, self.missing = leaves, stays, named, missing


def _way(name: str, event: str) -> tuple[Transition, ...]:
    ways = ways_to_send(name)
    if event:
        if event not in ways:
            raise BadInput(faults.NO_TARGET_EVENT.fault(events=", ".join(sorted(ways))))
        return ways[event]
    if len(ways) != 1:
        raise BadInput(faults.NO_TARGET_EVENT.fault(events=", ".join(sorted(ways))))
    return next(iter(ways.values()))


def _fields(
    instrument: Instrument, request: Request, values: Mapping[str, Any], event: str
) -> dict[str, Any]:
    going = leaving.outgoing(instrument, values, to_role=request.to_role)
    if carries_content(instrument.id, event):
        return going
    held_back = {
        field.name for field in instrument.fields if field.type in ("file_ref", "list[file_ref]", "list[ioc]")
    }
    return {name: value for name, value in going.items() if name not in held_back}


def _decide(request: Request, instrument: Instrument, *, by: Actor, at: datetime, alone_reason: str) -> bool:
    """Ask the policy. Returns whether one officer acts alone, for a life."""
    earlier = [request.drafted_by, request.committed_by]
    categories = [part.data_category for part in request.parts.all()]
    kind = kind_needed(request)
    verb = lanes.send_verb(instrument, categories, needs_judge=kind == "judge")
    authorised = is_authorised(request)
    if not alone_reason:
        require(by, verb, permissions.of(request, at=at, done_by=earlier, authorised=authorised))
        return False
    if not request.life_at_risk or request.urgency != "emergency":
        raise NotAllowed(faults.ALONE_ONLY_FOR_LIFE.fault())
    require(by, "emergency.send", permissions.of(request, at=at, done_by=earlier, authorised=authorised))
    confirmed = Call.objects.filter(request=request, confirms=True).exists()
    tried = Call.objects.filter(request=request, reached=False, at__lte=at - _PATIENCE).exists()
    if not (confirmed or tried):
        raise NotAllowed(faults.NOBODY_REACHED_FIRST.fault())
    if not alone_reason.strip():
        raise BadInput(faults.REASON_ALONE.fault())
    return not confirmed


def _reviewed(request: Request, *, by: Actor, at: datetime, reason: str) -> None:
    """Put the lone act before somebody within a day; oversight hears of it at once."""
    due = at + _REVIEWED_WITHIN
    deadlines.set_clock(
        REVIEW, by=by, at=at, owner=request.owner, subject_kind=clocks.SUBJECT, subject_id=str(request.pk), kind="review",
        due=due, zone="UTC", rule="PT24H", cite="one officer alone only for a life",
    )  # fmt: skip
    audit.record(
        "audit", "emergency.alone", by=by, at=at, subject_kind="request", subject_id=str(request.pk), purpose=reason,
        participant=request.owner_id, facts={"matter": str(request.matter_id)},
    )  # fmt: skip
    news.tell("emergency.alone", request=request.pk)


def _follows(request: Request) -> str:
    """Name the request this one follows, by the reference the other side knows."""
    parent = request.parent
    if parent is None or parent.direction != Request.Direction.OUT or parent.requested != request.requested:
        return ""
    return parent.reference


def _parent_goes_on(request: Request, *, by: Actor, at: datetime) -> None:
    """Tell the hold that its follow-up request has been filed: data are kept until it is decided (BC 29(7))."""
    if request.parent_id is not None:
        tell_follow_up(request, by=by, at=at)
