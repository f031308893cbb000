"""One condition asked in a toy book, and the whole outcome it should give: verdict, sentence, citation, record, how sure."""

from __future__ import annotations

from datetime import date
from typing import Any

from comity.facts.scenario import Scenario
from comity.kernel.finding import Reason, Verdict
from comity.law.asking import Asking, Matter, Outcome
from comity.law.book import Book
from comity.law.condition_records import ConditionRecord
from comity.law.conditions.registry import evaluate

from ..toy import question, toy_book

CITE = "T 1"
GIVEN: dict[str, Any] = {"gate": "conditions", "cite": CITE, "confidence": "verified"}
"""What every condition here carries; answers that do not rest on its text stay recalled."""
ON = date(2026, 6, 1)
YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


def asking(
    book: Book | None = None,
    scenario: Scenario | None = None,
    *,
    category: str = "traffic",
    measure: str = "preservation",
    pair: tuple[str, str] = ("XA", "XB"),
    **facts: Any,
) -> Asking:
    book = book or toy_book()
    scenario = scenario or question(ON, **{"articles": [], **facts})
    return Asking(Matter(book, scenario, *pair), book.instruments[0], measure, category)


def asked(condition: ConditionRecord, book: Book | None = None, **more: Any) -> Outcome:
    return evaluate(condition, asking(book, **more))


def sure(code: str, cite: str = CITE, record: str = "", **params: Any) -> Reason:
    return Reason(code, params, cite, record, "verified")


def unsure(code: str, cite: str = CITE, record: str = "", **params: Any) -> Reason:
    return Reason(code, params, cite, record, "recalled")


def missing(reason: Reason, *settles: str) -> Outcome:
    """A fact is missing: unknown, open on a condition, and the question is named."""
    return Outcome(UNKNOWN, (reason,), settles, soft=True)
