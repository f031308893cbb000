"""``law/FORMAT.md`` explains every key of every record and every kind of condition: nothing can be added silently."""

from __future__ import annotations

import re
import typing

import msgspec
import pytest

from comity.law import condition_records, records
from comity.law.places import PLACES

from .conftest import LAW

TEXT = (LAW / "FORMAT.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"`([a-zA-Z_0-9]+)`", TEXT)) | {
    word for code in re.findall(r"`([^`]+)`", TEXT) for word in re.findall(r"[a-z_0-9]+", code)
}
CLASSES = [
    kind
    for kind in vars(records).values()
    if isinstance(kind, type)
    and issubclass(kind, records.Record)
    and kind not in (records.Record, records.Fact)
]
CONDITIONS = typing.get_args(condition_records.Condition)


@pytest.mark.parametrize("record", CLASSES, ids=lambda record: record.__name__)
def test_every_key_of_a_record_is_explained(record: type[msgspec.Struct]) -> None:
    keys = {field.encode_name for field in msgspec.structs.fields(record)}
    assert keys <= WORDS | {"condition"}, keys - WORDS


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda condition: condition.__struct_config__.tag)
def test_every_kind_of_condition_is_explained(condition: type[msgspec.Struct]) -> None:
    tag = str(condition.__struct_config__.tag)
    assert f"| `{tag}` |" in TEXT
    keys = {field.encode_name for field in msgspec.structs.fields(condition)}
    assert keys <= WORDS, keys - WORDS


def test_every_place_is_listed() -> None:
    for place in PLACES:
        name = place.pattern.rsplit("/", 1)[-1]
        assert name.replace("*", "") in TEXT, place.pattern
