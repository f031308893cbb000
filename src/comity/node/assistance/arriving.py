"""Take in a step of the other end: same effect here, once, and only what that end may say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from comity.kernel.actor import Actor, system
from comity.kernel.errors import BadInput, Conflict
from comity.law.records import Instrument
from comity.law.records import Transition as Row
from comity.node.assistance import (
    content,
    faults,
    lanes,
    lawbook,
)
from comity.node.assistance.lawbook import HELD
from comity.node.assistance.message import STEP, Reader
from comity.node.assistance.models import Request, Step
from comity.node.assistance.moving import (
    BESIDE,
    HOLD_NEWS,
    Move,
    apply,
    locked,
    possible_categories,
)
from comity.node.assistance.telling import message_for, tell, tell_parent_of_money
from comity.node.audit import actions as audit
from comity.node.base import news
from comity.node.exchange.models import Incoming

_WORKER = system("assistance")


def receive_step(incoming: Incoming, document: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Take in a step of the other end: same effect here, once. What comes from somebody who is no side of it moves nothing.

    Raises:
        Conflict: the matter is not known (yet), or the step cannot happen (yet): the message is tried again, then shown to a person.
        BadInput: the body is not as it has to be.
    """
    if incoming.matter_id is None:
        raise Conflict(faults.NO_MATTER.fault())
    found = Request.objects.filter(matter_id=incoming.matter_id, via=incoming.owner_id).first()
    if found is None:
        raise Conflict(faults.NO_MATTER.fault())
    row = locked(found)
    if by.participant != row.counterpart:
        _stranger(row, by, at)
        return
    if Step.objects.filter(part__request=row, message_id=incoming.message).exists():
        return
    read = Reader(document["body"], STEP)
    event = read.text("event", 80)
    side = "requested" if row.direction == Request.Direction.OUT else "requesting"
    instrument = lawbook.book().instrument(row.instrument)
    asked = read.texts("categories")
    role, where = _role_of_other_side(row, instrument, event, side, asked)
    key = content.open_key(row.data_key)
    extra = read.table("extra")
    _not_theirs_to_say(row, event, extra)
    fields = read.table("fields")
    if fields:
        _promised_content(row, instrument, event, side)
        known = {field.name for field in instrument.fields}
        new = {name: value for name, value in fields.items() if name in known}
        content.write(row, key, {**new, **content.read(row, key)})  # what came first stands
        row.save(update_fields=["fields"])
    theirs = read.text("reference", 13)
    if theirs and not row.counterpart_reference:
        row.counterpart_reference = theirs
        row.save(update_fields=["counterpart_reference"])
    move = Move(
        event, tuple(asked), where, role, read.text("reason_code", 80), read.text("cite", 80), read.text("note", 20_000), extra,
        read.instant("since"), read.instant("at") or at, incoming.message,
    )  # fmt: skip
    made = apply(row, move, by=by, at=at, key=key, verb="request.step_received")
    received_automatically(row, instrument, at=at)
    tell_parent_of_money(row, made, by=_WORKER, at=at)
    news.tell("request.answered", request=row.pk, event=event)


def _not_theirs_to_say(request: Request, event: str, extra: Mapping[str, Any]) -> None:
    """Refuse what only the end that executes can say: that money is held, seized, released, lapsed.

    Raises:
        BadInput: whoever asked says it.
    """
    if request.direction == Request.Direction.IN and (event in HOLD_NEWS or "hold" in extra):
        raise BadInput(faults.BAD_DOCUMENT.fault(what="event" if event in HOLD_NEWS else "extra: hold"))


def _promised_content(request: Request, instrument: Instrument, event: str, side: str) -> None:
    """Let a step carry content only where the record holds it back until a promise is given, and then from who offered it.

    Anything else would exchange, after the rights gate and the commitment, what they were about.

    Raises:
        BadInput: content where none comes.
    """
    sends = any(row.event == event and row.side == "requesting" for row in instrument.transitions)
    receives = {row.from_ for row in instrument.transitions if row.event == "receive"}
    leads = any(row.event == event and row.to in receives for row in instrument.transitions)
    if side != "requesting" or lanes.lane(instrument) != "notice" or not (sends and leads):
        raise BadInput(faults.BAD_DOCUMENT.fault(what=f"fields with {event[:40]!r}"))


def received_automatically(request: Request, instrument: Instrument, *, at: datetime) -> None:
    """A message that arrived is received: the step the record has for it is taken by the machine, and told."""
    rows = [row for row in instrument.transitions if row.event == "receive" and row.side == "requested"]
    if request.direction != Request.Direction.IN or not rows:
        return
    chosen = possible_categories(request, "receive", side="requested", role=rows[0].by)
    if not chosen:
        return
    move = Move("receive", tuple(chosen), "requested", rows[0].by, message=message_for(request))
    apply(request, move, by=_WORKER, at=at, verb="request.receive")
    tell(request, move, chosen, by=_WORKER, at=at)


def _role_of_other_side(
    request: Request, instrument: Instrument, event: str, side: str, categories: Sequence[str]
) -> tuple[str, str]:
    """Return the role and the side the other end acted in: its own, time's, or a court's of its state."""
    if event in BESIDE:
        return "", side
    states = {
        part.state for part in request.parts.all() if not categories or part.data_category in categories
    }
    for row in instrument.transitions:
        if (
            row.event == event
            and row.from_ in states
            and row.side in (side, "either", "clock", "third", "host")
            and not (side == "requesting" and _only_the_holder_counts(row))
        ):
            return row.by, side if row.side == "either" else row.side
    return "", side


def _only_the_holder_counts(row: Row) -> bool:
    """Say whether a step belongs to the executing end alone: the end of a period of keeping, and what its own state decides."""
    return row.side == "host" or (row.side == "clock" and row.from_ in HELD)


def _stranger(request: Request, by: Actor, at: datetime) -> None:
    audit.record(
        "audit", "request.stranger", by=by, at=at, subject_kind="request", subject_id=str(request.pk), participant=request.owner_id,
        facts={"from": by.participant, "matter": str(request.matter_id)},
    )  # fmt: skip
    news.tell("request.stranger", request=request.pk, sender=by.participant)
