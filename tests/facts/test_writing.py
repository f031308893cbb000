"""A scenario written and read again is the same scenario."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from comity.facts.scenario import read, read_file
from comity.facts.writing import write
from comity.kernel.canonical import canonical_json

CASES = sorted((Path(__file__).parents[1] / "cases").rglob("*.toml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_file_comes_back(path):
    scenario = read_file(path)
    question = replace(scenario, expect=(), must_not=())
    written = write(scenario)
    canonical_json(written)
    assert read(written) == question


def test_an_instant_keeps_its_own_day():
    """Half past midnight in Tokyo is the day before in UTC; the question is asked on the day in Tokyo."""
    scenario = read({"scenario": {"on": "2026-11-24T00:30:00+09:00"}})
    again = read(write(scenario))
    assert (again.on, again.at) == (date(2026, 11, 24), datetime(2026, 11, 23, 15, 30, tzinfo=UTC))


def test_a_list_closed_and_empty_is_not_the_same_as_unknown():
    scenario = read(
        {"scenario": {"on": "2026-11-24"}, "facts": {"places": {"storage": [], "complete": True}}}
    )
    assert read(write(scenario)).facts.places == scenario.facts.places
