"""The cases show each instrument of the book open and refused, and each gate failing; what cannot be shown is listed with its reason.

Only what a case *expects* counts, and only where the engine says the same: a row nobody wrote an expectation for proves nothing.
"""

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from comity.facts.scenario import read_file
from comity.law.expectations import check, select
from comity.law.gates import GATES
from comity.law.route import routes

HERE = Path(__file__).parent
CASES = sorted((HERE.parent / "cases").rglob("*.toml"))
EXCEPTIONS = tomllib.loads((HERE / "case_coverage.toml").read_text("utf-8"))
REFUSED = {"closed", "protected", "displaced"}
"""A route that is only not in force yet (``future``) was not refused: nobody asked."""
ENOUGH = 4
"""For so many instruments each gate must fail."""


@dataclass
class Shown:
    """What the expectations that hold show, by instrument."""

    statuses: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    fails: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    stands: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    together: set[tuple[str, ...]] = field(default_factory=set)


@pytest.fixture(scope="module")
def shown(book) -> Shown:
    found = Shown()
    for path in CASES:
        scenario = read_file(path)
        document = routes(book, scenario).document()
        for wanted in scenario.expect:
            if wanted.get("answer", "routes") == "routes" and not check(document, [wanted], []):
                for row in select(document["routes"], wanted):
                    _count(found, wanted, row)
    return found


def _count(found: Shown, wanted, row) -> None:
    instrument = row["instrument"]
    if "status" in wanted:
        found.statuses[instrument].add(wanted["status"])
    failing = wanted.get("failing_gates", [])
    for gate in failing:
        found.fails[gate].add(instrument)
    if len(failing) > 1:
        found.together.add(tuple(failing))
    if "gate" in wanted and wanted.get("verdict") == "fail":
        found.fails[wanted["gate"]].add(instrument)
    if "gate" in wanted and wanted.get("verdict") == "unknown":
        found.stands[wanted["gate"]].add(instrument)


def never_open() -> dict[str, str]:
    return {name: one["best"] for one in EXCEPTIONS["never_open"] for name in one["instrument"]}


def test_each_instrument_is_open_somewhere(book, shown):
    excused = never_open()
    lacking = [
        one.id for one in book.instruments if "open" not in shown.statuses[one.id] and one.id not in excused
    ]
    assert not lacking, "no case expects these open, and case_coverage.toml does not say why"


def test_what_is_said_never_to_be_open_is_not(book, shown):
    for name, best in never_open().items():
        statuses = shown.statuses[book.instrument(name).id]
        assert "open" not in statuses, f"{name} is open in a case: strike it from case_coverage.toml"
        assert best == "none" or best in statuses, name


def test_each_instrument_is_refused_somewhere(book, shown):
    assert [one.id for one in book.instruments if not shown.statuses[one.id] & REFUSED] == []


def test_each_gate_fails_for_enough_instruments(shown):
    excused = {one["gate"]: one for one in EXCEPTIONS["few_fail"]}
    for gate in GATES:
        fails = shown.fails[gate]
        if gate not in excused:
            assert len(fails) >= ENOUGH, f"{gate} fails only for {sorted(fails)}"
            continue
        said = excused[gate]
        assert len(fails) < ENOUGH, f"{gate} fails often enough: strike it from case_coverage.toml"
        assert set(said["fails"]) == fails
        assert set(said["stands"]) <= shown.stands[gate]
        assert len({*said["fails"], *said["stands"]}) >= ENOUGH


def test_an_excused_gate_names_all_that_could_fail_there(book):
    for said in EXCEPTIONS["few_fail"]:
        asked = {
            one.id
            for one in book.instruments
            for condition in one.conditions
            if condition.gate == said["gate"] and condition.otherwise != "warn"
        }
        assert asked == {*said["fails"], *said["stands"], *said["not_shown"]}


def test_each_gate_is_also_reported_beside_another(shown):
    assert {gate for gates in shown.together for gate in gates} == set(GATES)


def test_exceptions_have_reasons():
    assert all(len(one["why"]) > 40 for kind in EXCEPTIONS.values() for one in kind)


@pytest.mark.parametrize(
    "path", [path for path in CASES if path.parent.name == "instruments"], ids=lambda path: path.stem
)
def test_a_case_names_its_source_and_says_why(path):
    scenario = read_file(path)
    assert scenario.id == path.stem
    assert len(scenario.cited) > 10 and any(letter.isdigit() for letter in scenario.cited)
    assert path.read_text("utf-8").startswith("# ")
    assert scenario.expect, "an expectation, not only what must not be"
