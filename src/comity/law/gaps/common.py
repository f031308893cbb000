"""The common core: which conduct is a crime in every one of a chosen set of states, article by article.

Each state adds to the core what its law asks on top; where it has alternatives, the smallest sets that satisfy all
states are kept. A state of which nothing can be concluded leaves the answer open and is named; one without the offence ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from comity.kernel.finding import Confidence, Verdict
from comity.law.gaps.articles import ArticleGap, article_gap, bare_conduct, own_law

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import OffenceArticle

Elements = frozenset[str]


@dataclass(frozen=True, slots=True)
class CommonCore:
    """One article in the chosen states. ``conduct``: the smallest sets of elements that are a crime in every state answered for.

    ``verdict``: yes where all states answer; unknown where some do not (``open``); no where one has no such offence (``without``).
    """

    article: OffenceArticle
    states: tuple[str, ...]
    verdict: Verdict
    conduct: tuple[tuple[str, ...], ...]
    open: tuple[str, ...]
    without: tuple[str, ...]
    confidence: Confidence

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "article": self.article.id,
            "title": self.article.title,
            "states": list(self.states),
            "verdict": self.verdict.value,
            "conduct": [list(elements) for elements in self.conduct],
            "open": list(self.open),
            "without": list(self.without),
            "confidence": self.confidence,
        }


def common_core(book: Book, states: Sequence[str], article: OffenceArticle, on: date) -> CommonCore:
    """Find what is a crime in each of the states under one article."""
    gaps = {state: article_gap(book, state, article, on) for state in states}
    answers = {state: tuple(_alternatives(book, gap, on)) for state, gap in gaps.items()}
    without = tuple(state for state, gap in gaps.items() if gap.status == "no_offence")
    undecided = tuple(state for state, found in answers.items() if not found and state not in without)
    core = frozenset(article.core + article.one_of)
    together: frozenset[Elements] = frozenset({core})
    for state, found in answers.items():
        if state in without or state in undecided:
            continue
        together = smallest(one | other for one in together for other in found)
    known = "verified" if all(gap.confidence == "verified" for gap in gaps.values()) else "recalled"
    verdict = Verdict.NO if without else Verdict.UNKNOWN if undecided else Verdict.YES
    order = {element: place for place, element in enumerate((*article.core, *article.one_of))}
    conduct = (
        ()
        if without or not article.core_known
        else tuple(
            sorted(
                tuple(sorted(elements, key=lambda element: (order.get(element, len(order)), element)))
                for elements in together
            )
        )
    )
    return CommonCore(
        article,
        tuple(states),
        verdict,
        conduct,
        undecided,
        without,
        "verified" if known == "verified" else "recalled",
    )


def smallest(sets: Iterable[Elements]) -> frozenset[Elements]:
    """Keep the sets of which no other is a part.

    >>> sorted(map(sorted, smallest([frozenset("ab"), frozenset("a"), frozenset("bc")])))
    [['a'], ['b', 'c']]
    """
    found = set(sets)
    return frozenset(one for one in found if not any(other < one for other in found))


def _alternatives(book: Book, gap: ArticleGap, on: date) -> Iterable[Elements]:
    """Yield the sets of elements with which the state's law is certain to make the conduct out.

    The engine is asked for each: an alternative counts only where it answers yes. In parts of a state with laws of their own
    what one part asks may not be enough, so all that its rows ask together is tried as well.
    """
    article = gap.article
    if not article.core_known:
        return
    core = frozenset(article.core + article.one_of)
    tries = {frozenset(row.extra) for row in gap.rows} | {frozenset(), frozenset(gap.extra)}
    for extra in smallest(one for one in tries if _made_out(book, gap, one, on)):
        yield core | extra


def _made_out(book: Book, gap: ArticleGap, extra: Elements, on: date) -> bool:
    facts = bare_conduct(gap.article, **dict.fromkeys(extra, True))
    return own_law(book, gap.state, gap.article, facts, on)[0] is Verdict.YES
