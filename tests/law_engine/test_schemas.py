"""The documented JSON schemas say what the documents hold: every key is there, and nothing the schema does not describe."""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from comity.facts.scenario import read_file
from comity.law.checks.walk import all_records
from comity.law.completeness import document as completeness
from comity.law.consultation import add, open_record
from comity.law.contents import record_id
from comity.law.decision import KINDS, Question, answer, decide
from comity.law.diff import compare_books
from comity.law.gaps import report
from comity.law.rerun import rerun
from comity.law.show import KINDS as SHOWN
from comity.law.show import show
from tests.support.schemas import NAMES, faults, holds, schema

from .test_cli import comity
from .test_decision import with_rows

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "cases").rglob("*.toml"))
T12 = ROOT / "tests/cases/t12-national-not-extradited.toml"
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

OPEN = {
    "params": "what fills a sentence differs from sentence to sentence",
    "facts": "what a fault is about differs from fault to fault",
    "expect": "an expectation names whatever key of an answer it is about",
    "must_not": "an expectation names whatever key of an answer it is about",
}
"""The only tables whose keys no schema closes, and why."""


def brazil_gone(row: Any) -> Any:
    return None if row.state == "BR" else row


def parts(document: Any) -> Iterator[Any]:
    """Yield a document of routes in pieces: what repeats many times (gates, reasons) is looked at once for each shape."""
    seen: set[str] = set()
    for route in document["routes"]:
        shape = json.dumps(_shape(route), sort_keys=True)
        if shape not in seen:
            seen.add(shape)
            yield route


