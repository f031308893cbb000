"""The gap report of one state (``comity.gaps/1``): its law beside each article, what the gaps cost, and what a law could say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from comity.facts.strict import nearest as any_near
from comity.kernel.errors import Fault, declare, raise_all
from comity.kernel.finding import Reason
from comity.law.contents import record_id
from comity.law.elements import UNKNOWN_ARTICLE
from comity.law.gaps.articles import GAPS, ArticleGap, article_gap
from comity.law.gaps.common import CommonCore, common_core
from comity.law.gaps.effect import Effect, effect
from comity.law.gaps.offline import Offline, offline_pairs
from comity.law.gaps.penalties import Penalties, penalties
from comity.law.keys import nearest
from comity.law.known import meant

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import ModelText

NO_STATE = declare("law.gaps.no_state", "The book has no state {state!r}.", "{hint}")


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """One article: the gap, its effect (none where there is no gap), the model texts, the penalties."""

    gap: ArticleGap
    effect: Effect | None
    models: tuple[ModelText, ...]
    penalties: Penalties

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return what is to be said of it, in codes."""
        gap = self.gap
        params = {
            "state": gap.state,
            "article": gap.article.id,
            "title": gap.article.title,
            "unmet": list(gap.extra or gap.missing),
            "note": " ".join(row.offence.note for row in gap.rows if row.offence.note),
        }
        record = " ".join(record_id(row.offence) for row in gap.rows)
        return (Reason(f"gap.{gap.status}", params, "", record, gap.confidence),)

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        from comity.law.words import reason_document

        gap = self.gap
        return {
            "article": gap.article.id,
            "title": gap.article.title,
            "core": list(gap.article.core),
            "one_of": list(gap.article.one_of),
            "status": gap.status,
            "gap": gap.status in GAPS,
            "missing": list(gap.missing),
            "extra": list(gap.extra),
            "offences": [row.document() for row in gap.rows],
            "confidence": gap.confidence,
            "effect": self.effect.document() if self.effect is not None else None,
            "models": [_model(model) for model in self.models],
            "penalties": self.penalties.document(),
            "reasons": [reason_document(reason) for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The report; ``common`` only where states to compare with were chosen."""

    book: Book
    state: str
    on: date
    articles: tuple[ArticleReport, ...]
    offline: tuple[Offline, ...]
    common: tuple[CommonCore, ...]

    def document(self) -> dict[str, Any]:
        """Return the JSON document ``comity.gaps/1``."""
        return {
            "schema": "comity.gaps/1",
            "book": {"version": self.book.version, "digest": self.book.digest},
            "disclaimer": self.book.edition.disclaimer,
            "on": self.on.isoformat(),
            "state": self.state,
            "articles": [one.document() for one in self.articles],
            "offline_online": [one.document() for one in self.offline],
            "common_core": [one.document() for one in self.common],
        }


def report(
    book: Book, state: str, *, on: date, articles: Sequence[str] = (), among: Sequence[str] = ()
) -> Report:
    """Report on one state.

    Args:
        book: the law book.
        state: the state, by code.
        on: the day asked about.
        articles: only these articles; without any, all of the book.
        among: further states: the common core of the state and these is added.

    Raises:
        BadInput: an unknown state or article.
    """
    raise_all(faults(book, (state, *among), articles))
    chosen = [book.offence_article(name) for name in articles] or list(book.offence_articles)
    gaps = [article_gap(book, state, article, on) for article in chosen]
    together = tuple(dict.fromkeys((state, *among)))
    names = {article.id for article in chosen}
    return Report(
        book,
        state,
        on,
        tuple(
            ArticleReport(
                gap,
                effect(book, gap, on) if gap.status in GAPS else None,
                book.models(gap.article.id),
                penalties(book, state, gap.article, on),
            )
            for gap in gaps
        ),
        tuple(one for one in offline_pairs(book, state, on) if names.intersection(one.pair.online)),
        tuple(common_core(book, together, article, on) for article in chosen) if among else (),
    )


def faults(book: Book, states: Sequence[str], articles: Sequence[str]) -> list[Fault]:
    """Return a fault for each state and each article the book does not have."""
    known = [article.id for article in book.offence_articles]
    return [
        *(
            NO_STATE.fault(state=code, hint=_hint(book, code))
            for code in dict.fromkeys(states)
            if code not in book.states
        ),
        *(
            UNKNOWN_ARTICLE.fault(file="--article", article=name, nearest=any_near(name, known))
            for name in dict.fromkeys(articles)
            if name not in known
        ),
    ]


def _hint(book: Book, code: str) -> str:
    near = meant(book, code).strip() or (
        f"Did you mean {near!r}?" if (near := nearest(code, book.states)) else ""
    )
    return near or "States are named by their ISO 3166-1 code, such as JP."


def _model(model: ModelText) -> dict[str, Any]:
    return {
        "id": model.id,
        "origin": model.origin,
        "cite": model.cite,
        "text": model.text,
        "elements": list(model.elements),
        "may_add": list(model.may_add),
        "source": model.source,
        "confidence": model.confidence,
    }
