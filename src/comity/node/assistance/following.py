"""What follows a request: the request promised for a hold, the order after an answer; who else takes part; calls."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.facts.model import Facts
from comity.facts.scenario import Addressee, Ask, Event, Scenario
from comity.kernel.actor import Actor
from comity.kernel.country import Country
from comity.law.answer import Route
from comity.law.known import events as events_of_the_book
from comity.law.route import routes
from comity.node.assistance import content, drafting, lawbook, permissions
from comity.node.assistance.models import Call, Request, Step
from comity.node.assistance.moving import locked, touch
from comity.node.assistance.sending import send
from comity.node.audit import actions as audit
from comity.node.base import news
from comity.node.base.permissions import require


def ways(
    instrument: str, requesting: str, requested: str, categories: Sequence[str], *, on: datetime, facts: Facts | None = None,
    measure: str = "", urgency: str = "routine", events: Iterable[Event] = (), validated_by: str = "", addressee: Addressee | None = None,
) -> list[Route]:  # fmt: skip
    """Ask the engine for the routes of one instrument between two states, one for each kind of data.

    Raises:
        BadInput: the book cannot answer the question.
    """
    ask = Ask(
        requesting=Country(requesting), requested=(Country(requested),), measure=measure, data_categories=tuple(categories), instrument=instrument,
        validated_by=validated_by, addressee=addressee,
    )  # fmt: skip
    scenario = Scenario("draft", "", on.date(), on, urgency, ask, facts or Facts(), tuple(events))
    return list(routes(lawbook.book(), scenario).routes)


def events_of(request: Request) -> list[Event]:
    """Return what has happened in a request as events of a scenario; a step that the law knows nothing of (words, say) is none."""
    known = events_of_the_book(lawbook.book())
    rows = Step.objects.filter(part__request=request).select_related("part").order_by("number")
    return [
        Event(row.event, row.at, request.instrument, row.side, row.part.data_category)
        for row in rows
        if row.event in known
    ]


@transaction.atomic
def follow_up(
    request: Request,
    instrument: str,
    *,
    by: Actor,
    at: datetime,
    categories: Collection[str] = (),
    requested: str = "",
    to: str = "",
    values: Mapping[str, Any] | None = None,
    facts: Facts | None = None,
    measure: str = "",
    urgency: str = "",
    validated_by: str = "",
) -> Request:
    """Draft what follows a request: the assistance request after a hold, an order after the path was told.

    The engine is asked again as of now; what fits by name and type is carried over from the first form; when it is sent,
    the hold learns that its follow-up was filed. ``requested``: another state, where the path leads there.

    Raises:
        NotAllowed, BadInput: as for ``drafting.draft``.
    """
    permissions.require_view(by, request, at=at)
    request.refresh_from_db()
    record = lawbook.book().instrument(instrument)
    state = requested or request.requested
    kinds = list(categories) or [part.data_category for part in request.parts.all() if part.data_category]
    known = (
        facts
        if facts is not None
        else Facts(articles=tuple(request.offence_articles), tags=frozenset(request.tags))
    )
    found = ways(
        instrument, request.requesting, state, [one for one in kinds if not record.data_categories or one in record.data_categories] or kinds,
        on=at, facts=known, measure=measure, urgency=urgency or request.urgency, events=events_of(request), validated_by=validated_by,
    )  # fmt: skip
    carried = _carried(request, record.id) if state == request.requested else {}
    return drafting.draft(
        request.case, found, by=by, at=at, to=to, values={**carried, **(values or {})}, urgency=urgency or request.urgency,
        confidential=request.confidential, articles=request.offence_articles, tags=request.tags, stated=request.stated, parent=request,
    )  # fmt: skip


def _carried(request: Request, instrument: str) -> dict[str, Any]:
    """Carry over what both forms ask under one name and type; and the reference of the hold."""
    first, second = (lawbook.book().instrument(name) for name in (request.instrument, instrument))
    values = content.read(request)
    same = {(field.name, field.type) for field in first.fields}
    found = {
        field.name: values[field.name]
        for field in second.fields
        if (field.name, field.type) in same and field.name in values
    }
    for field in second.fields:
        if field.type == "ref" and "preservation" in field.name:
            found[field.name] = request.counterpart_reference or request.reference
    return found


@transaction.atomic
def offer(
    case: Any, found: Sequence[Route], *, by: Actor, at: datetime, values: Mapping[str, Any], to: str = "", event: str = "",
    articles: Sequence[str] = (), confidential: bool = True, parent: Request | None = None,
) -> Request:  # fmt: skip
    """Offer what helps another state without being asked; with conditions, nothing of the content leaves before they are accepted.

    Raises:
        NotAllowed, BadInput: as for ``drafting.draft`` and ``sending.send``.
    """
    request = drafting.draft(
        case,
        found,
        by=by,
        at=at,
        to=to,
        values=values,
        articles=articles,
        confidential=confidential,
        parent=parent,
    )
    return send(request, by=by, at=at, event=event)


@transaction.atomic
def involve(
    request: Request, participant: str, *, by: Actor, at: datetime, seen: int | None = None
) -> Request:
    """Bring in another participant of this node: the police that executes, the prosecution that records a decision.

    Raises:
        NotAllowed: it is not the actor's request.
    """
    row = locked(request, seen=seen)
    require(by, "request.involve", permissions.of(row, at=at))
    if participant not in {row.owner_id, *row.parties}:
        content.share(content.open_key(row.data_key), [participant])
        row.parties = sorted({*row.parties, participant})
        touch(row, "parties")
        audit.record(
            "audit", "request.involve", by=by, at=at, subject_kind="request", subject_id=str(row.pk), participant=row.owner_id,
            facts={"to": participant},
        )  # fmt: skip
        news.tell("request.involved", request=row.pk, participant=participant)
    request.refresh_from_db()
    return row


@transaction.atomic
def log_call(
    request: Request, *, to: str, reached: bool, by: Actor, at: datetime, confirms: bool = False
) -> Call:
    """Write down a telephone call: to the other side before sending, or to the second person of promise 23.

    Raises:
        NotAllowed: it is not the actor's request.
    """
    require(by, "call.log", permissions.of(request, at=at))
    made = Call.objects.create(
        request=request, to=to[:50], reached=reached, confirms=confirms and reached, by=by.label, at=at
    )
    audit.record(
        "audit", "call.log", by=by, at=at, subject_kind="request", subject_id=str(request.pk), participant=request.owner_id,
        facts={"to": made.to, "reached": reached, "confirms": made.confirms},
    )  # fmt: skip
    return made


@transaction.atomic
def release_origin(request: Request, *, by: Actor, at: datetime) -> Request:
    """Record that the requesting state lets a holder know who asked. The default is that it never learns.

    Raises:
        NotAllowed: it is not the actor's request.
    """
    row = locked(request)
    require(by, "request.involve", permissions.of(row, at=at))
    row.origin_released = True
    touch(row, "origin_released")
    audit.record(
        "audit",
        "request.release_origin",
        by=by,
        at=at,
        subject_kind="request",
        subject_id=str(row.pk),
        participant=row.owner_id,
    )
    return row
