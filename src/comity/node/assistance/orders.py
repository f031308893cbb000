"""Orders at home: what this state's authority has a holder in its own state do, also to carry out a foreign request.

The statute comes from the record of the state's power; the form, the life cycle and the refusals from the record of the
order. The holder learns which authority of its own state asks, by which law, for what and until when; never which state
asked behind it, unless that state released it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from babel import Locale
from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, Conflict, Fault, NotAllowed, raise_all
from comity.kernel.identifier import reference
from comity.law.form import missing
from comity.law.records import Instrument, Power
from comity.node.assistance import checking, content, directory, faults, lanes, lawbook, permissions
from comity.node.assistance.authorising import kind_needed
from comity.node.assistance.models import Part, Request, RightsDecision
from comity.node.assistance.moving import locked
from comity.node.assistance.names import texts
from comity.node.audit import actions as audit
from comity.node.base import news, sealing
from comity.node.base.models import Participant
from comity.node.base.permissions import require
from comity.node.cases.models import Case

_LANGUAGES = ("en", "de", "fr", "es", "it", "ja", "nl", "pt", "pl", "ar", "ru", "zh")


@transaction.atomic
def home_order(
    incoming: Request | None,
    holder: str,
    *,
    by: Actor,
    at: datetime,
    measure: str = "",
    categories: Collection[str] = (),
    values: Mapping[str, Any] | None = None,
    ends_on: date | None = None,
    case: Case | None = None,
) -> Request:
    """Draft an order at home to a holder (code in the directory), usually to carry out ``incoming``; send it with ``send``.

    What is to be kept or handed over is taken from the incoming request's own selectors where ``values`` does not give
    it. ``ends_on``: the day the order names (money: the hold ends on it). Without an incoming request: an order of the
    own case.

    Raises:
        NotAllowed: the actor does not serve orders; the rights gate has not been passed.
        BadInput: no power, no order at home for the measure, no such holder; the form's faults; the text names the state that asked.
    """
    source = locked(incoming) if incoming is not None else None
    country = (
        source.requested
        if source is not None
        else (case.owner.country if case is not None else Participant.objects.get(pk=by.participant).country)
    )
    asked = measure or (source.measure if source is not None else "")
    power = lawbook.power_for(country, asked, at.date())
    if power is None or power.available == "none":
        raise BadInput(faults.NO_POWER.fault(country=country, measure=asked))
    instrument = _instrument(asked)
    _may(source, case, power, by=by, at=at)
    addressee = directory.choose(instrument, country, holder)
    if addressee is None:
        raise BadInput(faults.NO_COUNTERPART.fault(role=" / ".join(instrument.to_role), country=country))
    owner = Participant.objects.get(pk=by.participant)
    chosen = list(dict.fromkeys(categories)) or _categories(source, instrument, power)
    key = sealing.new_key(owner)
    parties = sorted(
        {*([source.via, source.owner_id] if source is not None else []), *_deciders(power, owner)}
        - {owner.code}
    )
    content.share(key, parties)
    first = power.first_days if power.first_days is not None else power.max_days
    order = Request(
        owner=owner, data_key=key.row, reference=reference(), direction=Request.Direction.OUT, parties=parties, via=owner.code,
        counterpart=addressee.code, requesting=country, requested=country, case=case, parent=source, instrument=instrument.id,
        legal_basis=power.statute[:200], measure=asked, statute_confidence=power.confidence, period_days=first,
        urgency=source.urgency if source is not None else "urgent", confidential=True, from_role=_role(by), to_role=directory.role_of(instrument, addressee),
        book_digest=lawbook.book().digest, drafted_by=by.label, drafted_at=at,
        ends_on=ends_on or _given_end(instrument, values or {}),
        answer={"power": {"state": power.state, "measure": power.measure, "statute": power.statute, "binding": power.binding,
                          "authorisation": lawbook.kind_of_authority(power), "confidence": power.confidence}},
    )  # fmt: skip
    filled = {**_from_request(instrument, source), **_own(instrument, owner, power, order), **(values or {})}
    known = {field.name for field in instrument.fields}
    filled = {
        name: value for name, value in filled.items() if name in known and value not in (None, "", [], {})
    }
    found = missing(instrument, filled)
    found += faults_of_origin(order, filled)
    found += _money_faults(instrument, filled, order)
    raise_all(found)
    content.write(order, key, filled)
    order.save()
    Part.objects.bulk_create(
        Part(request=order, data_category=one, state=instrument.states[0]) for one in chosen
    )
    found += checking.faults_of_names(order, filled, by=by, at=at)
    raise_all(found)
    audit.record(
        "audit", "order.draft", by=by, at=at, subject_kind="request", subject_id=str(order.pk), participant=owner.code,
        facts={"instrument": instrument.id, "power": power.measure, "holder": addressee.code, "parent": str(source.pk) if source else "",
               "authorisation": lawbook.kind_of_authority(power)},
    )  # fmt: skip
    news.tell("request.drafted", request=order.pk)
    return order


def origin_in(source: Request, values: Mapping[str, Any]) -> list[str]:
    """Return the places in a text to a holder that give away which state asked."""
    words = _names_of_state(source)
    return [place for place, text in texts(values) if any(word in text.casefold() for word in words)]


def faults_of_origin(order: Request, values: Mapping[str, Any]) -> list[Fault]:
    """Return a fault for each text, of the form or of a step, by which a holder would learn which state asked."""
    source = order.parent
    if (
        source is None
        or source.direction != Request.Direction.IN
        or source.origin_released
        or not lawbook.book().instrument(order.instrument).at_home
    ):
        return []
    return [faults.ORIGIN_LEAVES.fault(field=place) for place in origin_in(source, values)]


def _names_of_state(source: Request) -> list[str]:
    names = {str(Locale(code).territories.get(source.requesting, "")) for code in _LANGUAGES}
    other = Participant.objects.filter(pk=source.counterpart).first()
    if other is not None:
        names |= {other.name, other.code}
    names |= {source.counterpart_reference}
    return [name.casefold() for name in names if len(name) > 2]


def _instrument(measure: str) -> Instrument:
    found = lawbook.book().home_orders(measure)
    if not found:
        raise BadInput(faults.NO_HOME_ORDER.fault(measure=measure))
    return found[0]


def _may(source: Request | None, case: Case | None, power: Power, *, by: Actor, at: datetime) -> None:
    if source is not None and source.direction != Request.Direction.IN:
        raise Conflict(faults.NOT_OUR_REQUEST.fault())
    if source is not None and source.rights_stop:
        raise NotAllowed(
            faults.RIGHTS_STOP.fault(marks=", ".join(source.answer.get("rights", {}).get("marks", [])) or "-")
        )
    if source is not None and source.rights_decisions.filter(outcome=RightsDecision.Outcome.REFUSED).exists():
        raise NotAllowed(faults.RIGHTS_REFUSED.fault())
    attributes = (
        permissions.of(source, at=at)
        if source is not None
        else permissions.of_new(case.owner_id if case else by.participant, at=at)
    )
    require(by, "hold.serve", attributes)


def _deciders(power: Power, owner: Participant) -> list[str]:
    """Bring in who records the decision the power needs."""
    if lawbook.kind_of_authority(power) not in ("judge", "prosecutor"):
        return []
    return [row.code for row in directory.hosted("prosecutor", owner.country)]


def _role(by: Actor) -> str:
    mine = lanes.roles_of(by)
    return mine[0] if mine else ""


def _categories(source: Request | None, instrument: Instrument, power: Power) -> list[str]:
    """Return the kinds of data: those asked that the power reaches; for money one part without a kind."""
    if not instrument.data_categories:
        return [""]
    asked = (
        [part.data_category for part in source.parts.all()]
        if source is not None
        else list(instrument.data_categories)
    )
    reach = power.data_categories
    return [
        one
        for one in asked
        if reach is None or one in reach or (one == "identification" and "traffic" in reach)
    ] or asked[:1]


def _from_request(instrument: Instrument, source: Request | None) -> dict[str, Any]:
    """Carry over what the other state asked for, by the type of the field: its selectors, accounts and amounts."""
    if source is None:
        return {}
    asked = lawbook.book().instrument(source.instrument)
    values = content.read(source)
    carried = {"data_selector", "money", "account_ref"}
    found: dict[str, Any] = {}
    for field in instrument.fields:
        if field.type not in carried:
            continue
        fits = [
            one.name
            for one in asked.fields
            if one.type in (field.type, f"list[{field.type}]") and one.name in values
        ]
        if field.type == "account_ref":
            fits = [name for name in fits if "benefi" in name or "creditor" in name] or fits[-1:]
        if fits:
            found[field.name] = values[fits[0]]
    return found


def _own(instrument: Instrument, owner: Participant, power: Power, order: Request) -> dict[str, Any]:
    by_type: dict[str, Any] = {"authority_ref": {"name": owner.name, "code": owner.code}}
    found = {field.name: by_type[field.type] for field in instrument.fields if field.type in by_type}
    for field in instrument.fields:
        if field.name == "statute":
            found[field.name] = power.statute
        elif field.type == "date" and order.ends_on is not None:
            found[field.name] = order.ends_on.isoformat()
        elif field.type == "bool" and "confidential" in field.name:
            found[field.name] = True
    return found


def _given_end(instrument: Instrument, values: Mapping[str, Any]) -> date | None:
    for field in instrument.fields:
        if field.type == "date" and values.get(field.name):
            try:
                return date.fromisoformat(str(values[field.name]))
            except ValueError:
                raise BadInput(
                    faults.FIELD_UNREADABLE.fault(
                        field=field.name, why=str(values[field.name])[:40], advice="2026-12-02"
                    )
                ) from None
    return None


def _money_faults(instrument: Instrument, values: Mapping[str, Any], order: Request) -> list[Any]:
    """An amount, never the account; and a day on which it ends."""
    names = [field.name for field in instrument.fields if field.type == "money"]
    if not names:
        return []
    found = []
    given = values.get(names[0])
    try:
        amount = Decimal(str(given.get("amount", ""))) if isinstance(given, Mapping) else Decimal(0)
    except InvalidOperation:
        amount = Decimal(0)
    if not amount.is_finite() or amount <= 0 or not (isinstance(given, Mapping) and given.get("currency")):
        found.append(faults.NOT_WHOLE_ACCOUNT.fault())
    if order.ends_on is None:
        found.append(faults.NO_END.fault())
    return found


def needs_decision(order: Request) -> str:
    """Return whose decision has to be recorded before an order is served: judge or prosecutor, or nothing."""
    needed = kind_needed(order)
    return needed if needed in ("judge", "prosecutor") else ""
