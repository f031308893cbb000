"""One row of the answer: gates, dual criminality, grounds, clocks, warnings, channel, and the word that sums them up."""

from __future__ import annotations

from collections.abc import Iterable

from comity.kernel.finding import Confidence, Reason
from comity.law.answer import Channel, Route
from comity.law.asking import Asking, because
from comity.law.checking import checks_made
from comity.law.conditions.contact import designated_state
from comity.law.expected import expected, hours_of
from comity.law.gates import GateAnswer, pass_gates
from comity.law.grounds import DualQuestion, barred_grounds, basis, dual_question, open_grounds
from comity.law.running import FLOOR, LAST_SAFE_DAY, Desk, RunningClock, running
from comity.law.status import of

_HOLD = "preserve"
_REVIEW = "review"


def one_route(asking: Asking, desk: Desk) -> Route:
    """Answer one row: gates, dual criminality, grounds, clocks, warnings, status."""
    matter, instrument = asking.matter, asking.instrument
    dual = asking.once("dual", dual_question)
    grounds = asking.once("grounds", lambda one: open_grounds(one, dual, reserved=is_reserved(dual)))
    gates = pass_gates(asking, dual, grounds, matter.safeties)
    clocks = running(asking, desk)
    status = of(gates)
    warnings = (*clocks.warnings, *(warning for gate in gates for warning in gate.warnings))
    warnings = (*warnings, *_late_objection(asking))
    if status in ("open", "conditional") and instrument.lifecycle == _HOLD:
        warnings = (*warnings, *_follow_up(asking, clocks.safe_day is not None, clocks.clocks))
    return Route(
        requesting=matter.requesting,
        requested=matter.requested,
        instrument=instrument,
        legal_basis=asking.once("legal_basis", _legal_basis),
        measure=asking.measure,
        data_category=asking.category,
        status=status,
        channel=asking.once("channel", _channel),
        gates=gates,
        dual=dual,
        grounds=grounds,
        barred_grounds=asking.once("barred", barred_grounds),
        clocks=clocks.clocks,
        safe_day=clocks.safe_day,
        expected=expected(asking, desk.measured),
        warnings=tuple(_unique(warnings)),
        confidence=_weakest(instrument.confidence, gates, warnings),
        phase=matter.book.measure(asking.measure).phase,
        checks=asking.once("checks", checks_made),
    )


def is_reserved(dual: DualQuestion) -> bool:
    """Say whether a reservation lets dual criminality be asked here."""
    return dual.comparison is not None and any(
        reason.code.startswith("reservation.") for reason in dual.reasons
    )


def _legal_basis(asking: Asking) -> str:
    """Name the basis: the treaty between the two where the instrument is a frame for one."""
    instrument, matter = asking.instrument, asking.matter
    found = basis(asking)
    if found is not None:
        name = found[1].route_basis or found[1].short_name
        return name if instrument.serves_any_measure else f"{instrument.legal_basis}; {found[1].short_name}"
    in_force = [one for one in matter.assistance if one.force == "yes"]
    if instrument.grounds_from_treaty and instrument.serves_any_measure and in_force:
        return in_force[0].cite
    return instrument.legal_basis


def _channel(asking: Asking) -> Channel:
    instrument, matter = asking.instrument, asking.matter
    to_role = instrument.to_role[0] if instrument.to_role else ""
    state = designated_state(asking) if instrument.direct_to_private_party else ""
    names = (
        () if instrument.direct_to_private_party else matter.book.authorities(matter.requested, role=to_role)
    )
    return Channel(
        from_role=asking.from_role,
        to_role=to_role,
        authorities=tuple(dict.fromkeys(one.name for one in names)),
        addressee_state=state if state != matter.requested else "",
    )


def _late_objection(asking: Asking) -> Iterable[Reason]:
    """Warn where somebody may still object after the data have come: the review ends later than the help is due."""
    rules = [
        rule for rule in asking.instrument.clocks if rule.duration and asking.covers(rule.data_categories)
    ]
    due = [hours_of(rule) for rule in rules if rule.expected]
    for rule in rules:
        if rule.kind == _REVIEW and due and hours_of(rule) > max(due):
            yield because(
                "objection.may_follow_delivery",
                {"hours": round(hours_of(rule))},
                cite=rule.cite,
                confidence=rule.confidence,
            )


def _follow_up(asking: Asking, counted: bool, clocks: tuple[RunningClock, ...]) -> tuple[Reason, ...]:
    """Say that a hold gives nothing by itself, and by which day and on which basis the request must follow."""
    matter = asking.matter
    day = next((clock.due for clock in clocks if clock.name == LAST_SAFE_DAY), None)
    treaty = ""
    for found in matter.assistance:
        if found.force == "yes":
            named = matter.book.treaty(found.treaty) if found.treaty else None
            treaty = (named.route_basis if named else "") or found.cite
            break
    floor = any(clock.kind == FLOOR for clock in clocks)
    if not floor:
        return (because("follow_up.before_ceiling", cite=asking.instrument.legal_basis),)
    code = "follow_up.by_last_safe_day" if counted else "follow_up.needed"
    return (
        because(code, cite=asking.instrument.legal_basis, treaty=treaty, day=day.isoformat() if day else ""),
    )


def _weakest(first: Confidence, gates: tuple[GateAnswer, ...], warnings: Iterable[Reason]) -> Confidence:
    every = [reason.confidence for gate in gates for reason in gate.reasons if reason.record]
    every += [reason.confidence for reason in warnings if reason.record]
    return "verified" if first == "verified" and all(found == "verified" for found in every) else "recalled"


def _unique(warnings: Iterable[Reason]) -> Iterable[Reason]:
    seen: list[Reason] = []
    for warning in warnings:
        if warning not in seen:
            seen.append(warning)
    return seen
