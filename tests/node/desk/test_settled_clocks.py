"""A hold whose data were handed over loses nothing on its day: no alarm. What lapsed without that is named as lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from comity.kernel.identifier import new_id
from comity.node.assistance import zones
from comity.node.assistance.models import Part, Request, Step
from comity.node.deadlines.models import Deadline
from comity.node.desk.cases import presenting
from comity.node.desk.clocks import board, settled
from tests.node.desk.conftest import World
from tests.support.node import AT, actor_of

pytestmark = pytest.mark.node
LATER = AT + timedelta(days=80)


def step(part: Part, source: str, target: str, number: int) -> None:
    part.state = target
    part.save(update_fields=["state"])
    Step.objects.create(
        id=new_id(), owner_id=part.request.owner_id, data_key_id=part.request.data_key_id, part=part, number=number, event="x", source=source,
        target=target, side="requested", by="officer:1", at=AT,
    )  # fmt: skip


@pytest.fixture
def hold(world: World) -> Request:
    """A preservation that Japan confirmed, with its end 20 days ago."""
    row = Request.objects.get(case=world.case)
    Request.objects.filter(pk=row.pk).update(sent_at=AT)
    row.refresh_from_db()
    for part in row.parts.all():
        step(part, "executing", "preserved", 1)
    Deadline.objects.create(
        owner=row.owner, subject_kind="request", subject_id=str(row.pk), name="home_ceiling", kind="ceiling", starts=AT,
        due=LATER - timedelta(days=20), zone="Asia/Tokyo", rule="calendar",
    )  # fmt: skip
    return row


def handed_over(world: World, hold: Request) -> None:
    """Copy the hold as the request that followed, and have that answered."""
    first = hold.parts.first()
    assert first is not None
    answer = Request.objects.get(pk=hold.pk)
    answer.pk, answer.reference, answer.parent, answer.measure = new_id(), "0000-000-001Y", hold, "production"
    answer.matter_id = new_id()
    answer.save(force_insert=True)
    for one in hold.parts.all():
        copy = Part.objects.get(pk=one.pk)
        copy.pk, copy.request = new_id(), answer
        copy.save(force_insert=True)
        step(copy, "granted", "executed", 1)


def lost(world: World) -> list[dict[str, Any]]:
    """Return what the board says is lost next, of requests."""
    rows = board.groups(actor_of(world.people["lead"]), LATER)[0]["rows"]
    return [one for one in rows if one.get("reference")]


def test_a_hold_past_its_end_is_an_alarm_until_the_data_were_handed_over(world: World, hold: Request) -> None:
    assert [one["reference"] for one in lost(world)] == [hold.reference]
    handed_over(world, hold)
    assert lost(world) == []
    clocks = presenting.clocks(world.case)
    assert [one.get("state") for one in clocks if one["kind"] == "ceiling"] == ["met"]


def test_what_lapsed_without_being_handed_over_is_named(world: World, hold: Request) -> None:
    for part in hold.parts.all():
        step(part, "preserved", "lapsed", 2)
    Step.objects.filter(target="lapsed").update(at=LATER - timedelta(days=3))
    Deadline.objects.filter(subject_id=str(hold.pk)).delete()
    [row] = lost(world)
    assert row["due"] == LATER - timedelta(days=3)
    assert "Lapsed" in row["next"]
    handed_over(world, hold)
    assert settled.lapsed_at(hold) is None
    assert lost(world) == []


def test_the_board_shows_last_safe_day_first_period_floor_ceiling_and_its_last_working_day(
    world: World, hold: Request
) -> None:
    """Lantern: 18 December, 24 December, and floor and ceiling together on Saturday 23 January, so Friday 22."""
    Deadline.objects.filter(subject_id=str(hold.pk)).delete()
    days = {
        ("last_safe_day", "last_safe_day", "Europe/Berlin"): date(2026, 12, 18),
        ("home_first_period", "ceiling", "Asia/Tokyo"): date(2026, 12, 24),
        ("home_ceiling", "ceiling", "Asia/Tokyo"): date(2027, 1, 23),
        ("minimum_preservation", "minimum", "Asia/Tokyo"): date(2027, 1, 23),
    }
    for (name, kind, zone), day in days.items():
        Deadline.objects.create(
            owner=hold.owner, subject_kind="request", subject_id=str(hold.pk), name=name, kind=kind, starts=AT, day=day,
            due=zones.end_of_day(day, zone), zone=zone, rule="calendar",
        )  # fmt: skip
    (row,) = [
        one for one in board.groups(actor_of(world.people["lead"]), AT)[0]["rows"] if one.get("reference")
    ]
    assert row["kind"] == "last_safe_day" and row["due"].date() == date(2026, 12, 18)
    assert row["next"] == (
        "First period of the law there Thu, 24 Dec 2026; "
        "Ceiling: ends Sat, 23 Jan 2027, last working day there Fri, 22 Jan 2027; "
        "Floor: kept at least until Sat, 23 Jan 2027"
    )
