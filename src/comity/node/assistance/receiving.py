"""Take in a request or order of another participant: the row, the parts, the rights gate, the clocks. Once for each matter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from comity.kernel.actor import Actor
from comity.kernel.country import country
from comity.kernel.errors import BadInput
from comity.kernel.identifier import reference
from comity.law.records import Instrument
from comity.lifecycle.table import Transition
from comity.node.assistance import content, directory, faults, lanes, lawbook, rights, sending
from comity.node.assistance.arriving import received_automatically
from comity.node.assistance.message import REQUEST, Reader
from comity.node.assistance.models import Part, Request
from comity.node.assistance.moving import Move, apply
from comity.node.audit import actions as audit
from comity.node.base import news, sealing
from comity.node.base.models import Participant
from comity.node.exchange.models import Incoming

_AUTHORITIES = frozenset({"police", "contact_point", "prosecution", "central_authority"})


def receive_request(incoming: Incoming, document: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Create the request at its addressee. A request between states goes through the rights gate before anybody decides.

    Raises:
        BadInput: the body is not as it has to be, or names an instrument this book does not have: kept, and shown to a person.
    """
    owner, matter = incoming.owner, incoming.matter_id
    if matter is None:
        raise BadInput(faults.BAD_DOCUMENT.fault(what="matter"))
    known = Request.objects.filter(Q(owner=owner) | Q(via=owner.code), matter_id=matter).first()
    if known is not None and (known.direction, known.counterpart) == (Request.Direction.IN, by.participant):
        return  # the same matter again in another message: the first one stands
    if known is not None:
        raise BadInput(faults.MATTER_TAKEN.fault())
    read = Reader(document["body"], REQUEST)
    instrument = lawbook.book().instrument(read.text("instrument", 60))
    lawbook.book().measure(read.text("measure", 60))
    requesting, requested = country(read.text("requesting", 2)), country(read.text("requested", 2))
    if requested != owner.country:
        raise BadInput(faults.WRONG_ADDRESSEE_SIDE.fault(country=owner.country, requested=requested))
    _from_its_state(by, requesting)
    if instrument.at_home and requesting != requested:
        raise BadInput(faults.WRONG_ADDRESSEE_SIDE.fault(country=requesting, requested=requested))
    _by_its_role(by, instrument, owner)
    taken = _sent_by(read, instrument)
    categories = read.texts("data_categories") or [""]
    names = {field.name for field in instrument.fields}
    values = {name: value for name, value in read.table("fields").items() if name in names}
    central = (
        []
        if instrument.direct_to_private_party
        else [row.code for row in directory.hosted("central_authority", owner.country)]
    )
    parties = sorted(set(central) - {owner.code})
    key = sealing.new_key(owner)
    content.share(key, parties)
    request = Request(
        owner=owner, data_key=key.row, matter_id=matter, reference=reference(), counterpart_reference=read.text("reference", 13),
        direction=Request.Direction.IN, parties=parties, via=owner.code, counterpart=by.participant, requesting=requesting, requested=requested,
        instrument=instrument.id, legal_basis=read.text("legal_basis"), measure=read.text("measure", 60), urgency=_urgency(read, instrument.urgency_levels),
        confidential=read.flag("confidential"), life_at_risk=read.flag("life_at_risk"), offence_articles=read.texts("offence_articles"),
        tags=read.texts("tags"), stated=_stated(read.table("stated")), from_role=read.text("from_role", 30), to_role=read.text("to_role", 30),
        book_digest=lawbook.book().digest, received_at=at, statute_confidence=read.text("basis_confidence", 10),
        period_days=read.number("period_days"), ends_on=read.day("ends_on"),
    )  # fmt: skip
    content.write(request, key, values)
    request.save()
    Part.objects.bulk_create(
        Part(request=request, data_category=one, state=instrument.states[0])
        for one in dict.fromkeys(categories)
    )
    if not instrument.direct_to_private_party:
        found = rights.gate(request, values, on=at.date())
        request.rights_stop = found.stops
        request.answer = {
            "routes": [route.document() for route in found.routes],
            "rights": rights.document(found),
        }
        request.save(update_fields=["rights_stop", "answer"])
    audit.record(
        "audit", "request.take_in", by=by, at=at, subject_kind="request", subject_id=str(request.pk), participant=owner.code,
        facts={"matter": str(request.matter_id), "instrument": instrument.id, "categories": categories, "from": by.participant,
               "rights_stop": request.rights_stop},
    )  # fmt: skip
    for one in taken:
        move = Move(one.event, tuple(categories), "requesting", one.by, message=incoming.message)
        apply(request, move, by=by, at=at, key=key, verb="request.arrived")
    received_automatically(request, instrument, at=at)
    if request.rights_stop:
        news.tell("request.rights_stop", request=request.pk)
    news.tell("request.received", request=request.pk)


def _sent_by(read: Reader, instrument: Instrument) -> tuple[Transition, ...]:
    """Return the steps by which it was sent: a way of the record from its beginning to where this side can act.

    Without them it would lie here as a draft of somebody else's, which nobody could answer.

    Raises:
        BadInput: none is told, one is not the sender's, or they lead to no place where this side acts.
    """
    told = read.texts("steps", 80)
    known = {one.event for one in instrument.transitions if one.side == "requesting"}
    for event in told:
        if event not in known:
            raise BadInput(faults.BAD_DOCUMENT.fault(what=f"steps: {event!r}"))
    ways = sending.ways_to_send(instrument.id).values()
    way = next((way for way in ways if [one.event for one in way] == told), None)
    if way is None:
        raise BadInput(faults.NOT_SENT.fault(instrument=instrument.title, steps=", ".join(told) or "-"))
    return way


def _from_its_state(by: Actor, requesting: str) -> None:
    """A participant asks for its own state only."""
    row = Participant.objects.filter(pk=by.participant).first()
    if row is not None and row.country != requesting:
        raise BadInput(faults.WRONG_ADDRESSEE_SIDE.fault(country=row.country, requested=requesting))


def _by_its_role(by: Actor, instrument: Instrument, owner: Participant) -> None:
    """Only an authority asks; an order comes from whom its record names, and goes to a holder, not past the gate to a desk.

    What a sender calls itself in the message counts for nothing: its roles are those of the signed directory.
    """
    row = Participant.objects.filter(pk=by.participant).first()
    held = set(row.roles) if row is not None else set()
    may = {lanes.participant_role(role) for role in instrument.from_role} - {""}
    if instrument.at_home or not instrument.direct_to_private_party:
        may |= _AUTHORITIES
    if held.isdisjoint(may):
        raise BadInput(
            faults.WRONG_ROLE.fault(
                code=by.participant, instrument=instrument.title, roles=", ".join(instrument.from_role)
            )
        )
    if instrument.direct_to_private_party and not directory.role_of(instrument, owner):
        raise BadInput(
            faults.WRONG_ROLE.fault(
                code=owner.code, instrument=instrument.title, roles=", ".join(instrument.to_role)
            )
        )


def _urgency(read: Reader, levels: tuple[str, ...]) -> str:
    said = read.text("urgency", 12)
    return said if said in levels else "routine"


def _stated(given: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what the gate reads, of the types it reads."""
    found: dict[str, Any] = {}
    months, political = given.get("max_penalty_months"), given.get("political_character")
    if isinstance(months, int) and not isinstance(months, bool):
        found["max_penalty_months"] = months
    if isinstance(political, bool):
        found["political_character"] = political
    return found
