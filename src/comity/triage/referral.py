"""Which country and which desk should have a report, from its facts and selectors, with reasons.

A proposal for the intake officer, who refers; nobody is refused because another is competent. Whether a state may
prosecute is for the law engine (:mod:`comity.law`); this says who reads first and who should be told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from comity.facts.model import Facts
from comity.kernel.finding import Reason
from comity.selectors import Selector

Desk = Literal[
    "emergency",
    "child_protection",
    "stop_payment",
    "cybercrime",
    "police",
    "csirt",
    "victim_support",
    "contact_police",
]
"""emergency: the desk that answers at any hour; contact_police: the police of the other state, by the network."""

_NO_CRIME_ONLINE: Final = frozenset({"unsorted"})


@dataclass(frozen=True, slots=True)
class Referral:
    """One proposal: which desk of which country, what for, and why. ``first``: it should read before the others."""

    country: str
    desk: Desk
    reasons: tuple[Reason, ...]
    first: bool = False

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        reasons = [
            {"code": reason.code, "params": dict(reason.params), "cite": reason.cite}
            for reason in self.reasons
        ]
        return {"country": self.country, "desk": self.desk, "first": self.first, "reasons": reasons}


def referral(
    facts: Facts,
    *,
    here: str,
    marks: Collection[str] = (),
    selectors: Iterable[Selector] = (),
) -> tuple[Referral, ...]:
    """Propose who should have a report, the first reader first; there is always at least one.

    Args:
        facts: as the answers state them.
        here: the country of this node.
        marks: what the answers marked.
        selectors: those of the report; an IBAN names the country that can hold the money.
    """
    proposals = [
        *_life(facts, here, marks),
        *_money(here, marks, selectors),
        *_kind(facts, here, marks),
        *_home(facts, here),
    ]
    if "support_wanted" in marks:
        proposals.append(Referral(here, "victim_support", (Reason("referral.support.wished"),)))
    merged: dict[tuple[str, str], Referral] = {}
    for one in proposals:
        known = merged.get((one.country, one.desk))
        reasons = (*known.reasons, *one.reasons) if known else one.reasons
        merged[one.country, one.desk] = Referral(one.country, one.desk, reasons)
    return tuple(
        Referral(one.country, one.desk, one.reasons, first=place == 0)
        for place, one in enumerate(merged.values())
    )


def _life(facts: Facts, here: str, marks: Collection[str]) -> Iterable[Referral]:
    if facts.danger_to_life is True or {"danger", "violence"} & set(marks):
        yield Referral(here, "emergency", (Reason("referral.life.danger_here"),))
    if "child" in facts.tags or {"child", "child_abuse"} & set(marks):
        yield Referral(here, "child_protection", (Reason("referral.child.concerned"),))


def _money(here: str, marks: Collection[str], selectors: Iterable[Selector]) -> Iterable[Referral]:
    if "money_recent" not in marks:
        return
    yield Referral(here, "stop_payment", (Reason("referral.money.may_be_stopped"),))
    for state in sorted({one.value[:2] for one in selectors if one.kind == "iban"} - {here}):
        yield Referral(state, "contact_police", (Reason("referral.money.account_there", {"state": state}),))


def _kind(facts: Facts, here: str, marks: Collection[str]) -> Iterable[Referral]:
    if {"essential_entity", "financial_entity"} & set(marks) and {"ransomware", "got_in", "outage"} & set(
        marks
    ):
        yield Referral(here, "csirt", (Reason("referral.service.incident"),))
    if _NO_CRIME_ONLINE & set(marks) and not facts.elements:
        yield Referral(here, "police", (Reason("referral.kind.not_yet_clear"),))
    else:
        yield Referral(here, "cybercrime", (Reason("referral.kind.online"),))


def _home(facts: Facts, here: str) -> Iterable[Referral]:
    for state in facts.places.where("victim").known:
        if state != here:
            yield Referral(state, "police", (Reason("referral.home.lives_there", {"state": state}),))
    for factor in ("suspect", "system"):
        for state in facts.places.where(factor).known:
            if state != here:
                reason = Reason("referral.place.points_there", {"state": state, "factor": factor})
                yield Referral(state, "contact_police", (reason,))
