"""``comity.scenario/1``: the schema says what the reader accepts, no more and no less."""

import copy
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from comity.facts import scenario as sc
from comity.facts.strict import Table
from comity.kernel.errors import BadInput
from tests.support.schemas import faults, schema

ROOT = Path(__file__).parents[2]
NAME = "comity.scenario-1"
CASES = sorted((ROOT / "tests" / "cases").rglob("*.toml"))

FULL: dict[str, Any] = {
    "scenario": {"id": "t", "title": "x", "source": "BC 29", "on": "2026-09-10", "urgency": "urgent"},
    "ask": {
        "requesting": "DE",
        "requested": ["JP", "FR"],
        "measure": "preservation",
        "data_categories": ["traffic"],
        "from_role": "police",
        "addressee": {"kind": "bank", "seat": "JP", "designated_establishment": ""},
        "validated_by": "judge",
        "instrument": "some",
        "filled": ["a"],
    },
    "facts": {
        "articles": ["ETS185:2"],
        "elements": {"intent": True, "access_to_system": "unknown"},
        "offence_known_to": {"FR": False},
        "max_penalty_months": {"FR": 96},
        "political_character": False,
        "tags": ["press"],
        "consent": "none",
        "danger_to_life": "unknown",
        "places": {
            **{factor: ["JP"] for factor in ("victim", "suspect", "system", "provider", "storage")},
            "complete": ["victim"],
        },
        "provider": {"seat": "JP", "offers_services_in_eu": True, "designated_in": "unknown"},
        "persons": {"suspect_nationality": ["JP"], "suspect_residence": "unknown", "victim_nationality": []},
        "money": {"amount": "180000.50", "currency": "USD", "left_at": "2026-11-20T15:00:00Z"},
        "proceedings": [
            {
                "state": "BR",
                "stage": "final",
                "merits_examined": True,
                "same_acts": True,
                "penalty": "served",
                "on": "2020-01-01",
            }
        ],
        "committed_on": "2026-09-01",
        "stated": {"publicly_available": True},
    },
    "event": [
        {
            "name": "receive",
            "at": "2026-10-05T10:00:00+02:00",
            "instrument": "x",
            "by": "addressee",
            "data_category": "traffic",
            "ground": "g",
        }
    ],
    "assume": [{"party": {"treaty": "t", "state": "XA", "in_force": "2027-01-01"}}],
    "expect": [{"status": "open", "whatever": 1}],
    "must_not": [{"instrument": "y"}],
}
"""A scenario with every key there is."""

NOT_OF_A_SCHEMA = {
    "facts.scenario.contradiction": "two keys contradict each other",
    "facts.scenario.filled_without_instrument": "fields are filled in of no form",
    "facts.places.closed_unknown": "a list is closed that is not given",
}
"""Faults of the reader that are about several keys together, which the schema leaves to it."""


def told(data: Any) -> list[str]:
    """Return the codes of the reader's faults."""
    found: list[Any] = []
    sc.read(data, faults=found)
    return [fault.code for fault in found]


def as_json(value: Any) -> Any:
    """Write the days and instants of TOML as text."""
    return json.loads(json.dumps(value, default=lambda one: one.isoformat()))


def test_the_full_scenario_is_read_and_described() -> None:
    assert not told(FULL) and not faults(FULL, NAME)


def test_every_key_the_reader_asks_for_is_in_the_schema_and_the_other_way_round(monkeypatch) -> None:
    asked: dict[str, set[str]] = {}
    close = Table.close

    def closing(table: Table) -> None:
        asked.setdefault(re.sub(r"\[\d+\]", "", table.where), set()).update(table._asked)
        close(table)

    monkeypatch.setattr(Table, "close", closing)
    sc.read(FULL)
    written: dict[str, set[str]] = {}

    def walk(rule: dict[str, Any], where: str) -> None:
        rule = rule.get("items", rule)
        if "properties" not in rule:
            return
        assert rule["additionalProperties"] is False, where
        written[where] = set(rule["properties"])
        for key, inner in rule["properties"].items():
            walk(inner, f"{where}.{key}" if where else key)

    walk(schema(NAME), "")
    assert written == asked


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_file_is_as_the_schema_says(path: Path) -> None:
    assert not faults(as_json(tomllib.loads(path.read_text("utf-8"))), NAME)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Walk to every place in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from places(one, (*path, key))


ODD: list[Any] = [
    None, True, False, 0, 5, 5.0, -1, 0.5, 10**30, 10_000, "", "x", "DE", " de ", "dee", "ß", "unknown", "none", "true", "traffic", "police", "judge", "bank",
    "final", "served", "victim", "2026-09-10", "2026-02-30", "2026-9-1", "20260910", "2026-W37-4", "2026-09-10T10:00:00Z", "2026-09-10T10:00:00+02:00",
    "2026-09-10T10:00:00", "2026-09-10T10:00Z", "2026-09-10 10:00:00Z", "2026-09-10T25:00:00Z", "2026-09-10t10:00:00z", "1e3", "1_000", "-1", "nan", "٣", "1.", [], [""],
    ["DE"], ["x"], ["DE", 5], ["traffic"], ["victim"], ["unknown"], [None], [[]], [{}], {}, {"x": 1}, {"DE": True}, {"DE": 5}, {"DE": "unknown"}, {"Germany": True},
    {"Germany": 5}, {"party": {}}, {"name": "x", "at": "2026-01-01"}, [{"name": "", "at": "2026-01-01"}], [{"name": "x"}], [{"state": "DE"}], [{"state": ""}],
]  # fmt: skip


def test_whatever_stands_anywhere_reader_and_schema_say_the_same() -> None:
    """Each place of a full scenario takes each odd value in turn: what one refuses, the other refuses."""
    differ = []
    for path in places(FULL):
        for odd in ODD:
            data = copy.deepcopy(FULL)
            at = data
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = odd
            refused = bool(set(told(data)) - set(NOT_OF_A_SCHEMA))
            if refused != bool(faults(data, NAME)):
                differ.append((path, odd, "reader refuses" if refused else "schema refuses"))
    assert not differ, (len(differ), differ[:8])


def test_a_key_left_out_or_added_anywhere_reader_and_schema_say_the_same() -> None:
    for path in places(FULL):
        left, added = copy.deepcopy(FULL), copy.deepcopy(FULL)
        one: Any = left
        other: Any = added
        for key in path[:-1]:
            one, other = one[key], other[key]
        del one[path[-1]]
        if isinstance(other, dict):
            other["undescribed"] = other[path[-1]]
        for data in (left, added):
            refused = set(told(data)) - set(NOT_OF_A_SCHEMA)
            assert bool(refused) == bool(faults(data, NAME)), path


@pytest.mark.parametrize("text", ["[]", '"x"', "null", "5", "{}"])
def test_what_is_no_scenario_at_all_is_refused_by_both(text: str) -> None:
    data = json.loads(text)
    assert told(data) and faults(data, NAME)


def test_the_same_scenario_is_read_from_json_and_from_toml() -> None:
    from comity.facts.toml import write_toml
    from comity.facts.writing import write

    scenario = sc.read(FULL)
    assert sc.parse(json.dumps(write(scenario))) == sc.parse(write_toml(scenario))
    assert sc.parse(json.dumps(FULL)).on == date(2026, 9, 10)


@pytest.mark.parametrize(
    "text",
    [
        '{"scenario": {"on": "2026-01-01", "on": "2026-01-02"}}',
        '{"a": NaN}',
        "{",
        "{" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_bad_json_is_told(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        sc.parse(text, file="x.json")
    assert caught.value.faults[0].code == "facts.file.not_json"
