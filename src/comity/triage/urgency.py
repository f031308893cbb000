"""How urgent a report is, with reasons that an officer can read and overrule.

The level comes from coded facts and marks only; nothing scores a person. Words of distress only raise a report for a
human to read, they never lower or close one. Sentences to the codes stand in ``content/reasons/<lang>/urgency.toml``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from comity.facts.model import Facts
from comity.kernel.finding import Reason

Level = Literal["emergency", "urgent", "soon", "routine"]
LEVELS: Final[tuple[Level, ...]] = ("emergency", "urgent", "soon", "routine")
"""emergency: now, at any hour; urgent: within the hour; soon: today; routine: in turn."""

GOLDEN: Final = timedelta(hours=72)
"""How long a payment can usefully be chased: a desk rule from the practice of payment recalls, not a law."""
LARGE: Final = Decimal(50_000)
"""Amount, in whatever currency it was reported, from which a loss is looked at the same day. A desk value."""

_BY_MARK: Final[tuple[tuple[str, Level, str], ...]] = (
    ("danger", "emergency", "urgency.life.danger_reported"),
    ("violence", "emergency", "urgency.life.violence_announced"),
    ("child_abuse", "emergency", "urgency.child.abuse_reported"),
    ("ransomware", "urgent", "urgency.access.ransomware"),
    ("deadline", "urgent", "urgency.threat.time_limit"),
    ("ongoing", "urgent", "urgency.access.may_be_inside"),
    ("remote_access", "urgent", "urgency.access.remote_control"),
    ("forwarding_rule", "urgent", "urgency.access.mail_forwarded"),
    ("essential_entity", "urgent", "urgency.service.essential"),
    ("not_paid_yet", "urgent", "urgency.money.not_paid_yet"),
    ("extortion", "soon", "urgency.threat.extortion"),
    ("stalking", "soon", "urgency.threat.stalking"),
    ("pictures", "soon", "urgency.threat.pictures"),
    ("close_person", "soon", "urgency.threat.close_person"),
)


@dataclass(frozen=True, slots=True)
class Urgency:
    """The level proposed and every reason for it, the weightiest first.

    An officer may set another level with a reason of her own; this one stays beside it.
    """

    level: Level
    reasons: tuple[Reason, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the reasons, as they are stored."""
        return tuple(reason.code for reason in self.reasons)


def urgency(
    facts: Facts, received: datetime, *, marks: Collection[str] = (), distress: Collection[str] = ()
) -> Urgency:
    """Propose how urgent a report is.

    Args:
        facts: what the answers state; ``facts.money.left_at`` is measured against ``received``.
        received: when the report arrived.
        marks: what the answers marked (:func:`comity.triage.questions.marks_from`).
        distress: words of distress found in the narrative (:func:`comity.triage.distress.find`); they raise to urgent.
    """
    found: list[tuple[Level, Reason]] = []
    if facts.danger_to_life is True and "danger" not in marks:
        found.append(("emergency", Reason("urgency.life.danger_reported")))
    found += _money(facts, received, marks)
    found += [(level, Reason(code)) for mark, level, code in _BY_MARK if mark in marks]
    if "child" in marks or "child" in facts.tags:
        found.append(("urgent", Reason("urgency.child.young_person")))
    if distress:
        found.append(("urgent", Reason("urgency.life.words_of_distress", {"number": len(distress)})))
    if not found:
        found.append(("routine", Reason("urgency.none.in_turn")))
    found.sort(key=lambda one: LEVELS.index(one[0]))
    return Urgency(found[0][0], tuple(reason for _, reason in found))


def _money(facts: Facts, received: datetime, marks: Collection[str]) -> list[tuple[Level, Reason]]:
    found: list[tuple[Level, Reason]] = []
    money = facts.money
    if money.left_at is not None:
        gone = received - money.left_at
        if gone <= GOLDEN:
            hours = max(0, int(gone.total_seconds() // 3600))
            found.append(("urgent", Reason("urgency.money.left_within_72_hours", {"hours": hours})))
    elif "money_recent" in marks:
        found.append(("urgent", Reason("urgency.money.left_lately_by_answer")))
    if money.amount is not None and money.amount >= LARGE:
        found.append(
            ("soon", Reason("urgency.money.large", {"amount": str(money.amount), "currency": money.currency}))
        )
    if found and "bank_not_told" in marks:
        found.append(("urgent", Reason("urgency.money.bank_not_told")))
    return found
