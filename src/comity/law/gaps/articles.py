"""One article in one law: covered, narrower, missing or not known, element by element against the article's core."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from comity.facts.model import Facts
from comity.kernel.finding import Confidence, Verdict
from comity.law.contents import record_id
from comity.law.offences import MadeOut, law_verdict, made_out_in

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import Offence, OffenceArticle

Status = Literal[
    "covered",
    "asks_more",
    "narrower_in_words",
    "no_offence",
    "unread",
    "no_record",
    "article_unread",
]
"""``asks_more``: a crime only with elements beyond the core. ``narrower_in_words``: the record describes a narrowing
the elements do not express. ``no_offence``: recorded as none. ``unread``, ``no_record``, ``article_unread``: nothing is concluded."""

GAPS: frozenset[Status] = frozenset({"asks_more", "narrower_in_words", "no_offence"})
"""What a drafter would look at; the rest is covered or not known."""


@dataclass(frozen=True, slots=True)
class LawRow:
    """One offence of the state for the article: what it asks on top, and which of it the models of the article allow."""

    offence: Offence
    extra: tuple[str, ...]
    allowed: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        row = self.offence
        return {
            "record": record_id(row),
            "statute": row.statute,
            "coverage": row.coverage,
            "extra": list(self.extra),
            "allowed": list(self.allowed),
            "beyond": [element for element in self.extra if element not in self.allowed],
            "prosecution_requires": list(row.prosecution_requires),
            "max_penalty_months": row.max_penalty_months,
            "territory": row.territory,
            "note": row.note,
            "source": row.source,
            "confidence": row.confidence,
            "recalled": list(row.recalled),
            "checked_on": row.checked_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class ArticleGap:
    """An article in a state's law. ``missing``: core elements no offence of the state reaches; ``rows``: its alternatives."""

    article: OffenceArticle
    state: str
    status: Status
    missing: tuple[str, ...]
    rows: tuple[LawRow, ...]
    confidence: Confidence

    @property
    def extra(self) -> tuple[str, ...]:
        """Return every element some alternative asks beyond the core; none where one alternative asks nothing more."""
        if self.status == "covered":
            return ()
        return tuple(dict.fromkeys(element for row in self.rows for element in row.extra))


def bare_conduct(article: OffenceArticle, **elements: bool | None) -> Facts:
    """Return the facts of the bare conduct: the core of the article is there, nothing else is known.

    ``elements`` states further elements. Where one of several elements is enough, all of them are there.
    """
    return Facts(articles=(article.id,), elements={**dict.fromkeys(article.one_of, True), **elements})


def article_gap(book: Book, state: str, article: OffenceArticle, on: date) -> ArticleGap:
    """Set the state's law for an article beside the article's core."""
    allowed = {element for model in book.models(article.id) for element in model.may_add}
    rows = tuple(
        LawRow(row, extra, tuple(element for element in extra if element in allowed))
        for row in book.offences(state, article.id, on)
        for extra in (tuple(element for element in row.requires if element not in article.core),)
    )
    status = _status(book, state, article, rows, on)
    missing = article.core + article.one_of if status == "no_offence" else ()
    sure = bool(rows) and all(row.offence.confidence == "verified" for row in rows)
    known: Confidence = "verified" if sure and article.confidence == "verified" else "recalled"
    return ArticleGap(article, state, status, missing, rows, known)


def own_law(
    book: Book, state: str, article: OffenceArticle, facts: Facts, on: date
) -> tuple[Verdict, tuple[MadeOut, ...]]:
    """Return what the state's offences of this article alone make of the facts."""
    found = tuple(one for one in made_out_in(book, facts, state, on) if one.article == article.id)
    return law_verdict(found), found


def _status(book: Book, state: str, article: OffenceArticle, rows: tuple[LawRow, ...], on: date) -> Status:
    if not article.core_known:
        return "article_unread"
    if not rows:
        return "no_record"
    bare, _ = own_law(book, state, article, bare_conduct(article), on)
    if bare is Verdict.YES:
        return "covered"
    if bare is Verdict.NO:
        return "no_offence"
    extra = {element for row in rows for element in row.extra}
    full, _ = own_law(book, state, article, bare_conduct(article, **dict.fromkeys(extra, True)), on)
    if full is Verdict.YES:
        return "asks_more"
    coverages = {row.offence.coverage for row in rows}
    return "narrower_in_words" if "partial" in coverages else "unread"
