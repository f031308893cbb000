"""``comity law atlas|what-if|next-steps``: exit status, documents, tables, faults on standard error."""

import csv
import io
import json

import pytest

from .test_cli import comity

RELATION = ("atlas", "--from", "DE", "--to", "JP", "--conduct", "ETS185:2", "--measure", "preservation")
STEP = ("what-if", "--ratify", "MX", "ets185", "--measure", "network_assistance", "--conduct", "ETS185:2")
RANK = ("next-steps", "--state", "MX", "--kind", "ratify", "--measure", "network_assistance")


@pytest.mark.parametrize(
    ("command", "schema"),
    [(RELATION, "comity.atlas/1"), (STEP, "comity.what-if/1"), (RANK, "comity.next-steps/1")],
)
def test_each_command_prints_one_document_with_its_notice(command, schema):
    done = comity(*command, "--on", "2026-11-24", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["schema"] == schema
    assert document["on"] == "2026-11-24"
    assert document["notice"]["right_of_reply_days"] == 14
    assert document["notice"]["last_checked"]


@pytest.mark.parametrize("command", [RELATION, STEP, RANK])
def test_for_people_there_is_a_table_with_the_notice_below(command):
    done = comity(*command)
    assert done.returncode == 0, done.stderr
    assert "Last checked on 20" in done.stdout and "no judgement on any state" in done.stdout


def test_the_table_of_a_state_comes_as_csv_in_the_order_of_names():
    done = comity("atlas", "--to", "JP", "--measure", "preservation", "--conduct", "ETS185:2", "--csv")
    assert done.returncode == 0
    text = "".join(line for line in done.stdout.splitlines(keepends=True) if not line.startswith("#"))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["requested"] for row in rows} == {"JP"}
    assert [row["requesting"] for row in rows] == sorted(row["requesting"] for row in rows)


def test_a_step_that_changes_nothing_ends_with_one():
    assert comity("what-if", "--ratify", "DE", "ets185", "--measure", "payment_recall").returncode == 1


def test_weights_are_read_from_a_file(tmp_path):
    file = tmp_path / "seen.csv"
    file.write_text("requesting,requested,reports\nDE,MX,40\n")
    document = json.loads(comity(*RANK, "--weights", str(file), "--json").stdout)
    assert document["weights"] == "given"
    assert document["ranked"][0]["gain"] % 40 == 0
    file.write_text("DE,MX\nDE,MX,nan\nDE,MX,-1\n")
    done = comity(*RANK, "--weights", str(file))
    assert done.returncode == 2 and done.stderr.count("this is no weight") == 3
    assert comity(*RANK, "--weights", str(tmp_path / "none.csv")).returncode == 2


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("atlas", "--measure", "preservation"), "never states by their answer"),
        (("atlas", "--from", "DE", "--csv", "--json"), "Choose one"),
        ((*RELATION, "--csv"), "One relation is no table"),
        (("atlas", "--from", "DE", "--conduct", "ETS185:10"), "core conduct only"),
        (("atlas", "--from", "DE", "--measure", "preservatoin"), "no_measure"),
        (("atlas", "--from", "DE", "--on", "yesterday"), "is not a day"),
        (("what-if",), "No step is named"),
        (("what-if", "--ratify", "MX", "est185"), "ets185"),
        (("what-if", "--amend", "DE", "ETS185:2", "-no_such_element,+neither"), "no_such_element"),
        (("next-steps", "--state", "MX", "--kind", "ratfy"), "ratify"),
        (("next-steps", "--state", "MX", "--steps", "9"), "cannot be ranked"),
    ],
)
def test_bad_input_ends_with_two_and_says_what_to_do(command, said):
    done = comity(*command)
    assert done.returncode == 2
    assert said in done.stderr
