"""Questions about requests, filtered by who asks; never sealed content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, declare
from comity.law.records import Ground
from comity.lifecycle.table import step as try_step
from comity.node.assistance import lanes, lawbook, permissions
from comity.node.assistance.lawbook import HELD, SERVED_OUT
from comity.node.assistance.models import Hold, Request, Step
from comity.node.assistance.moving import TOLD
from comity.node.assistance.stepping import side_of
from comity.node.base.permissions import allowed, require
from comity.node.deadlines import queries as deadlines
from comity.node.deadlines.models import Deadline
from comity.node.exchange import queries as exchange
from comity.policy import Attributes

NO_SUCH_REQUEST = declare("assistance.request.none", "There is no such request here.", "Check the reference.")


@dataclass(frozen=True, slots=True)
class Button:
    """A step this person may take now: the event, for which kinds of data, and what it asks for."""

    event: str
    target: str
    categories: tuple[str, ...]
    refuses: bool
    holds: bool
    answers: bool
    verb: str
    asks_back: bool = False
    """It puts a question to the other side, which brings the request back to where it is."""


def mine(by: Actor) -> QuerySet[Request]:
    """Return the requests of the actor's participant, its own and those it takes part in, the newest first; for a holder, orders to it."""
    require(
        by,
        "order.read" if by.has("addressee_clerk") else "request.list",
        Attributes(owner=by.participant),
    )
    found = Request.objects.filter(Q(owner_id=by.participant) | Q(parties__contains=[by.participant]))
    found = found.filter(discarded_at=None)
    newest = Coalesce("drafted_at", "received_at").desc()
    return found.select_related("owner", "parent", "case").prefetch_related("parts").order_by(newest, "id")