def _shape(value: Any) -> Any:
    """Return a value without its texts, so that two of the same make can be told: the kinds of its values, each list's once."""
    if isinstance(value, dict):
        return {key: _shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return sorted({json.dumps(_shape(one), sort_keys=True) for one in value})
    return value if value is None or isinstance(value, bool) else type(value).__name__


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_answers_to_every_case(book, path):
    scenario = read_file(path)
    document = answer(book, Question("routes", scenario))
    holds({**document, "routes": list(parts(document))}, "comity.routes-1")
    holds(answer(book, Question("jurisdiction", scenario)), "comity.jurisdiction-1")
    if scenario.ask.requesting and scenario.ask.requested:
        holds(answer(book, Question("dual", scenario)), "comity.dual-1")
        sides = (scenario.ask.requesting, *scenario.ask.requested)
        holds(answer(book, Question("offences", scenario, countries=sides)), "comity.offences-1")


@pytest.mark.parametrize("path", CASES[::40], ids=lambda path: path.stem)
def test_whole_answers_in_german(book, path):
    scenario = read_file(path)
    holds(answer(book, Question("routes", scenario, lang="de")), "comity.routes-1")
    holds(answer(book, Question("offences", scenario)), "comity.offences-1")


@pytest.mark.parametrize("kind", KINDS)
def test_decision_and_rerun(book, kind):
    receipt = decide(book, Question(kind, read_file(T12)), at=AT)
    holds(receipt.document, "comity.decision-1")
    other = rerun(receipt, with_rows(book, "parties", brazil_gone)).document()
    document = {"file": "x.json", **other}
    holds({"schema": "comity.reruns/1", "compared": True, "files": [document]}, "comity.reruns-1")


def test_diff(book):
    holds(compare_books(book, with_rows(book, "powers", brazil_gone)).document(), "comity.law-diff-1")


def test_consultation(book):
    record = open_record(book, read_file(ROOT / "tests/cases/ne-bis-in-idem-served.toml"), at=AT)
    holds(add(record, "DE", "decision", code="prosecutes", asserted_by="x", at=AT), "comity.consultation-1")


@pytest.mark.parametrize("state", ["DE", "CH", "US", "JP"])
def test_gaps(book, state):
    holds(report(book, state, on=date(2026, 11, 24), among=("FR", "BR")).document(), "comity.gaps-1")


def test_completeness(book):
    holds(completeness(book), "comity.law-completeness-1")


def test_show_every_kind(book):
    names = {
        "treaty": ["ets185", "eu_mla2000"],
        "party": ["ets185/JP", "ets185/XA", "ets030/EU"],
        "state": ["JP", "DE"],
        "offence": ["JP/ETS185:2"],
        "power": ["JP/preservation"],
        "assistance": ["DE/US", "DE/JP"],
        "instrument": [one.id for one in book.instruments],
        "measure": [one.id for one in book.measures],
        "article": [one.id for one in book.offence_articles],
        "table": [one.id for one in book.tables],
        "rule": [one.id for one in book.rules],
        "record": sorted({record_id(one).split("/")[0]: record_id(one) for one in all_records(book.contents)}.values()),
    }  # fmt: skip
    assert set(names) == set(SHOWN)
    for kind, every in names.items():
        for name in every:
            holds(show(book, kind, name), "comity.record-1")


COMMANDS = {
    "comity.law-check-1": ["check"],
    "comity.law-completeness-1": ["check", "JP"],
    "comity.record-1": ["show", "party", "ets185/JP"],
    "comity.routes-1": ["routes", str(T12), "--lang", "de"],
    "comity.offences-1": ["offences", str(T12)],
    "comity.dual-1": ["dual", str(T12)],
    "comity.jurisdiction-1": ["jurisdiction", str(T12)],
    "comity.gaps-1": ["gaps", "DE", "--article", "ETS185:2", "--among", "JP"],
}
"""A command for each schema that no other test of the command line prints."""


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_prints(name):
    done = comity(*COMMANDS[name], "--json")
    assert done.returncode in (0, 1), done.stderr
    assert not faults(json.loads(done.stdout), name)


def test_a_case_that_does_not_hold_is_printed_as_described(tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(T12.read_text("utf-8") + '\n[[expect]]\nstatus = "protected"\nplace = 1\n', "utf-8")
    done = comity("routes", str(wrong), "--check", "--json")
    document = json.loads(done.stdout)
    assert done.returncode == 1 and document["misses"] and not faults(document, "comity.routes-1")


def test_a_consultation_is_shown_as_described(tmp_path):
    file = tmp_path / "record.json"
    assert comity("consultation", "open", str(T12), "--out", str(file)).returncode == 0
    said = ("--kind", "factor", "--code", "evidence", "--by", "An authority", "--words", "most of it")
    assert comity("consultation", "add", str(file), "--state", "DE", *said).returncode == 0
    assert not faults(json.loads(file.read_bytes()), "comity.consultation-1")
    shown = json.loads(comity("consultation", "show", str(file), "--json").stdout)
    assert shown["standing"] and not faults(shown, "comity.consultation-1")


def test_a_saved_answer_made_again_is_printed_as_described(tmp_path):
    file = tmp_path / "answer.json"
    assert comity("dual", str(T12), "--save", str(file)).returncode == 0
    assert not faults(json.loads(file.read_bytes()), "comity.decision-1")
    done = comity("rerun", str(file), "--on", "2020-01-01", "--json")
    assert done.returncode == 1 and not faults(json.loads(done.stdout), "comity.reruns-1")


def test_the_schema_of_records_is_what_the_record_classes_say():
    from tools.reference.record_schema import document

    assert schema("comity.record-1") == json.loads(json.dumps(document()))


def test_a_schema_finds_a_key_that_is_missing(book):
    document = answer(book, Question("routes", read_file(CASES[0])))
    del document["routes"][0]["order"]
    assert faults(document, "comity.routes-1") == ["$.routes[0]: 'order' is a required property"]


def tables(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Walk to every table of a JSON value."""
    if isinstance(value, dict):
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from tables(one, (*path, key))


def test_an_undescribed_key_is_found_in_every_table_of_an_answer(book):
    scenario = read_file(T12)
    states = {"offences": ("DE",)}
    documents = {
        f"comity.{kind}-1": answer(book, Question(kind, scenario, countries=states.get(kind, ())))
        for kind in KINDS
    }
    documents["comity.routes-1"]["routes"] = documents["comity.routes-1"]["routes"][:1]
    documents["comity.gaps-1"] = report(book, "DE", on=scenario.on, articles=["ETS185:2"]).document()
    documents["comity.record-1"] = show(book, "party", "ets185/JP")
    for name, document in documents.items():
        alike = {
            tuple("" if isinstance(one, int) else one for one in path): path for path in tables(document)
        }
        for path in alike.values():
            if set(path) & set(OPEN):
                continue
            other = copy.deepcopy(document)
            at = other
            for key in path:
                at = at[key]
            at["undescribed"] = 1
            assert faults(other, name), (name, path)


@pytest.mark.parametrize("name", NAMES)
def test_every_table_a_schema_describes_is_closed_or_said_to_be_open(name):
    def walk(rule: Any, key: str) -> Iterator[str]:
        if isinstance(rule, list):
            for one in rule:
                yield from walk(one, key)
        if not isinstance(rule, dict):
            return
        kinds = rule.get("type", [])
        is_table = "object" in ([kinds] if isinstance(kinds, str) else kinds)
        if is_table and "additionalProperties" not in rule and key not in OPEN:
            yield key
        for word, one in rule.items():
            if word in ("properties", "$defs"):
                for name, inner in one.items():
                    yield from walk(inner, name)
            else:
                yield from walk(one, key)

    read = schema(name)
    assert read["$id"] == f"urn:comity:schema:{name.replace('-1', '/1')}"
    assert not list(walk(read, ""))
