"""The figures of a node: coded columns only, small cells never stored, nothing public that no person published."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps

from comity.kernel.digest import digest_of
from comity.kernel.errors import Conflict, NotAllowed
from comity.node.audit.models import Leaf
from comity.node.base.fields import class_of
from comity.node.reports.models import Report
from comity.node.statistics import actions, queries, units
from comity.node.statistics.models import Release
from comity.node.triage.models import Assessment
from tests.node.assistance.conftest import DUTY, make_report, person
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node
COUNTER = person("statistician", "de-police", "60")


def test_figures_read_no_sealed_column():
    for name, columns in units.READ.items():
        model = apps.get_model(name)
        classes = {column: class_of(model._meta.get_field(column)) for column in columns}
        assert set(classes.values()) <= {"key", "relation", "coded"}, (name, classes)


def test_the_queries_ask_for_the_listed_columns_only(world, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    sealed = [
        f'"{model._meta.db_table}"."{field.column}"' for model in apps.get_models() for field in model._meta.get_fields()
        if getattr(field, "matter_class", "") in ("sealed", "digest")
    ]  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        actions.build(at=AT)
        queries.own(by=COUNTER)
    text = " ".join(one["sql"] for one in asked.captured_queries if "audit_leaf" not in one["sql"])
    assert text and not [column for column in sealed if column in text]


def report(world, number: int, *, amount="4200", article="ETS185:2", verdict="yes", at=AT) -> Report:
    row = make_report(world.case, f"Person {number}")
    Report.objects.filter(pk=row.pk).update(
        amount=Decimal(amount) if amount else None, currency="EUR" if amount else "", received_at=at
    )
    document = {"countries": {"DE": [{"article": article, "verdict": verdict, "max_penalty_months": 36},
                                     {"article": "ETS185:8", "verdict": "unknown", "max_penalty_months": 120}]}}  # fmt: skip
    Assessment.objects.create(report=row, at=at, urgency="soon", offences={}, book_digest="x", number=1)
    Assessment.objects.create(report=row, at=at, urgency="soon", offences=document, book_digest="x", number=2)
    return row


@pytest.fixture
def many(world):
    for number in range(6):
        report(world, number)
    report(world, 10, amount="70")
    return world


def measure(document, name):
    return next(one for one in document["measures"] if one["id"] == name)


def test_counted_and_suppressed(many):
    row = actions.build(at=AT)
    found = measure(row.document, "reports")
    cells = {(cell["offence"], cell["harm"]): cell["count"] for cell in found["cells"]}
    assert cells == {
        ("ETS185:2", "EUR:1000-10000"): 6,
        ("ETS185:2", "EUR:0-1000"): None,
        ("not_established", "none"): None,
    }
    assert found["months"] == [{"month": "2026-11", "count": None, "suppressed": True}]
    assert measure(row.document, "cases")["cells"] == [
        {"month": "2026-11", "offence": "ETS185:2", "count": None, "suppressed": True}
    ]
    assert row.document["labels"]["offence"]["ETS185:2"]
    assert row.digest == digest_of(row.document)
    assert row.released_at is None


def test_desk_figures_are_the_same_count_unsuppressed(many):
    own = {figure.measure.id: figure for figure in queries.own(by=COUNTER)}
    assert own["reports"].total == 8 and own["cases"].total == 1  # the world itself has a report
    assert dict(own["reports"].sums)["ETS185:2", "EUR:0-1000"] == 1


def test_requests_by_what_was_asked_and_what_became_of_it(world):
    from comity.node.assistance import actions as assistance
    from tests.node.assistance.test_following import says_jp

    request = world.sent()
    world.drafted()  # a draft is not counted
    says_jp(world, request, "receive", ["traffic", "content"])
    says_jp(world, request, "accept", ["traffic"])
    says_jp(
        world,
        request,
        "report_future_availability_or_confidentiality_risk",
        ["content"],
        note="not under our law",
    )
    says_jp(world, request, "confirm_preserved", ["traffic"], since=AT)
    own = {figure.measure.id: figure for figure in queries.own(by=COUNTER)}
    assert own["requests_made"].sums == [(("preservation", "executed_in_part"), 1)]
    assert own["requests_by_instrument"].sums == [((request.instrument, "executed_in_part"), 1)]
    assert own["requests_by_instrument"].labels["instrument"][request.instrument]
    assert own["requests_received"].total == 0
    assert assistance.ways_to_send(request.instrument)
    shown = measure(actions.build(at=AT).document, "requests_made")
    assert shown["cells"][0]["count"] is None


def test_published_by_a_statistician_who_signed_in_again(many):
    row = actions.build(at=AT)
    for by in (DUTY, person("statistician", "de-police", "60", stepped_up=False)):
        with pytest.raises(NotAllowed):
            actions.publish(row, by=by, at=AT)
    assert queries.latest() is None
    actions.publish(row, by=COUNTER, at=AT)
    assert queries.latest() == row
    with pytest.raises(Conflict):
        actions.publish(row, by=COUNTER, at=AT)
    assert Leaf.objects.filter(verb="figures.release").count() == 1


def test_the_portal_sees_nothing_unpublished(many):
    actions.build(at=AT)
    with as_door("portal"):
        assert not Release.objects.exists()
    actions.publish(Release.objects.get(), by=COUNTER, at=AT)
    actions.build(at=AT + timedelta(days=1))
    with as_door("portal"):
        assert Release.objects.count() == 1


def test_the_round_builds_once_a_day_and_when_asked(world):
    with as_door("worker"):
        assert [actions.walk(AT), actions.walk(AT), actions.walk(AT + timedelta(days=1))] == [1, 0, 1]
    actions.ask(by=COUNTER, at=AT + timedelta(days=1, minutes=1))
    with as_door("worker"):
        assert [
            actions.walk(AT + timedelta(days=1, minutes=1)),
            actions.walk(AT + timedelta(days=1, minutes=2)),
        ] == [1, 1]
    with pytest.raises(NotAllowed):
        actions.ask(by=DUTY, at=AT)


@pytest.fixture
def released(many):
    return actions.publish(actions.build(at=AT), by=COUNTER, at=AT)


def test_before_anything_is_published(portal):
    assert "No figures have been published yet" in portal.get("/en/figures").content.decode()
    assert portal.get("/en/figures.csv").status_code == portal.get("/en/figures.json").status_code == 404


def test_the_public_page(released, portal):
    response = portal.get("/en/figures")
    text = response.content.decode()
    assert response.status_code == 200, text[:2000]
    assert "Reports received" in text and "fewer than 5" in text and "Illegal access" in text
    assert not response.cookies
    assert "Eingegangene Meldungen" in portal.get("/de/figures").content.decode()


def test_the_public_files(released, portal):
    found = portal.get("/en/figures.json").json()
    assert found["schema"] == "comity.figures/1" and found == released.document
    lines = list(csv.DictReader(io.StringIO(portal.get("/en/figures.csv").content.decode("utf-8-sig"))))
    assert {line["figure"] for line in lines} >= {"reports", "cases"}
    assert [line["count"] for line in lines if line["suppressed"] == "yes"] == [""] * sum(
        line["suppressed"] == "yes" for line in lines
    )
    assert json.dumps(found)


def test_the_command(many, monkeypatch, home_folder):
    from contextlib import nullcontext

    from click.testing import CliRunner

    from comity.node.statistics import commands

    monkeypatch.setattr(commands, "inside", lambda home: nullcontext())
    result = CliRunner().invoke(commands.stats, ["build", str(home_folder.path), "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["schema"] == "comity.figures/1"
    assert (
        "built, not published" in CliRunner().invoke(commands.stats, ["build", str(home_folder.path)]).output
    )
