"""Marks: what one answer means for a route, as one small number, so that the answers of many can be joined by *or*.

Nothing is decided here. What an answer means for its gate is asked of :func:`comity.law.gates.consequence`; what the
marks together mean for the route is asked in :mod:`comity.law.atlas.decided`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from comity.law.conditions.registry import applies, evaluate
from comity.law.gates import Consequence, built_in, consequence
from comity.law.grounds import dual_question, open_grounds
from comity.law.row import is_reserved
from comity.law.status import ORDER, Status

if TYPE_CHECKING:
    from comity.kernel.finding import Reason
    from comity.law.asking import Asking, Outcome
    from comity.law.condition_records import Gate

FORCE_FAILS, FORCE_NOT_YET, FORCE_GIVES_WAY, SENDER_FAILS, OTHER_FAILS = 1, 2, 4, 8, 16
PROTECTED, UNKNOWN, CONDITIONAL = 32, 64, 128
DECIDE = 255
"""The marks that decide the status; those above say how sure it is and what it rests on."""
UNSURE, OLD, SILENT, SPOKEN, DUAL = 256, 512, 1024, 2048, 4096
"""A record nobody verified; one looked at long ago; a want of a record stands against the route; a record does;
dual criminality is asked."""

_FAILING: tuple[Consequence, ...] = ("fail", "not_yet", "displaced")
FORCE: dict[Consequence, int] = {
    "fail": FORCE_FAILS,
    "not_yet": FORCE_NOT_YET,
    "displaced": FORCE_GIVES_WAY,
}
MILD: dict[Consequence, int] = {"protected": PROTECTED, "unknown": UNKNOWN, "conditional": CONDITIONAL}
SILENCES = frozenset(
    {
        "in_force.not_party",
        "member.unknown",
        "assistance.none_on_record",
        "home_power.no_record",
        "direct_contact.unknown",
        "offence.no_record",
    }
)
"""Reasons that say the book has no record. A complete list that does not name a state is a record: it is verified."""


def mark(gate: Gate, outcome: Outcome, otherwise: str, old: frozenset[str]) -> int:
    """Return the marks of one answer."""
    found = _sureness((*outcome.reasons, *outcome.warnings), old)
    meant = consequence(outcome, otherwise)
    if meant is None:
        return found
    if meant in _FAILING or meant == "unknown":
        silent = any(one.code in SILENCES and one.confidence != "verified" for one in outcome.reasons)
        found |= SILENT if silent else SPOKEN
    return found | _decides(gate, meant)


def of_built_in(asking: Asking, old: frozenset[str]) -> int:
    """Return the marks of what is asked of every instrument from its own fields, in the order a route asks it."""
    dual = dual_question(asking)
    found = 0 if dual.asked == "never" else DUAL
    for gate, outcome, otherwise in built_in(
        asking, dual, open_grounds(asking, dual, reserved=is_reserved(dual))
    ):
        found |= mark(gate, outcome, otherwise, old)
    return found


def of_row(asking: Asking, old: frozenset[str]) -> int:
    """Return the joined marks of one row for one pair, asked of the engine one by one."""
    found = of_built_in(asking, old)
    for condition in (*asking.instrument.conditions, *asking.matter.safeties):
        if applies(condition, asking):
            found |= mark(condition.gate, evaluate(condition, asking), condition.otherwise, old)
    return found


def _sureness(reasons: Iterable[Reason], old: frozenset[str]) -> int:
    found = 0
    for reason in reasons:
        if not reason.record:
            continue
        if reason.confidence != "verified":
            found |= UNSURE
        if old and (reason.record in old or any(name in reason.record for name in old)):
            found |= OLD
    return found


def _decides(gate: Gate, meant: Consequence) -> int:
    if meant not in _FAILING:
        return MILD[meant]
    if gate == "in_force":
        return FORCE[meant]
    return SENDER_FAILS if gate == "sender" else OTHER_FAILS


def place(status: Status) -> int:
    """Return the place of a status in the order."""
    return ORDER.index(status)
