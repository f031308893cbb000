"""Write a scenario as the plain JSON value it can be read from again: what a saved answer keeps of its question.

>>> from comity.facts.scenario import read
>>> scenario = read({"scenario": {"on": "2026-09-10"}, "ask": {"requesting": "DE", "requested": "JP"}})
>>> write(scenario)["ask"]
{'requesting': 'DE', 'requested': ['JP']}
>>> read(write(scenario)) == scenario
True
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from comity.facts.model import Facts, Truth
from comity.facts.scenario import Ask, Event, Scenario

_FARTHEST = 14
"""Hours by which a zone may lie from UTC."""


def write(scenario: Scenario) -> dict[str, Any]:
    """Return the scenario as a JSON value. What is empty or unknown is left out; expectations are no part of the question.

    ``comity.facts.scenario.read`` makes the same scenario of it.
    """
    return _filled(
        {
            "scenario": _filled(
                {
                    "id": scenario.id,
                    "title": scenario.title,
                    "on": _moment(scenario.on, scenario.at),
                    "urgency": scenario.urgency,
                }
            ),
            "ask": _ask(scenario.ask),
            "facts": _facts(scenario.facts),
            "event": [_event(event) for event in scenario.events],
            "assume": [
                {"party": {"treaty": one.treaty, "state": one.state, "in_force": one.in_force.isoformat()}}
                for one in scenario.assumptions
            ],
        }
    )


def _filled(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value not in (None, "", [], {}, ())}


def _moment(day: date, at: datetime | None) -> str:
    """Write the instant with an offset in which it falls on the scenario's own day: a question is asked on a calendar day."""
    if at is None:
        return day.isoformat()
    hours = sorted(range(-_FARTHEST, _FARTHEST + 1), key=abs)
    zones = (timezone(timedelta(hours=number)) for number in hours)
    return next(
        (at.astimezone(zone).isoformat() for zone in zones if at.astimezone(zone).date() == day),
        at.isoformat(),
    )


def _ask(ask: Ask) -> dict[str, Any]:
    to = ask.addressee
    return _filled(
        {
            "requesting": ask.requesting,
            "requested": list(ask.requested),
            "measure": ask.measure,
            "data_categories": list(ask.data_categories),
            "from_role": ask.from_role,
            "addressee": to
            and _filled(
                {"kind": to.kind, "seat": to.seat, "designated_establishment": to.designated_establishment}
            ),
            "validated_by": ask.validated_by,
            "instrument": ask.instrument,
        }
    ) | ({} if ask.filled is None else {"filled": list(ask.filled)})


def _truths(table: Mapping[str, Truth]) -> dict[str, Any]:
    return {name: "unknown" if value is None else value for name, value in sorted(table.items())}


def _facts(facts: Facts) -> dict[str, Any]:
    consent = "" if facts.consent == "unknown" else facts.consent
    return _filled(
        {
            "articles": list(facts.articles),
            "elements": _truths(facts.elements),
            "offence_known_to": _truths(facts.offence_known_to),
            "max_penalty_months": dict(sorted(facts.max_penalty_months.items())),
            "political_character": facts.political_character,
            "tags": sorted(facts.tags),
            "consent": consent,
            "danger_to_life": facts.danger_to_life,
            "places": _filled(
                {
                    **{factor: list(places) or None for factor, places in sorted(facts.places.known.items())},
                    "complete": sorted(facts.places.closed),
                }
            )
            | {factor: [] for factor, places in facts.places.known.items() if not places},
            "provider": _filled(
                {
                    "seat": facts.provider.seat,
                    "offers_services_in_eu": facts.provider.offers_services_in_eu,
                    "designated_in": facts.provider.designated_in,
                }
            ),
            "persons": _filled(
                {
                    "suspect_nationality": list(facts.persons.suspect_nationality),
                    "suspect_residence": list(facts.persons.suspect_residence),
                    "victim_nationality": list(facts.persons.victim_nationality),
                }
            ),
            "money": _filled(
                {
                    "amount": None if facts.money.amount is None else str(facts.money.amount),
                    "currency": facts.money.currency,
                    "left_at": facts.money.left_at and facts.money.left_at.isoformat(),
                }
            ),
            "proceedings": [
                _filled(
                    {
                        "state": one.state,
                        "stage": one.stage,
                        "merits_examined": one.merits_examined,
                        "same_acts": one.same_acts,
                        "penalty": one.penalty,
                        "on": one.on and one.on.isoformat(),
                    }
                )
                for one in facts.proceedings
            ],
            "committed_on": facts.committed_on and facts.committed_on.isoformat(),
            "stated": _truths(facts.stated),
        }
    )


def _event(event: Event) -> dict[str, Any]:
    return _filled(
        {
            "name": event.name,
            "at": event.at.isoformat(),
            "instrument": event.instrument,
            "by": event.by,
            "data_category": event.data_category,
            "ground": event.ground,
        }
    )
