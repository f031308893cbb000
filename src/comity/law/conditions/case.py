"""Conditions on the facts of the case: money, hours, consent, places, danger, what has happened."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Any

from comity.kernel.finding import Verdict, any_of
from comity.law.asking import Asking, Outcome, because, fact_missing, no, yes
from comity.law.condition_records import (
    AmountAtLeast,
    AnyOf,
    ConsentIs,
    DangerToLife,
    EventHappened,
    FactIs,
    PlaceIn,
    WithinHours,
)
from comity.law.conditions.registry import (
    Dimension,
    always,
    applies,
    between,
    evaluate,
    face,
    looks_at,
    register,
)


def fact(asking: Asking, path: str) -> Any:
    """Return a fact by its dotted name under ``facts``; nothing where it is not stated."""
    facts = asking.matter.facts
    if path in facts.stated:
        return facts.stated[path]
    value: Any = facts
    for part in path.split("."):
        value = getattr(value, part, None)
    return value


def amount_at_least(condition: AmountAtLeast, asking: Asking) -> Outcome:
    """Reach an amount. Another currency is not converted: no rate of ours decides a threshold."""
    money = asking.matter.facts.money
    said: dict[str, object] = {"amount": condition.amount, "currency": condition.currency}
    if money.amount is None:
        return fact_missing(
            because("threshold.amount_unknown", said, cite=condition.cite), "facts.money.amount"
        )
    said |= {"given": str(money.amount), "given_currency": money.currency}
    if money.currency != condition.currency:
        return fact_missing(
            because("threshold.other_currency", said, cite=condition.cite),
            f"facts.money in {condition.currency}",
        )
    good = money.amount >= condition.amount
    reason = because(
        "threshold.amount_reached" if good else "threshold.amount_below",
        said,
        cite=condition.cite,
        confidence=condition.confidence,
    )
    return yes(reason) if good else no(reason)


def within_hours(condition: WithinHours, asking: Asking) -> Outcome:
    """Be asked within so many hours of an instant of the case. A day without an hour counts from its first moment."""
    scenario = asking.matter.scenario
    start = fact(asking, condition.since)
    said: dict[str, object] = {"hours": condition.hours, "since": condition.since}
    if not isinstance(start, datetime):
        return fact_missing(
            because("threshold.instant_unknown", said, cite=condition.cite), f"facts.{condition.since}"
        )
    end = start + timedelta(hours=condition.hours)
    said["until"] = end.isoformat()
    if scenario.at is None:
        day = scenario.on
        if day < end.date():
            return yes(
                because("threshold.in_time", said, cite=condition.cite, confidence=condition.confidence)
            )
        if day == end.date():
            return fact_missing(because("threshold.hour_decides", said, cite=condition.cite), "scenario.on")
        return no(because("threshold.too_late", said, cite=condition.cite, confidence=condition.confidence))
    good = scenario.at <= end
    code = "threshold.in_time" if good else "threshold.too_late"
    reason = because(code, said, cite=condition.cite, confidence=condition.confidence)
    return yes(reason) if good else no(reason)


def consent_is(condition: ConsentIs, asking: Asking) -> Outcome:
    """Have the consent asked for; where nobody asked, that is the question."""
    given = asking.matter.facts.consent
    said: dict[str, object] = {"wanted": condition.value, "given": given}
    if given == condition.value:
        return yes(because("consent.given", said, cite=condition.cite, confidence=condition.confidence))
    if given == "unknown":
        return fact_missing(because("consent.unknown", said, cite=condition.cite), "facts.consent")
    return no(because("consent.missing", said, cite=condition.cite, confidence=condition.confidence))


def _place_looks_at(condition: PlaceIn) -> frozenset[Dimension]:
    if condition.where in ("requested", "requesting"):
        return frozenset((condition.where, "facts"))
    return frozenset(("facts",))


def _place_face(condition: PlaceIn, asking: Asking, state: str) -> Hashable:
    return asking.matter.facts.places.where(condition.place).may_be_in(state).value


def place_in(condition: PlaceIn, asking: Asking) -> Outcome:
    """Have a place of the case known and where the rule wants it; an unknown place is never the right place."""
    matter = asking.matter
    where = matter.facts.places.where(condition.place)
    said: dict[str, object] = {"place": condition.place, "known": list(where.known), "where": condition.where}
    if condition.where in ("requested", "requesting"):
        state = matter.state_of(condition.where)
        verdict = where.may_be_in(state)
        said["state"] = state
    else:
        verdict = Verdict.UNKNOWN
        if where.known:
            verdict = any_of(_belongs(condition, asking, place) for place in where.known)
    if verdict is Verdict.UNKNOWN:
        return fact_missing(
            because("territory.place_unknown", said, cite=condition.cite), f"facts.places.{condition.place}"
        )
    good = verdict is Verdict.YES
    reason = because(
        "territory.place_fits" if good else "territory.place_outside",
        said,
        cite=condition.cite,
        confidence=condition.confidence,
    )
    return yes(reason) if good else no(reason)


def _belongs(condition: PlaceIn, asking: Asking, place: str) -> Verdict:
    matter = asking.matter
    if condition.where == "party":
        force = matter.standing(condition.treaty, place).force
    else:
        force = matter.member(condition.table, place).force
    return {"yes": Verdict.YES, "no": Verdict.NO, "unknown": Verdict.UNKNOWN}[force]


def danger_to_life(condition: DangerToLife, asking: Asking) -> Outcome:
    """Concern a significant and imminent risk to life or safety; property alone is none."""
    facts = asking.matter.facts
    values = [facts.danger_to_life, *(fact(asking, name) for name in condition.or_facts)]
    values += [True for name in condition.or_facts if name in facts.tags]
    if any(value is True for value in values):
        return yes(because("emergency.life", cite=condition.cite, confidence=condition.confidence))
    if facts.danger_to_life is None:
        if asking.matter.scenario.urgency != "emergency":
            return no(because("emergency.none_stated", cite=condition.cite, confidence=condition.confidence))
        return fact_missing(because("emergency.unknown", cite=condition.cite), "facts.danger_to_life")
    return no(because("emergency.none", cite=condition.cite, confidence=condition.confidence))


def fact_is(condition: FactIs, asking: Asking) -> Outcome:
    """Have a fact or a tag stated so; what is not stated is unknown."""
    value = fact(asking, condition.fact)
    if value is None and condition.fact in asking.matter.facts.tags:
        value = True
    said: dict[str, object] = {"fact": condition.fact, "wanted": condition.value}
    if not isinstance(value, bool):
        reason = because(condition.code or "fact.unknown", said, cite=condition.cite)
        return fact_missing(reason, f"facts.stated.{condition.fact}")
    good = value is condition.value
    reason = because(
        "fact.holds" if good else "fact.holds_not", said, cite=condition.cite, confidence=condition.confidence
    )
    return yes(reason) if good else no(reason)


def event_happened(condition: EventHappened, asking: Asking) -> Outcome:
    """Come after something that has happened in the case: a hold before its path data."""
    book = asking.matter.book
    for event in asking.matter.scenario.events:
        if event.name != condition.event:
            continue
        measures = {
            measure for one in book.instruments if one.id == event.instrument for measure in one.measures
        }
        if not condition.of_measures or not event.instrument or measures & set(condition.of_measures):
            return yes(
                because("event.happened", cite=condition.cite, event=event.name, at=event.at.isoformat())
            )
    reason = because(
        condition.code or "event.not_yet",
        cite=condition.cite,
        confidence=condition.confidence,
        event=condition.event,
    )
    return Outcome(Verdict.NO, (reason,))


def _any_looks_at(condition: AnyOf) -> frozenset[Dimension]:
    found: set[Dimension] = set()
    for inner in condition.of:
        found |= looks_at(inner)
        found |= {"measure"} if inner.measures else set()
        found |= {"category"} if inner.data_categories else set()
        found |= {"facts"} if inner.urgency else set()
    return frozenset(found)


def _any_face(condition: AnyOf, asking: Asking, state: str) -> Hashable:
    return tuple(face(inner, asking, state) for inner in condition.of if applies(inner, asking))


def _any_between(condition: AnyOf, asking: Asking) -> Hashable:
    return tuple(between(inner, asking) for inner in condition.of if applies(inner, asking))


def any_condition(condition: AnyOf, asking: Asking) -> Outcome:
    """Meet one of several conditions."""
    found = [evaluate(inner, asking) for inner in condition.of if applies(inner, asking)]
    verdict = any_of(outcome.verdict for outcome in found)
    if verdict is Verdict.YES:
        return next(outcome for outcome in found if outcome.verdict is Verdict.YES)
    open_ones = [outcome for outcome in found if outcome.verdict is verdict]
    return Outcome(
        verdict,
        tuple(reason for outcome in found for reason in outcome.reasons),
        settles=tuple(name for outcome in open_ones for name in outcome.settles),
        soft=verdict is Verdict.UNKNOWN and any(outcome.soft for outcome in open_ones),
        in_time=any(outcome.in_time for outcome in found),
    )


register(AmountAtLeast, amount_at_least, looks_at=always("facts"))
register(WithinHours, within_hours, looks_at=always("facts"))
register(ConsentIs, consent_is, looks_at=always("facts"))
register(PlaceIn, place_in, looks_at=_place_looks_at, face=_place_face)
register(DangerToLife, danger_to_life, looks_at=always("facts"))
register(FactIs, fact_is, looks_at=always("facts"))
register(EventHappened, event_happened, looks_at=always("facts"))
register(AnyOf, any_condition, looks_at=_any_looks_at, face=_any_face, between=_any_between, by_row=True)
