"""Bulk import: every fault with its line, nothing half taken."""

import json
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from comity.cli.linkage import linkage
from comity.cli.triage import triage
from comity.triage.intake import read


def jsonl(*records):
    return [
        (record if isinstance(record, bytes) else json.dumps(record).encode()) + b"\n" for record in records
    ]


def codes(intake):
    return [(one.line, one.fault.code) for one in intake.faults]


def test_a_full_record():
    intake = read(
        jsonl({
            "id": "r1", "received": "2026-11-20T15:00:00Z", "language": "en", "country": "us", "narrative": "x", "channel": "web",
            "selectors": [{"kind": "domain", "value": "Bank[.]example", "as_written": "Bank[.]example", "start": 0, "end": 14}],
            "loss": {"amount": 1.10, "currency": "usd"}, "something_new": 1,
        }),
        format="jsonl",
    )  # fmt: skip
    [record] = intake.records
    assert not intake.faults
    assert (record.country, record.loss.amount, record.loss.currency) == ("US", Decimal("1.1"), "USD")
    assert (record.selectors[0].value, record.selectors[0].end) == ("bank.example", 14)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"not json", "triage.intake.not_json"),
        (b"[1]", "triage.intake.not_json"),
        (b'{"id": "a", "narrative": NaN}', "triage.intake.not_json"),
        (b'{"id":' * 3000, "triage.intake.not_json"),
        ('{"id": "a", "narrative": "Müller"}'.encode("latin-1"), "triage.intake.not_utf8"),
        (b'{"narrative": "x"}', "triage.intake.no_id"),
        (b'{"id": "a"}', "triage.intake.nothing_in_it"),
        (b'{"id": "a", "narrative": 5}', "triage.intake.wrong_type"),
        (b'{"id": "a", "narrative": "x\\u0000"}', "triage.text.control_characters"),
        (b'{"id": "a", "narrative": "x\\ud800"}', "triage.text.broken_encoding"),
        (b'{"id": "a", "narrative": "x", "received": "2026-11-20T15:00:00"}', "kernel.instant.no_zone"),
        (b'{"id": "a", "narrative": "x", "received": "yesterday"}', "kernel.instant.unreadable"),
        (b'{"id": "a", "narrative": "x", "country": "Germany"}', "kernel.country.bad_code"),
        (b'{"id": "a", "narrative": "x", "language": "<x>"}', "triage.intake.bad_language"),
        (b'{"id": "a", "narrative": "x", "loss": 5}', "triage.intake.wrong_type"),
        (
            b'{"id": "a", "narrative": "x", "loss": {"amount": -1, "currency": "EUR"}}',
            "triage.intake.bad_amount",
        ),
        (
            b'{"id": "a", "narrative": "x", "loss": {"amount": "1e999999", "currency": "EUR"}}',
            "triage.intake.bad_amount",
        ),
        (
            b'{"id": "a", "narrative": "x", "loss": {"amount": 1, "currency": "euro!"}}',
            "triage.intake.bad_currency",
        ),
        (b'{"id": "a", "selectors": [{"kind": "wallet", "value": "x"}]}', "selectors.kind.unknown"),
        (b'{"id": "a", "selectors": [{"kind": "iban", "value": "DE00"}]}', "selectors.value.not_of_kind"),
        (b'{"id": "a", "selectors": [5]}', "triage.intake.wrong_type"),
    ],
)
def test_each_fault_has_its_line_and_reason(line, code):
    intake = read(jsonl({"id": "ok", "narrative": "fine"}, line), format="jsonl")
    assert (2, code) in codes(intake)
    assert [record.id for record in intake.records] == ["ok"]
    assert intake.faults[0].text.startswith("line 2: ")


def test_an_id_used_twice_names_the_first_line():
    intake = read(jsonl({"id": "a", "narrative": "x"}, {"id": "a", "narrative": "y"}), format="jsonl")
    assert intake.faults[0].text.startswith("line 2: The id 'a' was used before, in line 1")


def test_a_misspelt_field_is_guessed():
    assert (
        "Did you mean 'narrative' by 'narative'"
        in read(jsonl({"id": "a", "narative": "x"}), format="jsonl").faults[0].text
    )


def test_all_faults_of_a_line_come_together():
    assert (
        len(read(jsonl({"id": "a", "narrative": 5, "country": "X", "language": "?"}), format="jsonl").faults)
        == 3
    )


def table(text):
    return read(text.encode().splitlines(keepends=True), format="csv")


def test_csv_with_lines_inside_quotes_counts_lines_right():
    intake = table('\ufeffid,narrative,loss_amount,loss_currency\na,"one\ntwo",5,EUR\nb,x,viel,EUR\n')
    assert [record.narrative for record in intake.records] == ["one\ntwo"]
    assert codes(intake) == [(4, "triage.intake.bad_amount")]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("id,story\n", 1, "triage.intake.bad_columns"),
        ("narrative\nx\n", 1, "triage.intake.bad_columns"),
        ("id,id,narrative\n", 1, "triage.intake.bad_columns"),
        ("id,narrative\na,b,c\n", 2, "triage.intake.ragged"),
        ('id,narrative\na,"b\n', 2, "triage.intake.not_json"),
        ("id,selectors\na,{\n", 2, "triage.intake.not_json"),
    ],
)
def test_csv_faults(text, line, code):
    assert (line, code) in codes(table(text))


@given(st.lists(st.binary(max_size=60), max_size=6), st.sampled_from(["jsonl", "csv"]))
def test_no_bytes_break_the_reader(lines, format_):
    intake = read(lines, format=format_)
    assert all(1 <= one.line <= len(lines) + 1 and one.text for one in intake.faults)


def run(command, tmp_path, data, *options):
    file = tmp_path / "in.jsonl"
    file.write_bytes(data)
    return CliRunner().invoke(command, [*options, str(file)])


GOOD = b"".join(
    jsonl(
        {
            "id": "r1",
            "country": "DE",
            "narrative": "konto-sicherheit.example, FR14 2004 1010 0505 0001 3M02 606",
        },
        {"id": "r2", "narrative": "login.konto-sicherheit[.]example"},
        {"id": "r3", "narrative": "nothing in common"},
    )
)


def test_the_command_prints_selectors_a_line(tmp_path):
    result = run(triage, tmp_path, GOOD, "extract")
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in lines] == ["r1", "r2", "r3"]
    assert set(lines[0]["selectors"][0]) == {"kind", "value", "as_written", "start", "end"}


def test_the_command_names_bad_lines_and_ends_with_two(tmp_path):
    result = run(triage, tmp_path, GOOD + b"nonsense\n", "extract", "--json")
    assert result.exit_code == 2
    document = json.loads(result.stdout)
    assert document["faults"][0]["line"] == 4
    assert "line 4" in result.stderr


def test_the_command_prints_campaigns_with_reasons(tmp_path):
    result = run(linkage, tmp_path, GOOD, "cluster")
    assert result.exit_code == 0
    lines = {line["id"]: line for line in map(json.loads, result.stdout.splitlines())}
    assert lines["r1"]["campaign"] == lines["r2"]["campaign"] != lines["r3"]["campaign"]
    assert {"scheme", "value", "with"} <= set(lines["r2"]["reasons"][0])
    assert lines["r3"]["reasons"] == []
    assert (
        json.loads(run(linkage, tmp_path, GOOD, "cluster", "--json").stdout)["schema"] == "comity.campaigns/1"
    )
