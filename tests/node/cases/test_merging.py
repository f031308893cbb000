"""Facts of a case: an officer's word first, contradictions unknown, places and losses added up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from comity.facts.model import Facts, Money, Places
from comity.facts.scenario import read
from comity.node.cases.merging import Line, Stated, merge, table


def _facts(**elements: bool | None) -> Facts:
    return Facts(elements=elements)


def _value(lines: list[Line], name: str) -> object:
    return next(line.value for line in lines if line.name == name)


def test_agreement_is_known_and_contradiction_is_not() -> None:
    lines = merge([("A", _facts(x=True, y=True)), ("B", _facts(x=True, y=False, z=None))], [])
    assert _value(lines, "elements.x") is True
    assert _value(lines, "elements.y") == _value(lines, "elements.z") == "unknown"
    assert [line.name for line in lines if line.conflict] == ["elements.y"]
    assert next(line.sources for line in lines if line.name == "elements.x") == ("A", "B")


def test_an_officer_comes_first_and_can_take_it_back() -> None:
    stated = [Stated("elements.x", False, "officer"), Stated("places.provider", ["JP"], "provider")]
    lines = merge([("A", _facts(x=True))], stated)
    assert _value(lines, "elements.x") is False
    assert _value(lines, "places.provider") == ["JP"]
    back = merge(
        [("A", _facts(x=True))],
        [*stated, Stated("elements.x", None, "officer"), Stated("places.provider", None, "officer")],
    )
    assert _value(back, "elements.x") is True
    assert "places.provider" not in {line.name for line in back}


def test_losses_add_up_in_one_currency_only() -> None:
    left = datetime(2026, 11, 22, 17, 5, tzinfo=UTC)
    one = Facts(money=Money(Decimal("4200"), "EUR", left), committed_on=date(2026, 11, 22))
    other = Facts(money=Money(Decimal("89.90"), "EUR"))
    assert _value(merge([("A", one), ("B", other)], []), "money.amount") == "4289.9"
    mixed = merge([("A", one), ("B", Facts(money=Money(Decimal(1), "BTC")))], [])
    assert "money.amount" not in {line.name for line in mixed}
    assert _value(mixed, "committed_on") == "2026-11-22"


def test_danger_in_one_report_is_danger() -> None:
    lines = merge([("A", Facts(danger_to_life=False)), ("B", Facts(danger_to_life=True))], [])
    assert _value(lines, "danger_to_life") is True


_TRUTHS = st.dictionaries(
    st.sampled_from(["intent", "without_right", "property_loss"]), st.sampled_from([True, False, None])
)
_PLACES = st.dictionaries(
    st.sampled_from(["victim", "provider"]),
    st.lists(st.sampled_from(["DE", "FR", "JP"]), max_size=3, unique=True).map(tuple),
)


@given(st.lists(st.builds(lambda e, p: Facts(elements=e, places=Places(p)), _TRUTHS, _PLACES), max_size=5))
def test_what_is_merged_is_read_as_strictly_as_any_scenario(reports: list[Facts]) -> None:
    lines = merge([(str(number), one) for number, one in enumerate(reports)], [])
    whole = read({"scenario": {"on": date(2026, 11, 23)}, "facts": table(lines)})
    for name, truth in whole.facts.elements.items():
        said = {one.elements[name] for one in reports if one.elements.get(name) is not None}
        assert truth == (said.pop() if len(said) == 1 else None)
