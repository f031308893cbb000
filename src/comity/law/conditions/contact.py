"""Conditions on who may ask and who may be asked: validation, addressee, provider, direct contact."""

from __future__ import annotations

from collections.abc import Hashable

from comity.kernel.finding import Verdict
from comity.law.asking import Asking, Outcome, Source, because, fact_missing, no, yes
from comity.law.condition_records import (
    AddresseeIs,
    DesignatedIn,
    DirectContact,
    ProviderSeat,
    ProviderServes,
    ValidatedBy,
)
from comity.law.conditions.registry import always, register
from comity.law.contents import record_id

SAME_ROLE = {"judge": "court"}
"""The word for the person and the role of the office: a judge is a function of a court (ruling 4)."""


def role_of(word: str) -> str:
    """Return the role behind a function: a judge acts as the court."""
    return SAME_ROLE.get(word, word)


def validated_by(condition: ValidatedBy, asking: Asking) -> Outcome:
    """Be issued or validated by whom the law names; in an emergency validation may follow within hours."""
    scenario = asking.matter.scenario
    wanted = {role_of(word) for word in condition.functions}
    validator = role_of(scenario.ask.validated_by)
    said: dict[str, object] = {
        "functions": list(condition.functions),
        "role": asking.from_role,
        "category": asking.category,
    }
    given: Source = {"cite": condition.cite, "confidence": condition.confidence}
    if validator in wanted or role_of(asking.from_role) in wanted:
        return yes(because("sender.validated", said, **given))
    if scenario.urgency == "emergency" and condition.after_hours is not None:
        later = because("sender.validate_later", said, **given, hours=condition.after_hours)
        return yes(later, warnings=(later,))
    if scenario.ask.validated_by == "":
        return fact_missing(because("sender.validation_open", said, **given), "ask.validated_by")
    return no(because("sender.not_validated", said, **given))


def addressee_is(condition: AddresseeIs, asking: Asking) -> Outcome:
    """Be addressed to one of the roles; a provider the facts describe counts as named."""
    scenario = asking.matter.scenario
    kind = scenario.ask.addressee.kind if scenario.ask.addressee else ""
    provider = scenario.facts.provider
    if not kind and (provider.seat or provider.designated_in):
        kind = "service_provider"
    said: dict[str, object] = {"roles": list(condition.roles), "kind": kind}
    if not kind:
        return fact_missing(because("recipient.not_named", said, cite=condition.cite), "ask.addressee")
    good = kind in condition.roles
    reason = because(
        "recipient.right_kind" if good else "recipient.wrong_kind",
        said,
        cite=condition.cite,
        confidence=condition.confidence,
    )
    return yes(reason) if good else no(reason)


def serves(condition_table: str, asking: Asking) -> Verdict:
    """Say whether the provider offers services in the territory of a member table; its seat alone never says so.

    An establishment designated there as addressee is there because services are offered there.
    """
    matter = asking.matter
    provider = matter.facts.provider
    if provider.offers_services_in_eu is not None:
        return Verdict.YES if provider.offers_services_in_eu else Verdict.NO
    designated = designated_state(asking)
    if designated and matter.member(condition_table, designated).force == "yes":
        return Verdict.YES
    return Verdict.UNKNOWN


def designated_state(asking: Asking) -> str:
    """Return the state in which the provider's addressee for orders is named, if it is known."""
    scenario = asking.matter.scenario
    to = scenario.ask.addressee
    return scenario.facts.provider.designated_in or (to.designated_establishment if to else None) or ""


def provider_serves(condition: ProviderServes, asking: Asking) -> Outcome:
    """Offer services in the territory: users, language, currency and advertising say so, not the seat."""
    answer = serves(condition.table, asking)
    said: dict[str, object] = {
        "table": asking.matter.book.table(condition.table).title,
        "seat": asking.matter.facts.provider.seat or "",
    }
    given: Source = {"cite": condition.cite, "confidence": condition.confidence}
    if answer is Verdict.UNKNOWN:
        return fact_missing(
            because("provider.serves_unknown", said, **given), "facts.provider.offers_services_in_eu"
        )
    if answer is Verdict.NO:
        return no(because("provider.serves_not", said, **given))
    return yes(because("provider.serves", said, **given))


def _designated_face(condition: DesignatedIn, asking: Asking, state: str) -> Hashable:
    return state == designated_state(asking), asking.matter.standing(condition.treaty, state).force


