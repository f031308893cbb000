"""A receipt comes from anybody: whatever it holds, it is read or refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from comity.facts.scenario import read
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import digest
from comity.kernel.errors import BadInput
from comity.law.book import load
from comity.law.decision import Question, decide, parse
from comity.law.rerun import rerun

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def _document() -> dict[str, Any]:
    asked = read({"scenario": {"on": "2026-11-23"}, "ask": {"requesting": "DE", "requested": ["JP"]}, "facts": {"articles": ["OTHER"]}})  # fmt: skip
    found: dict[str, Any] = json.loads(decide(load(), Question("dual", asked), at=AT).data)
    return found


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        *way, last = path
        inner: Any = document
        for one in way:
            inner = inner[one]
        inner[last] = to
        document["answer_digest"] = (
            digest(canonical_json(document["answer"])) if document.get("answer") else ""
        )

    return change


@pytest.mark.parametrize(
    "change",
    [
        _set("question", "lang", to="../../.."),  # a folder of words outside the words
        _set("question", "lang", to=["de"]),
        _set("records", 0, "id", to=["a list"]),
        _set("records", to="text"),
        _set("records", 0, to=7),
        _set("question", "countries", to=7),
        _set("question", "countries", to=["Narnia"]),
        _set("question", "scenario", to=[]),
        _set("question", "kind", to={}),
        _set("engine", to=3),
        _set("at", to=17),
        _set("at", to="yesterday"),
    ],
)
def test_a_receipt_with_nonsense_in_it_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    document = _document()
    change(document)
    with pytest.raises(BadInput):
        parse(json.dumps(document).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe", b"{}", b"[" * 100_000, b'{"a":' * 50_000, b"null", b'{"schema": "comity.decision/1"}',
        b'{"schema": "comity.decision/1", "question": 5}', b"NaN", b"1" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_receipt_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        parse(data)


@pytest.mark.parametrize("answer", [5, [], {}, "text", {"deep": [[[[1]]]]}, {"big": 2**60}])
def test_any_answer_is_compared_or_refused(answer: Any) -> None:
    document = _document()
    document["answer"] = answer
    try:
        document["answer_digest"] = digest(canonical_json(answer))
        saved = parse(json.dumps(document).encode())
    except (BadInput, ValueError):
        return
    assert not rerun(saved, load()).same_answer
