"""Write ``comity.record-1.json``, the schema of ``comity law show``, from the record classes themselves.

python tools/reference/record_schema.py          write the file
python tools/reference/record_schema.py check    say whether it is up to date (exit status 1: it is not)
"""

from __future__ import annotations

import copy
import json
import re
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from comity.law import records as r
from comity.law.book import Assistance, Standing
from comity.law.checks.walk import KINDS
from comity.law.contents import Contents

FILE = Path(__file__).parents[2] / "docs" / "reference" / "schemas" / "comity.record-1.json"
DEFS = "#/$defs/{name}"

TEXT = {"type": "string"}
STATES = {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}}


def document() -> dict[str, Any]:
    """Return the schema: one alternative for each kind, each closed."""
    hints = get_type_hints(Contents)
    kinds = [get_args(hints[kind])[0] for kind in KINDS]
    _, read = msgspec.json.schema_components([*kinds, Standing, Assistance], ref_template=DEFS)
    defs = {name: _plain(rule) for name, rule in sorted(read.items())}
    for name in ("Standing", "Assistance"):
        defs[name]["additionalProperties"] = False
    for kind in kinds:
        named = _named(defs[kind.__name__])
        defs[f"Named{kind.__name__}"] = named
        # What is shown by its name has its digest of today as well.
        digested = {**named["properties"], "digest": TEXT}
        defs[f"Digested{kind.__name__}"] = {
            **named,
            "properties": digested,
            "required": [*named["required"], "digest"],
        }
    any_record = [{"$ref": DEFS.format(name=f"Digested{kind.__name__}")} for kind in kinds]
    shown = _kinds(defs, any_record)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:comity:schema:comity.record/1",
        "title": "One record of the book, and what the book knows beside it (comity law show)",
        "anyOf": shown,
        "$defs": {name: defs[name] for name in sorted(_reached(shown, defs))},
    }


def _reached(rule: Any, defs: dict[str, Any]) -> set[str]:
    """Return the names of the definitions a rule refers to, by however many steps."""
    found: set[str] = set()
    waiting = [rule]
    while waiting:
        names = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(waiting.pop())))
        waiting += [defs[name] for name in names - found]
        found |= names
    return found


def _plain(rule: Any) -> Any:
    """Leave out what is said for programmers: titles, docstrings, values that stand where a key is left out."""
    if isinstance(rule, dict):
        return {
            key: _plain(value)
            for key, value in rule.items()
            if key not in ("title", "description", "default")
        } | (
            {"properties": {key: _plain(value) for key, value in rule["properties"].items()}}
            if "properties" in rule
            else {}
        )
    return [_plain(one) for one in rule] if isinstance(rule, list) else rule


def _named(rule: dict[str, Any]) -> dict[str, Any]:
    """Add the name of the record, by which answers cite it."""
    named = copy.deepcopy(rule)
    named["properties"] = {"record": TEXT, **named["properties"]}
    named["required"] = ["record", *named.get("required", [])]
    return named


def _ref(kind: type) -> dict[str, str]:
    return {"$ref": DEFS.format(name=f"Named{kind.__name__}")}


def _rows(kind: type) -> dict[str, Any]:
    return {"type": "array", "items": _ref(kind)}


def _kinds(defs: dict[str, Any], any_record: list[dict[str, str]]) -> list[dict[str, Any]]:
    standing = {"$ref": DEFS.format(name="Standing")}
    assistance = {"$ref": DEFS.format(name="Assistance")}
    bound = {
        "day": {"type": "string", "format": "date"},
        "yes": STATES,
        "unknown": STATES,
        "not_in_force": STATES,
    }
    return [
        _kind("treaty", defs["NamedTreaty"], bound_on=_closed(bound), instruments={"type": "array", "items": TEXT}),
        _kind("party", None, standing=standing, row={"anyOf": [_ref(r.Party), {"type": "null"}]}, reservations=_rows(r.Reservation)),
        _kind(
            "state", defs["NamedCountry"], treaties={"type": "array", "items": standing}, offences=_rows(r.Offence), powers=_rows(r.Power),
            authorities=_rows(r.Authority), reservations=_rows(r.Reservation), direct_contact=_rows(r.DirectContactRule),
            safeguards=_rows(r.Safeguard),
        ),
        _kind("offence", None, article=_ref(r.OffenceArticle), offences=_rows(r.Offence)),
        _kind("power", None, powers=_rows(r.Power)),
        _kind("assistance", None, assistance_treaties={"type": "array", "items": assistance}, bilateral=_rows(r.Bilateral)),
        _kind("instrument", defs["NamedInstrument"]),
        _kind("measure", defs["NamedMeasure"]),
        _kind("article", defs["NamedOffenceArticle"]),
        _kind("table", defs["NamedMemberTable"]),
        _kind("rule", defs["NamedRule"]),
        _kind("record", None, records={"type": "array", "items": {"anyOf": any_record}}),
    ]  # fmt: skip


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _kind(name: str, record: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    """Describe the document of one kind: the head, the record's own keys, and what stands beside it."""
    head = {
        "schema": {"const": "comity.record/1"},
        "book": _closed({"version": TEXT, "digest": TEXT, "origin": TEXT}),
        "on": {"type": "string", "format": "date"},
        "kind": {"const": name},
        "id": TEXT,
    }
    own = record or {"properties": {}, "required": []}
    closed = _closed({**own["properties"], **head, **more})
    closed["required"] = sorted({*head, *more, *own["required"]})
    return closed


def main() -> int:
    """Write the file, or check it."""
    text = json.dumps(document(), indent=1, ensure_ascii=False) + "\n"
    if sys.argv[1:] == ["check"]:
        return 0 if FILE.read_text("utf-8") == text else 1
    FILE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
