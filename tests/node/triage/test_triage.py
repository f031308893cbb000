"""What the engine says of a report, and what an officer decides: reasons always, nothing sealed in a list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from comity.kernel.errors import BadInput, Conflict, NotAllowed
from comity.node.audit.models import Leaf
from comity.node.base import lawbook, sealing
from comity.node.base.keyring import Keyring
from comity.node.letters.models import Letter
from comity.node.reports.models import Report
from comity.node.triage import actions, queries
from comity.node.triage.models import Assessment, Decision
from tests.node.desk.made import lantern, read, received
from tests.support.node import AT, actor_of

pytestmark = pytest.mark.node


@pytest.fixture
def report(home_folder: Any, participants: Any) -> Report:
    return lantern(home_folder, participants["de-police"])


@pytest.fixture
def ring(home_folder: Any) -> Keyring:
    return Keyring(home_folder, "desk")


def test_the_worker_assesses_with_reasons_and_the_book(report: Report, people: Any) -> None:
    found = queries.assessment(report, by=actor_of(people("intake_officer")), at=AT)
    assert found is not None
    assert found.urgency == "urgent"
    said = queries.reasons_in_words(found.urgency_reasons, "en")
    assert "The money left 3 hours before the report. It may still be stopped." in said
    assert found.countries == ["DE", "JP", "FR"]
    assert found.book_digest == lawbook.book().digest
    assert found.selectors["iban"] == 1
    assert {one["desk"] for one in found.referrals} >= {"stop_payment", "contact_police"}


def test_offences_are_made_out_in_each_state_and_the_unstated_ones_stand_behind(report: Report) -> None:
    rows = queries.offence_rows(lawbook.book(), report.assessments.get().offences, report.elements)
    assert {"DE", "JP", "FR"} <= {row["country"] for row in rows.shown if row["verdict"] == "yes"}
    assert not {row["verdict"] for row in rows.more} & {"yes"}
    assert all(row["statute"] for row in rows.shown)
    # What she answered with "I do not know" stays in sight; what nobody asked about stands behind.
    asked = {element for row in rows.shown for element in row["unknown"]}
    assert {"data_or_system_interference", "deception_of_person"} <= asked
    assert "child_sexual_abuse_material" not in asked


def test_reading_again_writes_a_new_assessment_and_keeps_the_old(report: Report) -> None:
    Report.objects.update(read_at=None)
    read(AT + timedelta(hours=1))
    assert [one.number for one in report.assessments.all()] == [2, 1]


def test_the_queue_is_by_urgency_and_an_officer_may_overrule(
    report: Report, people: Any, ring: Keyring, home_folder: Any, participants: Any
) -> None:
    calm = received(
        home_folder,
        participants["de-police"],
        "Fake shop.",
        facts={"marks": []},
        amount=None,
        at=AT - timedelta(days=1),
    )
    by = actor_of(people("intake_officer"))
    assert [row.pk for row in queries.queue(by)] == [report.pk, calm.pk]
    with pytest.raises(BadInput):
        actions.overrule(calm, "emergency", reason_code="", by=by, at=AT, keyring=ring)
    with pytest.raises(BadInput):
        actions.overrule(calm, "dire", reason_code="person_at_risk", by=by, at=AT, keyring=ring)
    actions.overrule(
        calm, "emergency", reason_code="person_at_risk", note="Sie weinte.", by=by, at=AT, keyring=ring
    )
    first = queries.queue(by)[0]
    assert (first.pk, first.level, first.urgency) == (calm.pk, "emergency", "routine")
    assert queries.level_of(calm) == "emergency"
    made = Decision.objects.get()
    assert b"weinte" not in bytes(made.note)
    assert (
        queries.notes(calm, sealing.open_as(calm.data_key, "de-police", ring))[str(made.pk)] == "Sie weinte."
    )


def test_a_report_nobody_could_read_yet_stands_above_all(report: Report, people: Any) -> None:
    unread = Report.objects.get(pk=report.pk)
    unread.pk, unread.reference, unread.token, unread.code_digest = None, "X", b"x" * 32, None
    unread.urgency = ""
    unread.save(force_insert=True)
    assert queries.queue(actor_of(people("intake_officer")))[0].pk == unread.pk


def test_nobody_is_sent_away_without_reasons(report: Report, people: Any, ring: Keyring) -> None:
    by = actor_of(people("intake_officer"))
    for reason, note in (("", "x"), ("no_trace", " "), ("whim", "x")):
        with pytest.raises(BadInput):
            actions.no_further(report, reason_code=reason, note=note, by=by, at=AT, keyring=ring)
    made, letter = actions.no_further(
        report, reason_code="no_trace", note="Keine Spur.", by=by, at=AT, keyring=ring
    )
    report.refresh_from_db()
    assert report.state == "closed"
    assert (letter.state, letter.kind) == ("draft", "closed_with_reasons")
    assert made.assessment_id == Assessment.objects.get().pk
    assert Leaf.objects.filter(verb="triage.no_further", subject_id=str(report.pk)).exists()
    with pytest.raises(Conflict):
        actions.refer(
            report, country="FR", desk="police", reason_code="special_desk", by=by, at=AT, keyring=ring
        )
    actions.look_again(report, reason_code="asked_for_review", by=by, at=AT, keyring=ring)
    report.refresh_from_db()
    assert report.state == "in_triage"
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=made.pk).update(reason_code="")


def test_only_the_intake_officer_of_the_desk_decides(report: Report, people: Any, ring: Keyring) -> None:
    for user in (
        people("investigator"),
        people("intake_officer", participant="de-contact"),
        people("administrator"),
    ):
        with pytest.raises(NotAllowed):
            actions.refer(
                report,
                country="FR",
                desk="police",
                reason_code="special_desk",
                by=actor_of(user),
                at=AT,
                keyring=ring,
            )
        with pytest.raises(NotAllowed):
            queries.assessment(report, by=actor_of(user), at=AT)
    assert not Letter.objects.exists()
