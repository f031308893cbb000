"""The documented JSON schemas, and what a document breaks of them (JSON Schema, Draft 2020-12, formats too)."""

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from comity.kernel.canonical import canonical_json

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "schemas"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
FORMATS = FormatChecker(())


@FORMATS.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@FORMATS.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def schema(name: str) -> dict[str, Any]:
    """Read a schema by the name of its file, such as ``comity.routes-1``."""
    read: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return read


@cache
def validator(name: str) -> Draft202012Validator:
    """Return the validator of a schema, which is seen to be a schema itself."""
    read = schema(name)
    Draft202012Validator.check_schema(read)
    return Draft202012Validator(read, format_checker=FORMATS, registry=_registry())


@cache
def _registry() -> Registry[Any]:
    """Return all schemas by their URN: some stand inside others."""
    written = [schema(name) for name in NAMES]
    return Registry().with_resources([(one["$id"], Resource.from_contents(one)) for one in written])


def faults(document: Any, name: str) -> list[str]:
    """Return what a document breaks of a schema: where, and what."""
    return [f"{error.json_path}: {error.message[:200]}" for error in validator(name).iter_errors(document)]


def holds(document: Any, name: str) -> None:
    """Assert that a document, written as JSON, is as its schema says."""
    assert not (found := faults(json.loads(canonical_json(document)), name)), found[:5]
