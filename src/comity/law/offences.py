"""Which offences the facts make out, where, with the statute, element by element.

Three values: an offence is made out (yes) only where every element is known to be there and the national text was
read as a whole; a narrowing that stands only in the prose of a record gives unknown and quotes it, never yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from comity.facts.model import Facts, Truth
from comity.kernel.finding import Confidence, Reason, Verdict, all_of, any_of, verdict
from comity.law.contents import record_id
from comity.law.elements import (
    OTHER_OFFENCE,
    find_article,
    known_elements,
    telling_elements,
    truth_of,
)

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import Offence, OffenceArticle


@dataclass(frozen=True, slots=True)
class MadeOut:
    """One offence of one state against the facts: the elements met, unmet and unknown, and the verdict.

    ``required`` is every element this law asks. ``statute`` is empty where the state has no such offence or none is on record.
    """

    state: str
    article: str
    statute: str
    verdict: Verdict
    required: tuple[str, ...]
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    unknown: tuple[str, ...]
    max_penalty_months: int | None
    reasons: tuple[Reason, ...]
    cite: str
    record: str
    confidence: Confidence
    territory: str = ""
    prosecution_requires: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return the JSON form (``comity.offences/1``)."""
        from comity.law.words import reason_document

        return {
            "article": self.article,
            "statute": self.statute,
            "verdict": self.verdict.value,
            "met": list(self.met),
            "unmet": list(self.unmet),
            "unknown": list(self.unknown),
            "max_penalty_months": self.max_penalty_months,
            "prosecution_requires": list(self.prosecution_requires),
            "cite": self.cite,
            "record": self.record,
            "confidence": self.confidence,
            "reasons": [reason_document(reason) for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class OffencesAnswer:
    """The offences in play for each state asked about."""

    book: Mapping[str, str]
    on: date
    countries: Mapping[str, tuple[MadeOut, ...]]

    def document(self) -> dict[str, Any]:
        """Return the JSON document ``comity.offences/1``."""
        return {
            "schema": "comity.offences/1",
            "book": dict(self.book),
            "on": self.on.isoformat(),
            "countries": {
                state: [found.document() for found in offences] for state, offences in self.countries.items()
            },
        }


def made_out(book: Book, facts: Facts, countries: Iterable[str] | None, on: date) -> OffencesAnswer:
    """Say which offences the facts make out in each country (all countries of the book if none are named)."""
    states = tuple(book.states) if countries is None else tuple(countries)
    known = known_elements(book, facts)
    return OffencesAnswer(
        {"version": book.version, "digest": book.digest},
        on,
        {state: made_out_in(book, facts, state, on, known=known) for state in states},
    )


def made_out_in(
    book: Book,
    facts: Facts,
    state: str,
    on: date,
    *,
    known: Mapping[str, Truth] | None = None,
    playing: Iterable[str] | None = None,
) -> tuple[MadeOut, ...]:
    """Return the offences of one state that are in play: named by article, or touched by an element that is true.

    The order is: made out, open, not made out; then by article. ``known``, ``playing``: see :func:`known_elements` and
    :func:`articles_in_play`, where they were worked out before for another state.
    """
    known = known_elements(book, facts) if known is None else known
    playing = articles_in_play(book, facts, known) if playing is None else playing
    day = facts.committed_on or on
    found: list[MadeOut] = []
    for offence in book.offences(state, on=day):
        article = find_article(book, offence.article) if offence.article in playing else None
        if article is not None:
            found.append(_judge(book, facts, article, offence, day=day, known=known))
    on_record = {one.article for one in found}
    found += [_no_record(book, facts, name, state) for name in playing if name not in on_record]
    if OTHER_OFFENCE in facts.articles:
        found.append(_other(facts, state))
    order = {Verdict.YES: 0, Verdict.UNKNOWN: 1, Verdict.NO: 2}
    return tuple(sorted(found, key=lambda item: (order[item.verdict], item.article, item.statute)))


def articles_in_play(book: Book, facts: Facts, known: Mapping[str, Truth]) -> tuple[str, ...]:
    """Return the articles the facts point to: those named first, then those of which a telling element is true."""
    named = [name for name in facts.articles if name != OTHER_OFFENCE]
    true = {element for element, truth in known.items() if truth is True}
    pointed = [one for one in book.offence_articles if not true.isdisjoint(telling_elements(book)[one.id])]
    touched = [one.id for one in pointed if in_play(book, facts, one, known)]
    return tuple(dict.fromkeys([*named, *touched]))


def articles_that_may_come(book: Book, facts: Facts, known: Mapping[str, Truth]) -> tuple[str, ...]:
    """Return the articles not in play to which an element stated as unknown would point if it were true."""
    asked = {element for element, truth in known.items() if truth is None}
    if not asked:
        return ()
    if_true = {**known, **dict.fromkeys(asked, True)}
    playing = articles_in_play(book, facts, known)
    return tuple(name for name in articles_in_play(book, facts, if_true) if name not in playing)


def in_play(book: Book, facts: Facts, article: OffenceArticle, known: Mapping[str, Truth]) -> bool:
    """Say whether the facts point to an article at all: it is named, or one of its telling elements is true."""
    if article.id in facts.articles:
        return True
    if article.of_articles and not any(known.get(element) for element in article.one_of):
        return False
    return any(known.get(element) is True for element in telling_elements(book)[article.id])


def law_verdict(offences: Iterable[MadeOut]) -> Verdict:
    """Join the offences of one state: alternatives inside a territory; parts of a state must agree to be sure.

    >>> law_verdict([])
    <Verdict.NO: 'no'>
    """
    parts: dict[str, list[Verdict]] = {}
    for offence in offences:
        parts.setdefault(offence.territory, []).append(offence.verdict)
    everywhere = parts.pop("", [])
    whole = any_of(everywhere)
    if whole is Verdict.YES or not parts:
        return whole
    answers = {any_of(found) for found in parts.values()}
    local = answers.pop() if len(answers) == 1 else Verdict.UNKNOWN
    return any_of([whole, local])


def _judge(
    book: Book,
    facts: Facts,
    article: OffenceArticle,
    offence: Offence,
    *,
    day: date,
    known: Mapping[str, Truth],
) -> MadeOut:
    required = tuple(dict.fromkeys((*article.core, *offence.requires)))
    truths = {element: truth_of(known, element) for element in required}
    parts = list(truths.values())
    met, unmet, unknown = (
        [element for element, truth in truths.items() if truth is wanted]
        for wanted in (Verdict.YES, Verdict.NO, Verdict.UNKNOWN)
    )
    if article.one_of:
        parts.append(any_of(truth_of(known, element) for element in article.one_of))
        chosen = [element for element in article.one_of if known.get(element) is True]
        met += chosen
        if not chosen:
            unknown += [e for e in article.one_of if known.get(e) is None]
    outcome = all_of(parts)
    reasons: list[Reason] = []
    record = record_id(offence)

    def say(code: str, confidence: Confidence = offence.confidence, **params: object) -> None:
        reasons.append(
            Reason(
                code, {"state": offence.state, "statute": offence.statute, **params}, "", record, confidence
            )
        )

    if not article.core_known:
        outcome = all_of([outcome, Verdict.UNKNOWN])
        say("offence.article_unread", "recalled", article=article.id)
    if offence.coverage == "none":
        outcome = Verdict.NO
        say("offence.none", article=article.id, note=offence.note)
    elif offence.coverage == "unread":
        outcome = all_of([outcome, Verdict.UNKNOWN])
        say("offence.unread", "recalled", note=offence.note)
    elif offence.coverage == "partial" and not set(offence.requires) - set(article.core):
        outcome = all_of([outcome, Verdict.UNKNOWN])
        say("offence.partial_in_words", note=offence.note)
    override = facts.offence_known_to.get(offence.state)
    if override is False:
        outcome = Verdict.NO
        say("offence.stated_unknown_to_law")
    if offence.since is None and day < book.edition.as_of:
        say("offence.start_unknown", "recalled", on=day.isoformat())
    if outcome is not Verdict.NO or not reasons:
        code = {Verdict.YES: "offence.met", Verdict.NO: "offence.unmet", Verdict.UNKNOWN: "offence.open"}[
            outcome
        ]
        say(code, article=article.id, unmet=unmet, unknown=unknown)
    return MadeOut(
        state=offence.state,
        article=offence.article,
        statute=offence.statute,
        verdict=outcome,
        required=required + article.one_of,
        met=tuple(met),
        unmet=tuple(unmet),
        unknown=tuple(unknown),
        max_penalty_months=facts.max_penalty_months.get(offence.state, offence.max_penalty_months),
        reasons=tuple(reasons),
        cite=offence.statute,
        record=record,
        confidence=offence.confidence if all(r.confidence == "verified" for r in reasons) else "recalled",
        territory=offence.territory,
        prosecution_requires=offence.prosecution_requires,
    )


def _stated(facts: Facts, state: str, article: str, code: str, *, required: tuple[str, ...] = ()) -> MadeOut:
    """Make the answer for an offence no record of the state describes: what the scenario states, else unknown."""
    override = facts.offence_known_to.get(state)
    if override is not None:
        code = "offence.stated_known_to_law" if override else "offence.stated_unknown_to_law"
    reason = Reason(code, {"state": state, "article": article, "statute": ""})
    return MadeOut(
        state, article, "", verdict(override), required, (), (), (), facts.max_penalty_months.get(state), (reason,), "", "", "recalled"
    )  # fmt: skip


def _other(facts: Facts, state: str) -> MadeOut:
    return _stated(facts, state, OTHER_OFFENCE, "offence.outside_the_book")


def _no_record(book: Book, facts: Facts, name: str, state: str) -> MadeOut:
    article = find_article(book, name)
    return _stated(
        facts,
        state,
        name,
        "offence.no_record",
        required=article.core if article is not None else (),
    )
