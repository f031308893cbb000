"""Decision receipts: an answer of the engine saved with all that is needed to get it again (``comity.decision/1``).

A receipt holds the question (kind, options and the facts as a scenario), the book's version and digest, the records the answer
looked at with their digests, the rules that spoke, the time, the engine, and the answer itself. It is written in canonical JSON
(RFC 8785), so the same answer has the same bytes; :mod:`comity.law.rerun` makes it again and compares.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, cast

import msgspec

import comity
from comity.facts.scenario import Scenario, read
from comity.facts.writing import write
from comity.kernel.canonical import canonical_json
from comity.kernel.clock import instant
from comity.kernel.country import country
from comity.kernel.digest import Digest, digest
from comity.kernel.errors import BadInput, declare, raise_all
from comity.law.book import Book
from comity.law.contents import record_id
from comity.law.dual_criminality import compare
from comity.law.jurisdiction import claims, concerned
from comity.law.known import scenario_faults, side_faults, state_faults
from comity.law.noting import NotingBook, digest_of_record
from comity.law.offences import made_out, made_out_in
from comity.law.route import best_asked, routes
from comity.law.running import Desk
from comity.law.words import words_digest

SCHEMA = "comity.decision/1"
Kind = Literal["routes", "offences", "dual", "jurisdiction"]
KINDS: tuple[Kind, ...] = ("routes", "offences", "dual", "jurisdiction")

NOT_A_RECEIPT = declare(
    "law.decision.not_a_receipt",
    "{file}: this is no decision receipt ({why}).",
    "A receipt is made with --save by comity law routes, offences, dual or jurisdiction.",
)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ROOMS = ("kernel", "facts", "clocks", "law")
"""The rooms whose programs decide an answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the kind of answer, the scenario, and the options.

    ``countries`` is for offences; none: all of the book. ``desk``: for routes, what the asking desk knows by experience.
    """

    kind: Kind
    scenario: Scenario
    lang: str = "en"
    countries: tuple[str, ...] = ()
    desk: Desk = field(default_factory=Desk)

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "kind": self.kind,
            "lang": self.lang,
            "countries": list(self.countries),
            "desk": msgspec.to_builtins(self.desk),
            "scenario": write(self.scenario),
        }


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as read: its question and the whole document."""

    question: Question
    document: Mapping[str, Any]

    @property
    def data(self) -> bytes:
        """Return its canonical bytes."""
        return canonical_json(self.document)

    @property
    def digest(self) -> Digest:
        """Return the digest of its canonical bytes, by which people name it."""
        return digest(self.data)


def answer(book: Book, question: Question) -> dict[str, Any]:
    """Answer a question as the JSON document ``comity law`` prints.

    Raises:
        BadInput: the book cannot answer it; all faults together.
    """
    scenario = question.scenario
    if question.kind == "routes":
        return routes(book, scenario, question.desk).document(question.lang)
    sides = side_faults(scenario) if question.kind == "dual" else []
    raise_all(scenario_faults(book, scenario) + sides + state_faults(book, question.countries))
    if question.kind == "offences":
        return made_out(book, scenario.facts, question.countries or None, scenario.on).document()
    if question.kind == "jurisdiction":
        return claims(book, scenario).document()
    documents = [one.document(best_asked(book, scenario, one.requested)) for one in compare(book, scenario)]
    return documents[0] if len(documents) == 1 else {**documents[0], "pairs": documents}


def decide(
    book: Book, question: Question, *, at: datetime, engine: Mapping[str, str] | None = None
) -> Receipt:
    """Answer a question and make its receipt. ``engine``: of another run, when a receipt is made again for comparison."""
    noting = NotingBook.of(book)
    document = answer(noting, question)
    _note_rest(noting, question, document)
    records = {(record_id(row), digest_of_record(row)) for row in noting.noted}
    body = {
        "schema": SCHEMA,
        "at": at.astimezone(UTC).isoformat(),
        "engine": dict(engine or this_engine()),
        "book": {
            "version": book.version,
            "digest": book.digest,
            "as_of": book.edition.as_of.isoformat(),
            "disclaimer": book.edition.disclaimer,
        },
        "words": {"lang": question.lang, "digest": words_digest(question.lang)},
        "question": question.document(),
        "records": [{"id": name, "digest": value} for name, value in sorted(records)],
        "rules": _rules(noting, document),
        "answer": document,
        "answer_digest": digest(canonical_json(document)),
    }
    return Receipt(question, body)


