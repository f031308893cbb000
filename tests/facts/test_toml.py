"""A scenario written as TOML is read back as the same scenario: every case file, and texts that are awkward to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.facts.scenario import parse, read, read_file
from comity.facts.toml import write_toml

CASES = sorted((Path(__file__).parents[1] / "cases").rglob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.stem)
def test_every_case_is_read_back_the_same(case: Path) -> None:
    saved = read_file(case)
    again = parse(write_toml(saved, "a question\nof two lines"))
    assert (again.id, again.title, again.on, again.at, again.urgency) == (saved.id, saved.title, saved.on, saved.at, saved.urgency)  # fmt: skip
    assert (again.ask, again.facts, again.events, again.assumptions) == (saved.ask, saved.facts, saved.events, saved.assumptions)  # fmt: skip


@pytest.mark.parametrize(
    "title", ['"quoted"', "back\\slash", "line\nbreak", "\x7f\x01", "Straße – 日本", "'''"]
)
def test_awkward_texts_survive(title: str) -> None:
    asked = read({"scenario": {"on": "2026-11-23", "title": title}, "facts": {"elements": {"a b": True}}})
    assert parse(write_toml(asked)) == asked
