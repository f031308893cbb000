"""Two persons at once: one release, one package, one chain. Real transactions, real threads."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from comity.kernel.errors import ComityError
from comity.node.evidence import actions, custody
from comity.node.evidence.models import CustodyEntry, Item, Package, Release
from tests.node.assistance.conftest import person
from tests.node.evidence.conftest import AT, LATER, OFFICER

pytestmark = [pytest.mark.node, pytest.mark.django_db(transaction=True)]
PERSONS = 6


def at_once(act):
    from django.db import connections

    start = Barrier(PERSONS)

    def one(number: int) -> str:
        start.wait()
        try:
            act(number)
        except ComityError as error:
            return error.faults[0].code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(PERSONS) as pool:
        return list(pool.map(one, range(PERSONS)))


def test_six_persons_release_the_same(items, incoming_request, decide):
    decide()
    asked = actions.ask_release(items, incoming_request, by=OFFICER, at=AT)
    results = at_once(
        lambda number: actions.release(
            asked, by=person("evidence_officer", "de-police", str(100 + number)), at=AT
        )
    )
    assert results.count("done") == 1, results
    assert Package.objects.count() == 1
    row = Release.objects.get()
    assert row.released_by and row.released_by != row.asked_by
    verbs = list(CustodyEntry.objects.filter(item=items[0]).values_list("verb", flat=True))
    assert verbs == ["collected", "sealed", "authorised", "released", "transferred"]


def test_six_persons_ask_for_the_same(items, incoming_request, decide):
    decide()
    results = at_once(
        lambda number: actions.ask_release(
            items, incoming_request, by=person("evidence_officer", "de-police", str(100 + number)), at=AT
        )
    )
    assert results.count("done") == 1, results
    assert Release.objects.count() == 1


def test_entries_of_one_item_keep_their_order(items):
    item = Item.objects.get(pk=items[0].pk)
    results = at_once(
        lambda number: b"".join(
            actions.open_item(
                item, by=person("evidence_officer", "de-police", str(number)), at=LATER, purpose="to read"
            )
        )
    )
    assert results == ["done"] * PERSONS
    chain = custody.own_entries(item)
    assert [one.number for one in chain] == list(range(1, PERSONS + 3))
    assert all(later.previous == earlier.hash for earlier, later in itertools.pairwise(chain))
