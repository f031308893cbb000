"""Draft a request from a case and a way the engine found, fill its form, check it, promise what must follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from babel.lists import format_list
from django.db import transaction
from django.utils import translation

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, Conflict, Fault, raise_all
from comity.kernel.identifier import reference
from comity.law.answer import Route
from comity.law.form import missing
from comity.law.records import Instrument
from comity.node.assistance import content, directory, faults, keeping, lanes, lawbook, permissions
from comity.node.assistance.models import Commitment, Part, Request
from comity.node.assistance.moving import locked, not_discarded, touch
from comity.node.audit import actions as audit
from comity.node.base import news, sealing
from comity.node.base.models import Participant
from comity.node.base.permissions import require
from comity.node.cases import permissions as case_permissions
from comity.node.cases.models import Case
from comity.node.ui.labels import label

COMMITMENT = "commitment"


@transaction.atomic
def draft(
    case: Case | None,
    routes: Sequence[Route],
    *,
    by: Actor,
    at: datetime,
    to: str = "",
    values: Mapping[str, Any] | None = None,
    urgency: str = "routine",
    confidential: bool = False,
    life_at_risk: bool = False,
    articles: Sequence[str] = (),
    tags: Iterable[str] = (),
    stated: Mapping[str, Any] | None = None,
    parent: Request | None = None,
) -> Request:
    """Draft a request under one instrument to one state, one part for each kind of data (route of the engine).

    The engine's answer, the book's digest and the legal basis as worded today are kept with it. ``to`` names the
    counterpart where the directory lists several; where it lists none the request is for paper. ``stated``: what the
    requesting side states for the other end's rights gate (``max_penalty_months``, ``political_character``).

    Raises:
        NotAllowed: the actor does not draft under this instrument.
        BadInput: routes of two instruments or states, a closed route, no counterpart that fits; all faults at once.
    """
    first = _one_instrument(routes)
    instrument = first.instrument
    grants = case_permissions.grants(case) if case is not None else ()
    require(
        by,
        lanes.draft_verb(instrument),
        permissions.of_new(case.owner_id if case else by.participant, at=at, grants=grants),
    )
    owner = Participant.objects.get(pk=case.owner_id if case else by.participant)
    state = first.channel.addressee_state or first.requested
    speaker, role = directory.speaker(instrument, owner)
    counterpart = directory.choose(instrument, state, to)
    mine = Participant.objects.get(pk=by.participant)
    parties = {speaker.code, mine.code, *_committers(instrument, owner)} - {owner.code}
    key = sealing.new_key(owner)
    content.share(key, parties)
    articles = _offences(instrument, values or {}) or list(articles)
    request = Request(
        owner=owner, data_key=key.row, reference=reference(), direction=Request.Direction.OUT, parties=sorted(parties), via=speaker.code,
        counterpart=counterpart.code if counterpart else "", requesting=first.requesting, requested=state, case=case, parent=parent,
        instrument=instrument.id, legal_basis=first.legal_basis[:200], measure=first.measure, urgency=urgency, confidential=confidential,
        life_at_risk=life_at_risk, offence_articles=list(articles), tags=sorted(set(tags)), book_digest=lawbook.book().digest,
        answer={"routes": [route.document() for route in routes]}, stated=_stated(first.requesting, articles, at, stated or {}), from_role=role,
        to_role=(directory.role_of(instrument, counterpart) if counterpart else "") or (instrument.to_role[0] if instrument.to_role else ""),
        drafted_by=by.label, drafted_at=at,
    )  # fmt: skip
    filled = {
        **_known(instrument, request, (speaker, owner), [route.data_category for route in routes]),
        **(values or {}),
    }
    content.write(request, key, _only_known(instrument, filled))
    request.save()
    categories = [route.data_category if route.data_category != "any" else "" for route in routes]
    Part.objects.bulk_create(
        Part(request=request, data_category=one, state=instrument.states[0])
        for one in dict.fromkeys(categories)
    )
    _leaf(
        "request.draft",
        request,
        by,
        at,
        instrument=instrument.id,
        categories=categories,
        to=request.counterpart,
        book=request.book_digest,
    )
    news.tell("request.drafted", request=request.pk)
    return request


@transaction.atomic
def fill(
    request: Request, values: Mapping[str, Any], *, by: Actor, at: datetime, seen: int | None = None
) -> list[Fault]:
    """Fill the form of a draft and return what is still missing or defective; what was given is kept all the same.

    What is not named stays as it is, and so does what comes back as the form showed it; an empty value takes one away. After the commitment nothing changes any more: it was
    given to what stood there then.

    Raises:
        NotAllowed: not the actor's to draft.
        Conflict: sent or committed to already; changed since it was seen.
    """
    row = locked(request, seen=seen)
    instrument = lawbook.book().instrument(row.instrument)
    require(by, lanes.draft_verb(instrument), permissions.of(row, at=at))
    if row.sent_at is not None or row.direction != Request.Direction.OUT:
        raise Conflict(faults.NOT_A_DRAFT.fault())
    not_discarded(row)
    key = content.open_key(row.data_key)
    promised = _promises(instrument)
    stored = content.read(row, key)
    given = {
        field.name: keeping.kept(field, stored.get(field.name), values[field.name])
        for field in instrument.fields
        if field.name in values and field.name not in promised
    }
    new = _only_known(instrument, {**stored, **given})
    if row.committed_at is not None:
        raise Conflict(faults.ALREADY_COMMITTED.fault())
    content.write(row, key, new)
    row.offence_articles = _offences(instrument, new) or row.offence_articles
    row.stated = _stated(row.requesting, row.offence_articles, at, row.stated)
    touch(row, "fields", "offence_articles", "stated")
    _leaf("request.fill", row, by, at, fields=sorted(new))
    request.refresh_from_db()
    return faults_of(row, new)


def check_form(request: Request, *, by: Actor, at: datetime, before_commitment: bool = False) -> list[Fault]:
    """Return everything that is missing or defective in the form, all at once, in its order.

    Raises:
        NotAllowed: the request is another's.
    """
    permissions.require_view(by, request, at=at)
    return faults_of(request, content.read(request), before_commitment=before_commitment)


def faults_of(request: Request, values: Mapping[str, Any], *, before_commitment: bool = False) -> list[Fault]:
    """Return the faults of a form's values; ``before_commitment`` leaves out what the prosecutor will give."""
    instrument = lawbook.book().instrument(request.instrument)
    found = missing(instrument, values, urgency=request.urgency)
    if not before_commitment:
        return found
    promised = _promises(instrument)
    return [fault for fault in found if fault.facts.get("field") not in promised]


