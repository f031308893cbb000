"""Offences, dual criminality, jurisdiction and the shape of the documents that outsiders rely on."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from comity.facts.scenario import parse, read, read_file
from comity.kernel.country import Country
from comity.kernel.errors import BadInput
from comity.kernel.finding import Verdict
from comity.law.dual_criminality import compare
from comity.law.jurisdiction import claims
from comity.law.offences import made_out
from comity.law.route import routes

FRAUD = """
[scenario]
on = 2026-11-23
[ask]
requesting = "DE"
requested = "FR"
[facts]
elements = { property_loss = true, intent_economic_benefit = true, dishonest_intent = true, without_right = true }
[facts.places]
victim = ["DE"]
system = ["DE"]
"""


def lantern(**facts):
    return read(
        {
            "scenario": {"on": "2026-11-23"},
            "ask": {"requesting": "DE", "requested": "JP", "measure": "preservation"},
            "facts": {"articles": ["ETS185:2"], **facts},
        }
    )


def test_the_teaching_row_differs_element_by_element(book):
    (compared,) = compare(book, parse(FRAUD))
    assert compared.verdict is Verdict.UNKNOWN
    assert compared.decisive_unknowns == ("deception_of_person",)
    computer_fraud = next(part for part in compared.articles if part.article == "ETS185:8")
    assert computer_fraud.verdict is Verdict.UNKNOWN
    sides = {row.element: (row.requesting, row.requested) for row in computer_fraud.elements}
    assert sides["data_or_system_interference"] == (True, False)
    assert sides["deception_of_person"] == (False, True)
    document = compared.document("may_be")
    assert {"element", "requesting", "requested", "fact"} == set(document["elements"][0])


def test_partial_coverage_in_words_is_unknown_and_quoted(book):
    scenario = read(
        {
            "scenario": {"on": "2026-11-23"},
            "facts": {
                "elements": {
                    "device_or_access_code": True,
                    "dealing_or_possession": True,
                    "intent_further_offence": True,
                    "without_right": True,
                }
            },
        }
    )
    (state,) = made_out(book, scenario.facts, ["JP"], scenario.on).countries.values()
    narrow = [one for one in state if one.article == "ETS185:6"]
    assert narrow and all(one.verdict is Verdict.UNKNOWN for one in narrow)
    notes = [reason.params["note"] for one in narrow for reason in one.reasons if "note" in reason.params]
    assert any("Malware only" in note for note in notes)


def test_offences_of_all_states_are_answered(book):
    answer = made_out(book, lantern().facts, None, date(2026, 11, 23))
    assert len(answer.countries) == len(book.states) > 100
    met = [state for state, found in answer.countries.items() if any(o.verdict is Verdict.YES for o in found)]
    assert "FR" in met and "DE" not in met  # Germany asks for a security measure, which is not stated
    document = answer.document()
    assert set(document["countries"]["DE"][0]) >= {
        "article", "statute", "verdict", "met", "unmet", "unknown", "max_penalty_months", "cite", "confidence",
    }  # fmt: skip


def test_a_complaint_is_a_condition_of_prosecution_only(book):
    scenario = read(
        {
            "scenario": {"on": "2026-11-23"},
            "facts": {"elements": {"data_interference": True, "without_right": True, "intent": True}},
        }
    )
    found = made_out(book, scenario.facts, ["JP"], scenario.on).countries["JP"]
    record = next(one for one in found if one.statute == "Penal Code art 259")
    assert "complaint_by_victim" in record.prosecution_requires
    assert "complaint_by_victim" not in record.required


def test_an_earlier_question_says_that_the_start_is_not_on_record(book):
    answer = made_out(book, lantern().facts, ["DE"], date(2020, 1, 1))
    reasons = {
        reason.code
        for one in answer.countries["DE"]
        for reason in one.reasons
        if one.statute.endswith("263a")
    }
    assert not reasons or "offence.start_unknown" in reasons


def test_jurisdiction_shows_facts_and_computes_no_winner(book):
    answer = claims(book, parse(FRAUD))
    document = answer.document()
    assert set(document) >= {"claims", "factors", "duties"}
    assert "winner" not in json.dumps(document)
    territory = {claim.state: claim.verdict for claim in answer.claims if claim.head == "territory"}
    assert territory["DE"] is not Verdict.NO and territory["FR"] is not Verdict.YES
    assert document["factors"]["territory"]["states"] == {"DE": ["system", "victim"]}
    assert {duty.id for duty in answer.duties} == {"consult", "contact-in-the-union"}


def test_a_closed_list_of_places_makes_a_no(book):
    closed = parse(FRAUD + 'complete = true\nsuspect = ["RO"]\n')
    territory = {
        claim.state: claim.verdict for claim in claims(book, closed).claims if claim.head == "territory"
    }
    assert territory["FR"] is Verdict.NO


def test_the_route_document_has_the_keys_of_the_contract(book):
    document = routes(book, lantern()).document()
    assert document["schema"] == "comity.routes/1"
    assert set(document["book"]) == {"version", "digest"}
    row = document["routes"][0]
    assert set(row) >= {
        "requesting", "requested", "instrument", "legal_basis", "measure", "data_category", "status", "channel", "gates",
        "dual_criminality", "grounds", "clocks", "expected", "warnings", "confidence",
    }  # fmt: skip
    assert set(row["channel"]) >= {"from_role", "to_role", "authorities"}
    assert set(row["gates"][0]) >= {"gate", "verdict", "reasons"}
    assert set(row["dual_criminality"]) >= {"asked", "verdict", "elements"}
    clock = next(clock for clock in row["clocks"])
    assert set(clock) >= {"name", "kind", "starts", "nominal", "due", "rule", "cite"}
    json.dumps(document)


def test_one_answer_for_each_kind_of_data_always(book):
    rows = routes(book, lantern()).find("bc-29-preservation")
    assert {row.data_category: row.status for row in rows} == {
        "traffic": "open",
        "content": "conditional",
        "subscriber": "conditional",
    }


def test_contrast_is_computed_in_its_own_direction(book):
    there = {
        row.instrument.id: row.status
        for row in routes(book, lantern()).routes
        if row.data_category == "content"
    }
    turned = read(
        {
            "scenario": {"on": "2026-11-23"},
            "ask": {"requesting": "JP", "requested": "DE", "measure": "preservation"},
            "facts": {"articles": ["ETS185:2"]},
        }
    )
    back = {
        row.instrument.id: row.status for row in routes(book, turned).routes if row.data_category == "content"
    }
    assert there["bc-29-preservation"] == "conditional"
    assert back["bc-29-preservation"] == "conditional"
    assert there["eu-epoc-pr"] == "conditional" and back["eu-epoc-pr"] == "closed"


def test_a_plan_stops_the_money_then_holds_then_asks(book):
    scenario = read(
        {
            "scenario": {"on": "2026-11-23", "urgency": "urgent"},
            "ask": {"requesting": "DE", "requested": "FR"},
            "facts": {
                "articles": ["ETS185:2"],
                "places": {"provider": ["DE"]},
                "money": {"amount": 4200, "currency": "EUR", "left_at": "2026-11-22T18:05:00+01:00"},
            },
        }
    )
    answer = routes(book, scenario)
    phases = [step.phase for step in answer.plan]
    assert phases[:4] == ["money", "hold", "path", "ask"]
    assert answer.at_home and answer.at_home[0].state == "DE"
    assert answer.plan[0].routes[0].status == "open"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ask": {"requested": "JP"}}, "law.ask.missing_side"),
        ({"ask": {"requesting": "DE"}}, "law.ask.missing_side"),
        (
            {"ask": {"requesting": "DE", "requested": "JP", "measure": "preservaton"}},
            "law.ask.unknown_measure",
        ),
        ({"facts": {"elements": {"intnet": True}}}, "law.element.unknown"),
        ({"facts": {"articles": ["ETS185:99"]}}, "law.article.unknown"),
        (
            {"facts": {"articles": ["ETS185:2"], "elements": {"access_to_system": False}}},
            "law.element.contradicts_article",
        ),
        (
            {"assume": [{"party": {"treaty": "nope", "state": "XA", "in_force": "2027-01-01"}}]},
            "law.assume.unknown_treaty",
        ),
        (
            {"ask": {"requesting": "DE", "requested": "JP", "instrument": "nope"}},
            "law.ask.unknown_instrument",
        ),
    ],
)
def test_a_question_the_book_cannot_answer_is_told(book, change, code):
    base = {"scenario": {"on": "2026-11-23"}, "ask": {"requesting": "DE", "requested": "JP"}}
    with pytest.raises(BadInput) as caught:
        routes(book, read({**base, **change}))
    assert code in [fault.code for fault in caught.value.faults]
    assert all(fault.text for fault in caught.value.faults)


def test_partial_help_is_owed_only_where_the_convention_governs(book):
    """BC 27(6): said with its article before a refusal; not where an assistance treaty is in force, whose own rules hold."""
    folder = Path(__file__).parents[1] / "cases"
    scenario = read_file(folder / "t10-hold-passes-disclosure-fails.toml")

    def row(asked):
        found = routes(book, asked).routes
        return next(one.document() for one in found if one.instrument.id == "bc-31-stored-data")

    said = [one for one in row(scenario)["warning_reasons"] if one["code"] == "grounds.partial_help_first"]
    assert [one["cite"] for one in said] == ["BC 27(6)"]
    owed = [one["before"] for one in row(scenario)["grounds"] if one["id"] == "dual_criminality_absent"]
    assert owed == [{"duty": "partial_help", "cite": "BC 27(6)"}]
    japan = replace(scenario, ask=replace(scenario.ask, requesting=Country("DE"), requested=(Country("JP"),)))
    assert all(one["before"] is None for one in row(japan)["grounds"])


def test_ways_that_serve_the_facts_come_first(book):
    """Mail abuse feedback stood first, the preservation fifth."""
    folder = Path(__file__).parents[1] / "cases"
    data = routes(book, read_file(folder / "lantern-1-japan.toml")).routes
    assert data[0].instrument.id == "bc-29-preservation" and data[0].status == "open"
    opened = [one.phase for one in data if one.status == "open"]
    assert opened.index("money") > opened.index("ask") and opened[-1] in {"move", "notify"}
    money = read_file(folder / "lantern-3-france-money.toml")
    asked = replace(money, ask=replace(money.ask, measure=""))
    assert routes(book, asked).routes[0].phase == "money"
