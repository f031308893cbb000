"""Steps and what they take away, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.kernel.finding import Reason
from comity.law.steps import Amend, Conclude, Empower, Enact, Ratify, Step, Withdraw, kind_of
from comity.law.words import sentence

if TYPE_CHECKING:
    from comity.law.book import Book


def says(book: Book, step: Step, lang: str = "en") -> str:
    """Return one sentence that says what a step is.

    >>> import comity.law.book
    >>> says(comity.law.book.load(), Conclude("DE", "JP"))
    'Germany and Japan conclude a treaty on assistance.'
    """
    return sentence(Reason(f"step.{kind_of(step)}", _params(book, step)), lang)


def _params(book: Book, step: Step) -> dict[str, object]:
    said: dict[str, object] = {"state": step.state}
    if isinstance(step, Ratify | Withdraw):
        said["treaty"] = book.treaty(step.treaty).short_name
    if isinstance(step, Withdraw | Amend | Enact):
        said["article"] = step.article
    if isinstance(step, Amend):
        said |= {"drop": list(step.drop), "add": list(step.add)}
    if isinstance(step, Empower):
        said["measure"] = step.measure
    if isinstance(step, Conclude):
        said["requested"] = step.other
    return said