def designated_in(condition: DesignatedIn, asking: Asking) -> Outcome:
    """Have an addressee for orders in a state bound by the treaty; named in another state asked, it is asked there."""
    matter = asking.matter
    state = designated_state(asking)
    if not state:
        return _no_addressee(condition, asking)
    asked_too = state in matter.scenario.ask.requested
    host = matter.standing(condition.treaty, matter.requested).force == "yes"
    if state != matter.requested and (asked_too or host):
        elsewhere = because(
            "recipient.addressee_elsewhere", cite=condition.cite, state=state, requested=matter.requested
        )
        return no(elsewhere)
    standing = matter.standing(condition.treaty, state)
    code = {
        "yes": "recipient.addressee_in",
        "no": "recipient.addressee_outside",
        "unknown": "in_force.unknown",
    }[standing.force]
    reason = because(
        code,
        cite=condition.cite,
        record=standing.record,
        confidence=standing.confidence,
        state=state,
        treaty=matter.book.treaty(condition.treaty).short_name,
    )
    # "Not yet" belongs to the gate of what is in force, and is reported there.
    later = standing.reason == "not_applicable_yet"
    verdict = {"yes": Verdict.YES, "no": Verdict.NO, "unknown": Verdict.UNKNOWN}[standing.force]
    return Outcome(Verdict.YES if later else verdict, (reason,))


def _no_addressee(condition: DesignatedIn, asking: Asking) -> Outcome:
    """Ask for the addressee only of a provider that needs one; whether it serves there decides first."""
    offers = asking.matter.facts.provider.offers_services_in_eu
    if offers is False:
        return yes(because("recipient.no_addressee_needed", cite=condition.cite))
    reason = because("recipient.addressee_unknown", cite=condition.cite, requested=asking.matter.requested)
    settles = ("facts.provider.designated_in",) if offers else ()
    return Outcome(Verdict.UNKNOWN, (reason,), settles=settles, soft=True)


def _seat_face(condition: ProviderSeat, asking: Asking, state: str) -> Hashable:
    facts = asking.matter.facts
    return state in (*facts.places.where("provider").known, facts.provider.seat)


def provider_seat(condition: ProviderSeat, asking: Asking) -> Outcome:
    """Be a provider (bank, registrar) in the requested state."""
    matter = asking.matter
    where = matter.facts.places.where("provider")
    seat = matter.facts.provider.seat
    known = {*where.known, *((seat,) if seat else ())}
    said: dict[str, object] = {"requested": matter.requested, "known": sorted(known)}
    if matter.requested in known:
        return yes(because("provider.in_requested", said, cite=condition.cite))
    if known:
        return no(because("provider.elsewhere", said, cite=condition.cite))
    return fact_missing(
        because("provider.seat_unknown", cite=condition.cite, states=[matter.requested]),
        "facts.provider.seat",
    )


def _contact_state(condition: DirectContact, asking: Asking, state: str) -> str:
    """Return the state whose rule is asked: the one asked, or the provider's where its law stands against another's."""
    seat = asking.matter.facts.provider.seat
    return seat if condition.of == "provider_seat" and seat else state


def _contact_face(condition: DirectContact, asking: Asking, state: str) -> Hashable:
    matter = asking.matter
    whose = _contact_state(condition, asking, state)
    treaty = asking.instrument.treaty
    agreed = matter.standing(treaty, whose).force == "yes" if condition.mode == "order" and treaty else False
    rule = matter.book.direct_contact(whose, asking.category, condition.mode, matter.on)
    if rule is None:
        return agreed, None
    return agreed, (rule.rule, rule.confidence, record_id(rule) in matter.setting.old)


def direct_contact(condition: DirectContact, asking: Asking) -> Outcome:
    """Be allowed to turn to the state's providers directly, for this kind of data; silence of the book is no permission."""
    matter = asking.matter
    state = _contact_state(condition, asking, matter.requested)
    said: dict[str, object] = {"state": state, "category": asking.category}
    treaty = asking.instrument.treaty
    if condition.mode == "order" and treaty and matter.standing(treaty, state).force == "yes":
        return yes(because("direct_contact.agreed_by_treaty", said, cite=condition.cite))
    rule = matter.book.direct_contact(state, asking.category, condition.mode, matter.on)
    if rule is None or rule.rule == "unknown":
        record = record_id(rule) if rule else ""
        code = condition.code or "direct_contact.unknown"
        reason = because(code, said, cite=condition.cite, record=record, law=rule.cite if rule else "")
        return Outcome(Verdict.UNKNOWN, (reason,), settles=(f"law.direct_contact.{state}",), soft=True)
    forbidden = rule.rule == "forbidden"
    reason = because(
        condition.code if forbidden and condition.code else f"direct_contact.{rule.rule}",
        said,
        cite=condition.cite if condition.code else rule.cite or condition.cite,
        record=record_id(rule),
        confidence=rule.confidence,
        law=rule.cite,
        note=rule.note,
    )
    if forbidden:
        return no(reason)
    return yes(reason, warnings=(reason,) if rule.rule == "notify" else ())


register(ValidatedBy, validated_by, looks_at=always("facts"), by_row=True)
register(AddresseeIs, addressee_is, looks_at=always("facts"))
register(ProviderServes, provider_serves, looks_at=always("facts"))
register(DesignatedIn, designated_in, looks_at=always("requested", "facts"), face=_designated_face)
register(ProviderSeat, provider_seat, looks_at=always("requested", "facts"), face=_seat_face)
register(
    DirectContact,
    direct_contact,
    looks_at=always("requested", "category", "facts"),
    face=_contact_face,
    by_row=True,
)
