"""Each clock fires once: never twice for two workers, never lost to a failure or a jump of the clock."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from comity.kernel.actor import system
from comity.kernel.errors import Conflict
from comity.node.audit.models import Leaf
from comity.node.deadlines import actions, queries
from comity.node.deadlines.models import Deadline
from tests.support.node import AT, actor_of, as_door

pytestmark = pytest.mark.node
DUE = AT + timedelta(days=3)


def set_clock(participants, name: str = "last_safe_day", **more) -> Deadline:
    values = {
        "owner": participants["de-police"], "subject_kind": "hold", "subject_id": "h1", "kind": "last_safe_day", "due": DUE,
        "zone": "Asia/Tokyo", "rule": "calendar", "cite": "CCP 197(4)",
    }  # fmt: skip
    return actions.set_clock(name, by=system("tests"), at=AT, **(values | more))


@pytest.fixture
def effects(monkeypatch):
    seen: list = []
    monkeypatch.setitem(actions._handlers, "hold", [lambda clock, at: seen.append((clock.name, at))])
    return seen


def test_it_fires_when_due_and_only_once(participants, effects):
    set_clock(participants)
    with as_door("worker"):
        assert actions.fire_due(DUE - timedelta(seconds=1)) == 0
        assert actions.fire_due(DUE) == 1
        assert actions.fire_due(DUE + timedelta(days=99)) == 0
    assert effects == [("last_safe_day", DUE)]


def test_a_restart_or_jump_in_between_loses_nothing(participants, effects):
    for number in range(5):
        set_clock(participants, f"c{number}", due=AT + timedelta(days=number))
    assert actions.fire_due(AT + timedelta(days=400)) == 5
    assert [name for name, _ in effects] == ["c0", "c1", "c2", "c3", "c4"]


def test_setting_it_again_is_the_same_clock(participants):
    one = set_clock(participants)
    assert set_clock(participants) == one
    assert Leaf.objects.filter(verb="deadline.set").count() == 1


def test_a_moved_clock_fires_at_its_new_instant(participants, effects):
    set_clock(participants)
    actions.fire_due(DUE)
    set_clock(participants, due=DUE + timedelta(days=30))
    assert actions.fire_due(DUE) == 0
    assert actions.fire_due(DUE + timedelta(days=30)) == 1


def test_a_stopped_clock_never_fires_and_its_name_is_free_again(participants, effects):
    set_clock(participants)
    key = {"subject_kind": "hold", "subject_id": "h1"}
    actions.stop_clock("last_safe_day", by=system("tests"), at=AT, **key)
    assert actions.fire_due(DUE) == 0
    with pytest.raises(Conflict):
        actions.stop_clock("last_safe_day", by=system("tests"), at=AT, **key)
    set_clock(participants)
    assert Deadline.objects.count() == 2


def test_an_effect_that_fails_is_tried_again_and_takes_the_others_not_with_it(participants, monkeypatch):
    broken = [True]

    def handler(clock: Deadline, at) -> None:
        if clock.name == "bad" and broken:
            raise RuntimeError("no")

    monkeypatch.setitem(actions._handlers, "hold", [handler])
    set_clock(participants, "bad")
    set_clock(participants, "good")
    assert actions.fire_due(DUE) == 1
    assert Deadline.objects.get(name="bad").fired_at is None
    broken.clear()
    assert actions.fire_due(DUE) == 1


def test_only_its_participant_sees_a_clock(participants, people):
    set_clock(participants)
    assert queries.on("hold", "h1", by=actor_of(people("duty_officer"))).count() == 1
    assert queries.running(by=actor_of(people("duty_officer", participant="de-contact"))).count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_fire_each_clock_once(participants, monkeypatch):
    fired: list[str] = []
    monkeypatch.setitem(actions._handlers, "hold", [lambda clock, at: fired.append(clock.name)])
    for number in range(30):
        set_clock(participants, f"c{number}")

    def work() -> None:
        actions.fire_due(DUE)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    actions.fire_due(DUE)
    assert sorted(fired) == sorted(f"c{number}" for number in range(30))
