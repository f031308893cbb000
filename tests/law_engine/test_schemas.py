"""The documented JSON schemas say what the documents hold: every key is there, and nothing the schema forbids."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comity.facts.scenario import read_file
from comity.kernel.canonical import canonical_json
from comity.law.consultation import add, open_record
from comity.law.decision import KINDS, Question, answer, decide
from comity.law.diff import compare_books
from comity.law.rerun import rerun

from .test_decision import with_rows

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "reference" / "schemas"
CASES = sorted((ROOT / "tests" / "cases").glob("*.toml"))
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}


def schema(name):
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def faults(value, rule, root, where=""):
    """Check a value against the few words of JSON Schema these files use; anything else in a schema is a fault of the test."""
    if "$ref" in rule:
        rule = root["$defs"][rule["$ref"].rsplit("/", 1)[-1]]
    known = {"$schema", "$id", "$defs", "title", "type", "properties", "required", "additionalProperties", "items", "const", "enum",
             "pattern", "format", "minimum", "minLength"}  # fmt: skip
    assert set(rule) <= known, set(rule) - known
    if "const" in rule and value != rule["const"]:
        yield f"{where}: {value!r} is not {rule['const']!r}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{where}: {value!r} is none of {rule['enum']}"
    wanted = rule.get("type")
    if wanted is not None:
        names = wanted if isinstance(wanted, list) else [wanted]
        if not any(
            isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool))
            for name in names
        ):
            yield f"{where}: {value!r} is no {wanted}"
            return
    if isinstance(value, dict) and "properties" in rule:
        yield from (f"{where}.{key} is missing" for key in rule["required"] if key not in value)
        if rule.get("additionalProperties") is False:
            yield from (f"{where}.{key} is not described" for key in value if key not in rule["properties"])
        for key, inner in rule["properties"].items():
            if key in value:
                yield from faults(value[key], inner, root, f"{where}.{key}")
    if isinstance(value, dict) and isinstance(rule.get("additionalProperties"), dict):
        for key, inner in value.items():
            yield from faults(inner, rule["additionalProperties"], root, f"{where}.{key}")
    if isinstance(value, list) and "items" in rule:
        for number, item in enumerate(value):
            yield from faults(item, rule["items"], root, f"{where}[{number}]")
    if isinstance(value, str):
        import re

        if "pattern" in rule and not re.search(rule["pattern"], value):
            yield f"{where}: {value!r} does not fit {rule['pattern']}"
        if len(value) < rule.get("minLength", 0):
            yield f"{where} is empty"
        if rule.get("format") == "date-time":
            assert datetime.fromisoformat(value).tzinfo, where


def holds(document, name):
    root = schema(name)
    plain = json.loads(canonical_json(document))
    found = list(faults(plain, root, root))
    assert not found, found[:5]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_routes_and_jurisdiction(book, path):
    scenario = read_file(path)
    holds(answer(book, Question("routes", scenario)), "comity.routes-1")
    holds(answer(book, Question("jurisdiction", scenario)), "comity.jurisdiction-1")


@pytest.mark.parametrize("kind", KINDS)
def test_decision_and_rerun(book, kind):
    receipt = decide(
        book, Question(kind, read_file(ROOT / "tests/cases/t12-national-not-extradited.toml")), at=AT
    )
    holds(receipt.document, "comity.decision-1")

    def other(row):
        return None if row.state == "BR" else row

    document = {"file": "x.json", **rerun(receipt, with_rows(book, "parties", other)).document()}
    holds({"schema": "comity.reruns/1", "compared": True, "files": [document]}, "comity.reruns-1")


def test_diff(book):
    def other(row):
        return None if row.state == "BR" else row

    holds(compare_books(book, with_rows(book, "powers", other)).document(), "comity.law-diff-1")


def test_consultation(book):
    record = open_record(book, read_file(ROOT / "tests/cases/ne-bis-in-idem-served.toml"), at=AT)
    holds(add(record, "DE", "decision", code="prosecutes", asserted_by="x", at=AT), "comity.consultation-1")


def test_a_schema_finds_a_key_that_is_missing(book):
    document = answer(book, Question("routes", read_file(CASES[0])))
    del document["routes"][0]["order"]
    root = schema("comity.routes-1")
    assert list(faults(document, root, root)) == [".routes[0].order is missing"]
