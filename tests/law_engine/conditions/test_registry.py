"""The registry: a kind is answered once, the same question once, and only where it applies."""

import pytest

from comity.facts.scenario import read
from comity.law import condition_records as c
from comity.law.asking import Outcome
from comity.law.conditions import registry
from comity.law.conditions.registry import answering, applies, between, evaluate, face, looks_at, register

from .asked import GIVEN, ON, YES, asking


def at(urgency: str):
    return read(
        {
            "scenario": {"on": ON.isoformat(), "urgency": urgency},
            "ask": {"requesting": "XA", "requested": "XB"},
        }
    )


def test_a_kind_is_answered_once():
    with pytest.raises(ValueError, match=r"^NoTag is answered twice$"):
        register(c.NoTag, lambda condition, asking: Outcome(YES), looks_at=registry.always())


def test_what_is_the_same_for_every_row_is_worked_out_once(monkeypatch):
    calls = []

    class Counted(c.ConditionRecord, frozen=True, kw_only=True, tag="counted"):
        pass

    class EachRow(c.ConditionRecord, frozen=True, kw_only=True, tag="each_row"):
        pass

    def answer(condition, asking):
        calls.append((type(condition), asking.category))
        return Outcome(YES)

    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    register(Counted, answer, looks_at=registry.always())
    register(EachRow, answer, looks_at=registry.always("category"), by_row=True)
    here = asking()
    once, each = Counted(**GIVEN), EachRow(**GIVEN)
    assert evaluate(once, here) is evaluate(once, here)
    evaluate(Counted(**GIVEN), here)
    evaluate(each, here), evaluate(each, here)
    assert calls == [(Counted, "traffic")] * 2 + [(EachRow, "traffic")] * 2
    assert here.matter.answered == {id(once): Outcome(YES)} | {
        key: value for key, value in here.matter.answered.items() if key != id(once)
    }
    assert (looks_at(each), looks_at(once)) == ({"category"}, frozenset())
    entry = answering(each)
    assert (entry.answer, entry.by_row, answering(once).by_row) == (answer, True, False)
    # A kind that says nothing of faces sees the state itself, and nothing between the two.
    assert face(once, here, "XA") == "XA"
    assert between(once, here) is None


@pytest.mark.parametrize(
    ("narrowed", "category", "measure", "urgency", "asked"),
    [
        ({}, "traffic", "preservation", "routine", True),
        ({"data_categories": ("content",)}, "traffic", "preservation", "routine", False),
        ({"data_categories": ("traffic",)}, "identification", "preservation", "routine", True),
        ({"measures": ("preservation",)}, "traffic", "preservation", "routine", True),
        ({"measures": ("stored_data_access",)}, "traffic", "preservation", "routine", False),
        ({"urgency": ("urgent", "emergency")}, "traffic", "preservation", "urgent", True),
        ({"urgency": ("urgent", "emergency")}, "traffic", "preservation", "routine", False),
    ],
)
def test_a_condition_is_asked_only_where_its_record_says(narrowed, category, measure, urgency, asked):
    condition = c.NoTreatyNeeded(**GIVEN, **narrowed)
    here = asking(scenario=at(urgency), category=category, measure=measure)
    assert applies(condition, here) is asked


def test_the_sides_of_a_record_and_more():
    look = registry.its_sides("facts")
    for who, sides in {
        "both": {"requesting", "requested"},
        "either": {"requesting", "requested"},
        "requesting": {"requesting"},
        "requested": {"requested"},
    }.items():
        assert look(c.MaxPenaltyAtLeast(months=1, who=who, **GIVEN)) == {*sides, "facts"}