def one(pk: UUID | str, *, by: Actor, at: datetime) -> Request:
    """Return a request the actor may look at.

    Raises:
        BadInput: there is none such.
        NotAllowed: it is another's.
    """
    row = (
        Request.objects.select_related("owner", "parent", "case", "data_key")
        .prefetch_related("parts")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise BadInput(NO_SUCH_REQUEST.fault())
    permissions.require_view(by, row, at=at)
    return row


def buttons(request: Request, *, by: Actor, at: datetime, words: bool = False) -> list[Button]:
    """Return the steps of the record's life cycle that this person may take now, in the order of the record.

    ``words``: also words to the other side that move nothing, where anything was sent.
    """
    instrument = lawbook.book().instrument(request.instrument)
    table = lawbook.table(request.instrument)
    side = side_of(request)
    roles = lanes.roles_of(by)
    states = {part.data_category: part.state for part in request.parts.all()}
    found: list[Button] = []
    for row in instrument.transitions:
        if row.side == "clock" or any(row.event == known.event for known in found):
            continue
        if row.side not in (side, "either") and not (row.side in ("third", "host") and side == "requested"):
            continue
        if request.direction == Request.Direction.OUT and request.sent_at is None:
            continue
        acting = row.side if row.side in ("third", "host") else side
        kinds = [
            one
            for one, state in states.items()
            if any(
                isinstance(try_step(table, state, row.event, side=acting, role=role), str) for role in roles
            )
        ]
        verb = lanes.step_verb(instrument, row)
        if (
            not kinds
            or row.event == "receive"
            or not allowed(by, verb, permissions.of(request, at=at, authorised=True))
        ):
            continue
        if request.rights_stop and not _allowed_while_stopped(row.to, row.from_, request.instrument, side):
            continue
        found.append(
            Button(
                row.event,
                row.to,
                tuple(kinds),
                lawbook.is_refusal(instrument.id, row.event),
                row.to in HELD and row.from_ not in HELD,
                row.to in SERVED_OUT,
                verb,
                _asks_back(row.to, row.from_, request.instrument, side),
            )
        )
    verb = "order.answer" if by.has("addressee_clerk") else "request.follow"
    sent = request.direction == Request.Direction.IN or request.sent_at is not None
    if words and sent and request.counterpart and allowed(by, verb, permissions.of(request, at=at)):
        found.append(Button(TOLD, "", tuple(states), False, False, True, verb))
    return found


def _allowed_while_stopped(target: str, source: str, name: str, side: str) -> bool:
    return side == "requesting" or _asks_back(target, source, name, side)


def _asks_back(target: str, source: str, name: str, side: str) -> bool:
    if side == "requesting":
        return False
    table = lawbook.table(name)
    return any(
        row.source == target and row.side == "requesting" and row.target == source
        for row in table.transitions
    )


def grounds(request: Request) -> tuple[list[Ground], bool]:
    """Return the grounds a refusal may name, and whether the record's list is closed."""
    instrument = lawbook.book().instrument(request.instrument)
    usable = [ground for ground in instrument.grounds if ground.effect != "forbidden_ground"]
    return usable, "closed" in instrument.note.lower()


def timeline(request: Request) -> list[Step]:
    """Return the steps of a request in order; what was said with them stays sealed."""
    return list(Step.objects.filter(part__request=request).select_related("part").order_by("number", "at"))


def clocks(request: Request, *, by: Actor) -> QuerySet[Deadline]:
    """Return the running clocks of a request, for any of its parties."""
    return deadlines.on("request", str(request.pk), by=replace(by, participant=request.owner_id)).filter(
        stopped_at=None
    )


def wire(request: Request, *, by: Actor, at: datetime) -> list[exchange.Line]:
    """Return the messages of a request with their receipts, each event once; the participant on the wire is this request's own."""
    permissions.require_view(by, request, at=at)
    found = exchange.history(request.matter_id, by=replace(by, participant=request.via))
    return [
        replace(line, receipts=tuple({(one.event, one.side): one for one in line.receipts}.values()))
        for line in found
    ]


def receipt(request: Request, message: UUID, event: str, side: str, *, by: Actor, at: datetime) -> str:
    """Return a receipt of one of the request's messages for download."""
    permissions.require_view(by, request, at=at)
    if message not in {line.message for line in wire(request, by=by, at=at)}:
        raise BadInput(NO_SUCH_REQUEST.fault())
    return exchange.receipt(message, event, side, by=replace(by, participant=request.via))


def envelope(request: Request, message: UUID, *, by: Actor, at: datetime) -> bytes:
    """Return the bytes of one of the request's messages as they travelled.

    Raises:
        BadInput: it is no message of this request.
    """
    if message not in {line.message for line in wire(request, by=by, at=at)}:
        raise BadInput(NO_SUCH_REQUEST.fault())
    return exchange.envelope(message, by=replace(by, participant=request.via))


def holds(request: Request) -> QuerySet[Hold]:
    """Return the money held under a request."""
    return Hold.objects.filter(request=request).select_related("part")


def already_held(selectors: Mapping[str, str], *, by: Actor) -> list[Request]:
    """Return own requests whose reference is one of those named; a search over own references, nothing else."""
    wanted = {value.strip().upper() for value in selectors.values() if value.strip()}
    return list(mine(by).filter(Q(reference__in=wanted) | Q(counterpart_reference__in=wanted)))


def executed_in_part(request: Request) -> bool:
    """Say whether some kinds of data were kept or answered and others were not: "executed in part"."""
    done = [
        part.state in HELD | SERVED_OUT | {"closed"} and _was_executed(part.pk)
        for part in request.parts.all()
    ]
    return any(done) and not all(done)


def _was_executed(part: UUID) -> bool:
    return Step.objects.filter(part=part, target__in=HELD | SERVED_OUT).exists()


def was_refused_for_rights(request: Request) -> bool:
    """Say whether a lawyer refused it at the rights gate: such a refusal is never counted as non-cooperation."""
    return request.rights_decisions.filter(outcome="refused").exists()
