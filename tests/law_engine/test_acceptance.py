"""The acceptance tests T1 to T18 and the ten traps are case files, read by ``comity law routes --check`` as by the tests."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from comity.cli.main import comity
from comity.facts.scenario import read_file

CASES = Path(__file__).parents[1] / "cases"
ACCEPTANCE = sorted(CASES.glob("t[0-9][0-9]-*.toml"))
TRAPS = sorted(CASES.glob("trap-[0-9][0-9]-*.toml"))
ENOUGH = 150
"""So many more cases at least, each with its source."""


def numbers(files, at: int) -> set[int]:
    return {int(file.stem.split("-")[at].removeprefix("t")) for file in files}


def test_none_is_missing():
    assert numbers(ACCEPTANCE, 0) == set(range(1, 19))
    assert numbers(TRAPS, 1) == set(range(1, 11))


@pytest.mark.parametrize("path", [*ACCEPTANCE, *TRAPS], ids=lambda path: path.stem)
def test_the_command_reads_it_and_finds_what_it_expects(path):
    done = CliRunner().invoke(comity, ["law", "routes", str(path), "--check"])
    assert done.exit_code == 0, done.output


def test_the_command_ends_with_one_where_an_expectation_is_missed(tmp_path):
    wrong = tmp_path / "case.toml"
    wrong.write_text(
        ACCEPTANCE[0].read_text("utf-8").replace('status = "open"', 'status = "closed"'), "utf-8"
    )
    done = CliRunner().invoke(comity, ["law", "routes", str(wrong), "--check"])
    assert done.exit_code == 1


@pytest.mark.parametrize("path", TRAPS, ids=lambda path: path.stem)
def test_a_trap_says_what_it_is_and_rests_on_a_text(path):
    number = int(path.stem.split("-")[1])
    assert path.read_text("utf-8").startswith(f"# Trap {number}")
    assert any(letter.isdigit() for letter in read_file(path).cited)


def test_there_are_enough_more_cases_each_with_its_source_and_none_twice():
    more = [read_file(path) for path in sorted(CASES.rglob("*.toml")) if path not in {*ACCEPTANCE, *TRAPS}]
    sourced = [case for case in more if len(case.cited) > 10 and (case.expect or case.must_not)]
    assert len(sourced) >= ENOUGH
    asked = [
        (case.on, case.at, case.urgency, case.ask, repr(case.facts), case.events, case.assumptions)
        for case in sourced
    ]
    assert len({repr(one) for one in asked}) >= ENOUGH
