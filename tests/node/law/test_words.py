"""The records of the law book are read in words, in every language that is complete: no code, no structure of a program."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from comity.law import book as law_book
from comity.law.book import Book
from comity.law.show import show
from comity.law.words import has_name, sentences, word
from comity.node.base import lawbook
from comity.node.law import reading

BARE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
STRUCTURE = re.compile(r"[{}]|\[['\"]|\(['\"]|\bP(?:\d+[YMWD]|T\d+H)\b")
SAID = {"agreement", "custom", "scheme", "charter", "recalled", "practice"}
"""Words that the book itself writes where others have a citation."""


@pytest.fixture(scope="module")
def book() -> Book:
    return law_book.load()


@pytest.fixture(autouse=True)
def _the_book(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lawbook, "book", lambda: book)


def records(book: Book) -> Iterator[tuple[str, str]]:
    yield from (("treaty", one.id) for one in book.treaties)
    yield from (("state", one) for one in sorted(book.states)[::6])
    yield from (("instrument", one.id) for one in book.instruments)
    yield from (("measure", one.id) for one in book.measures)
    yield from (("article", one.id) for one in book.offence_articles)
    yield from (("rule", one.id) for one in book.rules)
    yield from (("party", f"{one.treaty}/{one.state}") for one in book.contents.parties[::40])


def labels(record: Any) -> Iterator[str]:
    if isinstance(record, dict):
        for key, value in record.items():
            yield key
            yield from labels(value)
    elif isinstance(record, list | tuple):
        for one in record:
            yield from labels(one)


def test_every_field_of_every_record_has_a_german_label(book: Book) -> None:
    keys = {key for kind, name in records(book) for key in labels(show(book, kind, name))}
    told = sentences("de")
    lacking = {
        key for key in keys - reading.HIDDEN - {"version", "digest", "origin", "on"} if f"book.label.{key}" not in told
    }  # fmt: skip
    assert lacking == set()


def is_code(part: reading.Part, language: str) -> bool:
    """Say whether a piece is a code: with strokes in it, or on a German page one bare word that is said to be English."""
    whole = BARE.fullmatch(part["text"]) is not None and part["text"] not in SAID
    return whole and ("_" in part["text"] or part["lang"] == "en")


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_code_or_structure_is_left_on_a_record(book: Book, language: str) -> None:
    raw: set[str] = set()
    with translation.override(language):
        for kind, name in records(book):
            found = {
                key: value for key, value in show(book, kind, name).items() if key not in {"id", "aliases"}
            }
            groups = [
                reading.group(key, value)
                for key, value in found.items()
                if key not in reading.HIDDEN and reading.holds_records(value)
            ]
            said = reading.rows(
                {key: value for key, value in found.items() if not reading.holds_records(value)}
            )
            rows = [*said, *(row for group in groups for item in group["items"] for row in item["rows"])]
            raw |= {
                f"{row['key']}: {part['text']}"[:90]
                for row in rows for line in row["lines"] for part in line
                if STRUCTURE.search(part["text"]) or (not part["href"] and not part["kind"] and is_code(part, language))
            }  # fmt: skip
    assert sorted(raw) == [], "\n".join(sorted(raw))


def test_german_has_words_for_every_code_of_instruments(book: Book) -> None:
    """What a record calls its steps, states, fields, clocks and grounds is not read aloud in English on a German page."""
    from comity.node.assistance import words as steps

    lacking = []
    for one in book.instruments:
        lacking += [f"event {step.event}" for step in one.transitions if step.event not in steps.EVENT and not has("event", step.event)]  # fmt: skip
        lacking += [f"state {state}" for state in one.states if state not in steps.STATE and not has("state", state)]  # fmt: skip
        lacking += [f"field {field.name}" for field in one.fields if field.name not in steps.FIELD and not has("field", field.name)]  # fmt: skip
        lacking += [f"clock {clock.name}" for clock in one.clocks if not has("clock", clock.name)]
        lacking += [f"ground {ground.id}" for ground in one.grounds if ground.id not in steps.GROUND and not has("ground", ground.id)]  # fmt: skip
    lacking += [f"factor {one.id}" for one in book.contents.jurisdiction_factors if not has("factor", one.id)]
    assert sorted(set(lacking)) == []


def has(kind: str, code: str) -> bool:
    return has_name(kind, code) and f"book.{kind}.{code}" in sentences("de")


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_element_has_words(book: Book, language: str) -> None:
    assert [one.id for one in book.vocabulary.elements if word(one.id, language) == one.id] == []


def test_a_title_of_the_book_says_its_language(book: Book) -> None:
    with translation.override("de"):
        title = reading.title("treaty", "ets185", show(book, "treaty", "ets185"))
        assert [part["lang"] for part in title] == ["en"]
        assert "".join(part["text"] for part in reading.title("party", "ets185/DE", {})).endswith(
            "Deutschland"
        )


def test_an_address_in_a_source_is_a_link() -> None:
    parts = reading.lines("source", "Text at https://example.org/law, read in full")[0]
    assert [part["href"] for part in parts if part["href"]] == ["https://example.org/law"]


def test_the_standings_of_a_state_are_headed_by_their_treaties(book: Book) -> None:
    with translation.override("de"):
        group = reading.group("treaties", show(book, "state", "DE")["treaties"])
    heads = ["".join(part["text"] for part in item["head"]) for item in group["items"]]
    assert len(set(heads)) == len(heads)
    assert "Budapest Convention: ja" in heads
    assert all(item["rows"][0]["key"] != "Von" for item in group["items"])


def test_a_field_is_headed_by_its_name_and_not_by_its_citation(book: Book) -> None:
    with translation.override("de"):
        group = reading.group("fields", show(book, "instrument", "bc-29-preservation")["fields"])
    assert group["items"][0]["head"][0]["text"] == "Ersuchende Behörde"


PORTAL = """
import django; django.setup()
from django.utils import translation
from comity.law.show import show
from comity.node.base import lawbook
from comity.node.law import reading
with translation.override("de"):
    found = reading.group("transitions", show(lawbook.book(), "instrument", "bc-29-preservation")["transitions"])
print("".join(part["text"] for part in found["items"][0]["rows"][0]["lines"][0]))
"""


def test_the_portal_says_steps_in_german_though_it_has_no_requests() -> None:
    """Their words stand in the catalogue of an app that the portal's process does not install."""
    given = {**os.environ, "COMITY_DOOR": "portal", "DJANGO_SETTINGS_MODULE": "comity.node.conf.settings"}
    said = subprocess.run(
        [sys.executable, "-c", PORTAL], env=given, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "Gesandt: Entwurf → Gesandt (24/7-Kontaktstelle)"
