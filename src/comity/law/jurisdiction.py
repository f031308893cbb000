"""Who may prosecute: the claims of each state the facts touch, the factors, the duties. No winner is computed.

A claim is yes only where the facts show the head and the offence is made out there; the system sets facts beside factors and
leaves the weighing to the people who consult.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from comity.facts.scenario import Scenario
from comity.kernel.finding import Reason, Verdict, all_of, any_of
from comity.law.asking import Source, because
from comity.law.bars import BarMade, bars
from comity.law.contents import record_id
from comity.law.elements import known_elements
from comity.law.offences import MadeOut, law_verdict, made_out_in
from comity.law.words import reason_document

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import JurisdictionDuty, JurisdictionHead


@dataclass(frozen=True, slots=True)
class Claim:
    """One state on one head: what the facts say, whether the offence is made out there, and both together."""

    state: str
    head: str
    cite: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    duty: bool
    record: str

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "state": self.state,
            "head": self.head,
            "cite": self.cite,
            "verdict": self.verdict.value,
            "duty": self.duty,
            "record": self.record,
            "reasons": [reason_document(reason) for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Claims, facts per factor and state, the duties that follow from several claims, and what earlier proceedings bar.

    ``concurrent``: the states whose claim the facts show or leave open, where there are several. Nothing ranks them.
    """

    book: Mapping[str, str]
    on: date
    claims: tuple[Claim, ...]
    factors: Mapping[str, Mapping[str, Any]]
    duties: tuple[JurisdictionDuty, ...]
    concurrent: tuple[str, ...] = ()
    bound: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bars: tuple[BarMade, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return the JSON document ``comity.jurisdiction/1``."""
        return {
            "schema": "comity.jurisdiction/1",
            "book": dict(self.book),
            "on": self.on.isoformat(),
            "claims": [claim.document() for claim in self.claims],
            "factors": {name: dict(value) for name, value in self.factors.items()},
            "duties": [
                {
                    "id": duty.id,
                    "cite": duty.cite,
                    "text": duty.text,
                    "states": list(self.bound.get(duty.id, ())),
                    "confidence": duty.confidence,
                }
                for duty in self.duties
            ],
            "concurrent": list(self.concurrent),
            "ne_bis_in_idem": [bar.document() for bar in self.bars],
        }


def claims(book: Book, scenario: Scenario) -> Jurisdiction:
    """Set out which states may claim jurisdiction, on which head, and what the facts say to each factor."""
    states = concerned(scenario)
    known = known_elements(book, scenario.facts)
    offences = {state: made_out_in(book, scenario.facts, state, scenario.on, known=known) for state in states}
    found = [
        claim
        for state in states
        for head in book.contents.jurisdiction_heads
        if (claim := _claim(book, scenario, state, head, offences)) is not None
    ]
    claiming = tuple(dict.fromkeys(claim.state for claim in found if claim.verdict is not Verdict.NO))
    bound = {
        duty.id: tuple(_bound(book, duty, claiming, scenario.on))
        for duty in book.contents.jurisdiction_duties
    }
    return Jurisdiction(
        {"version": book.version, "digest": book.digest},
        scenario.on,
        tuple(found),
        _factors(book, scenario, states, offences),
        tuple(duty for duty in book.contents.jurisdiction_duties if len(bound[duty.id]) > 1),
        claiming if len(claiming) > 1 else (),
        bound,
        bars(book, scenario, states),
    )


def concerned(scenario: Scenario) -> tuple[str, ...]:
    """Return the states the facts touch, and those of the question."""
    facts, ask = scenario.facts, scenario.ask
    named = [ask.requesting] if ask.requesting else []
    places = [
        place for factor in ("system", "victim", "suspect") for place in facts.places.where(factor).known
    ]
    persons = [*facts.persons.suspect_nationality, *facts.persons.suspect_residence]
    earlier = [one.state for one in facts.proceedings]
    return tuple(dict.fromkeys([*named, *ask.requested, *places, *persons, *earlier]))


def _claim(
    book: Book,
    scenario: Scenario,
    state: str,
    head: JurisdictionHead,
    offences: Mapping[str, tuple[MadeOut, ...]],
) -> Claim | None:
    if head.treaty and book.standing(head.treaty, state, scenario.on).force == "no":
        return None
    shown = _shown(scenario, state, head)
    if shown is None:
        return None
    said: dict[str, object] = {"state": state, "head": head.head}
    common: Source = {"cite": head.cite, "record": record_id(head), "confidence": head.confidence}
    code = {
        Verdict.YES: "jurisdiction.shown",
        Verdict.NO: "jurisdiction.not_shown",
        Verdict.UNKNOWN: "jurisdiction.open",
    }
    reasons = [because(code[shown], said, **common)]
    own = law_verdict(offences[state]) if offences[state] else Verdict.UNKNOWN
    parts = [shown, own]
    words = {Verdict.YES: "jurisdiction.offence_there", Verdict.NO: "jurisdiction.no_offence_there",
             Verdict.UNKNOWN: "jurisdiction.offence_open"}  # fmt: skip
    reasons.append(Reason(words[own], said, head.cite, "", "recalled"))
    if head.needs_offence_there:
        parts.append(_punishable_where_done(scenario, offences))
    taken = (
        book.reservations(state, head.treaty, codes=head.reservation_codes, on=scenario.on)
        if head.treaty and head.reservation_codes
        else ()
    )
    if taken:
        parts.append(Verdict.UNKNOWN)
        reasons += [
            Reason(
                "jurisdiction.reserved",
                {**said, "effect": one.effect},
                head.cite,
                record_id(one),
                one.confidence,
            )
            for one in taken
        ]
    return Claim(state, head.head, head.cite, all_of(parts), tuple(reasons), head.duty, record_id(head))


def _shown(scenario: Scenario, state: str, head: JurisdictionHead) -> Verdict | None:
    """Say whether the facts show a head for a state; nothing where they say nothing at all about it."""
    facts = scenario.facts
    if head.test == "place":
        answers = [facts.places.where(factor).may_be_in(state) for factor in head.factors]
        return (
            any_of(answers) if Verdict.YES in answers or Verdict.UNKNOWN not in answers else Verdict.UNKNOWN
        )
    if head.test == "suspect_nationality":
        return _among(state, facts.persons.suspect_nationality)
    if head.test == "suspect_residence":
        return _among(state, facts.persons.suspect_residence)
    if head.test == "suspect_present_national":
        national = _among(state, facts.persons.suspect_nationality)
        return all_of([national, facts.places.where("suspect").may_be_in(state)])
    return None  # a ship or an aircraft: nothing in a scenario speaks of one


def _among(state: str, known: tuple[str, ...]) -> Verdict:
    if state in known:
        return Verdict.YES
    return Verdict.UNKNOWN if not known else Verdict.NO


def _punishable_where_done(scenario: Scenario, offences: Mapping[str, tuple[MadeOut, ...]]) -> Verdict:
    places = [
        place for factor in ("suspect", "system") for place in scenario.facts.places.where(factor).known
    ]
    answers = [law_verdict(offences[place]) for place in places if offences.get(place)]
    return any_of(answers) if answers else Verdict.UNKNOWN


def _bound(book: Book, duty: JurisdictionDuty, states: Iterable[str], on: date) -> list[str]:
    if duty.treaty:
        return [state for state in states if book.standing(duty.treaty, state, on).force == "yes"]
    return [state for state in states if book.member(duty.table, state, on).force == "yes"]


def _factors(
    book: Book, scenario: Scenario, states: tuple[str, ...], offences: Mapping[str, tuple[MadeOut, ...]]
) -> dict[str, dict[str, Any]]:
    facts = scenario.facts
    table: dict[str, dict[str, Any]] = {}
    for factor in book.contents.jurisdiction_factors:
        speaks: dict[str, list[str]] = {state: [] for state in states}
        for state in states:
            for name in factor.shown_by:
                if state in facts.places.where(name).known:
                    speaks[state].append(name)
            if "suspect_nationality" in factor.shown_by and state in facts.persons.suspect_nationality:
                speaks[state].append("suspect_nationality")
            if "suspect_residence" in factor.shown_by and state in facts.persons.suspect_residence:
                speaks[state].append("suspect_residence")
            made = [one for one in offences[state] if one.verdict is Verdict.YES]
            if "offence" in factor.shown_by:
                speaks[state] += [one.statute for one in made if one.statute]
            if "proceedings" in factor.shown_by:
                speaks[state] += [one.stage for one in facts.proceedings if one.state == state]
            if "max_penalty" in factor.shown_by:
                speaks[state] += [
                    f"{one.statute}: {one.max_penalty_months}" for one in made if one.max_penalty_months
                ]
        table[factor.id] = {
            "title": factor.title,
            "weight": factor.weight,
            "cite": factor.cite,
            "confidence": factor.confidence,
            "states": {state: said for state, said in speaks.items() if said},
            "asserted_by": scenario.id or "scenario",
        }
    return table
