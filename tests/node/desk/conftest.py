"""A desk at work: the demonstration's case with its reports, links, facts, requests and clocks, and the door in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from comity.kernel.actor import system
from comity.law.route import routes
from comity.node.assistance import actions as assistance
from comity.node.base import lawbook
from comity.node.base.keyring import Keyring
from comity.node.cases import actions as cases
from comity.node.cases import queries as case_queries
from comity.node.cases.models import Case
from comity.node.deadlines import actions as deadlines
from comity.node.letters.models import Letter
from comity.node.linkage.models import Link
from comity.node.reports.models import Report
from comity.node.reports.writing import draft_letter
from tests.node.desk.made import IBAN, lantern, received
from tests.support.node import AT, actor_of


@dataclass(frozen=True, slots=True)
class World:
    """What stands on the desk."""

    report: Report
    waiting: Report
    case: Case
    letter: Letter
    link: Link
    people: dict[str, Any]


@pytest.fixture
def world(home_folder: Any, participants: Any, people: Callable[..., Any], at: Any) -> World:
    """Make the case Lantern with two earlier reports, three reports that wait, an investigator who leads it, clocks."""
    owner, ring = participants["de-police"], Keyring(home_folder, "desk")
    intake, lead = people("intake_officer"), people("investigator")
    prosecutor = people("prosecutor", participant="de-prosecution")
    duty, lawyer = (
        people("duty_officer", participant="de-contact"),
        people("legal_officer", participant="de-justice"),
    )
    by = actor_of(intake)
    received(
        home_folder,
        owner,
        "Auf konto-sicherheit.example verlor ich Geld.",
        at=AT - timedelta(days=9),
        amount=890,
    )
    received(home_folder, owner, f"Mein Geld ging an {IBAN}.", at=AT - timedelta(days=4), amount=1250)
    report = lantern(home_folder, owner)
    received(
        home_folder,
        owner,
        "Ein Laden hat nie geliefert: schnapp.example",
        at=AT - timedelta(hours=20),
        facts={"marks": []},
        amount=89,
    )
    received(
        home_folder, owner, "Alle Dateien sind gesperrt, sie fordern 2 BTC.", at=AT - timedelta(hours=2), amount=None, mode="business",
        facts={"marks": ["ransomware", "essential_entity"]}, elements={"access_to_system": True, "without_right": True, "intent": True},
    )  # fmt: skip
    waiting = received(
        home_folder,
        owner,
        "Jemand droht mit Bildern: ich.lass.dich@hoshi-mail.example",
        at=AT - timedelta(minutes=9),
        amount=None,
        facts={"marks": ["extortion", "pictures"]},
        mode="child",
    )
    case = cases.open_case(
        "Lantern",
        by=by,
        at=AT,
        keyring=ring,
        reports=[report],
        with_linked=True,
        title="Postfach und Konto",
        lead=lead,
    )
    cases.state_fact(case, "provider.seat", "JP", source="provider", by=actor_of(lead), at=AT)
    cases.state_fact(
        case, "provider.offers_services_in_eu", "unknown", source="officer", by=actor_of(lead), at=AT
    )
    cases.grant(
        case,
        f"officer:{prosecutor.pk}",
        "work",
        until=AT + timedelta(days=90),
        purpose="leads the inquiry",
        by=actor_of(lead),
        at=AT,
        keyring=ring,
    )
    cases.flag(case, "request_secrecy", until=AT + timedelta(days=30), by=actor_of(lead), at=AT)
    letter = draft_letter(
        report,
        "joined_with_others",
        event="joined",
        values={"number": "2"},
        by=system("tests"),
        at=AT,
        keyring=ring,
    )
    for name, kind, days in (("last_safe_day", "last_safe_day", 26), ("home_ceiling", "ceiling", 62)):
        deadlines.set_clock(
            name, by=system("tests"), at=AT, owner=owner, subject_kind="case", subject_id=str(case.pk), kind=kind,
            due=AT + timedelta(days=days), zone="Asia/Tokyo", rule="working_day", starts=AT, nominal=AT + timedelta(days=days), day=(AT + timedelta(days=days)).date(), cite="CCP 197(4)",
        )  # fmt: skip
    asked = case_queries.scenario(case, on=AT.date(), requested=["JP"], measure="preservation")
    ways = [
        one
        for one in routes(lawbook.book(), asked).routes
        if one.status == "open" and one.instrument.lifecycle == "preserve"
    ]
    assistance.draft(case, ways[:1], by=actor_of(lead), at=AT)
    link = Link.objects.filter(joins=True).first()
    assert link is not None
    named = {"intake": intake, "lead": lead, "prosecutor": prosecutor, "duty": duty, "lawyer": lawyer}
    return World(report, waiting, case, letter, link, named)
