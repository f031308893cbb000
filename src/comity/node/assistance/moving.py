"""Move parts of a request along the record's life cycle, and what follows of it at this end. No message is sent here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from comity.kernel.actor import Actor
from comity.kernel.canonical import canonical_json
from comity.kernel.errors import Conflict
from comity.lifecycle.matter import advance
from comity.node.assistance import clocks, content, faults, lawbook
from comity.node.assistance.amounts import amount_of, asked
from comity.node.assistance.lawbook import HELD
from comity.node.assistance.models import Hold, Part, Request, Step
from comity.node.audit import actions as audit
from comity.node.base import news, sealing
from comity.node.base.sealing import OpenKey

HOLD_NEWS = {
    f"hold_{state.value}": state for state in (Hold.State.SEIZED, Hold.State.LAPSED, Hold.State.RELEASED)
}
"""Told beside the life cycle: what became of money that was held for the other side."""
TOLD = "told"
"""Words from one end to the other that move nothing."""
BESIDE = frozenset({TOLD, *HOLD_NEWS})
_ENDS = {
    "seized": Hold.State.SEIZED,
    "lapsed": Hold.State.LAPSED,
    "expired": Hold.State.LAPSED,
    "released": Hold.State.RELEASED,
}


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that happens to parts of a request, with what was said about it."""

    event: str
    categories: tuple[str, ...] = ()
    side: str = ""
    role: str = ""
    reason_code: str = ""
    cite: str = ""
    note: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    since: datetime | None = None
    happened_at: datetime | None = None
    """When it happened at the other end, for what was learnt by a message."""
    message: UUID | None = None


def locked(request: Request | UUID, *, seen: int | None = None) -> Request:
    """Lock a request for the length of the transaction.

    Raises:
        Conflict: it was changed since the version that was seen.
    """
    pk = request if isinstance(request, UUID) else request.pk
    row = (
        Request.objects.select_for_update(of=("self",)).select_related("owner", "data_key", "case").get(pk=pk)
    )
    if seen is not None and row.version != seen:
        raise Conflict(faults.STALE.fault())
    return row


def not_discarded(request: Request) -> None:
    """Let only a request through that its drafter has not given up.

    Raises:
        Conflict: it was discarded.
    """
    if request.discarded_at is not None:
        raise Conflict(faults.DISCARDED.fault())


def touch(request: Request, *fields: str) -> None:
    """Save these fields and count the version up, so that pages read before are known to be stale."""
    request.version += 1
    request.save(update_fields=[*fields, "version"])


def apply(
    request: Request,
    move: Move,
    *,
    by: Actor,
    at: datetime,
    key: OpenKey | None = None,
    verb: str = "request.step",
) -> list[Step]:
    """Move the parts, keep a step for each, carry holds and clocks along, leave one leaf.

    Raises:
        Conflict: the life cycle does not allow it for one of the parts; none moves then.
        BadInput: what is told about money is no amount.
    """
    parts = {part.data_category: part for part in request.parts.all()}
    before = {category: part.state for category, part in parts.items()}
    chosen = [one for one in (move.categories or tuple(parts)) if move.event not in BESIDE or one in parts]
    if move.event in BESIDE:
        after = dict(before)
    else:
        after = advance(
            lawbook.table(request.instrument), before, move.event, chosen, side=move.side, role=move.role
        )
    key = key or content.open_key(request.data_key)
    touch(request)
    made = []
    for category in chosen:
        part = parts[category]
        step = Step(
            owner_id=request.owner_id, data_key_id=request.data_key_id, part=part, number=request.version, event=move.event,
            source=before[category], target=after[category], side=move.side, role=move.role, by=by.label,
            at=move.happened_at or at, since=move.since, message_id=move.message, reason_code=move.reason_code[:80], cite=move.cite[:80],
        )  # fmt: skip
        sealing.seal(
            step, key, note=move.note, content=canonical_json(dict(move.extra)) if move.extra else b""
        )
        step.save()
        if part.state != step.target:
            part.state = step.target
            part.save(update_fields=["state"])
        _money(request, part, step, move, key, at=at)
        made.append(step)
    clocks.sync(request, by=by, at=at)
    audit.record(
        "audit", verb, by=by, at=at, subject_kind="request", subject_id=str(request.pk), participant=request.owner_id,
        facts={"event": move.event, "categories": chosen, "states": [after[one] for one in chosen], "side": move.side,
               "reason": move.reason_code, "matter": str(request.matter_id)},
    )  # fmt: skip
    news.tell("request.stepped", request=request.pk, event=move.event)
    return made


def possible_categories(request: Request, event: str, *, side: str, role: str) -> list[str]:
    """Return the parts for which an event can happen now."""
    from comity.lifecycle.table import step as try_step

    table = lawbook.table(request.instrument)
    return [
        part.data_category
        for part in request.parts.all()
        if isinstance(try_step(table, part.state, event, side=side, role=role), str)
    ]


def _money(request: Request, part: Part, step: Step, move: Move, key: OpenKey, *, at: datetime) -> None:
    held = amount_of(move.extra)
    hold = Hold.objects.select_for_update(of=("self",)).filter(part=part).first()
    ended = HOLD_NEWS.get(move.event) or (_ENDS.get(step.target) if step.target != step.source else None)
    if held is not None and part.state in HELD and hold is None:
        said, wanted = move.extra["hold"], asked(request, key)
        hold = Hold(
            owner_id=request.owner_id, data_key_id=request.data_key_id, request=request, part=part, amount=held[0], currency=held[1],
            asked=wanted[0] if wanted is not None and wanted[1] == held[1] else None,
            confirmed_at=step.since or step.at, ends_on=held[2], basis=str(said.get("basis") or request.legal_basis)[:200],
            basis_confidence=str(said.get("confidence") or request.statute_confidence or "recalled")[:10],
        )  # fmt: skip
        sealing.seal(hold, key, account=str(said.get("account", "")))
        hold.save()
    elif hold is not None and ended is not None and hold.state == Hold.State.HELD:
        hold.state, hold.ended_at = ended, step.at
        hold.save(update_fields=["state", "ended_at"])


def steps_of(requests: Collection[Request]) -> list[Step]:
    """Return every step of some requests in the order in which they happened."""
    return list(
        Step.objects.filter(part__request__in=requests).select_related("part").order_by("at", "number", "id")
    )
