"""The page of a case: its money, the walls of each line, who did what in words, and a long history folded."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from comity.kernel.identifier import new_id
from comity.node.assistance.models import Hold, Request
from comity.node.base import sealing
from comity.node.base.keyring import Keyring
from comity.node.desk import page
from comity.node.desk.cases import presenting
from comity.node.desk.inbox import paying
from comity.node.statistics import units
from comity.statistics.measures import load
from tests.node.desk.conftest import World
from tests.support.node import AT, actor_of

pytestmark = pytest.mark.node


@pytest.fixture
def ticket(world: World, home_folder: Any) -> Request:
    """A stop of the payment, asked of France from the report before any case was open."""
    route = next(one for one in paying.ways(world.report, at=AT) if paying.usable(one))
    by = actor_of(world.people["intake"])
    return paying.draft(world.report, route, to="", by=by, at=AT, keyring=Keyring(home_folder, "desk"))


def held(ticket: Request, home_folder: Any) -> Hold:
    Request.objects.filter(pk=ticket.pk).update(sent_at=AT)
    hold = Hold(
        id=new_id(), owner_id=ticket.owner_id, data_key_id=ticket.data_key_id, request=ticket, part=ticket.parts.get(),
        amount=Decimal("3150"), currency="EUR", confirmed_at=AT, ends_on=(AT + timedelta(days=10)).date(), basis="art. X",
    )  # fmt: skip
    key = sealing.open_as(ticket.data_key, ticket.owner_id, Keyring(home_folder, "desk"))
    sealing.seal(hold, key, account="FR14")
    hold.save()
    return hold


def text(desk: Any, world: World) -> str:
    desk.sign_in(world.people["lead"])
    answer = desk.get(f"/cases/{world.case.pk}/")
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_money_asked_for_from_a_report_stands_on_the_case(desk: Any, world: World, ticket: Request) -> None:
    said = text(desk, world)
    assert ticket.reference in said
    assert "none held yet" in said
    assert "Nothing was asked of anybody yet" not in said


def test_money_held_stands_on_the_case_until_when_and_what_became_of_it(
    desk: Any, world: World, ticket: Request, home_folder: Any
) -> None:
    hold = held(ticket, home_folder)
    said = text(desk, world)
    assert "€3,150.00" in said and "Held" in said
    assert hold.ends_on.strftime("%b %Y") in said
    Hold.objects.filter(pk=hold.pk).update(state="released", ended_at=AT + timedelta(days=2))
    assert "Released" in text(desk, world)


def test_money_held_abroad_for_us_is_counted_once_and_not_as_ours(
    world: World, ticket: Request, home_folder: Any
) -> None:
    assert list(units.holds(load())) == []
    held(ticket, home_folder)
    assert [row[1:] for row in units.holds(load())] == [("abroad", "held", "EUR:1000-10000")]


def test_actors_of_other_participants_are_called_by_name(world: World, participants: Any) -> None:
    other = participants["de-contact"]
    assert page.names([f"participant:{other.pk}", "participant:xx-gone"]) == {
        f"participant:{other.pk}": other.name,
        "participant:xx-gone": "xx-gone",
    }


def test_each_line_has_the_walls_of_its_own_two_ends(world: World, ticket: Request) -> None:
    by = actor_of(world.people["lead"])
    rows = presenting.requests(world.case, by=by, at=AT)
    assert len(rows) == 2
    assert all(len(one["zones"]) <= 2 for one in rows)
    assert len({one["zones"] for one in rows}) == 2 or {one["to"] for one in rows} == {"JP"}


def test_a_long_history_and_many_of_one_kind_are_folded() -> None:
    events = [{"at": AT, "title": str(number)} for number in range(40)]
    earlier, latest = presenting.recent(events)
    assert len(earlier) == 28 and len(latest) == 12
    assert presenting.recent(events[:15]) == ([], events[:15])
    offers = [{"measure": "Offer", "to": state} for state in ("AT", "BE", "CH", "DK", "EE")]
    groups = presenting.folded([{"measure": "Preservation", "to": "JP"}, *offers])
    assert [(one["title"], len(one["rows"])) for one in groups] == [("", 1), ("Offer: 5 requests", 5)]
