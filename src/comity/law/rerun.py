"""Make a saved answer again and say what differs: bytes, records, the answer itself, or only its words.

Nothing here guesses why: a record differs where its digest does, an answer differs where its codes and values do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from comity.kernel.clock import instant
from comity.law.book import Book
from comity.law.decision import Question, Receipt, decide, this_engine

_WORDS = frozenset({"text", "warnings"})
"""Keys of an answer that hold sentences; what they say is in the codes and values beside them."""
_TOP = frozenset({"book"})
_MOST = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """One place of the answer: where, what was saved, what is said now. ``None``: there is nothing."""

    where: str
    saved: Any
    now: Any

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"where": self.where, "saved": self.saved, "now": self.now}


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """One record: ``changed`` it says something else, ``gone`` the answer no longer looks at it, ``new`` it looks at it now."""

    id: str
    what: str

    def document(self) -> dict[str, str]:
        """Return the JSON form."""
        return {"id": self.id, "what": self.what}


@dataclass(frozen=True, slots=True)
class Rerun:
    """The comparison. ``reproduced``: byte for byte. ``same_answer``: the same codes and values, whatever the words."""

    saved: Receipt
    now: Receipt
    reproduced: bool
    records: tuple[RecordDifference, ...]
    answer: tuple[Difference, ...]
    same_engine: bool
    same_words: bool

    @property
    def same_answer(self) -> bool:
        """Say whether the answer is the same in substance."""
        return not self.answer

    @property
    def same_book(self) -> bool:
        """Say whether both were made from the same book."""
        return bool(self.saved.document["book"]["digest"] == self.now.document["book"]["digest"])

    def document(self) -> dict[str, Any]:
        """Return the JSON document ``comity.rerun/1``."""
        return {
            "schema": "comity.rerun/1",
            "receipt": self.saved.digest,
            "now": self.now.digest,
            "reproduced": self.reproduced,
            "same_answer": self.same_answer,
            "same_engine": self.same_engine,
            "same_words": self.same_words,
            "saved_book": _book(self.saved),
            "book": _book(self.now),
            "on": self.now.question.scenario.on.isoformat(),
            "records": [one.document() for one in self.records],
            "answer": [one.document() for one in self.answer[:_MOST]],
            "answer_differences": len(self.answer),
        }


def rerun(saved: Receipt, book: Book, *, on: date | None = None) -> Rerun:
    """Ask the saved question of a book again.

    ``on``: as of another day. The time and the engine are taken from the saved receipt, so that identical bytes mean: same
    question, same book, same answer; whether the engine is another one is said beside it.
    """
    question = saved.question if on is None else as_of(saved.question, on)
    told = saved.document
    now = decide(book, question, at=instant(told["at"]), engine=told["engine"])
    return Rerun(
        saved=saved,
        now=now,
        reproduced=saved.data == now.data,
        records=tuple(_records(told["records"], now.document["records"])),
        answer=tuple(_differences(told["answer"], now.document["answer"], "", _TOP)),
        same_engine=dict(told["engine"]) == dict(this_engine()),
        same_words=told["words"] == now.document["words"],
    )


def as_of(question: Question, on: date) -> Question:
    """Return the question as of another day; the hour is kept only where the day is the same."""
    scenario = question.scenario
    at = scenario.at if scenario.on == on else None
    return replace(question, scenario=replace(scenario, on=on, at=at))


def _book(receipt: Receipt) -> dict[str, str]:
    book = receipt.document["book"]
    return {"version": str(book["version"]), "digest": str(book["digest"])}


def _records(saved: list[Mapping[str, str]], now: list[Mapping[str, str]]) -> Iterator[RecordDifference]:
    before, after = _by_id(saved), _by_id(now)
    for name in sorted({*before, *after}):
        if before.get(name) == after.get(name):
            continue
        what = "new" if name not in before else "gone" if name not in after else "changed"
        yield RecordDifference(name, what)


def _by_id(rows: list[Mapping[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["id"], set()).add(row["digest"])
    return found


_NAMES = ("requesting", "requested", "instrument", "measure", "data_category", "state", "head", "article",
          "statute", "gate", "id", "name", "element", "code", "phase")  # fmt: skip
"""Keys by which a row of a list is known again, so that another order is told as an order."""


def _differences(
    saved: Any, now: Any, where: str, skip: frozenset[str] = frozenset()
) -> Iterator[Difference]:
    if isinstance(saved, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys((*saved, *now)):
            if key not in _WORDS and key not in skip:
                yield from _differences(saved.get(key), now.get(key), f"{where}.{key}".lstrip("."))
    elif isinstance(saved, list) and isinstance(now, list):
        yield from _lists(saved, now, where)
    elif saved != now:
        yield Difference(where, saved, now)


def _lists(saved: list[Any], now: list[Any], where: str) -> Iterator[Difference]:
    before, after = _keyed(saved), _keyed(now)
    if before is None or after is None:
        if len(saved) == len(now):
            for number, (one, other) in enumerate(zip(saved, now, strict=True), 1):
                yield from _differences(one, other, f"{where}[{number}]")
        else:
            yield Difference(where, saved, now)
        return
    for name in dict.fromkeys((*before, *after)):
        yield from _differences(before.get(name), after.get(name), f"{where}[{name}]")
    common = [name for name in before if name in after]
    order = [name for name in after if name in before]
    if common != order:
        yield Difference(f"{where} (order)", common, order)


def _keyed(rows: list[Any]) -> dict[str, Any] | None:
    """Return rows by what they are known by; nothing where they are no tables or not known apart."""
    found: dict[str, Any] = {}
    for row in rows:
        if not isinstance(row, Mapping):
            return None
        name = " ".join(str(row[key]) for key in _NAMES if isinstance(row.get(key), str) and row[key])
        if not name or name in found:
            return None
        found[name] = row
    return found
