"""Take a step: decided by policy and by the record's life cycle, told to the other end (``telling``), clocks moved. ``arriving`` takes one in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, Conflict, NotAllowed, raise_all
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
from comity.node.assistance.amounts import as_much_as_is_held, within_what_was_asked
from comity.node.assistance.authorising import is_authorised, kind_needed
from comity.node.assistance.clocks import ENDED
from comity.node.assistance.lawbook import HELD, SERVED_OUT
from comity.node.assistance.models import Hold, Part, Request, RightsDecision, Step
from comity.node.assistance.moving import (
    TOLD,
    Move,
    apply,
    locked,
    possible_categories,
)
from comity.node.assistance.telling import message_for, tell, tell_parent_of_money
from comity.node.base.permissions import require
from comity.node.exchange import actions as exchange


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
    (amount, currency, ends_on; less than was asked is held in part), ``answer``, ``paper`` (a holder's confirmation that came on paper). ``seen``: the version
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
    within_what_was_asked(row, told, holds=taken.to in HELD and taken.from_ not in HELD)
    taken = as_much_as_is_held(row, instrument, taken, told)
    event = taken.event
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
