"""Dual criminality: is the same conduct an offence in both laws? Compared element by element, both laws cited.

What counts is the conduct, not the label (the rule of most treaties): an offence of the requested state under another
article is enough where the facts make it out, and leaves the answer open where it shares most of its elements.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol

from comity.facts.model import Facts, Truth
from comity.facts.scenario import Scenario
from comity.kernel.finding import Reason, Verdict, any_of
from comity.law.elements import OTHER_OFFENCE, articles_by_id, find_article, general_elements, known_elements
from comity.law.offences import (
    MadeOut,
    articles_in_play,
    articles_that_may_come,
    law_verdict,
    made_out_in,
)

if TYPE_CHECKING:
    from comity.law.book import Book

Asked = Literal["never", "may_be", "required"]


class Pair(Protocol):
    """A pair of states with the facts of the case: what a comparison needs of a matter."""

    book: Book
    requesting: str
    requested: str

    @property
    def facts(self) -> Facts:
        """Return the facts."""

    @property
    def known(self) -> Mapping[str, Truth]:
        """Return what the facts say of each element."""

    @property
    def on(self) -> date:
        """Return the day."""


_RELATED_FROM = 2
_TRUTH: dict[Truth, bool | str] = {True: True, False: False, None: "unknown"}


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One element: does each law ask for it, and what do the facts say?"""

    element: str
    requesting: bool
    requested: bool
    fact: Truth

    def document(self) -> dict[str, Any]:
        """Return the JSON form; ``requesting`` and ``requested`` say whether that law asks for the element."""
        words = {True: "required", False: "not_required"}
        return {
            "element": self.element,
            "requesting": words[self.requesting],
            "requested": words[self.requested],
            "fact": _TRUTH[self.fact],
        }


@dataclass(frozen=True)
class ArticleComparison:
    """One offence of the case under both laws. ``known``: what the facts say of each element."""

    article: str
    verdict: Verdict
    requesting: tuple[MadeOut, ...]
    requested: tuple[MadeOut, ...]
    known: Mapping[str, Truth]

    @cached_property
    def elements(self) -> tuple[ElementRow, ...]:
        """Return the elements of both laws, side by side: of the best alternative on each side."""
        return _rows(self.requesting, self.requested, self.known)

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "article": self.article,
            "verdict": self.verdict.value,
            "requesting": [_law(found) for found in self.requesting],
            "requested": [_law(found) for found in self.requested],
            "elements": [row.document() for row in self.elements],
        }


