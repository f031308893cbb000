"""One result per record of the book: it has a source, a day on which somebody looked, and no finding."""

from __future__ import annotations

from collections import defaultdict

import pytest

from comity.law import check, load
from comity.law import records as r
from comity.law.book import find_folder
from comity.law.checks.walk import all_records
from comity.law.contents import record_id

_SOURCES = load.sources(find_folder()[0])
_READING = load.read(_SOURCES)
_RECORDS = [record for kind in _READING.rows.values() for record in kind]
_FINDINGS: dict[str, list[str]] = defaultdict(list)
_CONTENTS = None if _READING.faults else _READING.contents(_SOURCES.folder)
if _CONTENTS is not None:
    for _fault in check.findings(_CONTENTS):
        _FINDINGS[str(_fault.facts.get("record"))].append(_fault.text)
_NAMED = {} if _CONTENTS is None else {record_id(record): record for record in all_records(_CONTENTS)}


def test_every_file_could_be_read() -> None:
    assert [fault.text for fault in _READING.faults] == []


def test_records_have_names_of_their_own() -> None:
    once = 3
    assert len(_NAMED) == len(_RECORDS) - once


@pytest.mark.parametrize("name", _NAMED)
def test_record(name: str) -> None:
    record = _NAMED[name]
    assert _FINDINGS[name] == []
    if isinstance(record, r.Fact):
        assert record.source.strip()
        assert record.checked_on.year >= 2025
