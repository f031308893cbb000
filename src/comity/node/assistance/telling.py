"""Tell the other end of a step, in the transaction of the step; and the matter above it, where something follows from it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from comity.kernel.actor import Actor
from comity.kernel.errors import raise_all
from comity.kernel.identifier import new_id
from comity.node.assistance import (
    checking,
    lawbook,
)
from comity.node.assistance.message import step_body
from comity.node.assistance.models import Hold, Request, Step
from comity.node.assistance.moving import (
    HOLD_NEWS,
    Move,
    apply,
    locked,
    possible_categories,
)
from comity.node.exchange import actions as exchange

FOLLOWED = "disclosure_request_filed"
KIND = "step"


def message_for(request: Request) -> UUID | None:
    """Return the id of the message that will tell of a step; none where nobody is told."""
    return new_id() if request.counterpart else None


def tell(
    request: Request,
    move: Move,
    chosen: Sequence[str],
    *,
    by: Actor,
    at: datetime,
    fields: Mapping[str, Any] | None = None,
) -> None:
    """Tell the other end of a step, in the same transaction."""
    if move.message is None:
        return
    if fields:
        raise_all(checking.faults_of_names(request, fields, by=by, at=at))
    body = step_body(
        move.event, list(chosen), occurred_at=at, since=move.since, reason_code=move.reason_code, cite=move.cite, note=move.note,
        extra=move.extra, reference=request.reference, fields=fields,
    )  # fmt: skip
    exchange.post(
        move.message, sender=request.via, to=request.counterpart, matter=request.matter_id, kind=KIND, instrument=request.instrument,
        body=body, by=by, at=at,
    )  # fmt: skip


def tell_follow_up(follow_up: Request, *, by: Actor, at: datetime) -> None:
    """Move the hold that a follow-up request was promised for: the promise is kept, the data stay until it is decided."""
    parent = locked(follow_up.parent_id) if follow_up.parent_id else None
    if parent is None or parent.direction != Request.Direction.OUT or parent.requested != follow_up.requested:
        return
    instrument = lawbook.book().instrument(parent.instrument)
    row = next(
        (one for one in instrument.transitions if one.event == FOLLOWED and one.side == "requesting"), None
    )
    if row is None:
        return
    chosen = possible_categories(parent, FOLLOWED, side="requesting", role=row.by)
    if not chosen:
        return
    told = {"follow_up": follow_up.reference, "instrument": follow_up.instrument}
    move = Move(FOLLOWED, tuple(chosen), "requesting", row.by, extra=told, message=message_for(parent))
    apply(parent, move, by=by, at=at)
    tell(parent, move, chosen, by=by, at=at)


def tell_parent_of_money(order: Request, made: Sequence[Step], *, by: Actor, at: datetime) -> None:
    """Tell the state that asked what became of the money held for it: seized, lapsed, released."""
    parent = order.parent
    if (
        parent is None
        or parent.direction != Request.Direction.IN
        or not lawbook.book().instrument(order.instrument).at_home
    ):
        return
    for one in made:
        event = next(
            (
                name
                for name, state in HOLD_NEWS.items()
                if one.target == state.value and one.source != one.target
            ),
            "",
        )
        if not event or not Hold.objects.filter(request=parent, state=Hold.State.HELD).exists():
            continue
        row = locked(parent)
        chosen = [hold.part.data_category for hold in Hold.objects.filter(request=row).select_related("part")]
        move = Move(
            event, tuple(chosen), "requested", "police", cite=order.legal_basis[:80], message=message_for(row)
        )
        apply(row, move, by=by, at=at)
        tell(row, move, chosen, by=by, at=at)