@transaction.atomic
def commit(
    request: Request,
    *,
    instrument: str,
    by_day: date,
    by: Actor,
    at: datetime,
    words: str = "",
    seen: int | None = None,
) -> Commitment:
    """Give the promise that a follow-up request will be filed: who, under which instrument, by which day (BC 29(2)(f)).

    Raises:
        NotAllowed: no prosecutor, or the person who drafted it.
        Conflict: given already, or sent.
        BadInput: the form has no such field, the instrument is not in the book, the day is past, or the rest of the form is incomplete.
    """
    row = locked(request, seen=seen)
    record = lawbook.book().instrument(row.instrument)
    require(by, lanes.commit_verb(record), permissions.of(row, at=at, done_by=[row.drafted_by]))
    if row.sent_at is not None:
        raise Conflict(faults.NOT_A_DRAFT.fault())
    not_discarded(row)
    if row.committed_at is not None:
        raise Conflict(faults.ALREADY_COMMITTED.fault())
    promised = _promises(record)
    if not promised:
        raise BadInput(faults.NO_COMMITMENT_FIELD.fault(instrument=record.title))
    follow = lawbook.book().instrument(instrument)
    key = content.open_key(row.data_key)
    values = content.read(row, key)
    found = faults_of(row, values, before_commitment=True)
    if by_day < at.date():
        found.append(faults.COMMITMENT_IN_THE_PAST.fault(day=by_day.isoformat()))
    raise_all(found)
    office = Participant.objects.get(pk=by.participant)
    promise = {"who": office.name, "instrument": follow.id, "date": by_day.isoformat()}
    for name in promised:
        values[name] = promise
    content.write(row, key, values)
    row.committed_by, row.committed_at = by.label, at
    if office.code not in {row.owner_id, *row.parties}:
        row.parties = sorted({*row.parties, office.code})
        content.share(key, [office.code])
    touch(row, "fields", "committed_by", "committed_at", "parties")
    given = Commitment(
        owner=row.owner, data_key=row.data_key, request=row, instrument=follow.id, by_day=by_day, by=by.label,
        by_participant=by.participant, at=at,
    )  # fmt: skip
    sealing.seal(given, key, words=words)
    given.save()
    _leaf("request.commit", row, by, at, instrument=follow.id, by_day=by_day.isoformat())
    news.tell("request.committed", request=row.pk)
    request.refresh_from_db()
    return given


