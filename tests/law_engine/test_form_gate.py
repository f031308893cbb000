"""The gate of the form: judged only where the question says what has been filled in, by the names of the fields alone."""

import pytest

from comity.facts.scenario import read
from comity.facts.writing import write
from comity.kernel.errors import BadInput
from comity.law.route import routes

FORM = "bc-29-preservation"


def ask(**more):
    return read(
        {
            "scenario": {"on": "2026-11-23"},
            "ask": {"requesting": "FR", "requested": "CA", "data_categories": ["traffic"], **more},
            "facts": {"articles": ["ETS185:2"]},
        }
    )


def form_gate(book, scenario):
    row = next(row for row in routes(book, scenario).document()["routes"] if row["instrument"] == FORM)
    return next(gate for gate in row["gates"] if gate["gate"] == "form")


def test_a_form_nobody_spoke_of_is_only_listed(book):
    gate = form_gate(book, ask(instrument=FORM))
    assert gate["verdict"] == "pass"
    assert [reason["code"] for reason in gate["reasons"]] == ["form.to_be_filled"]


def test_each_missing_field_is_named_with_its_article(book):
    gate = form_gate(book, ask(instrument=FORM, filled=["requesting_authority", "offence", "facts_summary"]))
    assert gate["verdict"] == "fail"
    missing = {reason["params"]["field"]: reason["cite"] for reason in gate["reasons"]}
    assert set(missing) == {"data_to_preserve", "relation_to_offence", "necessity", "assistance_request_commitment"}  # fmt: skip
    assert all(missing.values())


def test_a_form_with_nothing_in_it_is_not_a_form_nobody_spoke_of(book):
    scenario = ask(instrument=FORM, filled=[])
    assert form_gate(book, scenario)["verdict"] == "fail"
    assert read(write(scenario)) == scenario


def test_filled_fields_belong_to_a_form():
    with pytest.raises(BadInput) as caught:
        ask(filled=["offence"])
    assert caught.value.faults[0].code == "facts.scenario.filled_without_instrument"


def test_a_misspelt_field_is_told_with_the_nearest(book):
    with pytest.raises(BadInput) as caught:
        routes(book, ask(instrument=FORM, filled=["ofence"]))
    assert caught.value.faults[0].code == "law.ask.unknown_field"
    assert "offence" in str(caught.value)


def test_the_role_counts_where_only_the_instrument_is_named(book):
    """``ask.from_role`` was dropped where the question named an instrument and no measure."""
    rows = routes(book, ask(instrument="eu-eio", from_role="bank")).document()["routes"]
    assert {gate["verdict"] for row in rows for gate in row["gates"] if gate["gate"] == "sender"} == {"fail"}


def test_an_order_at_home_is_no_way_into_another_state(book):
    """An order under home law asked of another state was open."""
    rows = routes(book, ask(instrument="home-keep")).document()["routes"]
    assert {row["status"] for row in rows} == {"closed"}