def parse(data: bytes, file: str = "receipt") -> Receipt:
    """Read a saved receipt.

    Raises:
        BadInput: not JSON, not a receipt of a known kind, the answer was changed after it was saved, or bad facts.
    """
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadInput(NOT_A_RECEIPT.fault(file=file, why=f"not JSON: {error}")) from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        said = document.get("schema") if isinstance(document, dict) else None
        raise BadInput(NOT_A_RECEIPT.fault(file=file, why=f"schema {said!r}, not {SCHEMA!r}"))
    try:
        asked = document["question"]
        kind, lang, countries = asked["kind"], asked["lang"], asked["countries"]
        facts, answered = asked["scenario"], document["answer"]
        desk = msgspec.convert(asked["desk"], Desk)
        instant(document["at"])
        told = {name: str(document[name]["digest"]) for name in ("book", "engine", "words")}
        rows = [(sorted(row), row["id"], row["digest"]) for row in document["records"]]
        dict(document["engine"])
        named = tuple(country(str(code)) for code in countries)
        own = digest(canonical_json(answered))
        canonical_json(document)
    except (
        KeyError,
        TypeError,
        AttributeError,
        ValueError,
        RecursionError,
        msgspec.ValidationError,
    ) as error:
        raise BadInput(NOT_A_RECEIPT.fault(file=file, why=f"lacks {error}")) from error
    listed = all(
        keys == ["digest", "id"] and isinstance(name, str) and isinstance(value, str)
        for keys, name, value in rows
    )
    if kind not in KINDS or not listed or not all(told.values()):
        raise BadInput(NOT_A_RECEIPT.fault(file=file, why=f"kind {kind!r} or its records cannot be read"))
    # A language names a folder of words: anything else in its place would name another folder.
    if not isinstance(lang, str) or not _LANGUAGE.fullmatch(lang):
        raise BadInput(NOT_A_RECEIPT.fault(file=file, why=f"language {str(lang)[:40]!r}"))
    if document.get("answer_digest") != own:
        raise BadInput(
            NOT_A_RECEIPT.fault(file=file, why="its answer does not have the digest it was saved with")
        )
    scenario = read(facts, file=file)
    question = Question(cast(Kind, kind), scenario, str(lang), named, desk)
    return Receipt(question, document)


@cache
def this_engine() -> Mapping[str, str]:
    """Return which engine this is: the version, the digest of the programs that decide, the calendar of holidays used."""
    root = Path(str(comity.__file__)).parent
    total = hashlib.sha256()
    for room in _ROOMS:
        for file in sorted((root / room).rglob("*.py")):
            total.update(file.relative_to(root).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return {
        "version": comity.__version__,
        "digest": f"sha256:{total.hexdigest()}",
        "holidays": version("holidays"),
    }


def _note_rest(book: NotingBook, question: Question, document: Mapping[str, Any]) -> None:
    """Note what was read by another way than a look-up: lists gone through as a whole, and the offences judged."""
    scenario = question.scenario
    contents = book.contents
    book.note(book.offence_articles)
    if question.kind == "routes":
        book.note(book.safeties)
        for route in document["routes"]:
            book.instrument(route["instrument"])
    if question.kind == "jurisdiction":
        book.note(contents.jurisdiction_heads)
        book.note(contents.jurisdiction_factors)
        book.note(contents.jurisdiction_duties)
    states = {
        "offences": question.countries or book.states,
        "jurisdiction": concerned(scenario),
    }.get(question.kind, (scenario.ask.requesting or "", *scenario.ask.requested))
    judged = {one.record for state in states for one in made_out_in(book, scenario.facts, state, scenario.on)}
    book.note(row for row in contents.offences if row.state in states and record_id(row) in judged)
    named = {str(item["record"]) for item in _tables(document) if item.get("record")}
    book.note(
        row
        for rows in (contents.parties, contents.reservations, contents.powers, contents.direct_contacts)
        for row in rows
        if record_id(row) in named
    )


def _rules(book: Book, document: Mapping[str, Any]) -> list[dict[str, str]]:
    """List what spoke: every reason with its citation, and for routes every condition of the instruments asked about."""
    found = {
        (str(item["code"]), str(item.get("cite") or ""), str(item.get("record") or ""), "")
        for item in _tables(document)
        if "code" in item and "params" in item
    }
    if document["schema"] == "comity.routes/1":
        for name in {route["instrument"] for route in document["routes"]}:
            instrument = book.instrument(name)
            of = record_id(instrument)
            found |= {(one.__struct_config__.tag, one.cite, of, one.gate) for one in instrument.conditions}  # type: ignore[misc]
    return [
        {"rule": rule, "cite": cite, "record": record, "gate": gate}
        for rule, cite, record, gate in sorted(found)
    ]


def _tables(value: Any) -> Iterator[Mapping[str, Any]]:
    """Walk through every table of a JSON value."""
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from _tables(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _tables(inner)
