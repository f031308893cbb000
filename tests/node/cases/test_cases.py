"""A case from report to closing: who may, what is sealed, what the engine gets, and silence while a flag holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from comity.kernel.errors import BadInput, Conflict, NotAllowed
from comity.law.route import routes
from comity.node.audit.models import Leaf
from comity.node.base import lawbook
from comity.node.base.keyring import Keyring
from comity.node.cases import actions, permissions, queries
from comity.node.cases.models import Case
from comity.node.letters import actions as letters
from comity.node.reports import actions as reports
from comity.node.reports.models import Report
from comity.node.reports.writing import draft_letter
from comity.node.triage.models import Decision
from tests.node.desk.made import IBAN, lantern, received
from tests.support.node import AT, actor_of, as_door

pytestmark = pytest.mark.node


@pytest.fixture
def ring(home_folder: Any) -> Keyring:
    return Keyring(home_folder, "desk")


@pytest.fixture
def report(home_folder: Any, participants: Any) -> Report:
    received(
        home_folder,
        participants["de-police"],
        "Auch mich: konto-sicherheit.example",
        at=AT - timedelta(days=3),
        elements={"deception_of_person": True},
        amount=None,
    )
    received(
        home_folder,
        participants["de-police"],
        f"Mein Geld ging an {IBAN}.",
        at=AT - timedelta(days=2),
        amount=200,
    )
    received(
        home_folder, participants["de-police"], "Etwas ganz anderes: fremd.example", at=AT - timedelta(days=1)
    )
    return lantern(home_folder, participants["de-police"])


@pytest.fixture
def case(report: Report, people: Any, ring: Keyring) -> Case:
    by = actor_of(people("intake_officer"))
    with as_door("desk"):
        return actions.open_case(
            "Lantern",
            by=by,
            at=AT,
            keyring=ring,
            reports=[report],
            with_linked=True,
            title="Postfach und Konto",
        )


def test_a_case_brings_the_linked_reports_along(case: Case, report: Report) -> None:
    assert case.joined.count() == 3
    assert {one.reason_code for one in case.joined.all()} == {"first", "link"}
    assert Report.objects.filter(state="in_case").count() == 3
    assert sorted(Decision.objects.values_list("kind", flat=True)) == ["join_case", "join_case", "open_case"]
    assert b"Postfach" not in bytes(case.title)
    assert len([one for one in Leaf.objects.filter(subject_id=str(case.pk)) if one.verb == "case.join"]) == 3


@pytest.mark.parametrize("name", ["", "x" * 41, "info@x.example", "Fall 0176 1234567", "https://x"])
def test_a_working_name_names_nobody(name: str, people: Any, ring: Keyring) -> None:
    with pytest.raises(BadInput):
        actions.open_case(name, by=actor_of(people("intake_officer")), at=AT, keyring=ring)


def test_facts_of_the_case_reach_the_engine(case: Case, people: Any, ring: Keyring) -> None:
    assert queries.facts(case).elements["deception_of_person"] is True
    assert queries.facts(case).money.amount == 4400
    found = routes(
        lawbook.book(),
        queries.scenario(case, on=date(2026, 11, 23), requested=["JP"], measure="preservation"),
    )
    assert {route.status for route in found.routes}
    lead = people("investigator")
    by = actor_of(lead)
    actions.state_fact(case, "provider.seat", "JP", source="provider", by=by, at=AT)
    actions.state_fact(case, "provider.offers_services_in_eu", False, source="officer", by=by, at=AT)
    assert queries.facts(case).provider.seat == "JP"
    line = next(one for one in queries.lines(case) if one.name == "provider.seat")
    assert (line.sources, line.by_officer) == (("provider",), True)
    actions.state_fact(case, "provider.seat", None, source="officer", by=by, at=AT)
    assert queries.facts(case).provider.seat is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("elements.sorcery", True), ("provider.seat", "Japan"), ("consent", "perhaps"), ("places.victim", "DE FR"), ("elements.intent", "yes")],
)  # fmt: skip
def test_a_fact_is_of_a_closed_list(case: Case, people: Any, name: str, value: Any) -> None:
    with pytest.raises(BadInput):
        actions.state_fact(case, name, value, source="officer", by=actor_of(people("investigator")), at=AT)


def test_the_lead_may_open_the_reports_and_others_may_not(
    case: Case, report: Report, people: Any, ring: Keyring
) -> None:
    lead, other = people("investigator"), people("investigator")
    actions.assign(case, lead, by=actor_of(people("intake_officer")), at=AT, keyring=ring)
    given = permissions.grants_on_report(report)
    opened = reports.open_report(report, by=actor_of(lead), at=AT, purpose="case", keyring=ring, grants=given)
    assert "konto-sicherheit" in opened.own_words
    with pytest.raises(NotAllowed):
        reports.open_report(report, by=actor_of(other), at=AT, purpose="case", keyring=ring, grants=given)
    with pytest.raises(NotAllowed):
        reports.open_report(
            report, by=actor_of(lead), at=AT + timedelta(days=181), purpose="case", keyring=ring, grants=given
        )


def _opened(report: Report, user: Any, ring: Keyring) -> Any:
    """Open a report with the leave its cases give."""
    grants = permissions.grants_on_report(report)
    return reports.open_report(report, by=actor_of(user), at=AT, purpose="case", keyring=ring, grants=grants)


def test_leave_for_another_participant_shares_the_keys_and_ends(
    case: Case, report: Report, people: Any, ring: Keyring, home_folder: Any, participants: Any
) -> None:
    prosecutor = people("prosecutor", participant="de-prosecution")
    by, label = actor_of(people("investigator")), f"officer:{prosecutor.pk}"
    with pytest.raises(NotAllowed):
        _opened(report, prosecutor, ring)
    with pytest.raises(NotAllowed):
        actions.grant(
            case, label, "work", until=AT + timedelta(days=30), purpose=" ", by=by, at=AT, keyring=ring
        )
    with pytest.raises(BadInput):
        actions.grant(
            case, label, "work", until=AT + timedelta(days=3000), purpose="x", by=by, at=AT, keyring=ring
        )
    with as_door("desk"):
        given = actions.grant(
            case,
            label,
            "work",
            until=AT + timedelta(days=30),
            purpose="leads the inquiry",
            by=by,
            at=AT,
            keyring=ring,
        )
    for one in case.joined.all():
        opened = _opened(one.report, prosecutor, ring)
        assert opened.own_words
    later = received(home_folder, participants["de-police"], "Noch einer: konto-sicherheit.example")
    actions.join(case, later, by=actor_of(people("intake_officer")), at=AT, keyring=ring)
    assert _opened(later, prosecutor, ring).own_words
    assert case in queries.mine(actor_of(prosecutor), at=AT)
    actions.end_grant(given, by=by, at=AT)
    with pytest.raises(NotAllowed):
        _opened(report, prosecutor, ring)
    assert case not in queries.mine(actor_of(prosecutor), at=AT)


def test_no_letter_leaves_while_a_flag_holds(case: Case, report: Report, people: Any, ring: Keyring) -> None:
    by = actor_of(people("investigator"))
    letter = draft_letter(
        report,
        "joined_with_others",
        event="joined",
        values={"number": "2"},
        by=actor_of(people("intake_officer")),
        at=AT,
        keyring=ring,
    )
    raised = actions.flag(case, "request_secrecy", until=AT + timedelta(days=3), by=by, at=AT)
    with pytest.raises(Conflict):
        letters.release(letter, by=actor_of(people("intake_officer")), at=AT, keyring=ring)
    assert [one.pk for one in queries.flags(case, AT)] == [raised.pk]
    actions.lift(raised, by=by, at=AT)
    with pytest.raises(Conflict):
        actions.lift(raised, by=by, at=AT)
    assert (
        letters.release(letter, by=actor_of(people("intake_officer")), at=AT, keyring=ring).state
        == "released"
    )


def test_notes_are_sealed_and_opened_with_a_purpose(case: Case, people: Any, ring: Keyring) -> None:
    by = actor_of(people("investigator"))
    note = actions.add_note(case, "Zeugenkanarie", by=by, at=AT, keyring=ring)
    assert b"Zeugenkanarie" not in bytes(note.body)
    with pytest.raises(NotAllowed):
        actions.open_notes(case, by=by, at=AT, purpose="", keyring=ring)
    title, notes = actions.open_notes(case, by=by, at=AT, purpose="handover", keyring=ring)
    assert (title, [text for _, text in notes]) == ("Postfach und Konto", ["Zeugenkanarie"])
    assert Leaf.objects.filter(verb="case.open", purpose="handover").exists()


def test_a_case_is_closed_with_reasons_by_the_prosecutor(case: Case, people: Any, ring: Keyring) -> None:
    by = actor_of(people("prosecutor"))
    with pytest.raises(NotAllowed):
        actions.close(
            case,
            reason_code="no_suspect",
            words="x",
            by=actor_of(people("investigator")),
            at=AT,
            keyring=ring,
        )
    for reason, text in (("", "x"), ("no_suspect", " ")):
        with pytest.raises(BadInput):
            actions.close(case, reason_code=reason, words=text, by=by, at=AT, keyring=ring)
    actions.close(case, reason_code="no_suspect", words="Nichts.", by=by, at=AT, keyring=ring)
    with pytest.raises(Conflict):
        actions.add_note(case, "x", by=by, at=AT, keyring=ring)
    actions.reopen(case, by=by, at=AT)
    assert Case.objects.get(pk=case.pk).state == "open"
