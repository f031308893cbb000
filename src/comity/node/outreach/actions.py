"""Offer people harmed elsewhere to their own state, each state its own people only; and tell the own ones, one by one.

What leaves for a state is made from that state's people and from nothing else: the rows of an offer are sealed one by one when
the list is read, and the list is not looked at again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput, ComityError, Conflict, raise_all
from comity.law.answer import Route
from comity.law.records import Instrument
from comity.node.assistance import actions as assistance
from comity.node.assistance import content, directory, lanes, lawbook
from comity.node.assistance.models import Request
from comity.node.audit import actions as audit
from comity.node.base import news, sealing
from comity.node.base.permissions import require
from comity.node.cases import queries as cases
from comity.node.cases.models import Case
from comity.node.cases.permissions import of as of_case
from comity.node.evidence import actions as evidence
from comity.node.evidence import harmed
from comity.node.evidence.harmed import Person
from comity.node.evidence.models import Item
from comity.node.outreach import faults, notices
from comity.node.outreach.models import Offer
from comity.policy.decide import PURPOSE

MEASURE = "spontaneous_information"
DRAFT = "comity.offer-draft/1"
_OPEN = ("open", "conditional")


@dataclass(frozen=True, slots=True)
class Terms:
    """On which conditions, why, and under which instrument if there is a choice."""

    conditions: tuple[str, ...]
    why: str
    instrument: str = ""


@transaction.atomic
def prepare_offers(
    item: Item,
    *,
    case: Case,
    conditions: Sequence[str],
    why: str,
    by: Actor,
    at: datetime,
    purpose: str,
    instrument: str = "",
) -> list[Offer]:
    """Read a list of people harmed once and draft an offer to each state; people of this state become notices here.

    ``instrument`` is asked for first where a way under it is open; else the first way the engine finds. A state without a place
    in the directory gets a draft for paper; one to which no way is open none, with the reason.

    Raises:
        NotAllowed: the actor may not offer, or not read the list.
        BadInput: it is no list, or condition, reason or purpose is missing. Conflict: it was offered already.
    """
    require(by, "notice.offer", of_case(case, at=at))
    wanted = [text.strip() for text in conditions if text.strip()]
    raise_all(
        [
            *([] if wanted else [faults.NO_CONDITION.fault()]),
            *([] if why.strip() else [faults.NO_WHY.fault()]),
            *([] if purpose.strip() else [PURPOSE.fault()]),
        ]
    )
    if Offer.objects.filter(item=item).exists():
        raise Conflict(faults.OFFERED_ALREADY.fault())
    people = harmed.read(b"".join(evidence.open_item(item, by=by, at=at, purpose=purpose)))
    by_state: dict[str, list[Person]] = defaultdict(list)
    for one in people:
        by_state[one.country].append(one)
    notices.make(by_state.pop(case.owner.country, []), item=item, request=None, at=at)
    terms = Terms(tuple(wanted), why.strip(), instrument)
    made = [_offer(item, case, by_state[state], terms, by=by, at=at) for state in sorted(by_state)]
    audit.record(
        "audit", "outreach.prepare", by=by, at=at, subject_kind="item", subject_id=str(item.item_id), participant=case.owner_id,
        purpose=purpose, facts={"states": {offer.country: offer.count for offer in made}},
    )  # fmt: skip
    news.tell("outreach.prepared", item=item.pk)
    return made


@transaction.atomic
def send_offer(offer: Offer, *, by: Actor, at: datetime) -> Request:
    """Send an offer with its conditions: how many people, why, on which condition; no person before the condition is accepted.

    Raises:
        BadInput: the state has no place in the directory, or no way is open. And as ``assistance.send``.
    """
    request = offer.request
    if request is None:
        raise BadInput(faults.NO_WAY.fault(country=offer.country))
    if not request.counterpart:
        raise BadInput(faults.NOT_TO_SEND.fault(country=offer.country))
    ways = assistance.ways_to_send(request.instrument)
    with_conditions = [event for event in ways if not _carries(request.instrument, event)]
    return assistance.send(request, by=by, at=at, event=(with_conditions or list(ways))[0])


def send_all(item: Item, *, by: Actor, at: datetime) -> tuple[list[Request], dict[str, ComityError]]:
    """Send every offer of a list that can be sent and was not yet; return those sent, and why others could not be."""
    sent: list[Request] = []
    failed: dict[str, ComityError] = {}
    for offer in (
        Offer.objects.filter(item=item, request__sent_at=None)
        .exclude(request__counterpart="")
        .exclude(request=None)
    ):
        try:
            sent.append(send_offer(offer, by=by, at=at))
        except ComityError as error:
            failed[offer.country] = error
    return sent, failed


@transaction.atomic
def draft_document(offer: Offer, *, by: Actor, at: datetime, purpose: str) -> dict[str, Any]:
    """Return an offer as a document for paper: what would be said, marked as not sent where it was not. It names nobody.

    Raises:
        NotAllowed: the offer is another's, or no purpose is given.
    """
    from comity.node.outreach import permissions

    require(by, "request.open", permissions.of_offer(offer, at=at, purpose=purpose))
    request = offer.request
    said = content.read(request) if request is not None else {}
    instrument = lawbook.book().instrument(request.instrument) if request is not None else None
    hidden = _field(instrument, "file_ref")
    audit.record(
        "audit", "outreach.draft", by=by, at=at, subject_kind="offer", subject_id=str(offer.pk), participant=offer.owner_id, purpose=purpose,
    )  # fmt: skip
    return {
        "schema": DRAFT,
        "status": "sent" if request is not None and request.sent_at else "not sent",
        "from": offer.owner.name,
        "from_country": offer.owner.country,
        "to_country": offer.country,
        "reference": request.reference if request is not None else "",
        "legal_basis": request.legal_basis if request is not None else "",
        "people": offer.count,
        "drafted": offer.at.date().isoformat(),
        "fields": {name: value for name, value in said.items() if name != hidden},
    }


def _offer(
    item: Item, case: Case, people: Sequence[Person], terms: Terms, *, by: Actor, at: datetime
) -> Offer:
    key = sealing.new_key(case.owner)
    offer = Offer(
        owner=case.owner, data_key=key.row, item=item, case=case, country=people[0].country, count=len(people), by=by.label, at=at
    )  # fmt: skip
    sealing.seal(offer, key, persons=canonical_json({"persons": harmed.write(people)}))
    route = way(case, offer.country, terms.instrument, at=at)
    if route is None:
        offer.reason_code = faults.NO_WAY.code
    else:
        offer.request = _draft(offer, route, people, terms, by=by, at=at)
    offer.save(force_insert=True)
    return offer


def way(case: Case, state: str, instrument: str = "", *, at: datetime) -> Route | None:
    """Return the way under which a state can be told without being asked: the instrument wished for, else the first that is open."""
    from comity.law.route import routes

    scenario = cases.scenario(case, on=at.date(), at=at, requested=[state], measure=MEASURE)
    found = [
        route
        for route in routes(lawbook.book(), scenario).routes
        if route.status in _OPEN
        and route.requested == state
        and route.measure == MEASURE
        and route.instrument.sendable
        and lanes.lane(route.instrument) == "notice"
        and _field(route.instrument, "file_ref")
    ]
    return next((route for route in found if route.instrument.id == instrument), found[0] if found else None)


def _draft(
    offer: Offer, route: Route, people: Sequence[Person], terms: Terms, *, by: Actor, at: datetime
) -> Request:
    known = directory.counterparts(route.instrument, offer.country)
    values: dict[str, Any] = {
        _field(route.instrument, "file_ref"): {"kind": harmed.FORMAT, "persons": harmed.write(people)},
        _field(route.instrument, "list[condition]"): list(terms.conditions),
        _field(route.instrument, "text"): terms.why,
    }
    return assistance.draft(
        offer.case, [route], by=by, at=at, to=known[0].code if known else "", values={name: value for name, value in values.items() if name},
        confidential=True,
    )  # fmt: skip


def _field(instrument: Instrument | None, kind: str) -> str:
    """Name the form's first field of a type, one that must be filled before others; empty where the form has none."""
    fields = [field for field in instrument.fields if field.type == kind] if instrument is not None else []
    return next((field.name for field in sorted(fields, key=lambda field: not field.mandatory)), "")


def _carries(instrument: str, event: str) -> bool:
    from comity.node.assistance.sending import carries_content

    return carries_content(instrument, event)


def persons_in(values: Mapping[str, Any], instrument: Instrument) -> list[Person] | None:
    """Return the people that an offer brought; nothing where it brought something else.

    Raises:
        BadInput: it says it is a list of people, and is none.
    """
    given = values.get(_field(instrument, "file_ref"))
    if not isinstance(given, Mapping) or given.get("kind") != harmed.FORMAT:
        return None
    return harmed.read_documents(given.get("persons"))


def countries(offers: Iterable[Offer]) -> list[str]:
    """Name the states of some offers."""
    return [offer.country for offer in offers]
