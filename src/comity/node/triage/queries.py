"""Questions to triage: the queue by urgency with its reasons, what the engine said, what was decided. Nothing sealed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from comity.kernel.actor import Actor
from comity.kernel.finding import Reason
from comity.law import titles
from comity.law.book import Book
from comity.law.elements import find_article, general_elements
from comity.law.words import sentence
from comity.node.base import sealing
from comity.node.base.permissions import require
from comity.node.reports import queries as reports
from comity.node.reports.models import Message, Report
from comity.node.triage import permissions
from comity.node.triage.models import Assessment, Decision
from comity.policy.attributes import Grant
from comity.triage.urgency import LEVELS

OPEN = (Report.State.RECEIVED, Report.State.IN_TRIAGE)
LOSS = "property_loss"
"""The element of an offence that stands for lost money."""


def queue(by: Actor, *, states: Iterable[str] = OPEN) -> QuerySet[Report]:
    """Return the reports of the actor's desk, the most urgent first and of equal ones the oldest.

    Each row carries ``level`` (what counts: an officer's, else the engine's), ``proposed`` (the engine's), ``reasons`` and
    ``news`` (additions nobody has read yet).

    Raises:
        NotAllowed: no role that reads reports.
    """
    own = Decision.objects.filter(report=OuterRef("pk"), kind=Decision.Kind.URGENCY).order_by("-number")
    last = Assessment.objects.filter(report=OuterRef("pk")).order_by("-number")
    rows = reports.mine(by).filter(state__in=list(states)).annotate(
        level=Coalesce(Subquery(own.values("urgency")[:1]), "urgency"),
        reasons=Subquery(last.values("urgency_reasons")[:1]),
        news=Count("messages", filter=Q(messages__direction=Message.Direction.FROM_REPORTER)),
    )  # fmt: skip
    rank = Case(
        *(When(level=level, then=Value(place)) for place, level in enumerate(LEVELS)),
        default=Value(-1),  # not read yet: nobody knows how urgent it is, so it stands above all
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", "received_at", "pk")


def counts(by: Actor) -> dict[str, int]:
    """Return how many reports of the actor's desk are in each state."""
    rows = reports.mine(by).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def level_of(report: Report) -> str:
    """Return the urgency that counts: an officer's, else the engine's; empty while the report was not read."""
    own = report.decisions.filter(kind=Decision.Kind.URGENCY).order_by("-number").first()
    return own.urgency if own is not None else report.urgency


def assessment(report: Report, *, by: Actor, at: datetime, grants: Iterable[Grant] = ()) -> Assessment | None:
    """Return what the engine last said of a report.

    Raises:
        NotAllowed: policy says no.
    """
    require(by, "report.view", permissions.of(report, at=at, grants=grants))
    return report.assessments.first()


def reasons_in_words(stored: Iterable[Mapping[str, Any]] | None, language: str) -> list[str]:
    """Return the sentences of stored reasons."""
    return [sentence(Reason(one["code"], one.get("params", {})), language) for one in stored or ()]


@dataclass(frozen=True, slots=True)
class OffenceRows:
    """Rows of the offences the facts point to, the gravest harm first; and where a state has none on record, under "more"."""

    shown: tuple[Mapping[str, Any], ...]
    more: tuple[Mapping[str, Any], ...]


def offence_rows(book: Book, document: Mapping[str, Any], stated: Collection[str]) -> OffenceRows:
    """Sort the offences of ``comity.offences/1`` into what the facts point to and what no state punishes under that name.

    The facts point to a row where its verdict is yes; or the element that tells its article from others was asked about, be
    the answer yes, no or "I do not know" (``stated``: the elements the facts speak of); or most elements of its own are met and
    none is denied. A row in play only through an element it shares with others (to deal in or possess something) is left out:
    to name so grave an offence where nobody stated a word of it would mislead. Inside a state those of lost money stand first
    while money is lost and the law may reach it, then by verdict and by the highest penalty.
    """
    rows = [
        {**row, "country": state, "title": _title(book, str(row["article"]))}
        for state, offences in document.get("countries", {}).items()
        for row in sorted(offences, key=_weight)
    ]
    told = [row for row in rows if row["verdict"] == "yes" or _speaks(book, row, stated)]
    return OffenceRows(
        tuple(row for row in told if row["statute"] or row["verdict"] == "yes"),
        tuple(row for row in told if not row["statute"] and row["verdict"] != "yes"),
    )


_VERDICTS = ("yes", "unknown", "no")


def _weight(row: Mapping[str, Any]) -> tuple[bool, int, int]:
    """Say where a row stands among those of its state: harm first, then what is made out, then the penalty."""
    lost_money = LOSS in row["met"] and row["verdict"] != "no"
    return not lost_money, _VERDICTS.index(row["verdict"]), -(row.get("max_penalty_months") or 0)


def _title(book: Book, article: str) -> str:
    return titles.article(book, article, (get_language() or "en").partition("-")[0])


def _speaks(book: Book, row: Mapping[str, Any], stated: Collection[str]) -> bool:
    found = find_article(book, str(row["article"]))
    if found is None:
        return False
    own = (set(found.core) | set(found.one_of)) - general_elements(book)
    if not own:
        return False
    often = {element: _articles_with(book, element) for element in own}
    rarest = {element for element, number in often.items() if number == min(often.values())}
    mostly = 2 * len(own & set(row["met"])) > len(own) and own.isdisjoint(row["unmet"])
    return mostly or not rarest.isdisjoint(stated)


def _articles_with(book: Book, element: str) -> int:
    return sum(element in one.core or element in one.one_of for one in book.offence_articles)


def decisions(report: Report, *, by: Actor, at: datetime, grants: Iterable[Grant] = ()) -> list[Decision]:
    """Return what was decided about a report, the oldest first; the notes stay sealed.

    Raises:
        NotAllowed: policy says no.
    """
    require(by, "report.view", permissions.of(report, at=at, grants=grants))
    return list(report.decisions.all())


def notes(report: Report, key: sealing.OpenKey) -> dict[str, str]:
    """Return the notes of decisions by id, for a report that somebody has opened with a purpose."""
    return {str(one.pk): sealing.read(one, key, "note") for one in report.decisions.all()}
