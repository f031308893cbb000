"""Grounds of refusal and the question of dual criminality, for one row of the answer.

Whether dual criminality may be asked is settled first (an article never asks, a reservation may, but cannot reach
every offence); only then are the two laws compared.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.kernel.finding import Reason, Verdict, verdict
from comity.law.asking import Asking, Source, because
from comity.law.conditions.offence import maximum, offence_among
from comity.law.contents import record_id
from comity.law.dual_criminality import Asked, Comparison
from comity.law.sights import of_reservations

if TYPE_CHECKING:
    from comity.law.book import Assistance, Book
    from comity.law.records import DualCriminality, Duty, Ground, Instrument, Reservation, Treaty

_ASKED: dict[str, Asked] = {"never": "never", "may_be_required": "may_be", "required": "required"}
_FORBIDDEN = "forbidden_ground"
DEATH_PENALTY = "death_penalty"
LIFE = 999
"""How a record writes a maximum of life (or worse): any lower number excludes the death penalty."""


@dataclass(frozen=True, slots=True)
class DualQuestion:
    """May dual criminality be asked, why, and what is the answer if it is?"""

    asked: Asked
    reasons: tuple[Reason, ...]
    comparison: Comparison | None = None

    @property
    def verdict(self) -> str:
        """Return yes, no, unknown, or ``not_asked``."""
        return self.comparison.verdict.value if self.comparison is not None else "not_asked"

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON form inside a route."""
        from comity.law.words import reason_document

        compared = self.comparison
        return {
            "asked": self.asked,
            "verdict": self.verdict,
            "elements": [row.document() for row in compared.elements] if compared else [],
            "decisive_unknowns": list(compared.decisive_unknowns) if compared else [],
            "articles": [part.document() for part in compared.articles] if compared else [],
            "reasons": [reason_document(reason, lang) for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class OpenGround:
    """A ground the other side may use here; ``engaged`` says whether the facts engage it (unknown where it is a judgement)."""

    ground: Ground
    engaged: Verdict
    via: str = ""
    before: Duty | None = None
    """What the other side owes before it uses the ground, here."""

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "id": self.ground.id,
            "cite": self.ground.cite,
            "effect": self.ground.effect,
            "by": self.ground.by,
            "engaged": self.engaged.value,
            "note": self.ground.note,
            "confidence": self.ground.confidence,
            "from": self.via,
            "before": {"duty": self.before.duty, "cite": self.before.cite} if self.before else None,
        }


def basis(asking: Asking) -> tuple[Assistance, Treaty] | None:
    """Return the assistance treaty in force whose rules the instrument takes over, with its record."""
    if not asking.instrument.grounds_from_treaty:
        return None
    for found in asking.matter.assistance:
        if found.treaty and found.force == "yes":
            return found, asking.matter.book.treaty(found.treaty)
    return None


def looks_at(book: Book, instrument: Instrument) -> frozenset[str]:
    """Say what dual criminality and the grounds depend on: ``assistance`` between the two, what the requested state
    ``reserved``, the ``penalties`` of the requesting state, whether the requested state extradites ``nationals``, and how
    the two ``laws`` compare, the ``measure``; beside these the facts.
    """
    rules = [instrument.dual_criminality]
    found: set[str] = set()
    if instrument.grounds_from_treaty:
        found.add("assistance")
        rules += [one.dual_criminality for one in book.treaties if one.dual_criminality is not None]
    if any(ground.applies != "always" for ground in instrument.grounds):
        found.add("assistance")
    for rule in rules:
        if rule.asked != "never":
            found.add("laws")
        if rule.asked == "if_reserved":
            found.add("reserved")
        if rule.exempt_articles and rule.exempt_min_months is not None:
            found.add("penalties")
        if rule.exempt_measures:
            found.add("measure")
    grounds = [*instrument.grounds]
    if instrument.grounds_from_treaty:
        grounds += [ground for one in book.treaties for ground in one.grounds]
    if any(ground.engaged_by == "suspect_national" for ground in grounds):
        found.add("nationals")
    return frozenset(found)


def face(asking: Asking, state: str, looked_at: frozenset[str]) -> Hashable:
    """Return what dual criminality and the grounds see of one state, apart from how its law compares with another."""
    setting, rules = asking.matter.setting, _rules(asking)
    reserved = [
        of_reservations(setting, _reservations(rule, asking, state))
        for rule in rules
        if rule.asked == "if_reserved"
    ]
    return (
        tuple(reserved) if "reserved" in looked_at else None,
        tuple(_grave_enough(rule, asking, state) for rule in rules) if "penalties" in looked_at else None,
        _own_national(asking, state) if "nationals" in looked_at else None,
    )


def dual_question(asking: Asking) -> DualQuestion:
    """Settle whether dual criminality may be asked, and compare only then."""
    rule = asking.instrument.dual_criminality
    found = basis(asking)
    if found is not None and found[1].dual_criminality is not None:
        rule = found[1].dual_criminality
    asked, reasons = _may_be_asked(rule, asking)
    if asked == "never":
        return DualQuestion(asked, reasons)
    compared = asking.matter.comparison
    return DualQuestion(asked, (*reasons, *compared.reasons), compared)


def _may_be_asked(rule: DualCriminality, asking: Asking) -> tuple[Asked, tuple[Reason, ...]]:
    matter = asking.matter
    if rule.asked == "if_reserved":
        return _if_reserved(rule, asking)
    said: dict[str, object] = {"requested": matter.requested}
    if asking.measure in rule.exempt_measures:
        return "never", (because("dual.measure_exempt", said, cite=rule.cite, confidence=rule.confidence),)
    listed = rule.exempt_articles and offence_among(asking, rule.exempt_articles) is Verdict.YES
    if listed and _grave_enough(rule, asking, matter.requesting):
        return "never", (because("dual.exempt", said, cite=rule.cite, confidence=rule.confidence),)
    asked = _ASKED[rule.asked]
    code = {"never": "dual.never_asked", "may_be": "dual.may_be_asked", "required": "dual.required"}[asked]
    return asked, (because(code, said, cite=rule.cite, confidence=rule.confidence),)


def _if_reserved(rule: DualCriminality, asking: Asking) -> tuple[Asked, tuple[Reason, ...]]:
    """Ask it only where the requested state reserved it, and only for offences the reservation can reach."""
    matter = asking.matter
    reservations = _reservations(rule, asking, matter.requested)
    said: dict[str, object] = {"requested": matter.requested}
    if not reservations:
        return "never", (because("dual.not_reserved", said, cite=rule.cite, confidence=rule.confidence),)
    given: Source = {
        "cite": rule.cite,
        "record": record_id(reservations[0]),
        "confidence": reservations[0].confidence,
    }
    said["articles"] = list(rule.out_of_reach)
    within = offence_among(asking, rule.out_of_reach) if rule.out_of_reach else Verdict.NO
    if within is Verdict.YES:
        return "never", (because("reservation.cannot_reach_offence", said, **given),)
    code = "reservation.reaches_offence" if within is Verdict.NO else "reservation.reach_unknown"
    return "may_be", (because(code, said, **given),)


def _reservations(rule: DualCriminality, asking: Asking, state: str) -> list[Reservation]:
    matter = asking.matter
    return [
        found
        for found in matter.book.reservations(
            state, rule.reserved_treaty, codes=rule.reserved_codes, on=matter.on
        )
        if not rule.reserved_articles or found.article in rule.reserved_articles
    ]


def _rules(asking: Asking) -> list[DualCriminality]:
    """Return the rules on dual criminality an instrument may go by: its own, and those of treaties it takes over."""
    rules = [asking.instrument.dual_criminality]
    if asking.instrument.grounds_from_treaty:
        rules += [
            one.dual_criminality for one in asking.matter.book.treaties if one.dual_criminality is not None
        ]
    return rules


def _grave_enough(rule: DualCriminality, asking: Asking, state: str) -> bool:
    """Say whether an offence on the list is grave enough in the requesting state for the rule to exempt it."""
    if rule.exempt_min_months is None:
        return True
    setting = asking.matter.setting
    highest = maximum(setting.offences_of(state), setting.facts.max_penalty_months.get(state), sure=True)
    return highest is not None and highest >= rule.exempt_min_months


def open_grounds(asking: Asking, dual: DualQuestion, *, reserved: bool) -> tuple[OpenGround, ...]:
    """List the grounds that may be used here, from the instrument, or from the assistance treaty in force.

    ``reserved``: a reservation was found to close the article. Grounds that may *not* be used are in :func:`barred_grounds`.
    """
    found = basis(asking)
    grounds, via = asking.instrument.grounds, ""
    if found is not None and found[1].grounds:
        grounds, via = found[1].grounds, found[1].short_name
    chosen = []
    for ground in grounds:
        if ground.effect == _FORBIDDEN or not _stands(ground, asking):
            continue
        if ground.engaged_by == "dual_criminality" and dual.asked == "never":
            continue
        if ground.engaged_by == "reserved" and not reserved:
            continue
        owed = ground.before if ground.before and _stands(ground.before, asking) else None
        chosen.append(OpenGround(ground, _engaged(ground, asking, dual, reserved), via, owed))
    return tuple(chosen)


def barred_grounds(asking: Asking) -> tuple[OpenGround, ...]:
    """List what may not be used as a ground (bank secrecy, the fiscal label), so that nobody tries."""
    return tuple(
        OpenGround(ground, Verdict.NO)
        for ground in asking.instrument.grounds
        if ground.effect == _FORBIDDEN and _stands(ground, asking)
    )


def _stands(what: Ground | Duty, asking: Asking) -> bool:
    return what.applies == "always" or not any(one.force == "yes" for one in asking.matter.assistance)


def _engaged(ground: Ground, asking: Asking, dual: DualQuestion, reserved: bool) -> Verdict:
    """Say whether the facts engage a ground; what takes judgement is unknown."""
    facts = asking.matter.facts
    if facts.tags & set(ground.tags):
        return Verdict.YES
    if ground.tags == (DEATH_PENALTY,):
        highest = maximum(asking.matter.at_home, facts.max_penalty_months.get(asking.matter.requesting))
        return Verdict.UNKNOWN if highest is None or highest >= LIFE else Verdict.NO
    consent = {"lawful_and_voluntary": Verdict.NO, "none": Verdict.YES, "unknown": Verdict.UNKNOWN}
    by_test = {
        "political_character": verdict(facts.political_character),
        "dual_criminality": ~dual.comparison.verdict if dual.comparison is not None else Verdict.NO,
        "reserved": verdict(reserved),
        "suspect_national": _national(asking),
        "consent": consent[facts.consent],
    }
    return by_test.get(ground.engaged_by, Verdict.UNKNOWN)


def _national(asking: Asking) -> Verdict:
    """Say whether the suspect is a national whom the requested state does not extradite; a mere right to refuse is a judgement."""
    return _own_national(asking, asking.matter.requested)


def _own_national(asking: Asking, state: str) -> Verdict:
    matter = asking.matter
    nationality = matter.facts.persons.suspect_nationality
    if not nationality:
        return Verdict.UNKNOWN
    if state not in nationality:
        return Verdict.NO
    header = matter.book.country(state)
    return Verdict.YES if header is not None and header.extradites_nationals is False else Verdict.UNKNOWN
