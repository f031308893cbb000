"""What the pages show is what the library answers, each with its citation, its day and how sure it is; nothing is ranked."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from datetime import date
from typing import Any

import pytest

from comity.facts.scenario import read
from comity.law import completeness as completing
from comity.law.book import Book
from comity.law.dual_criminality import compare_states
from comity.law.gaps import report
from comity.law.gaps.articles import bare_conduct
from comity.law.gaps.common import common_core
from comity.law.offences import made_out
from comity.law.show import plain as values
from comity.law.titles import article as called
from comity.law.words import country_name, word
from comity.node.base import lawbook
from comity.node.law import changes, gap_report
from comity.node.law.face import DESK, PUBLIC
from comity.node.ui.collation import sort_key
from tests.node.law.reader import plain, rows, words

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("participants", "at")]
SURE = re.compile(r"verified|from memory, not verified|no record")
SAID = {"yes": "Yes", "no": "No", "unknown": "Not known"}


@pytest.fixture
def book() -> Book:
    return lawbook.book()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("state", ["JP", "DE", "GD", "BJ"])
def test_a_country_shows_every_record_of_it(portal: Any, book: Book, state: str) -> None:
    answer = portal.get(PUBLIC.link("country", code=state))
    on = book.edition.as_of
    said = squeezed(words(answer))
    for section, records, key in (
        ("offences", book.offences(state, on=on), "statute"),
        ("powers", book.powers(state, on=on), "statute"),
        ("authorities", book.authorities(state), "name"),
    ):
        shown = rows(answer, section)
        kept = [row for row in shown if row["How sure"] != "no record"]
        if section != "powers":
            assert len(kept) == len(records)
        assert all(
            SURE.search(row["How sure"]) and (row["Source"] or row["How sure"] == "no record")
            for row in shown
        )
        assert all(squeezed(getattr(one, key)) in said for one in records)
    for treaty in book.treaties:
        for one in book.reservations(state, treaty.id, on=on):
            assert squeezed(one.effect) in said
    unread = sum(1 for one in book.offences(state, on=on) if one.coverage == "unread")
    assert said.count("only a heading was read") >= unread


def test_what_has_no_record_says_so_and_never_no(portal: Any, book: Book) -> None:
    without = next(
        (state, one.id) for state in book.states for one in completing.looked_for(book) if not book.offences(state, one.id)
    )  # fmt: skip
    shown = rows(portal.get(PUBLIC.link("country", code=without[0])), "offences")
    (row,) = [one for one in shown if one["Article"] == called(book, without[1])]
    assert row["How sure"] == "no record"
    memberships = rows(portal.get(PUBLIC.link("compare", query={"one": "DE", "other": "JP"})), "memberships")
    extradition = next(one for one in memberships if "Extradition of 1957" in one["Treaty or act"])
    assert extradition["Japan"] == "no record"


@pytest.mark.parametrize("name", ["ETS185:2", "ETS185:9", "UNCC:16", "FRAUD"])
def test_an_article_names_every_law_in_the_order_of_names(portal: Any, book: Book, name: str) -> None:
    answer = portal.get(PUBLIC.link("article", name=name), {"sort": "openness", "order": "max_penalty"})
    shown = [row for row in rows(answer) if "State" in row]
    names = [row["State"] for row in shown]
    assert names == sorted(names, key=sort_key)
    assert set(names) == {country_name(state) for state in book.states}
    laws = [one for state in book.states for one in book.offences(state, name, book.edition.as_of)]
    assert len([row for row in shown if row["How sure"] != "no record"]) == len(laws)
    said = squeezed(words(answer))
    assert all(squeezed(one.statute) in said for one in laws)
    assert said.count("from memory, not verified") >= sum(one.confidence == "recalled" for one in laws)


def test_a_treaty_shows_who_is_bound_on_the_day(portal: Any, book: Book) -> None:
    before, after = date(2012, 10, 31), date(2012, 11, 1)
    for day in (before, after):
        shown = rows(
            portal.get(PUBLIC.link("treaty", name="ets185", query={"on": day.isoformat()})), "parties"
        )
        bound = {row["State"] for row in shown if row["Bound"].startswith("yes")}
        assert bound == {
            country_name(state)
            for state in {*book.states, *(row.state for row in book.contents.parties)}
            if book.standing("ets185", state, day).force == "yes"
        }
    japan = country_name("JP")
    assert japan in bound
    assert japan not in {
        row["State"]
        for row in rows(
            portal.get(PUBLIC.link("treaty", name="ets185", query={"on": before.isoformat()})), "parties"
        )
        if row["Bound"].startswith("yes")
    }


@pytest.mark.parametrize("named", ["ETS185", "BC", "Budapest Convention", "ets185"])
def test_a_treaty_is_found_by_what_lawyers_call_it(portal: Any, named: str) -> None:
    assert "Convention on Cybercrime" in words(portal.get(PUBLIC.link("treaty", name=named)))


def test_the_figures_are_those_of_the_check(portal: Any, book: Book) -> None:
    document = json.loads(portal.get(PUBLIC.link("check-json")).content)
    assert document == json.loads(json.dumps(completing.document(book)))
    table = portal.get(PUBLIC.link("check-csv")).content.decode("utf-8-sig")
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    listed = {row["state"]: row for row in csv.DictReader(io.StringIO("\n".join(lines)))}
    shown = {row["Country"]: row for row in rows(portal.get(PUBLIC.link("check"))) if "Country" in row}
    assert set(listed) == set(book.states)
    for one in document["states"]:
        row, line = shown[country_name(one["state"])], listed[one["state"]]
        counted = one["offences"]["verified"] + one["offences"]["recalled"]
        assert row["Offences verified"].startswith(f"{one['offences']['verified']} of {counted}")
        assert int(line["offences_verified"]) == one["offences"]["verified"]
        assert line["profile"] == ("yes" if one["profile"] else "no")
        assert ("profile shown" in row["All its records verified"]) == one["profile"]


def test_what_is_missing_is_what_the_command_says(portal: Any, book: Book) -> None:
    for state in ("GD", "JP", "CA"):
        shown = rows(portal.get(PUBLIC.link("check-country", code=state)))
        lacking = completing.figures(book, state).lacking
        assert len([row for row in shown if row.get("Why")]) == len(lacking)


@pytest.mark.parametrize("state", ["JP", "DE", "RW"])
def test_the_gap_report_is_the_librarys(portal: Any, book: Book, state: str) -> None:
    found = report(book, state, on=book.edition.as_of).document()
    assert json.loads(portal.get(PUBLIC.link("gaps-json", code=state)).content) == json.loads(
        json.dumps(found)
    )
    for name in ("gaps-country", "gaps-paper"):
        said = squeezed(words(portal.get(PUBLIC.link(name, code=state))))
        for one in found["articles"]:
            assert str(gap_report.STATUS[one["status"]]) in said
            assert all(word(element) in said for element in (*one["extra"], *one["missing"]))
            assert all(squeezed(row["statute"]) in said for row in one["offences"])
            assert all(
                squeezed(model["text"]) in said and squeezed(model["source"]) in said
                for model in one["models"]
            )
            if one["effect"]:
                assert f"({one['effect']['bare_conduct']['relations']} relations)" in said
        assert all(pair["title"] in said and pair["source"] in said for pair in found["offline_online"])


def test_the_common_core_is_the_librarys(portal: Any, book: Book) -> None:
    states = ("DE", "JP", "NG")
    page = portal.get(PUBLIC.link("common", query={"states": states})).content.decode()
    parts = page.split('<section class="section"')[1:]
    for article in book.offence_articles:
        found = common_core(book, states, article, book.edition.as_of)
        (part,) = [one for one in parts if f">{called(book, article.id)}<" in one]
        said = plain("<" + part)
        assert SAID[found.verdict.value] in said
        for conduct in found.conduct:
            assert "; ".join(word(element) for element in conduct) in said
        for state in (*found.open, *found.without):
            assert country_name(state) in said


@pytest.mark.parametrize(("one", "other"), [("DE", "JP"), ("JP", "NG"), ("GD", "RW")])
def test_two_countries_are_compared_as_the_engine_does(portal: Any, book: Book, one: str, other: str) -> None:
    page = portal.get(PUBLIC.link("compare", query={"one": one, "other": other}))
    on = book.edition.as_of
    for article in (row for row in book.offence_articles if row.core_conduct):
        found = re.search(
            rf'id="{article.id.replace(":", "-")}">(.*?)</section>', page.content.decode(), re.DOTALL
        )
        assert found
        said = squeezed(plain(found.group(1)))
        for here, there in ((one, other), (other, one)):
            verdict = compare_states(book, bare_conduct(article), here, there, on).verdict.value
            asks = f"{country_name(here)} asks {country_name(there)}: an offence in both laws?"
            assert f"{SAID[verdict]} {asks}" in said
        for state in (one, other):
            for law in book.offences(state, article.id, on):
                assert squeezed(law.statute) in said
    said = squeezed(words(page))
    for state in (one, other):
        assert all(squeezed(law.statute) in said for law in book.powers(state, on=on))


def test_a_search_finds_names_titles_and_statutes(portal: Any) -> None:
    for typed, wanted in (
        ("cote ivoire", "Côte d’Ivoire"),
        ("deutschland", ""),
        ("BC 16", "Expedited preservation"),
        ("strafgesetzbuch 202a", "Strafgesetzbuch § 202a"),
        ("palermo", "Palermo Convention"),
    ):
        said = words(portal.get(PUBLIC.link("search", query={"q": typed})))
        assert (wanted or "Nothing has all these words") in said, typed
    assert "Deutschland" in words(portal.get("/de" + PUBLIC.link("search", query={"q": "deutschland"})))
    assert "Did you mean “Germany”?" in words(portal.get(PUBLIC.link("search", query={"q": "Germny"})))
    assert portal.get(PUBLIC.link("search", query={"q": "<script>" * 90})).status_code == 200


def test_both_faces_show_the_same(portal: Any, open_door: Any, people: Any) -> None:
    names = ("country", {"code": "JP"}), ("article", {"name": "ETS185:2"}), ("gaps-country", {"code": "JP"})
    public = [rows(portal.get(PUBLIC.link(name, **given))) for name, given in names]
    desk = open_door("desk")
    desk.sign_in(people("legal_officer"))
    assert [rows(desk.get(DESK.link(name, **given))) for name, given in names] == public


def test_every_view_carries_the_notice(portal: Any) -> None:
    for name, given in (
        ("front", {}), ("country", {"code": "JP"}), ("article", {"name": "ETS185:2"}), ("treaty", {"name": "ets185"}), ("check", {}),
        ("gaps-country", {"code": "JP"}), ("compare", {}), ("common", {}), ("power", {"name": "preservation"}), ("search", {}),
    ):  # fmt: skip
        said = words(portal.get(PUBLIC.link(name, **given)))
        assert "no judgement on any state" in said
        assert "a correction is made within 14 days" in said
        assert "No record is not proof" in said
    assert "Last checked on" in words(portal.get(PUBLIC.link("country", code="JP")))


def test_the_example_of_a_change_holds(book: Book) -> None:
    """What the page tells people to write is read by the program, stands in the book, and comes true."""
    record = tomllib.loads(changes.example("record"))
    (offence,) = record["offence"]
    (held,) = book.offences(record["state"], offence["article"])
    told = {**offence, "state": record["state"], "requires": tuple(offence["requires"])}
    assert {key: str(value) for key, value in values(held).items()} == {
        key: str(value) for key, value in told.items()
    }
    case = read(tomllib.loads(changes.example("case")), file="example")
    for wanted in case.expect:
        found = made_out(book, case.facts, (wanted["country"],), case.on).countries[wanted["country"]]
        assert wanted["verdict"] in {one.verdict.value for one in found if one.article == wanted["article"]}
