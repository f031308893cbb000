"""Conditions on who is bound: in force between the two, members, dates, assistance treaties, reservations."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import TYPE_CHECKING

from comity.kernel.finding import Reason, Verdict, all_of, any_of
from comity.law.asking import Asking, Outcome, because, no, record_missing, yes
from comity.law.condition_records import (
    AppliesFrom,
    AssistanceTreaty,
    Bound,
    MemberOf,
    NoTreatyNeeded,
    NotReserved,
    StateIs,
)
from comity.law.conditions.registry import Dimension, always, its_sides, register
from comity.law.contents import record_id
from comity.law.sights import of_assistance_between, of_reservations, of_standing, of_treaties

if TYPE_CHECKING:
    from comity.law.book import Standing
    from comity.law.records import Reservation, Treaty

_FORCE = {"yes": Verdict.YES, "no": Verdict.NO, "unknown": Verdict.UNKNOWN}


def _bound_face(condition: Bound, asking: Asking, state: str) -> Hashable:
    return of_treaties(asking.matter.setting, condition.treaties, state)


def bound(condition: Bound, asking: Asking) -> Outcome:
    """Be bound by one of the treaties on the day: "signed" is not "ratified", "ratified" not "in force" (VCLT 14, 24)."""
    if condition.want == "absent":
        return _gives_way(condition, asking)
    found = [_bound_by(treaty, condition, asking) for treaty in condition.treaties]
    for outcome in found:
        if outcome.verdict is Verdict.YES:
            return outcome
    verdict = any_of(outcome.verdict for outcome in found)
    reasons = tuple(reason for outcome in found for reason in outcome.reasons)
    return Outcome(verdict, reasons, in_time=any(outcome.in_time for outcome in found))


def _gives_way(condition: Bound, asking: Asking) -> Outcome:
    """Give way where another instrument has taken the place of this one between the two; where that is not known, so is this."""
    matter = asking.matter
    found = [(treaty, _bound_by(treaty, condition, asking)) for treaty in condition.treaties]
    verdict = any_of(outcome.verdict for _, outcome in found)
    if verdict is Verdict.NO:
        return Outcome(Verdict.YES)
    reasons = tuple(
        because(
            "in_force.gives_way" if outcome.verdict is Verdict.YES else "in_force.may_give_way",
            cite=condition.cite,
            record=record_id(matter.book.treaty(treaty)),
            confidence=condition.confidence,
            requesting=matter.requesting,
            requested=matter.requested,
            treaty=matter.book.treaty(treaty).short_name,
        )
        for treaty, outcome in found
        if outcome.verdict is verdict
    )
    return Outcome(~verdict, reasons)


def _bound_by(name: str, condition: Bound, asking: Asking) -> Outcome:
    matter = asking.matter
    treaty = matter.book.treaty(name)
    standings = [matter.standing(name, state) for state in matter.sides(condition.who)]
    join = any_of if condition.who == "either" else all_of
    verdict = join(_FORCE[standing.force] for standing in standings)
    reasons = [] if verdict is Verdict.YES else _treaty_itself(treaty, condition, asking)
    reasons += [_standing_reason(standing, treaty, condition) for standing in standings]
    lacking = [standing for standing in standings if standing.force != "yes"]
    in_time = all(_may_come(standing, treaty, matter.on) for standing in lacking)
    return Outcome(verdict, tuple(reasons), in_time=in_time)


def _may_come(standing: Standing, treaty: Treaty, on: date) -> bool:
    """Say whether time may bind a state: it has signed or deposited, the act applies later, or the treaty stands open to it."""
    if standing.reason in ("signed_only", "not_in_force", "not_yet", "not_applicable_yet"):
        return True
    if standing.reason != "no_record" or treaty.membership != "parties":
        return False
    in_force = treaty.entry_into_force is not None and treaty.entry_into_force <= on
    return not in_force or treaty.access == "open_for_accession"


def _treaty_itself(treaty: Treaty, condition: Bound, asking: Asking) -> list[Reason]:
    """Say what keeps the treaty itself from working on the day, apart from who has joined."""
    on = asking.matter.on
    params: dict[str, object] = {"treaty": treaty.short_name, "on": on.isoformat()}
    if treaty.applies_from is not None and treaty.applies_from > on:
        code, params["day"] = "in_force.applies_later", treaty.applies_from.isoformat()
    elif treaty.entry_into_force is not None and treaty.entry_into_force > on:
        code, params["day"] = "in_force.enters_later", treaty.entry_into_force.isoformat()
    elif treaty.entry_into_force is None and treaty.ratifications_needed is not None:
        code = "in_force.treaty_not_in_force"
        params |= {"seen": treaty.ratifications_seen or 0, "needed": treaty.ratifications_needed}
    else:
        return []
    return [Reason(code, params, condition.cite, f"treaties/{treaty.id}", treaty.confidence)]


_STANDING = {
    "bound": "in_force.bound",
    "no_record": "in_force.not_party",
    "signed_only": "in_force.signed_only",
    "not_in_force": "in_force.not_yet",
    "not_yet": "in_force.not_yet",
    "not_applicable_yet": "in_force.not_applicable_yet",
    "ended": "in_force.ended",
    "not_member": "in_force.not_member",
    "opted_out": "in_force.opted_out",
    "unknown": "in_force.unknown",
}


def _standing_reason(standing: Standing, treaty: Treaty, condition: Bound) -> Reason:
    through = standing.force == "yes" and standing.via
    return because(
        "in_force.bound_through" if through else _STANDING[standing.reason],
        cite=condition.cite,
        record=standing.record,
        confidence=standing.confidence,
        state=standing.state,
        treaty=treaty.short_name,
        since=standing.since.isoformat() if standing.since else "",
        via=standing.via,
    )


def no_treaty_needed(condition: NoTreatyNeeded, asking: Asking) -> Outcome:
    """Practice, a scheme or home law: nothing has to be in force between the two."""
    return yes(because("in_force.no_treaty_needed", cite=condition.cite, confidence=condition.confidence))


def _member_face(condition: MemberOf, asking: Asking, state: str) -> Hashable:
    matter = asking.matter
    return of_standing(matter.setting, matter.member(condition.table, state))


def member_of(condition: MemberOf, asking: Asking) -> Outcome:
    """Be in a table of members; a table that is not complete leaves an unlisted state unknown."""
    matter = asking.matter
    standings = [matter.member(condition.table, state) for state in matter.sides(condition.who)]
    join = any_of if condition.who == "either" else all_of
    verdict = join(_FORCE[standing.force] for standing in standings)
    code = {"yes": "member.yes", "no": "member.no", "unknown": "member.unknown"}
    reasons = tuple(
        because(
            code[standing.force],
            cite=condition.cite,
            record=standing.record,
            confidence=standing.confidence,
            state=standing.state,
            table=matter.book.table(condition.table).title,
        )
        for standing in standings
    )
    return Outcome(verdict, reasons)


def applies_from(condition: AppliesFrom, asking: Asking) -> Outcome:
    """Exist on the day: the instrument applies from a date."""
    said = because(
        "in_force.applies_from",
        cite=condition.cite,
        confidence=condition.confidence,
        day=condition.day.isoformat(),
        on=asking.matter.on.isoformat(),
    )
    return yes(said) if asking.matter.on >= condition.day else no(said, in_time=True)


def _assistance_between(condition: object, asking: Asking) -> Hashable:
    return of_assistance_between(asking.matter.setting, asking.matter.assistance)


def assistance_treaty(condition: AssistanceTreaty, asking: Asking) -> Outcome:
    """Have, or lack, an assistance treaty between the two; where no record is found, say that none is on record."""
    matter = asking.matter
    found = [one for one in matter.assistance if one.treaty not in condition.except_treaties]
    pair: dict[str, object] = {"requesting": matter.requesting, "requested": matter.requested}
    if not found:
        silence = because("assistance.none_on_record", pair, cite=condition.cite)
        return yes(silence, warnings=(silence,)) if condition.want == "absent" else no(silence)
    sure = [one for one in found if one.force == "yes" and one.kind != "arrangement"]
    absent = condition.want == "absent"
    code = "assistance.displaces" if absent else "assistance.in_force"
    if not sure:
        code = "assistance.arrangement" if found[0].kind == "arrangement" else "assistance.not_established"
    reasons = tuple(
        because(
            code,
            pair,
            cite=condition.cite,
            record=one.record,
            confidence=one.confidence,
            treaty=one.cite,
            since=one.since.isoformat() if one.since else "",
        )
        for one in sure or found
    )
    if not sure:
        return record_missing(*reasons)
    return no(*reasons) if absent else yes(*reasons)


def _state_looks_at(condition: StateIs) -> frozenset[Dimension]:
    return frozenset(("facts",)) if condition.who == "provider_seat" else its_sides()(condition)


def _state_face(condition: StateIs, asking: Asking, state: str) -> Hashable:
    return state in condition.states


def state_is(condition: StateIs, asking: Asking) -> Outcome:
    """Be one of the states the record names."""
    matter = asking.matter
    if condition.who == "provider_seat":
        seat = matter.facts.provider.seat
        if seat is None:
            reason = because("provider.seat_unknown", cite=condition.cite, states=list(condition.states))
            return Outcome(Verdict.UNKNOWN, (reason,), settles=("facts.provider.seat",), soft=True)
        states: tuple[str, ...] = (seat,)
    else:
        states = matter.sides(condition.who)
    hits = [state in condition.states for state in states]
    good = any(hits) if condition.who == "either" else all(hits)
    said = because(
        "state.is_one_of" if good else condition.code or "state.is_none_of",
        cite=condition.cite,
        confidence=condition.confidence,
        asked=list(states),
        states=list(condition.states),
    )
    return yes(said) if good else no(said)


def reserved(condition: NotReserved, asking: Asking, state: str) -> list[Reservation]:
    """Return the reservations of a state that close the article."""
    matter = asking.matter
    return [
        reservation
        for reservation in matter.book.reservations(
            state, condition.treaty, codes=condition.codes, on=matter.on
        )
        if not condition.articles or reservation.article in condition.articles or not reservation.article
    ]


def _reserved_face(condition: NotReserved, asking: Asking, state: str) -> Hashable:
    return of_reservations(asking.matter.setting, reserved(condition, asking, state))


def not_reserved(condition: NotReserved, asking: Asking) -> Outcome:
    """Not have reserved the article (VCLT 21): a reservation that holds on the day closes it."""
    matter = asking.matter
    found = [
        reservation
        for state in matter.sides(condition.who)
        for reservation in reserved(condition, asking, state)
    ]
    if not found:
        return yes(because("reservation.none", cite=condition.cite, states=list(matter.sides(condition.who))))
    reasons = tuple(
        because(
            condition.code or "reservation.applies",
            cite=condition.cite,
            record=record_id(reservation),
            confidence=reservation.confidence,
            state=reservation.state,
            article=reservation.article,
            effect=reservation.effect,
        )
        for reservation in found
    )
    unsure = all(reservation.force == "unknown" for reservation in found)
    return record_missing(*reasons) if unsure else no(*reasons)


register(Bound, bound, looks_at=its_sides(), face=_bound_face)
register(NoTreatyNeeded, no_treaty_needed, looks_at=always())
register(MemberOf, member_of, looks_at=its_sides(), face=_member_face)
register(AppliesFrom, applies_from, looks_at=always())
register(AssistanceTreaty, assistance_treaty, looks_at=always("pair"), between=_assistance_between)
register(StateIs, state_is, looks_at=_state_looks_at, face=_state_face)
register(NotReserved, not_reserved, looks_at=its_sides(), face=_reserved_face)
