"""The same act with and without a computer: is what a state punishes offline punished online as well?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from comity.kernel.finding import Confidence, Verdict, any_of
from comity.law.contents import record_id
from comity.law.elements import find_article
from comity.law.gaps.articles import ArticleGap, article_gap

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import OfflinePair

Flag = Literal[
    "equivalent", "online_asks_more", "offline_only", "online_open", "offline_not_known", "online_only"
]
"""``offline_only``: criminal offline, not online. ``online_open``: criminal offline, online not known. Both are flagged."""

FLAGGED: frozenset[Flag] = frozenset({"offline_only", "online_open"})


@dataclass(frozen=True, slots=True)
class Offline:
    """One pair in one state: what its law says on either side, by which records."""

    pair: OfflinePair
    offline: Verdict
    online: Verdict
    asks_more: bool
    statutes: tuple[str, ...]
    records: tuple[str, ...]
    confidence: Confidence

    @property
    def flag(self) -> Flag:
        """Say what the two sides make together; unknown offline concludes nothing."""
        if self.offline is Verdict.UNKNOWN:
            return "offline_not_known"
        if self.offline is Verdict.NO:
            return "online_only" if self.online is Verdict.YES else "offline_not_known"
        if self.online is Verdict.YES:
            return "online_asks_more" if self.asks_more else "equivalent"
        return "offline_only" if self.online is Verdict.NO else "online_open"

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "pair": self.pair.id,
            "title": self.pair.title,
            "offline": self.offline.value,
            "online": self.online.value,
            "online_articles": list(self.pair.online),
            "flag": self.flag,
            "flagged": self.flag in FLAGGED,
            "statutes": list(self.statutes),
            "records": list(self.records),
            "source": self.pair.source,
            "confidence": self.confidence,
        }


def offline_pairs(book: Book, state: str, on: date) -> tuple[Offline, ...]:
    """Compare each pair of the book in one state's law."""
    return tuple(_compare(book, state, pair, on) for pair in book.offline_pairs)


def _compare(book: Book, state: str, pair: OfflinePair, on: date) -> Offline:
    offline, statutes, records, sure = _offline(book, state, pair, on)
    gaps = [
        article_gap(book, state, article, on)
        for article in (find_article(book, name) for name in pair.online)
        if article is not None
    ]
    online = any_of(_online(gap) for gap in gaps)
    covered = any(gap.status == "covered" for gap in gaps)
    sure = sure and all(gap.confidence == "verified" for gap in gaps)
    rows = tuple(row.offence for gap in gaps for row in gap.rows)
    return Offline(
        pair,
        offline,
        online,
        online is Verdict.YES and not covered,
        (*statutes, *(row.statute for row in rows if row.statute)),
        (*records, *map(record_id, rows)),
        "verified" if sure else "recalled",
    )


def _online(gap: ArticleGap) -> Verdict:
    if gap.status in ("covered", "asks_more"):
        return Verdict.YES
    return Verdict.NO if gap.status == "no_offence" else Verdict.UNKNOWN


def _offline(
    book: Book, state: str, pair: OfflinePair, on: date
) -> tuple[Verdict, Iterable[str], Iterable[str], bool]:
    """Return what the law says of the offline act, the statutes and records it says it by, and whether all were read."""
    if pair.offline_article:
        article = book.offence_article(pair.offline_article)
        gap = article_gap(book, state, article, on)
        rows = [row.offence for row in gap.rows]
        return (
            _online(gap),
            [row.statute for row in rows if row.statute],
            [record_id(row) for row in rows],
            all(row.confidence == "verified" for row in rows),
        )
    told = book.offline_offences(state, pair.id)
    words = {"yes": Verdict.YES, "no": Verdict.NO, "unknown": Verdict.UNKNOWN}
    found = any_of(words[row.criminal] for row in told) if told else Verdict.UNKNOWN
    return (
        found,
        [row.statute for row in told if row.statute],
        [record_id(row) for row in told],
        all(row.confidence == "verified" for row in told),
    )
