"""Ways by which items were tried to be got out or read that must stay closed: past the rights gate, past the filter, past the audit."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest

from comity.kernel.errors import ComityError, NotAllowed
from comity.node.assistance import actions as assistance
from comity.node.assistance.models import Request
from comity.node.audit.models import Leaf
from comity.node.cases import leave
from comity.node.evidence import actions, custody, queries
from comity.node.evidence.models import Item, Package, Release
from tests.node.assistance.conftest import MLA, person
from tests.node.evidence.conftest import LATER, LEGAL, LOGS, OFFICER, OTHER, PROSECUTOR, files, message, order
from tests.support.node import AT

pytestmark = pytest.mark.node
LAWYER = person("legal_officer", "de-justice", "4")
FILTER = person("filter_officer", "de-police", "31")


@pytest.fixture
def stopped(world, participants):
    """A request about an opinion that the rights gate stopped, with items and a judge's decision at hand."""
    matter = uuid4()
    body = {
        "schema": "comity.request/1", "reference": "0000-000-0012", "requesting": "JP", "requested": "DE", "instrument": MLA,
        "legal_basis": "treaty", "measure": "stored_data_access", "urgency": "routine", "from_role": "central_authority",
        "to_role": "central_authority", "data_categories": ["traffic"], "offence_articles": ["ETS185:2"], "tags": ["expression"],
        "stated": {"max_penalty_months": 36, "political_character": False}, "steps": ["sign_and_send"], "fields": {},
    }  # fmt: skip
    world.arrives(kind="request", body=body, matter=matter)
    request = Request.objects.get(matter_id=matter)
    assert request.rights_stop
    for code in ("de-police", "de-prosecution"):
        assistance.involve(request, code, by=person("duty_officer", "de-contact", "3"), at=AT)
    from datetime import date

    assistance.record_authorisation(
        request, kind="judge", authority="Amtsgericht Kassel (demonstration)", dated=date(2026, 11, 22), reference="1 Gs 1/26", by=PROSECUTOR, at=AT
    )  # fmt: skip
    items = actions.take_in(files(LOGS), owner=participants["de-police"], by=OFFICER, at=AT, request=request)
    return request, items


def test_nothing_is_released_past_the_rights_gate(stopped):
    request, items = stopped
    with pytest.raises(ComityError) as error:
        actions.ask_release(items, request, by=OFFICER, at=AT)
    assert error.value.faults[0].code == "assistance.rights.stopped"
    assert not Release.objects.exists()


def test_nothing_is_released_under_what_a_lawyer_refused(stopped):
    request, items = stopped
    assistance.decide_rights(
        request,
        outcome="refused",
        ground="sovereignty_security_public_order",
        reasons="Satire is protected.",
        by=LAWYER,
        at=AT,
    )
    with pytest.raises(ComityError) as error:
        actions.ask_release(items, Request.objects.get(pk=request.pk), by=OFFICER, at=AT)
    assert error.value.faults[0].code == "assistance.rights.refused"
    assert not Release.objects.exists()


def test_a_filter_officers_no_after_the_asking_holds(incoming_request, participants, decide):
    decide()
    (item,) = actions.take_in(
        files(b"a letter of counsel"), owner=participants["de-police"], by=OFFICER, at=AT, request=incoming_request, mark="privileged"
    )  # fmt: skip
    actions.decide_mark(item, "cleared", by=FILTER, at=AT)
    asked = actions.ask_release([item], incoming_request, by=OFFICER, at=AT)
    actions.decide_mark(item, "sealed", by=FILTER, at=LATER)
    with pytest.raises(ComityError) as error:
        actions.release(asked, by=OTHER, at=LATER)
    assert error.value.faults[0].code == "evidence.release.marked"
    assert not Package.objects.exists() and custody.state(Item.objects.get(pk=item.pk)) != "released"


def test_what_is_privileged_goes_into_no_package(incoming_request, participants, home_folder):
    (item,) = actions.take_in(
        files(b"a letter of counsel"), owner=participants["de-police"], by=OFFICER, at=AT, request=incoming_request, mark="privileged"
    )  # fmt: skip
    order(home_folder)
    with pytest.raises(NotAllowed) as error:
        actions.make_package([item], by=OFFICER, at=LATER, purpose="for the file")
    assert error.value.faults[0].code == "evidence.release.marked"


