"""What a gap does to dual criminality: the state's law as it is, and with the article's own core in it, against every other law.

A relation is a direction between two states: the state asks, or is asked. Two conducts are looked at: the bare one,
of which nothing more is known, and the one that certainly lacks what the state's law asks on top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from comity.facts.model import Facts, Truth
from comity.kernel.digest import digest_of
from comity.kernel.finding import Verdict
from comity.law.dual_criminality import compare_laws
from comity.law.elements import known_elements
from comity.law.gaps.articles import ArticleGap, bare_conduct
from comity.law.offences import made_out_in
from comity.law.records import Offence

if TYPE_CHECKING:
    from comity.law.book import Book

Change = tuple[Verdict, Verdict]
"""The answer now, and with the core of the article in the state's law."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How the relations answer now, and how they would; one count for each pair of answers."""

    counts: Mapping[Change, int]

    def document(self) -> dict[str, Any]:
        """Return the JSON form: the answers now, the answers then, and what would change."""
        now: Counter[str] = Counter()
        then: Counter[str] = Counter()
        changed: dict[str, int] = {}
        for (before, after), number in self.counts.items():
            now[before.value] += number
            then[after.value] += number
            if before is not after:
                changed[f"{before.value}_to_{after.value}"] = number
        words = [value.value for value in Verdict]
        return {
            "relations": sum(self.counts.values()),
            "now": {word: now[word] for word in words},
            "with_the_core": {word: then[word] for word in words},
            "changed": dict(sorted(changed.items())),
        }


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of one gap. ``without_extra``: for conduct that lacks what the law asks on top; none where it asks nothing."""

    bare: Changes
    without_extra: Changes | None

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "bare_conduct": self.bare.document(),
            "conduct_without_the_extra_elements": (
                self.without_extra.document() if self.without_extra is not None else None
            ),
        }


def effect(book: Book, gap: ArticleGap, on: date) -> Effect:
    """Ask every relation of the state for the article, with its law as it is and with the core in it."""
    other = with_core(book, gap)
    extra = gap.extra
    lacking = bare_conduct(gap.article, **dict.fromkeys(extra, False)) if extra else None
    return Effect(
        _changes(book, other, gap, bare_conduct(gap.article), on),
        None if lacking is None else _changes(book, other, gap, lacking, on),
    )


def with_core(book: Book, gap: ArticleGap) -> Book:
    """Return the book as if the state's law also had the article just as the convention asks it."""
    from comity.law.book import Book

    added = Offence(
        state=gap.state,
        article=gap.article.id,
        statute=gap.article.title,
        coverage="full",
        source="the core of the article, assumed",
        confidence="recalled",
        checked_on=book.edition.as_of,
    )
    contents = msgspec.structs.replace(book.contents, offences=(*book.contents.offences, added))
    digest = digest_of({"book": book.digest, "assumed": [gap.state, gap.article.id]})
    return Book(contents, digest=digest, origin=book.origin, assumed=True)


def _changes(book: Book, other: Book, gap: ArticleGap, facts: Facts, on: date) -> Changes:
    known = known_elements(book, facts)
    judged = {state: made_out_in(book, facts, state, on, known=known) for state in book.states}
    own, then = judged[gap.state], made_out_in(other, facts, gap.state, on, known=known)
    counts: Counter[Change] = Counter()
    for state, law in judged.items():
        if state == gap.state:
            continue
        asking = _Laid(book, gap.state, state, facts, known, on)
        asked = _Laid(book, state, gap.state, facts, known, on)
        counts[compare_laws(asking, own, law).verdict, compare_laws(asking, then, law).verdict] += 1
        counts[compare_laws(asked, law, own).verdict, compare_laws(asked, law, then).verdict] += 1
    return Changes(dict(counts))


@dataclass(slots=True)
class _Laid:
    """A pair with the facts, as a comparison needs it."""

    book: Book
    requesting: str
    requested: str
    facts: Facts
    known: Mapping[str, Truth]
    on: date