def _offences(instrument: Instrument, values: Mapping[str, Any]) -> list[str]:
    """Return the articles named in the form, which are the articles of the request."""
    known = {article.id for article in lawbook.book().offence_articles}
    named = [values.get(field.name) for field in instrument.fields if field.type == "offence_ref"]
    return [one for value in named if isinstance(value, list) for one in value if one in known]


def _stated(state: str, articles: Sequence[str], at: datetime, given: Mapping[str, Any]) -> dict[str, Any]:
    """State the highest penalty of the offences for the other end's rights gate; a penalty nobody knows is not stated."""
    rows = [row for article in articles for row in lawbook.book().offences(state, article, at.date())]
    months = [row.max_penalty_months for row in rows if row.max_penalty_months is not None]
    known = {"max_penalty_months": max(months)} if months and len(months) == len(rows) else {}
    return {**known, **given}


def needs_commitment(instrument: Instrument) -> bool:
    """Say whether the form has a promise that must be given."""
    return any(field.type == COMMITMENT and field.mandatory for field in instrument.fields)


def _promises(instrument: Instrument) -> list[str]:
    return [field.name for field in instrument.fields if field.type == COMMITMENT]


def _one_instrument(routes: Sequence[Route]) -> Route:
    if not routes or len({(route.instrument.id, route.requesting, route.requested) for route in routes}) != 1:
        raise BadInput(faults.MIXED_ROUTES.fault())
    found = [
        faults.ROUTE_CLOSED.fault(
            instrument=route.instrument.title, status=route.status, category=route.data_category
        )
        for route in routes
        if route.status in ("closed", "future", "displaced", "protected")
    ]
    if not routes[0].instrument.sendable:
        found.append(faults.NOT_SENDABLE.fault(instrument=routes[0].instrument.title))
    raise_all(found)
    return routes[0]


def _committers(instrument: Instrument, owner: Participant) -> list[str]:
    if not needs_commitment(instrument):
        return []
    return [row.code for row in directory.hosted("prosecutor", owner.country)]


def _known(
    instrument: Instrument,
    request: Request,
    ours: tuple[Participant, Participant],
    categories: Sequence[str],
) -> dict[str, Any]:
    """Fill what the node knows by itself: its own authorities, the offence, the kinds of data, the language of the network."""
    by_type: dict[str, Any] = {
        "offence_ref": list(request.offence_articles) or None,
        "lang_code": "en",
        "file_ref": {"kind": "this_document"} if instrument.direct_to_private_party else None,
    }
    found = {
        field.name: by_type[field.type]
        for field in instrument.fields
        if by_type.get(field.type) and field.filled_by == "requesting"
    }
    for field in instrument.fields:
        if field.type == "authority_ref" and field.filled_by == "requesting":
            found[field.name] = directory.authority(field, *ours)
        if field.type == "enum" and not field.values and "data_category" in field.name:
            found[field.name] = _kinds_in_words(categories)
        if field.type == "bool" and "confidential" in field.name:
            found[field.name] = request.confidential
    return found


def _kinds_in_words(categories: Sequence[str]) -> str:
    """Return kinds of data as they stand in a form that leaves: words, in the language of the network like the rest of it."""
    with translation.override("en"):
        said = str(format_list([label(one, "data").lower() for one in categories], locale="en_GB"))
    return said[:1].upper() + said[1:]


def _only_known(instrument: Instrument, values: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in instrument.fields}
    return {
        name: value for name, value in values.items() if name in names and value not in (None, "", [], {})
    }


def _leaf(verb: str, request: Request, by: Actor, at: datetime, **facts: Any) -> None:
    audit.record(
        "audit", verb, by=by, at=at, subject_kind="request", subject_id=str(request.pk), participant=request.owner_id,
        facts={"matter": str(request.matter_id), **facts},
    )  # fmt: skip
