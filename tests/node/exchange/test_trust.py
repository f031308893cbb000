"""A node trusts by choice: two named persons, with a reason; and what is suspended stops at once."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from comity.kernel.errors import BadInput, Conflict, NotAllowed
from comity.node.audit.models import Leaf
from comity.node.exchange import actions, queries
from comity.node.exchange.models import Counterpart, Outgoing, TrustChange
from tests.support.node import AT, as_door
from tests.support.wire import legal

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("counterpart_trusted")]


def trust(code="jp-police"):
    return Counterpart.objects.get(pk=code).trust


def test_two_persons_admit(settings):
    settings.DOOR = "desk"
    with as_door("desk"):
        actions.ask_trust("jp-police", "admitted", "agreement_in_force", by=legal("1"), at=AT)
        assert trust() == "new"
        actions.confirm_trust("jp-police", by=legal("2"), at=AT)
    assert trust() == "admitted"
    row, changes = queries.counterpart("jp-police", by=legal("3"))
    assert row.trust == "admitted"
    assert [(one.asked_by, one.confirmed_by) for one in changes] == [("officer:1", "officer:2")]
    assert Leaf.objects.filter(subject_id="jp-police").count() == 2


def test_one_person_twice_is_one_person():
    actions.ask_trust("jp-police", "admitted", "agreement_in_force", by=legal("1"), at=AT)
    with pytest.raises(NotAllowed):
        actions.confirm_trust("jp-police", by=legal("1"), at=AT)
    assert trust() == "new"


def test_the_database_refuses_one_person_too():
    change = actions.ask_trust("jp-police", "admitted", "agreement_in_force", by=legal("1"), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrustChange.objects.filter(pk=change.pk).update(confirmed_by="officer:1")


@pytest.mark.parametrize(
    "by",
    [
        replace(legal("1"), roles=frozenset({"administrator"})),
        replace(legal("1"), roles=frozenset({"duty_officer"})),
        replace(legal("1"), stepped_up=False),
    ],
)
def test_who_may_not(by):
    with pytest.raises(NotAllowed):
        actions.ask_trust("jp-police", "admitted", "agreement_in_force", by=by, at=AT)


def test_reasons_come_from_a_list_and_one_change_waits_at_a_time():
    with pytest.raises(BadInput):
        actions.ask_trust("jp-police", "admitted", "because", by=legal("1"), at=AT)
    with pytest.raises(BadInput):
        actions.ask_trust("jp-police", "adored", "agreement_in_force", by=legal("1"), at=AT)
    with pytest.raises(BadInput):
        actions.ask_trust("xx-nobody", "admitted", "agreement_in_force", by=legal("1"), at=AT)
    with pytest.raises(Conflict):
        actions.confirm_trust("jp-police", by=legal("2"), at=AT)
    actions.ask_trust("jp-police", "admitted", "agreement_in_force", by=legal("1"), at=AT)
    with pytest.raises(Conflict):
        actions.ask_trust("jp-police", "suspended", "rights_at_risk", by=legal("2"), at=AT)


def test_suspension_hands_what_waits_to_people(officer):
    by = officer("duty_officer", "de-contact")
    with transaction.atomic():
        row = actions.post(
            sender="de-contact", to="jp-contact", matter=uuid4(), kind="request", body={}, by=by, at=AT
        )
    actions.ask_trust("jp-contact", "suspended", "rights_at_risk", by=legal("1"), at=AT)
    actions.confirm_trust("jp-contact", by=legal("2"), at=AT)
    row.refresh_from_db()
    assert (row.state, row.last_fault) == ("failed", "exchange.counterpart.suspended")
    assert [line.message for line in queries.dead_letters(by=by)] == [row.pk]
    with pytest.raises(NotAllowed) as caught, transaction.atomic():
        actions.post(
            sender="de-contact", to="jp-contact", matter=uuid4(), kind="request", body={}, by=by, at=AT
        )
    assert caught.value.faults[0].code == "exchange.counterpart.suspended"


def test_participants_of_the_same_node_need_no_admission():
    actions.require_trust("de-police")
    with pytest.raises(NotAllowed):
        actions.require_trust("jp-police")


def test_counterparts_are_shown_to_desks_only(officer):
    assert queries.counterparts(by=officer("duty_officer", "de-contact")).count() == 7
    with pytest.raises(NotAllowed):
        queries.counterparts(by=officer("addressee_clerk", "de-hosting"))
    assert Outgoing.objects.count() == 0