@dataclass(frozen=True)
class Comparison:
    """Dual criminality between two states for the facts; the best offence of the case decides."""

    requesting: str
    requested: str
    articles: tuple[ArticleComparison, ...]
    facts: Facts
    book: Book
    on: date

    @cached_property
    def verdict(self) -> Verdict:
        """Yes where one offence of the case is punishable in both; unknown where nothing is in play."""
        return _best_of(self.articles)

    @cached_property
    def decisive_unknowns(self) -> tuple[str, ...]:
        """Return the unknown elements one of which, if true or false, would settle the answer.

        Where no single one does, all that are open in a living alternative.
        """
        return self._decisive() if self.verdict is Verdict.UNKNOWN else ()

    def _decisive(self) -> tuple[str, ...]:
        # Of one offence only what both laws leave open counts; what is false anyway asks no question.
        open_elements = dict.fromkeys(
            element
            for part in self.articles
            if part.verdict is Verdict.UNKNOWN
            for found in (*part.requesting, *part.requested)
            if found.verdict is Verdict.UNKNOWN
            for element in found.unknown
        )
        known = known_elements(self.book, self.facts)
        single = tuple(element for element in open_elements if self._settles(known, element))
        return single or tuple(open_elements)

    def _settles(self, known: Mapping[str, Truth], element: str) -> bool:
        return any(self._with({**known, element: value}) is not Verdict.UNKNOWN for value in (True, False))

    def _with(self, known: Mapping[str, Truth]) -> Verdict:
        """Answer again with other truths of the elements."""
        sides = {"requesting": self.requesting, "requested": self.requested}
        return _best_of(_parts(self.book, self.facts, known, on=self.on, **sides))

    @cached_property
    def elements(self) -> tuple[ElementRow, ...]:
        """Return the rows of the offence that decides: the first with the overall verdict."""
        return next((part.elements for part in self.articles if part.verdict is self.verdict), ())

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Return the reasons: the statutes on both sides, or what is missing."""
        return self._reasons()

    def _reasons(self) -> tuple[Reason, ...]:
        params = {"requesting": self.requesting, "requested": self.requested}
        if not self.articles:
            return (Reason("dual.no_offence_in_play", params),)
        part = next(part for part in self.articles if part.verdict is self.verdict)
        code = {Verdict.YES: "dual.yes", Verdict.NO: "dual.no", Verdict.UNKNOWN: "dual.unknown"}[self.verdict]
        laws = {
            "requesting_law": _cite_best(part.requesting),
            "requested_law": _cite_best(part.requested),
            "article": part.article,
            "unknown": list(self.decisive_unknowns),
        }
        best = self.decides
        sure = all(found.confidence == "verified" for found in best)
        record = " ".join(found.record for found in best)
        return (Reason(code, {**params, **laws}, "", record, "verified" if sure else "recalled"), *self.notes)

    @cached_property
    def decides(self) -> tuple[MadeOut, ...]:
        """Return the best offence on each side of the article that decides: what the answer rests on."""
        return self._decides()

    def _decides(self) -> tuple[MadeOut, ...]:
        part = next((part for part in self.articles if part.verdict is self.verdict), None)
        return (
            () if part is None else tuple(_best(side) for side in (part.requesting, part.requested) if side)
        )

    @cached_property
    def notes(self) -> tuple[Reason, ...]:
        """Return why an offence the answer rests on is not made out, or not for sure."""
        return tuple(
            reason for found in self.decides if found.verdict is not Verdict.YES for reason in found.reasons
        )

    def document(self, asked: str) -> dict[str, Any]:
        """Return the JSON document ``comity.dual/1``."""
        from comity.law.words import reason_document

        return {
            "schema": "comity.dual/1",
            "book": {"version": self.book.version, "digest": self.book.digest},
            "on": self.on.isoformat(),
            "requesting": self.requesting,
            "requested": self.requested,
            "asked": asked,
            "verdict": self.verdict.value,
            "elements": [row.document() for row in self.elements],
            "decisive_unknowns": list(self.decisive_unknowns),
            "articles": [part.document() for part in self.articles],
            "reasons": [reason_document(reason) for reason in self.reasons],
        }


def compare_states(book: Book, facts: Facts, requesting: str, requested: str, on: date) -> Comparison:
    """Compare the two laws for the facts."""
    known = known_elements(book, facts)
    parts = _parts(book, facts, known, requesting=requesting, requested=requested, on=on)
    return Comparison(requesting, requested, parts, facts, book, on)


def compare_laws(asked: Pair, here: tuple[MadeOut, ...], there: tuple[MadeOut, ...]) -> Comparison:
    """Compare two laws whose offences are judged already, for a pair that asks (a matter)."""
    parts = _lay_beside(asked.book, asked.facts, asked.known, asked.requesting, here=here, there=there)
    sides = {"requesting": asked.requesting, "requested": asked.requested}
    parts = _or_what_may_come(parts, asked.book, asked.facts, asked.known, on=asked.on, **sides)
    return Comparison(asked.requesting, asked.requested, parts, asked.facts, asked.book, asked.on)


def compare(book: Book, scenario: Scenario) -> list[Comparison]:
    """Compare the requesting law with that of each state asked."""
    ask = scenario.ask
    return [
        compare_states(book, scenario.facts, ask.requesting or "", requested, scenario.on)
        for requested in ask.requested
    ]


def _best_of(articles: tuple[ArticleComparison, ...]) -> Verdict:
    return any_of(part.verdict for part in articles) if articles else Verdict.UNKNOWN


def _parts(
    book: Book, facts: Facts, known: Mapping[str, Truth], *, requesting: str, requested: str, on: date
) -> tuple[ArticleComparison, ...]:
    playing = articles_in_play(book, facts, known)
    here = made_out_in(book, facts, requesting, on, known=known, playing=playing)
    there = made_out_in(book, facts, requested, on, known=known, playing=playing)
    parts = _lay_beside(book, facts, known, requesting, here=here, there=there)
    return _or_what_may_come(parts, book, facts, known, requesting=requesting, requested=requested, on=on)


def _or_what_may_come(
    parts: tuple[ArticleComparison, ...],
    book: Book,
    facts: Facts,
    known: Mapping[str, Truth],
    *,
    requesting: str,
    requested: str,
    on: date,
) -> tuple[ArticleComparison, ...]:
    """Where nothing in play is punishable in both, add what an element stated as unknown may still bring into play.

    Without it a no would become unknown once that element is known (``docs/decisions``): an element that was asked and left
    open belongs to the question, one that nobody stated does not.
    """
    if not parts or any(part.verdict is not Verdict.NO for part in parts):
        return parts
    coming = articles_that_may_come(book, facts, known)
    if not coming:
        return parts
    playing = (*articles_in_play(book, facts, known), *coming)
    here, there = (
        made_out_in(book, facts, state, on, known=known, playing=playing) for state in (requesting, requested)
    )
    wider = _lay_beside(book, facts, known, requesting, here=here, there=there)
    return tuple(part for part in wider if part.verdict is not Verdict.NO or part.article not in coming)


def _lay_beside(
    book: Book,
    facts: Facts,
    known: Mapping[str, Truth],
    requesting: str,
    *,
    here: tuple[MadeOut, ...],
    there: tuple[MadeOut, ...],
) -> tuple[ArticleComparison, ...]:
    articles = list(dict.fromkeys(found.article for found in here))
    parts = []
    for article in articles:
        ours = tuple(found for found in here if found.article == article)
        theirs = _answering(book, article, there, known)
        own = law_verdict(ours)
        if article == OTHER_OFFENCE and own is Verdict.UNKNOWN and requesting not in facts.offence_known_to:
            own = Verdict.YES  # a state asks for what its own law punishes; it says so by asking
        other = law_verdict(theirs)
        both = Verdict.NO if Verdict.NO in (own, other) else other if own is Verdict.YES else Verdict.UNKNOWN
        parts.append(ArticleComparison(article, both, ours, theirs, known))
    order = {Verdict.YES: 0, Verdict.UNKNOWN: 1, Verdict.NO: 2}
    return tuple(sorted(parts, key=lambda part: order[part.verdict]))


def _answering(
    book: Book, article: str, there: tuple[MadeOut, ...], known: Mapping[str, Truth]
) -> tuple[MadeOut, ...]:
    """Return the offences of the requested state that answer to an article of the requesting state.

    Another article answers where it is made out and shares an element; one still open where it shares two, or where what is
    open was asked: silence about another crime is not the same conduct.
    """
    same = tuple(found for found in there if found.article == article)
    if article == OTHER_OFFENCE:
        return same
    near = tuple(
        found
        for found in there
        if found.article not in (article, OTHER_OFFENCE)
        and (shared := _shared(book, article, found.article)) >= 1
        and (
            found.verdict is Verdict.YES
            or ((shared >= _RELATED_FROM or _asked(found, known)) and found.verdict is Verdict.UNKNOWN)
        )
    )
    return same + near


def _asked(found: MadeOut, known: Mapping[str, Truth]) -> bool:
    """Say whether an element that is open here was stated as unknown."""
    return any(element in known for element in found.unknown)


def _shared(book: Book, one: str, other: str) -> int:
    articles = articles_by_id(book)
    if one not in articles or other not in articles:
        return 0
    return len((set(articles[one].core) & set(articles[other].core)) - general_elements(book))


def _rows(
    ours: tuple[MadeOut, ...], theirs: tuple[MadeOut, ...], known: Mapping[str, Truth]
) -> tuple[ElementRow, ...]:
    """Lay the best alternative of each side beside the other."""
    mine = _best(ours).required if ours else ()
    other = _best(theirs).required if theirs else ()
    every = dict.fromkeys((*mine, *other))
    return tuple(ElementRow(name, name in mine, name in other, known.get(name)) for name in every)


def _best(found: tuple[MadeOut, ...]) -> MadeOut:
    order = {Verdict.YES: 0, Verdict.UNKNOWN: 1, Verdict.NO: 2}
    return min(found, key=lambda item: (order[item.verdict], len(item.unmet), len(item.unknown)))


def _cite_best(found: tuple[MadeOut, ...]) -> str:
    return _best(found).statute if found else ""


def _law(found: MadeOut) -> dict[str, Any]:
    return {
        "article": found.article,
        "statute": found.statute,
        "verdict": found.verdict.value,
        "unmet": list(found.unmet),
        "unknown": list(found.unknown),
        "max_penalty_months": found.max_penalty_months,
        "confidence": found.confidence,
        "record": found.record,
    }


__all__ = [
    "ArticleComparison",
    "Asked",
    "Comparison",
    "ElementRow",
    "compare",
    "compare_states",
    "find_article",
]