def test_whoever_took_an_item_in_does_not_clear_it(incoming_request, participants):
    both = person("filter_officer", "de-police", OFFICER.id)
    (item,) = actions.take_in(
        files(b"a letter of counsel"), owner=participants["de-police"], by=OFFICER, at=AT, request=incoming_request, mark="privileged"
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.decide_mark(item, "cleared", by=both, at=AT)


def test_reading_titles_leaves_a_leaf(items):
    before = Leaf.objects.filter(verb="evidence.titles").count()
    titles = actions.titles_of(items, by=OFFICER, at=AT, purpose="to work on the request")
    assert "Log of the panel" in titles.values()
    made = Leaf.objects.filter(verb="evidence.titles")
    assert made.count() == before + 1 and made.latest("at").purpose == "to work on the request"


def test_a_package_is_downloaded_only_by_who_may_see_every_item_of_it(
    world, participants, home_folder, people
):
    """Leave on the case of the first item opens nothing of another matter."""
    from tests.node.assistance.conftest import make_case

    other = make_case(participants)
    police = participants["de-police"]
    mine, theirs = (
        actions.take_in(files(f"of {one.pk}".encode()), owner=police, by=OFFICER, at=AT, case=one)[0]
        for one in (world.case, other)
    )
    order(home_folder)
    made = actions.make_package([mine, theirs], by=OFFICER, at=LATER, purpose="for the file")
    from datetime import UTC, datetime

    for one in (world.case, other):
        one.grants.all().delete()
    guest = person("prosecutor", "de-justice", "77")
    for one, verbs in ((mine, leave.ROLES["work"]), (theirs, ())):
        if verbs:
            one.case.grants.create(
                to=guest.label, verbs=["evidence.package", "evidence.list"], by="officer:1", at=AT, until=datetime(2028, 1, 1, tzinfo=UTC)
            )  # fmt: skip
    with pytest.raises(NotAllowed):
        list(actions.download(Package.objects.get(pk=made.pk), by=guest, at=LATER, purpose="look"))


def test_items_of_another_participant_are_not_found_by_their_number(items, stopped):
    stranger = person("evidence_officer", "de-hosting", "88")
    for one in items:
        with pytest.raises(NotAllowed):
            queries.one(one.pk, by=stranger, at=AT)
        with pytest.raises(NotAllowed):
            actions.open_item(one, by=stranger, at=AT, purpose="look")
    assert not queries.items(by=stranger, at=AT).exists()
    assert queries.packages(by=stranger, at=AT) == [] and queries.releases(by=stranger, at=AT) == []


def test_two_accounts_that_took_no_part_cannot_use_an_approved_order(items, incoming_request, decide):
    from comity.node.approvals import actions as approvals

    decide()
    asked = actions.ask_release(items, incoming_request, by=OFFICER, at=AT)
    attributes = actions.permissions.of_release(asked, items[0], at=AT, authorised=True)
    approvals.approve(asked.order, by=OTHER, at=AT, attributes=attributes)
    record = actions.authorising.document(asked.authorisation)
    document = actions._document(
        sorted(items, key=lambda one: str(one.item_id)), incoming_request, record, []
    )
    with pytest.raises(NotAllowed):
        approvals.use(asked.order_id, by=LEGAL, at=AT, document=document)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "items/../../x", "/etc/passwd", "a\\..\\b", "items/\u202ex"]
)
def test_a_package_with_paths_that_lead_out_is_no_package(world, asked_by_us, name):
    import zipfile

    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(name, b"x")
    world.arrives(
        kind="package", body=message(sink.getvalue()), matter=asked_by_us.matter_id, to=asked_by_us.via
    )
    assert world.faults_of_inbox() and not Package.objects.exists() and not Item.objects.exists()


def test_a_package_that_unpacks_to_gigabytes_is_refused_without_unpacking(world, asked_by_us):
    import zipfile

    sink = io.BytesIO()
    with (
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("manifest.json", "w", force_zip64=True) as entry,
    ):
        for _ in range(256):
            entry.write(b" " * (1 << 20))
    assert len(sink.getvalue()) < 1_000_000
    world.arrives(
        kind="package", body=message(sink.getvalue()), matter=asked_by_us.matter_id, to=asked_by_us.via
    )
    assert world.faults_of_inbox() and not Package.objects.exists()


def test_a_package_of_somebody_else_in_the_matter_is_refused(world, asked_by_us, foreign_log, participants):
    data = foreign_log.package(LOGS, participants["de-contact"], asked_by_us.matter_id)
    world.arrives(
        kind="package",
        body=message(data),
        matter=asked_by_us.matter_id,
        to=asked_by_us.via,
        sender="jp-police",
    )
    assert not Item.objects.exists() and world.faults_of_inbox()


def test_the_same_items_sent_again_in_another_message_are_not_there_twice(
    world, asked_by_us, foreign_log, participants
):
    data = foreign_log.package(LOGS, participants["de-contact"], asked_by_us.matter_id)
    for _ in range(2):
        world.arrives(kind="package", body=message(data), matter=asked_by_us.matter_id, to=asked_by_us.via)
    assert Item.objects.count() == 1
