"""``comity law routes|offences|dual|jurisdiction``: exit status, one JSON document, faults on standard error."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CASES = Path(__file__).parents[1] / "cases"
T13 = str(CASES / "t13-one-article-three-categories.toml")


def comity(*args: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    code = "from comity.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "law", *args],
        check=False,
        capture_output=True,
        text=True,
        input=stdin,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("command", "schema"),
    [
        ("routes", "comity.routes/1"),
        ("offences", "comity.offences/1"),
        ("dual", "comity.dual/1"),
        ("jurisdiction", "comity.jurisdiction/1"),
    ],
)
def test_each_command_prints_one_document(command, schema):
    done = comity(command, T13, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["schema"] == schema


def test_for_people_there_is_a_table():
    done = comity("routes", T13)
    assert done.returncode == 0 and "EU-Japan Agreement with BC 31" in done.stdout


def test_options_ask_without_a_file():
    done = comity(
        "routes", "--from", "DE", "--to", "JP", "--measure", "preservation", "--on", "2026-09-10", "--json"
    )
    rows = json.loads(done.stdout)["routes"]
    assert done.returncode == 0 and {row["requested"] for row in rows} == {"JP"}


def test_options_may_borrow_the_facts_of_a_file():
    done = comity(
        "routes", "--from", "RS", "--to", "JP", "--measure", "stored_data_access", "--scenario", T13, "--json"
    )
    rows = json.loads(done.stdout)["routes"]
    assert done.returncode == 0 and all(row["requesting"] == "RS" for row in rows)
    assert any(row["dual_criminality"]["verdict"] == "yes" for row in rows)


def test_check_tells_what_does_not_hold(tmp_path):
    assert comity("routes", T13, "--check").returncode == 0
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(
        Path(T13).read_text("utf-8").replace('status = "conditional"', 'status = "open"'), "utf-8"
    )
    done = comity("routes", str(wrong), "--check")
    assert done.returncode == 1 and "does not hold" in done.stdout


@pytest.mark.parametrize(
    ("args", "stdin", "code"),
    [
        (["routes"], None, "law.cli.no_question"),
        (["routes", T13, "--from", "DE"], None, "law.cli.two_questions"),
        (["routes", "--from", "DE", "--to", "JP", "--on", "soon"], None, "law.cli.bad_day"),
        (["routes", "--from", "Germany", "--to", "JP"], None, "kernel.country.bad_code"),
        (["routes", "absent.toml"], None, "facts.file.absent"),
        (["routes", "-"], "[scenario]\nonn = 2026-01-01\n", "facts.key.unknown"),
        (["dual", "-"], "[scenario]\non = 2026-01-01\n", "law.cli.no_sides"),
    ],
)
def test_bad_input_is_two_and_says_why(args, stdin, code):
    done = comity(*args, stdin=stdin)
    assert done.returncode == 2 and code in done.stderr and not done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("state", "meant"),
    [("UK", "Did you mean 'GB'?"), ("EL", "Did you mean 'GR'?"), ("QQ", "no state of the book")],
)
def test_a_state_that_does_not_exist_is_bad_input(state, meant):
    """Found by a first-time user: UK and QQ were answered with a full table and exit status 0."""
    for sides in (["--from", "DE", "--to", state], ["--from", state, "--to", "DE"]):
        done = comity("routes", *sides, "--measure", "preservation")
        assert done.returncode == 2 and not done.stdout
        assert meant in done.stderr and "law.ask.unknown_state" in done.stderr
    done = comity("offences", T13, "--country", state)
    assert done.returncode == 2 and meant in done.stderr


def test_a_duty_owed_to_one_state_alone_says_what_is_left_for_others():
    """Found by a first-time user: conditional, and the reason spoke only of states it is for."""
    done = comity(
        "routes", "--from", "DE", "--to", "US", "--measure", "preservation", "--on", "2026-11-23", "--json"
    )
    rows = [
        row for row in json.loads(done.stdout)["routes"] if row["instrument"] == "provider-us-preservation"
    ]
    assert {row["status"] for row in rows} == {"conditional"}
    for row in rows:
        said = [reason["text"] for gate in row["gates"] for reason in gate["reasons"][: gate["against"]]]
        assert any("goodwill" in text for text in said)


def test_a_no_is_one():
    done = comity("dual", str(CASES / "t10-hold-passes-disclosure-fails.toml"), "--json")
    assert done.returncode == 1 and len(json.loads(done.stdout)["pairs"]) == 2
