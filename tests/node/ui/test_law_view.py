"""What the engine answers, as pages show it: nothing left out, nothing said twice, and the parts take the real thing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.utils.translation import override

from comity.facts import scenario
from comity.kernel.finding import Reason
from comity.law import book as law_book
from comity.law.dual_criminality import compare
from comity.law.route import routes
from comity.law.words import sentence
from comity.node.ui import law_view

CASE = Path(__file__).resolve().parents[2] / "cases" / "lantern-1-japan.toml"


@pytest.fixture(scope="module")
def answer() -> dict[str, Any]:
    return routes(law_book.load(), scenario.read_file(CASE)).document()


def render(source: str, **context: Any) -> str:
    return (
        engines["jinja2"].env.from_string('{% import "ui/parts/law.html" as law %}' + source).render(context)
    )


def reason(text: str, cite: str = "", confidence: str = "verified") -> dict[str, str]:
    return {"code": "c", "text": text, "cite": cite, "record": "", "confidence": confidence}


def route(**more: Any) -> dict[str, Any]:
    return {
        "instrument": "i",
        "measure": "preservation",
        "status": "open",
        "data_category": "traffic",
        "gates": [],
        **more,
    }


def test_a_sentence_is_said_once_with_every_citation() -> None:
    said = law_view.merged(
        [reason("A.", "x"), reason("B.", "y"), reason("A.", "z", "recalled"), reason("A.", "x")]
    )
    assert [(one.text, one.cites, one.confidence) for one in said] == [
        ("A.", ("x", "z"), "recalled"),
        ("B.", ("y",), "verified"),
    ]


def test_a_reason_without_words_is_read_by_its_code() -> None:
    assert law_view.merged([{"code": "in_force.not_signed", "text": ""}])[0].text == "in force.not signed"


def test_only_what_weighs_against_a_route_decides_it() -> None:
    gate = {
        "gate": "recipient",
        "verdict": "fail",
        "against": 1,
        "reasons": [reason("Out of reach."), reason("By the way.")],
    }
    assert [one.text for one in law_view.decisive(route(gates=[gate]))] == ["Out of reach."]
    assert [one.text for one in law_view.decisive(route(gates=[{**gate, "against": 0}]))] == [
        "Out of reach.",
        "By the way.",
    ]


def test_failed_gates_come_before_unknown_ones() -> None:
    gates = [
        {"gate": "a", "verdict": "pass", "reasons": []},
        {"gate": "b", "verdict": "pass", "reasons": [reason("Fine.")]},
        {"gate": "c", "verdict": "unknown", "reasons": [reason("Who knows.")]},
        {"gate": "d", "verdict": "fail", "reasons": [reason("No.")]},
    ]
    assert [gate["gate"] for gate in law_view.gates(route(gates=gates))] == ["d", "c", "b"]
    assert law_view.silent_gates(route(gates=gates)) == ["a"]


def test_routes_join_only_where_their_answer_is_the_same() -> None:
    gate = {"gate": "conditions", "verdict": "unknown", "reasons": [reason("Narrower.")]}
    given = [
        route(data_category="subscriber", status="closed"),
        route(data_category="traffic"),
        route(data_category="content"),
        route(data_category="registration", gates=[gate]),
    ]
    assert [(row.route["status"], row.data) for row in law_view.rows(given)] == [
        ("closed", ("subscriber",)), ("open", ("traffic", "content")), ("open", ("registration",)),
    ]  # fmt: skip


def test_a_status_the_pages_do_not_know_is_shown_and_not_dropped() -> None:
    groups = law_view.by_status([route(status="suspended"), route(status="open")])
    assert [group.status for group in groups] == ["open", "suspended"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("P60D", "60 days"),
        ("P1D", "1 day"),
        ("PT8H", "8 hours"),
        ("P1Y6M", "1 year 6 months"),
        ("soon", "soon"),
        ("P", "P"),
        (None, ""),
    ],
)
def test_durations_in_words(value: str | None, words: str) -> None:
    assert law_view.lasting(value) == words


def test_no_route_of_the_engine_is_lost_in_the_groups(answer: dict[str, Any]) -> None:
    groups = law_view.by_status(answer["routes"])
    shown = [
        (row.route["instrument"], row.route["measure"], data, group.status)
        for group in groups
        for row in group.rows
        for data in row.data
    ]
    given = [
        (one["instrument"], one["measure"], one["data_category"], one["status"]) for one in answer["routes"]
    ]
    assert sorted(set(shown)) == sorted(set(given))
    assert len(answer["routes"]) > 50


def test_the_parts_take_the_engines_answer_whole(answer: dict[str, Any]) -> None:
    page = render(
        "{{ law.plan(a) }}{{ law.route_groups(a.routes) }}{% for r in a.routes %}{{ law.route_card(r) }}{% endfor %}",
        a=answer,
    )
    assert page.count('<article class="route ') == len(answer["routes"])
    for one in answer["routes"]:
        for said in law_view.decisive(one):
            assert str(engines["jinja2"].env.from_string("{{ t }}").render(t=said.text)) in page


def test_every_recalled_route_is_marked_in_the_table(answer: dict[str, Any]) -> None:
    recalled = [one for one in answer["routes"] if one["confidence"] == "recalled"]
    assert recalled
    for one in recalled:
        assert "from memory, not verified" in render("{{ law.route_table([r]) }}", r=one)


def test_the_elements_of_the_engine_keep_their_three_values() -> None:
    dual = compare(law_book.load(), scenario.read_file(CASE))[0].document("may_be")
    page = render('{{ law.elements(d.elements, ("Germany", "Japan")) }}', d=dual)
    assert page.count("<tr class") == len(dual["elements"])
    differing = [one for one in dual["elements"] if one["requesting"] != one["requested"]]
    assert page.count("the two laws differ") == len(differing) > 0
    assert law_view.three_valued("true") == "unknown"


def test_a_reason_kept_in_english_is_told_in_the_language_of_the_page() -> None:
    kept = {"code": "emergency.only", "params": {}, "text": "Only in an emergency.", "confidence": "verified"}
    with override("de"):
        assert law_view.merged([kept])[0].text == "Nur in einem Notfall."
    with override("en"):
        assert law_view.told(kept) == sentence(Reason("emergency.only"))


def test_a_sentence_nobody_can_say_again_stays_as_it_was() -> None:
    with override("de"):
        assert law_view.told({"code": "emergency.only", "text": "In its own words."}) == "In its own words."
        assert law_view.told({"code": "nobody.knows", "params": {}, "text": "As kept."}) == "As kept."
