"""What intake shows of the offences: what the facts point to, the harm first, and never so grave a name for nothing."""

from datetime import date
from typing import Any

from comity.facts.model import Facts
from comity.law import book
from comity.law.offences import made_out
from comity.node.triage import queries

ON = date(2026, 11, 23)
PHISHED = {
    "property_loss": True,
    "intent_economic_benefit": True,
    "dishonest_intent": True,
    "device_or_access_code": True,
    "dealing_or_possession": True,
    "intent_further_offence": True,
    "intent": True,
    "without_right": True,
    "access_to_system": True,
    "security_measure_infringed": True,
}


def rows(**elements: Any) -> queries.OffenceRows:
    facts = Facts(elements={**PHISHED, **elements})
    return queries.offence_rows(
        book.load(), made_out(book.load(), facts, ("DE", "FR"), ON).document(), facts.elements
    )


def statutes(found: Any, country: str) -> list[str]:
    return [row["statute"] for row in found if row["country"] == country]


def test_fraud_stands_first_where_money_is_lost_though_nobody_knows_yet_which_fraud() -> None:
    shown = rows().shown
    assert {"§ 263" in one for one in statutes(shown, "DE")[:2]} == {True}
    assert "313-1" in statutes(shown, "FR")[0]
    assert any("§ 202a" in one for one in statutes(shown, "DE")[2:])


def test_denied_deception_puts_fraud_behind() -> None:
    shown = statutes(rows(deception_of_person=False, data_or_system_interference=True).shown, "DE")
    assert "§ 263a" in shown[0]
    assert shown[-1].endswith("§ 263")


def test_material_of_abused_children_is_named_only_where_somebody_stated_it() -> None:
    silent = rows()
    assert "ETS185:9" not in {row["article"] for row in (*silent.shown, *silent.more)}
    told = rows(child_sexual_abuse_material=True, by_computer_system=True)
    assert "ETS185:9" in {row["article"] for row in told.shown}


def test_a_state_without_such_an_offence_is_said_apart() -> None:
    assert {row["article"] for row in rows().more} == {"ETS185:8"}
    assert not {row["verdict"] for row in rows().more} & {"yes"}
