"""The gates, in the order lawyers ask them. The first that fails decides; all that fail are reported.

In force for both -> territory -> reservation or declaration -> offence in scope -> threshold -> right sender -> right
recipient -> form -> grounds -> conditions. Clocks come after, in :mod:`comity.law.running`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from comity.facts.scenario import PRIVATE_ROLES
from comity.kernel.finding import Reason, Verdict
from comity.law.asking import Asking, Outcome, because
from comity.law.condition_records import ConditionRecord, Gate
from comity.law.conditions.contact import role_of
from comity.law.conditions.registry import applies, evaluate
from comity.law.grounds import DualQuestion, OpenGround
from comity.law.records import Duty

GATES: tuple[Gate, ...] = get_args(Gate)
GateVerdict = Literal["pass", "fail", "unknown"]
Consequence = Literal["fail", "not_yet", "displaced", "protected", "unknown", "conditional"]


_OTHERWISE: dict[str, Consequence] = {
    "displaced": "displaced",
    "protected": "protected",
    "conditional": "conditional",
}


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """One gate: its verdict, what that means for the route, the reasons, the facts that would settle it.

    A gate that is not passed for sure and not failed (a condition to be met, a lawyer to decide, a fact or record
    missing) is ``unknown``.
    """

    gate: Gate
    verdict: GateVerdict
    consequences: tuple[Consequence, ...]
    against: tuple[Reason, ...]
    passed: tuple[Reason, ...]
    settles: tuple[str, ...]
    warnings: tuple[Reason, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All reasons, those that stand against the route first."""
        return self.against + self.passed

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON form."""
        from comity.law.words import reason_document

        return {
            "gate": self.gate,
            "verdict": self.verdict,
            "reasons": [reason_document(reason, lang) for reason in self.reasons],
            "against": len(self.against),
            "settles": list(self.settles),
        }


@dataclass(slots=True)
class _Tally:
    against: list[Reason]
    passed: list[Reason]
    consequences: list[Consequence]
    settles: list[str]
    warnings: list[Reason]

    def add(self, outcome: Outcome, otherwise: str) -> None:
        """Count one answer; ``otherwise`` says what a no means."""
        if outcome.warnings:
            self.warnings += outcome.warnings
        if outcome.verdict is Verdict.YES:
            self.passed += outcome.reasons
            return
        if otherwise == "warn":
            self.warnings += outcome.reasons
            return
        self.against += outcome.reasons
        if outcome.verdict is Verdict.UNKNOWN:
            self.settles += outcome.settles
        meant = consequence(outcome, otherwise)
        if meant is not None:
            self.consequences.append(meant)


def consequence(outcome: Outcome, otherwise: str) -> Consequence | None:
    """Say what one answer means for its gate; nothing where it passes or only warns."""
    if outcome.verdict is Verdict.YES or otherwise == "warn":
        return None
    if outcome.verdict is Verdict.UNKNOWN:
        # Unknown is never better than yes and never worse than no: where a no leaves the route open on a
        # condition (a treaty duty stands whatever home law says), an unknown does so too.
        return "conditional" if outcome.soft or otherwise == "conditional" else "unknown"
    if otherwise == "fail":
        return "not_yet" if outcome.in_time else "fail"
    return _OTHERWISE[otherwise]


def pass_gates(
    asking: Asking, dual: DualQuestion, grounds: Iterable[OpenGround], safeties: Iterable[ConditionRecord]
) -> tuple[GateAnswer, ...]:
    """Ask every gate, whatever the one before answered."""
    tallies: dict[Gate, _Tally] = {}
    answered: list[tuple[Gate, Outcome, str]] = [
        (condition.gate, evaluate(condition, asking), condition.otherwise)
        for condition in (*asking.instrument.conditions, *safeties)
        if applies(condition, asking)
    ]
    answered += asking.once("built_in", lambda one: built_in(one, dual, grounds))
    for gate, outcome, otherwise in answered:
        tally = tallies.get(gate)
        if tally is None:
            tally = tallies[gate] = _Tally([], [], [], [], [])
        tally.add(outcome, otherwise)
    return tuple(_close(gate, tallies[gate]) if gate in tallies else _NOTHING_ASKED[gate] for gate in GATES)


def built_in(
    asking: Asking, dual: DualQuestion, grounds: Iterable[OpenGround]
) -> list[tuple[Gate, Outcome, str]]:
    """Return what is asked of every instrument without a condition record, from its own fields."""
    return [
        *(("territory", *answer) for answer in _at_home(asking)),
        ("sender", *_sender(asking)),
        ("recipient", *_recipient(asking)),
        ("form", *_form(asking)),
        *(("grounds", *answer) for answer in _grounds(asking, dual, grounds)),
        *(("conditions", *answer) for answer in _instrument_itself(asking)),
    ]


_MEANT = {"inform": "warn"}
_FAILING = frozenset(("fail", "not_yet", "displaced"))

_NOTHING_ASKED = {gate: GateAnswer(gate, "pass", (), (), (), (), ()) for gate in GATES}


def _close(gate: Gate, tally: _Tally) -> GateAnswer:
    if not tally.against and not tally.consequences:
        return GateAnswer(gate, "pass", (), (), tuple(tally.passed), (), tuple(tally.warnings))
    verdict: GateVerdict = "pass"
    if tally.consequences:
        verdict = "unknown" if _FAILING.isdisjoint(tally.consequences) else "fail"
    return GateAnswer(
        gate,
        verdict,
        tuple(dict.fromkeys(tally.consequences)),
        tuple(tally.against),
        tuple(tally.passed),
        tuple(dict.fromkeys(tally.settles)),
        tuple(tally.warnings),
    )


def _at_home(asking: Asking) -> Iterable[tuple[Outcome, str]]:
    """An order at home reaches holders in the state that gives it; it is never a way into another state."""
    matter = asking.matter
    if asking.instrument.at_home and matter.requesting != matter.requested:
        said: dict[str, object] = {"requesting": matter.requesting, "requested": matter.requested}
        yield (
            Outcome(
                Verdict.NO, (because("territory.at_home_only", said, cite=asking.instrument.legal_basis),)
            ),
            "fail",
        )


def _sender(asking: Asking) -> tuple[Outcome, str]:
    ask = asking.matter.scenario.ask
    allowed = asking.instrument.from_role
    said: dict[str, object] = {"roles": list(allowed), "role": asking.from_role}
    if not ask.from_role or not asking.is_the_ask:
        return Outcome(Verdict.YES, (because("sender.usual", said),)), "fail"
    if role_of(ask.from_role) in allowed or (ask.validated_by and role_of(ask.validated_by) in allowed):
        return Outcome(Verdict.YES, (because("sender.allowed", said),)), "fail"
    return Outcome(
        Verdict.NO, (because("sender.wrong_role", said, cite=asking.instrument.legal_basis),)
    ), "fail"


def _recipient(asking: Asking) -> tuple[Outcome, str]:
    instrument, matter = asking.instrument, asking.matter
    if instrument.direct_to_private_party or not instrument.to_role:
        return Outcome(Verdict.YES), "fail"
    said: dict[str, object] = {"requested": matter.requested, "role": instrument.to_role[0]}
    if set(instrument.to_role) & set(PRIVATE_ROLES):
        return Outcome(Verdict.YES), "fail"
    named = matter.book.authorities(matter.requested, role=instrument.to_role[0])
    if named:
        return Outcome(
            Verdict.YES, (because("recipient.named", said, names=[one.name for one in named]),)
        ), "fail"
    silence = because("recipient.none_on_record", said)
    return Outcome(Verdict.YES, (), warnings=(silence,)), "fail"


def _form(asking: Asking) -> tuple[Outcome, str]:
    """Ask for every mandatory field: of the form as far as the question says it is filled in, else as a list of what to fill in."""
    needed = [
        field for field in asking.instrument.fields if field.mandatory and field.filled_by == "requesting"
    ]
    filled = asking.matter.scenario.ask.filled
    if filled is None or asking.instrument.id != asking.matter.scenario.ask.instrument:
        return Outcome(
            Verdict.YES, (because("form.to_be_filled", fields=[one.name for one in needed]),)
        ), "fail"
    lacking = tuple(
        because("form.missing", cite=one.cite, confidence=asking.instrument.confidence, field=one.name)
        for one in needed
        if one.name not in filled
    )
    if lacking:
        return Outcome(Verdict.NO, lacking), "fail"
    return Outcome(Verdict.YES, (because("form.complete"),)), "fail"


def _grounds(
    asking: Asking, dual: DualQuestion, grounds: Iterable[OpenGround]
) -> Iterable[tuple[Outcome, str]]:
    asked_no = dual.comparison is not None and dual.comparison.verdict is Verdict.NO
    if dual.comparison is None:
        yield Outcome(Verdict.YES, dual.reasons), "fail"
    elif asked_no:
        yield Outcome(Verdict.NO, dual.reasons), "fail"
    elif dual.comparison.verdict is Verdict.UNKNOWN:
        settles = tuple(f"facts.elements.{name}" for name in dual.comparison.decisive_unknowns)
        yield Outcome(Verdict.UNKNOWN, dual.reasons, settles=settles, soft=True), "fail"
    else:
        yield Outcome(Verdict.YES, dual.reasons), "fail"
    for found in grounds:
        if found.engaged is Verdict.YES and found.before is not None:
            yield Outcome(Verdict.YES, (), warnings=(_owed(asking, found.before),)), "fail"
        if found.engaged is Verdict.YES and found.ground.engaged_by not in (
            "dual_criminality",
            "reserved",
            "consent",
        ):
            must = found.ground.effect == "must_refuse"
            reason = because(
                "grounds.mandatory" if must else "grounds.engaged",
                cite=found.ground.cite,
                confidence=found.ground.confidence,
                ground=found.ground.id,
                effect=found.ground.effect,
                requested=asking.matter.requested,
            )
            # A ground one may use leaves the decision to the other side; one that leaves no choice closes the way.
            yield (
                Outcome(Verdict.NO, (reason,)),
                "fail" if must else _MEANT.get(found.ground.effect, "conditional"),
            )


_OWED = {"partial_help": "grounds.partial_help_first"}


def _owed(asking: Asking, before: Duty) -> Reason:
    """Say what the other side owes before it refuses or puts off, once for all grounds it is owed for."""
    return because(
        _OWED[before.duty],
        cite=before.cite,
        confidence=before.confidence,
        requested=asking.matter.requested,
    )


def _instrument_itself(asking: Asking) -> Iterable[tuple[Outcome, str]]:
    instrument, scenario = asking.instrument, asking.matter.scenario
    if not instrument.sendable:
        yield (
            Outcome(Verdict.NO, (because("instrument.not_switched_on", instrument=instrument.title),)),
            "conditional",
        )
    if not instrument.evidence:
        yield Outcome(Verdict.YES, (), warnings=(because("instrument.intelligence_only"),)), "fail"
    if set(instrument.urgency_levels) == {"emergency"} and scenario.urgency != "emergency":
        if scenario.facts.danger_to_life is not True:
            yield Outcome(Verdict.NO, (because("emergency.only", cite=instrument.legal_basis),)), "fail"
    elif scenario.urgency == "routine" and "routine" not in instrument.urgency_levels:
        reason = because(
            "urgency.needed", cite=instrument.legal_basis, levels=list(instrument.urgency_levels)
        )
        yield Outcome(Verdict.UNKNOWN, (reason,), settles=("scenario.urgency",), soft=True), "fail"
