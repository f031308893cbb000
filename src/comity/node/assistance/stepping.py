"""Take a step: decided by policy and by the record's life cycle, told to the other end, clocks moved. And take one in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import transaction

from comity.kernel.actor import Actor, system
from comity.kernel.errors import BadInput, Conflict, NotAllowed, raise_all
from comity.kernel.identifier import new_id
from comity.law.records import Instrument
from comity.law.records import Transition as Row
from comity.lifecycle.table import step as try_step
from comity.node.assistance import (
    checking,
    content,
    faults,
    lanes,
    lawbook,
    leaving,
    orders,
    permissions,
    sending,
)
from comity.node.assistance.authorising import is_authorised, kind_needed
from comity.node.assistance.clocks import ENDED
from comity.node.assistance.lawbook import HELD, SERVED_OUT
from comity.node.assistance.message import STEP, Reader, step_body
from comity.node.assistance.models import Hold, Part, Request, RightsDecision, Step
from comity.node.assistance.moving import (
    BESIDE,
    HOLD_NEWS,
    TOLD,
    Move,
    amount_of,
    apply,
    locked,
    possible_categories,
)
from comity.node.audit import actions as audit
from comity.node.base import news
from comity.node.base.permissions import require
from comity.node.exchange import actions as exchange
from comity.node.exchange.models import Incoming

FOLLOWED = "disclosure_request_filed"
KIND = "step"
_WORKER = system("assistance")


def side_of(request: Request) -> str:
    """Return on which side of the life cycle this end stands."""
    return "requesting" if request.direction == Request.Direction.OUT else "requested"


@transaction.atomic
def step(
    request: Request,
    event: str,
    categories: Collection[str] = (),
    *,
    by: Actor,
    at: datetime,
    reason_code: str = "",
    cite: str = "",
    note: str = "",
    extra: Mapping[str, Any] | None = None,
    since: datetime | None = None,
    seen: int | None = None,
) -> list[Step]:
    """Let an event of the life cycle happen for some kinds of data (all for which it can, if none is named).

    ``reason_code``: the id of a ground of the instrument's record, for a refusal. ``extra``: what is told with it: ``hold``
    (amount, currency, ends_on), ``answer``, ``paper`` (a holder's confirmation that came on paper). ``seen``: the version
    of the page.

    Raises:
        NotAllowed: policy, or the life cycle gives this step to another role.
        Conflict: it cannot happen now, the rights gate stopped it, no holder confirmed, or the page was stale.
        BadInput: no ground, a ground that is not in the record's list or may not be used, a name of somebody who reported.
    """
    row = locked(request, seen=seen)
    instrument = lawbook.book().instrument(row.instrument)
    side = side_of(row)
    taken, role = _transition(row, instrument, event, side=side, by=by, categories=categories)
    if event == TOLD:
        require(
            by, "order.answer" if by.has("addressee_clerk") else "request.follow", permissions.of(row, at=at)
        )
    else:
        require(
            by, lanes.step_verb(instrument, taken), permissions.of(row, at=at, authorised=is_authorised(row))
        )
    chosen = (
        list(categories) or possible_categories(row, event, side=side, role=role) or list(_categories(row))
    )
    told = dict(extra or {})
    _gate(row, instrument, event, taken)
    cite = _ground(instrument, event, reason_code) or cite
    _authorised(row, instrument, event, taken)
    if since is None and side == "requested" and _starts_hold(taken, instrument):
        since, told = _confirmed(row, chosen, told)
    _within_what_was_asked(row, told, holds=taken.to in HELD and taken.from_ not in HELD)
    if side == "requesting":
        said = {"note": note, "extra": told}
        raise_all([*checking.faults_of_words(row, said), *orders.faults_of_origin(row, said)])
        _within_ceiling(row, instrument, taken, at)
    acting = taken.side if taken.side in ("third", "host") else side
    move = Move(
        event, tuple(chosen), acting, role, reason_code, cite, note, told, since, message=message_for(row)
    )
    made = apply(row, move, by=by, at=at)
    tell(row, move, chosen, by=by, at=at, fields=_content_that_leaves_now(row, instrument, event, side))
    tell_parent_of_money(row, made, by=by, at=at)
    request.refresh_from_db()
    return made


def _transition(
    request: Request, instrument: Instrument, event: str, *, side: str, by: Actor, categories: Collection[str]
) -> tuple[Row, str]:
    """Find the transition this is and the role of the book in which the actor takes it.

    Raises:
        Conflict: no part can take the step now; every fault of the life cycle is named.
        NotAllowed: it is for another role.
    """
    table = lawbook.table(request.instrument)
    mine = lanes.roles_of(by)
    if event == TOLD:
        return Row(from_="", event=TOLD, to="", by=mine[0] if mine else "", side="either"), mine[
            0
        ] if mine else ""
    sides = [side, "third", "host"] if side == "requested" else [side, "third"]
    named = [
        row
        for row in instrument.transitions
        if row.event == event and (row.side in sides or row.side == "either")
    ]
    parts = [part for part in request.parts.all() if not categories or part.data_category in categories]
    found: list[Any] = []
    for part in parts:
        for role in mine:
            for where in sides:
                result = try_step(table, part.state, event, side=where, role=role)
                if isinstance(result, str):
                    row = next(
                        one
                        for one in instrument.transitions
                        if one.from_ == part.state and one.event == event and one.to == result
                    )
                    return row, role
                found.append(result)
    possible = any(row.from_ in {part.state for part in parts} for row in named)
    if possible:
        raise NotAllowed(
            faults.NOT_YOUR_STEP.fault(event=event, roles=" / ".join(sorted({row.by for row in named})))
        )
    now = {part.state for part in parts}
    ways = sorted({row.event for row in instrument.transitions if row.from_ in now and row.side != "clock"})
    raise Conflict(
        faults.NO_SUCH_EVENT.fault(
            event=event,
            category=", ".join(part.data_category for part in parts) or "?",
            state=", ".join(sorted(now)) or "?",
            possible=", ".join(ways) or "-",
        )
    )


def _categories(request: Request) -> list[str]:
    return [part.data_category for part in request.parts.all()]


def _gate(request: Request, instrument: Instrument, event: str, taken: Row) -> None:
    """While a lawyer has not decided, nothing goes on but a question back and words; once she refused, nothing but a no."""
    if event == TOLD or taken.side == "requesting":
        return
    if rights_refused(request) and taken.to not in ENDED:
        raise Conflict(faults.RIGHTS_REFUSED.fault())
    if not request.rights_stop:
        return
    cycle = lawbook.table(instrument.id)
    back = any(
        row.source == taken.to and row.side == "requesting" and row.target == taken.from_
        for row in cycle.transitions
    )
    if event in ("receive", "acknowledge") or back:
        return
    raise Conflict(
        faults.RIGHTS_STOP.fault(marks=", ".join(request.answer.get("rights", {}).get("marks", [])) or "-")
    )


def rights_refused(request: Request) -> bool:
    """Say whether a lawyer refused the request at the rights gate."""
    return request.rights_decisions.filter(outcome=RightsDecision.Outcome.REFUSED).exists()


def _ground(instrument: Instrument, event: str, reason_code: str) -> str:
    """Check the ground of a refusal against the record's list; return its citation."""
    if not lawbook.is_refusal(instrument.id, event):
        return ""
    known = lawbook.grounds(instrument)
    listed = ", ".join(name for name, ground in known.items() if ground.effect != "forbidden_ground")
    if not known:
        return ""
    if not reason_code:
        raise BadInput(faults.GROUND_NEEDED.fault(instrument=instrument.title, grounds=listed))
    ground = known.get(reason_code)
    if ground is None:
        raise BadInput(
            faults.NO_GROUND.fault(ground=reason_code, instrument=instrument.title, grounds=listed)
        )
    if ground.effect == "forbidden_ground":
        raise BadInput(faults.FORBIDDEN_GROUND.fault(ground=reason_code, cite=ground.cite))
    return ground.cite


def _authorised(request: Request, instrument: Instrument, event: str, taken: Row) -> None:
    """Nothing with content is handed over before the decision the own law needs is recorded."""
    if (
        request.direction != Request.Direction.IN
        or instrument.direct_to_private_party
        or taken.to not in SERVED_OUT
    ):
        return
    if lanes.lane(instrument) == "assistance" and is_authorised(request) is not True:
        power = lawbook.power_for(
            request.requested, request.measure, (request.received_at or taken_at(request)).date()
        )
        raise NotAllowed(
            faults.UNAUTHORISED.fault(
                statute=power.statute if power else "?", kind=kind_needed(request) or "?"
            )
        )


def taken_at(request: Request) -> datetime:
    """Return the instant by which the law of a request is looked up: when it came, was sent, or was drafted."""
    found: datetime | None = request.received_at or request.sent_at or request.drafted_at
    if found is None:
        raise RuntimeError("a request was drafted or received at some time")
    return found


def _starts_hold(taken: Row, instrument: Instrument) -> bool:
    return taken.to in HELD and taken.from_ not in HELD and not instrument.direct_to_private_party


def _confirmed(
    request: Request, chosen: Sequence[str], told: dict[str, Any]
) -> tuple[datetime | None, dict[str, Any]]:
    """Return from when the holder keeps, and what of money; the periods do not start before a holder confirmed.

    Raises:
        Conflict: neither an order at home was confirmed nor the paper of a confirmation is named.
    """
    if str(told.get("paper", "")).strip():
        return None, told
    held = Part.objects.filter(
        request__parent=request, request__direction=Request.Direction.OUT, state__in=HELD
    )
    missing = []
    since: datetime | None = None
    for category in chosen:
        parts = [
            part
            for part in held.filter(data_category__in=[category, ""])
            if lawbook.book().instrument(part.request.instrument).at_home
        ]
        if not parts:
            missing.append(faults.NOT_CONFIRMED.fault(category=category or "what was asked"))
            continue
        for part in parts:
            confirmed = part.steps.filter(target__in=HELD).order_by("number").first()
            if confirmed is not None:
                when = confirmed.since or confirmed.at
                since = when if since is None else max(since, when)
            hold = Hold.objects.filter(part=part).first()
            if hold is not None and "hold" not in told:
                told["hold"] = {
                    "amount": format(hold.amount.normalize(), "f"), "currency": hold.currency, "ends_on": hold.ends_on.isoformat(),
                    "basis": hold.basis, "confidence": hold.basis_confidence,
                }  # fmt: skip
    raise_all(missing, Conflict)
    return since, told


def _within_what_was_asked(request: Request, told: Mapping[str, Any], *, holds: bool) -> None:
    """An amount, never the account, and never more than was asked."""
    instrument = lawbook.book().instrument(request.instrument)
    about_money = [field.name for field in instrument.fields if field.type == "money"]
    if request.direction != Request.Direction.IN or not about_money or not holds:
        return
    held = amount_of(told)
    if held is None:
        raise BadInput(faults.NOT_WHOLE_ACCOUNT.fault())
    asked = content.read(request).get(about_money[0])
    if not isinstance(asked, Mapping):
        return
    if asked.get("currency") != held[1]:
        raise BadInput(faults.OTHER_CURRENCY.fault(currency=held[1], asked=str(asked.get("currency"))[:12]))
    if held[0] > _asked_amount(asked):
        raise BadInput(
            faults.MORE_THAN_ASKED.fault(amount=held[0], currency=held[1], asked=asked.get("amount"))
        )


def _asked_amount(asked: Mapping[str, Any]) -> Decimal:
    """Return how much was asked for; nothing where the other side wrote no amount."""
    try:
        amount = Decimal(str(asked.get("amount", "0")))
    except InvalidOperation:
        return Decimal(0)
    return amount if amount.is_finite() else Decimal(0)


def _within_ceiling(request: Request, instrument: Instrument, taken: Row, at: datetime) -> None:
    """A period can be prolonged only as far as the executing state's own power reaches, and once."""
    if getattr(taken, "limit", "") != "home_ceiling":
        return
    power = lawbook.power_for(request.requested, request.measure, taken_at(request).date())
    if power is None or power.max_days is None:
        return
    used = Step.objects.filter(part__request=request, event=taken.event).exists()
    if used or (power.first_days or power.max_days) >= power.max_days:
        raise Conflict(faults.EXTEND_LIMIT.fault(statute=power.statute, days=power.max_days))


def _content_that_leaves_now(
    request: Request, instrument: Instrument, event: str, side: str
) -> dict[str, Any]:
    """Return the values that were held back until a promise was given, when the step that sends them is taken."""
    if (
        side != "requesting"
        or lanes.lane(instrument) != "notice"
        or not sending.carries_content(instrument.id, event)
    ):
        return {}
    table = lawbook.table(instrument.id)
    receives = {row.source for row in table.transitions if row.event == "receive"}
    if not any(row.event == event and row.target in receives for row in table.transitions):
        return {}
    return leaving.outgoing(instrument, content.read(request), to_role=request.to_role)


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


def mark_seen(request: Request, *, by: Actor, at: datetime) -> int:
    """Record that an officer opened the matter: the sender gets the receipt *opened*. Only the participant on the wire can."""
    if by.participant != request.via:
        return 0
    return exchange.mark_matter_opened(request.matter_id, by=by, at=at)


def refuse(
    request: Request, *, reason_code: str, cite: str, note: str, by: Actor, at: datetime
) -> list[Step]:
    """Answer every open kind of data with a no, in the name of the addressee: the lawyer's decision carried out."""
    instrument = lawbook.book().instrument(request.instrument)
    for row in instrument.transitions:
        if row.side != "requested" or not lawbook.is_refusal(instrument.id, row.event):
            continue
        chosen = possible_categories(request, row.event, side="requested", role=row.by)
        if chosen:
            move = Move(
                row.event,
                tuple(chosen),
                "requested",
                row.by,
                reason_code,
                cite,
                note,
                message=message_for(request),
            )
            made = apply(request, move, by=by, at=at)
            tell(request, move, chosen, by=by, at=at)
            return made
    # Its life cycle has no way to a no from here (it may have come as a draft): the decision stands, and is told in words.
    move = Move(TOLD, (), "requested", "", reason_code, cite, note, message=message_for(request))
    made = apply(request, move, by=by, at=at)
    tell(request, move, [], by=by, at=at)
    return made
