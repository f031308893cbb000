"""Checks recorded for every request of a kind, also where they turn out not to matter: a person is moved only after all were looked at.

Which checks there are, for which measures, with which minimum, stands in the book (``checks/``); here are the ways to answer them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from comity.kernel.finding import Confidence, Reason, Verdict
from comity.law.asking import Asking, because
from comity.law.condition_records import MaxPenaltyAtLeast
from comity.law.conditions.offence import max_penalty_at_least, maximum
from comity.law.contents import record_id

if TYPE_CHECKING:
    from comity.law.records import Check

CheckVerdict = Literal["passes", "engaged", "open", "not_relevant"]
"""Passes; stands in the way or needs a step; not known; nothing in the case touches it."""
LIFE = 999
"""How a record writes a maximum of life (or worse): any lower number excludes the death penalty."""
OTHER_OFFENCES = "other_offences"
"""The stated fact that the person is to be tried for more than what is asked for."""
_TAGS = {
    "political": ("political", "persecution"),
    "ne_bis_in_idem": ("ne_bis_in_idem",),
    "death_penalty": ("death_penalty",),
}


@dataclass(frozen=True, slots=True)
class CheckMade:
    """One check with its answer. ``settles``: the facts that would answer what is open."""

    check: Check
    verdict: CheckVerdict
    reasons: tuple[Reason, ...]
    settles: tuple[str, ...] = ()

    @property
    def confidence(self) -> Confidence:
        """Return the confidence of the weakest record used."""
        every = [self.check.confidence, *(reason.confidence for reason in self.reasons if reason.record)]
        return "verified" if all(one == "verified" for one in every) else "recalled"

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON form."""
        from comity.law.words import reason_document

        return {
            "id": self.check.id,
            "title": self.check.title,
            "verdict": self.verdict,
            "cite": self.check.cite,
            "text": self.check.text,
            "reasons": [reason_document(reason, lang) for reason in self.reasons],
            "settles": list(self.settles),
            "record": record_id(self.check),
            "confidence": self.confidence,
        }


def checks_made(asking: Asking) -> tuple[CheckMade, ...]:
    """Make the checks of the book for the measure of a row; those of a treaty only where it binds both."""
    matter = asking.matter
    return tuple(
        _TESTS[one.test](one, asking)
        for one in matter.book.contents.checks
        if asking.measure in one.measures and (not one.treaty or _binds_both(asking, one.treaty))
    )


def _binds_both(asking: Asking, treaty: str) -> bool:
    matter = asking.matter
    return all(
        matter.standing(treaty, state).force == "yes" for state in (matter.requesting, matter.requested)
    )


def _threshold(check: Check, asking: Asking) -> CheckMade:
    """Reach the minimum in both laws, asked as a condition asks it; a sentence passed and a treaty's other minimum are for people."""
    condition = MaxPenaltyAtLeast(
        gate="threshold", cite=check.cite, months=check.months or 0, who="both", confidence=check.confidence
    )
    found = max_penalty_at_least(condition, asking)
    words: dict[Verdict, CheckVerdict] = {
        Verdict.YES: "passes",
        Verdict.NO: "engaged",
        Verdict.UNKNOWN: "open",
    }
    return CheckMade(check, words[found.verdict], found.reasons, found.settles)


def _nationality(check: Check, asking: Asking) -> CheckMade:
    matter = asking.matter
    known = matter.facts.persons.suspect_nationality
    said: dict[str, object] = {"requested": matter.requested}
    if not known:
        reason = because("check.nationality_unknown", said, cite=check.cite)
        return CheckMade(check, "open", (reason,), ("facts.persons.suspect_nationality",))
    if matter.requested not in known:
        return CheckMade(check, "not_relevant", (because("check.no_national", said, cite=check.cite),))
    header = matter.book.country(matter.requested)
    rule = header.extradites_nationals if header is not None else None
    code, verdict = _NATIONALS[rule]
    reason = because(
        code,
        said | {"note": header.note if header is not None else ""},
        cite=check.cite,
        record=record_id(header) if header is not None else "",
        confidence=header.confidence if header is not None else "recalled",
    )
    return CheckMade(check, verdict, (reason,))


_NATIONALS: dict[bool | None, tuple[str, CheckVerdict]] = {
    False: ("check.national_not_extradited", "engaged"),
    True: ("check.national_may_be_extradited", "passes"),
    None: ("check.national_rule_unknown", "open"),
}


def _death_penalty(check: Check, asking: Asking) -> CheckMade:
    """Look at the asking state's law: a maximum below life excludes it, whatever else its law knows."""
    matter = asking.matter
    state = matter.requesting
    if matter.facts.tags & set(_TAGS["death_penalty"]):
        return CheckMade(check, "engaged", (because("check.death_penalty_stated", cite=check.cite),))
    highest = maximum(matter.at_home, matter.facts.max_penalty_months.get(state))
    said: dict[str, object] = {"state": state, "highest": highest}
    if highest is not None and highest < LIFE:
        return CheckMade(
            check, "not_relevant", (because("check.death_penalty_excluded", said, cite=check.cite),)
        )
    rows = matter.book.safeguards(state, check.test)
    if not rows:
        return CheckMade(check, "open", (because("check.death_penalty_unknown", said, cite=check.cite),))
    row = rows[0]
    has = row.value != "no"
    code = "check.death_penalty_in_law" if has else "check.death_penalty_abolished"
    reason = because(
        code, said | {"note": row.note}, cite=row.cite, record=record_id(row), confidence=row.confidence
    )
    return CheckMade(check, "engaged" if has else "not_relevant", (reason,))


def _speciality(check: Check, asking: Asking) -> CheckMade:
    other = asking.matter.facts.stated.get(OTHER_OFFENCES)
    if other is True:
        return CheckMade(check, "engaged", (because("check.speciality_other_offences", cite=check.cite),))
    return CheckMade(check, "not_relevant", (because("check.speciality_after_surrender", cite=check.cite),))


def _ne_bis_in_idem(check: Check, asking: Asking) -> CheckMade:
    facts = asking.matter.facts
    if facts.tags & set(_TAGS["ne_bis_in_idem"]):
        return CheckMade(check, "engaged", (because("check.finally_judged", cite=check.cite),))
    earlier = [one for one in facts.proceedings if one.stage == "final" and one.same_acts is not False]
    if any(one.same_acts for one in earlier):
        states = [one.state for one in earlier]
        return CheckMade(check, "engaged", (because("check.judged_in", {"states": states}, cite=check.cite),))
    code = "check.same_acts_open" if earlier else "check.no_proceedings_stated"
    return CheckMade(check, "open", (because(code, cite=check.cite),), ("facts.proceedings",))


def _political(check: Check, asking: Asking) -> CheckMade:
    facts = asking.matter.facts
    if facts.political_character or facts.tags & set(_TAGS["political"]):
        return CheckMade(check, "engaged", (because("check.political", cite=check.cite),))
    if facts.political_character is False:
        return CheckMade(check, "passes", (because("check.not_political", cite=check.cite),))
    reason = because("check.political_open", cite=check.cite)
    return CheckMade(check, "open", (reason,), ("facts.political_character",))


def _judgement(check: Check, asking: Asking) -> CheckMade:
    return CheckMade(check, "open", (because("check.for_counsel", cite=check.cite),))


_TESTS: dict[str, Callable[[Check, Asking], CheckMade]] = {
    "threshold": _threshold,
    "nationality": _nationality,
    "death_penalty": _death_penalty,
    "speciality": _speciality,
    "ne_bis_in_idem": _ne_bis_in_idem,
    "political": _political,
    "judgement": _judgement,
}
