"""The atlas pages say what the library says, cell by cell, in the order of names and with the notice on every view."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from comity.law.atlas.answers import Cell
from comity.law.atlas.explained import explain
from comity.law.atlas.geometry import has_profile
from comity.law.atlas.relations import Relation, core_conduct, kinds_of_data
from comity.law.atlas.sheet import SIDES
from comity.law.atlas.table import Table
from comity.law.atlas.view import View
from comity.law.atlas.world import World
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.law import atlas, sheets
from comity.node.law.face import DESK, PUBLIC
from comity.node.ui.collation import sort_key

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("participants", "at")]
ROW = re.compile(r'<th scope="row"[^>]*><a class="govuk-link" href="([^"]+)">([^<]+)</a></th>\s*<td[^>]*>(.*?)</td>', re.S)  # fmt: skip
STATUS = re.compile(r"status--(\w+)")


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def rows(answer: Any) -> list[tuple[str, str, str]]:
    """The table of a page: name, status, all that stands in the cell."""
    found = ROW.findall(answer.content.decode())
    return [(unescape(name), (STATUS.findall(cell) or [""])[0], cell) for _href, name, cell in found]


def some(seed: int, count: int) -> list[dict[str, str]]:
    """Questions taken at random from all that may be asked."""
    book, dice = lawbook.book(), random.Random(seed)
    found = []
    for _ in range(count):
        measure = dice.choice(book.measures).id
        found.append({
            "state": dice.choice(sorted(book.states)), "side": dice.choice(SIDES), "conduct": dice.choice(core_conduct(book)).id,
            "measure": measure, "data": dice.choice(kinds_of_data(book, measure)), "layer": dice.choice(("any", "duty")),
        })  # fmt: skip
    return found


def explained(asked: dict[str, str], other: str, on: date) -> Cell:
    pair = (asked["state"], other) if asked["side"] == SIDES[0] else (other, asked["state"])
    relation = Relation(*pair, asked["conduct"], asked["measure"], asked["data"])
    return atlas.cell_of(explain(lawbook.book(), relation, on, duty=asked["layer"] == "duty", closing=False))


@pytest.mark.parametrize("asked", some(7, 12), ids=lambda one: "-".join(one.values()))
def test_a_page_says_what_the_explained_engine_says(portal: Any, made: date, asked: dict[str, str]) -> None:
    shown = {
        name: (status, cell) for name, status, cell in rows(portal.get(PUBLIC.link("atlas", query=asked)))
    }
    book = lawbook.book()
    others = sorted(code for code in book.states if code != asked["state"])
    assert len(shown) == len(others)
    for other in random.Random(asked["state"]).sample(others, 8):
        cell = explained(asked, other, made)
        status, words = shown[country_name(other)]
        assert status == cell.status, other
        assert ("no record" in words) == cell.no_record
        assert ("opens later" in words) == cell.later
        assert ("not verified, or last looked at long ago" in words) == (cell.shown == "hatched")


@pytest.mark.parametrize("asked", some(8, 3), ids=lambda one: "-".join(one.values()))
def test_what_is_taken_away_is_what_the_library_makes(portal: Any, made: date, asked: dict[str, str]) -> None:
    book = lawbook.book()
    world = World(book, made, measures=(asked["measure"],), conducts=(asked["conduct"],))
    view = View(Table(world, duty=asked["layer"] == "duty"), asked["state"], asked["side"])
    taken = portal.get(PUBLIC.link("atlas-csv", query=asked)).content.decode()
    kept = [
        line
        for line in csv.reader(io.StringIO(view.csv()))
        if len(line) < 5 or line[4] in {"data_category", asked["data"]}
    ]
    assert list(csv.reader(io.StringIO(taken))) == kept
    assert taken.startswith("# ")
    document = json.loads(portal.get(PUBLIC.link("atlas-json", query=asked)).content)
    wanted = view.document()
    assert document["relations"] == [
        one for one in wanted["relations"] if one["data_category"] == asked["data"]
    ]
    assert document["notice"] == wanted["notice"]
    assert {document[name] for name in ("schema", "on", "layer", "state", "side")} == {
        wanted[name] for name in ("schema", "on", "layer", "state", "side")
    }


def test_states_stand_in_the_order_of_their_names_whatever_the_answer(portal: Any, made: date) -> None:
    for asked in some(9, 3):
        for language in ("en", "de"):
            names = [
                name
                for name, _status, _cell in rows(
                    portal.get(f"/{language}{PUBLIC.link('atlas', query=asked)}")
                )
            ]
            assert names == sorted(names, key=sort_key)
    document = json.loads(portal.get(PUBLIC.link("atlas-json", query=asked)).content)
    others = [
        one["requested" if asked["side"] == SIDES[0] else "requesting"] for one in document["relations"]
    ]
    assert others == sorted(others)


@pytest.mark.parametrize("query", [{"sort": "status"}, {"status": "closed"}, {"order": "open"}])
def test_nobody_asks_from_the_answer_to_the_states(portal: Any, made: date, query: dict[str, str]) -> None:
    plain = rows(portal.get(PUBLIC.link("atlas")))
    assert rows(portal.get(PUBLIC.link("atlas", query=query))) == plain
    assert "haven" not in text(portal.get(PUBLIC.link("atlas"))).casefold()


@pytest.mark.parametrize("name", ["atlas", "relation"])
@pytest.mark.parametrize("door", ["portal", "desk"])
def test_the_notice_stands_on_every_view(
    open_door: Any, people: Any, made: date, name: str, door: str
) -> None:
    client = open_door(door)
    face = PUBLIC if door == "portal" else DESK
    if door == "desk":
        client.sign_in(people("investigator"))
    body = text(client.get(face.link(name, query={"other": "JP"} if name == "relation" else {})))
    for said in (
        "no judgement on any state",
        "24 months",
        "Where the book holds no record",
        "14 days",
        "Last checked on",
    ):
        assert said in body, said


def test_a_state_whose_records_are_not_verified_shows_no_profile(portal: Any, made: date) -> None:
    book = lawbook.book()
    with_one = next(code for code in sorted(book.states) if has_profile(book, code))
    without = next(code for code in sorted(book.states) if not has_profile(book, code))
    assert "relations:" in text(portal.get(PUBLIC.link("atlas", query={"state": with_one})))
    body = text(portal.get(PUBLIC.link("atlas", query={"state": without})))
    assert "relations:" not in body
    assert "no profile is shown" in body


def test_a_page_with_its_map_is_light(portal: Any, made: date) -> None:
    for asked in some(10, 4):
        answer = portal.get(PUBLIC.link("atlas", query=asked))
        assert len(gzip.compress(answer.content)) < 60_000
        assert not answer.cookies


def test_a_cell_leads_to_the_relation_explained(portal: Any, made: date) -> None:
    asked = some(11, 1)[0]
    page = portal.get(PUBLIC.link("atlas", query=asked)).content.decode()
    href, name, _cell = ROW.findall(page)[5]
    relation = portal.get(href.replace("&amp;", "&"))
    assert relation.status_code == 200
    assert name in text(relation)
    assert "The ways this answer rests on" in text(relation)


@pytest.mark.parametrize("seed", range(6))
def test_a_relation_shows_the_engines_answer_whole(portal: Any, seed: int) -> None:
    asked = some(seed, 1)[0]
    other = random.Random(seed).choice(
        [one for one in sorted(lawbook.book().states) if one != asked["state"]]
    )
    query = {**asked, "other": other, "on": "2026-11-01"}
    pair = (asked["state"], other) if asked["side"] == SIDES[0] else (other, asked["state"])
    found = explain(lawbook.book(), Relation(*pair, asked["conduct"], asked["measure"], asked["data"]), date(2026, 11, 1), duty=asked["layer"] == "duty")  # fmt: skip
    assert json.loads(portal.get(PUBLIC.link("relation-json", query=query)).content) == json.loads(
        json.dumps(found.document())
    )
    page = portal.get(PUBLIC.link("relation", query=query))
    body = text(page)
    assert f"status--{found.status}" in body
    for route in found.routes:
        assert route.legal_basis in page.content.decode().replace("&#39;", "'").replace("&amp;", "&")
    if found.closing is not None:
        for plan, _opens in found.closing.plans:
            assert body.count("opens:") >= 1 and plan
    sure = all(one.confidence == "verified" for one in found.routes) and bool(found.routes)
    assert ("from memory, not verified" in body) or sure


@pytest.mark.parametrize(
    ("query", "said", "status"),
    [
        ({"state": "Atlantis"}, ["Atlantis"], 422),
        ({"state": "DE", "side": "both"}, ["both"], 422),
        ({"conduct": "ETS185:10"}, ["not offered for", "ETS185:10"], 422),
        ({"measure": "presrvation"}, ["presrvation", "preservation"], 422),
        ({"data": "gossip"}, ["gossip"], 422),
        ({"on": "31.12.2026", "layer": "some"}, ["31.12.2026", "some"], 422),
        ({"on": "1066-10-14"}, ["1066-10-14"], 422),
    ],
)
def test_what_is_asked_wrongly_is_named_all_at_once(
    portal: Any, made: date, query: dict[str, str], said: list[str], status: int
) -> None:
    answer = portal.get(PUBLIC.link("atlas", query=query))
    assert answer.status_code == status
    body = text(answer)
    assert [one for one in said if one not in body] == []
    assert "ask-atlas" in body
    assert portal.get(PUBLIC.link("atlas-csv", query=query)).status_code in (404, 422)


def test_a_state_does_not_ask_itself(portal: Any) -> None:
    answer = portal.get(PUBLIC.link("relation", query={"state": "DE", "other": "DE"}))
    assert answer.status_code == 422
    assert "does not ask itself" in text(answer)


def test_another_day_is_told_of_in_public_and_answered_at_the_desk(
    open_door: Any, people: Any, made: date
) -> None:
    asked = {**some(12, 1)[0], "on": "2021-03-04"}
    portal = open_door("portal")
    page = portal.get(PUBLIC.link("atlas", query=asked))
    assert "made for the first day of a month" in text(page)
    assert '<svg class="world__picture"' not in page.content.decode()
    assert {status for _name, status, _cell in rows(page)} == {""}
    assert portal.get(PUBLIC.link("atlas-csv", query=asked)).status_code == 404
    desk = open_door("desk")
    desk.sign_in(people("investigator"))
    shown = {name: status for name, status, _cell in rows(desk.get(DESK.link("atlas", query=asked)))}
    for other in random.Random(5).sample(sorted(set(lawbook.book().states) - {asked["state"]}), 5):
        assert shown[country_name(other)] == explained(asked, other, date(2021, 3, 4)).status


def test_before_the_sheets_are_made_the_page_says_when_to_come_back(
    portal: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(sheets, "folder", lambda: tmp_path)
    page = portal.get(PUBLIC.link("atlas"))
    assert page.status_code == 200
    assert "The atlas is being made" in text(page)
    assert "Come back in about a minute" in text(page)
    assert len(rows(page)) > 90
