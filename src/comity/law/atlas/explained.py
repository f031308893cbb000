"""One relation explained by the engine: the answer, what carries it, what stands against it, what would close the gap.

The same answer as the fast table's, with its reasons and citations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from comity.kernel.errors import Fault, raise_all
from comity.kernel.finding import Reason
from comity.law.asking import Asking, Matter
from comity.law.atlas.answers import Answer, as_answer
from comity.law.atlas.closing import Closing, close
from comity.law.atlas.geometry import Shown, looked_at_long_ago
from comity.law.atlas.marks import SILENT, SPOKEN, of_row
from comity.law.atlas.notice import notice
from comity.law.atlas.relations import DUTY, ITSELF, NO_DATA, Relation, faults, kinds_of_data, question
from comity.law.route import routes
from comity.law.status import ORDER, Status
from comity.law.words import reason_document

if TYPE_CHECKING:
    from comity.law.answer import Route
    from comity.law.book import Book


@dataclass(frozen=True)
class Explained:
    """The answer for one relation with everything it rests on.

    ``routes``: those that carry the answer, the surest first. ``against``: what stands against the nearest of them. ``opens``: for
    one that is closed today, what time or a signature would bring (``later``). ``closing``: the steps that would open it.
    """

    book: Book
    relation: Relation
    on: date
    duty: bool
    status: Answer
    shown: Shown
    no_record: bool
    routes: tuple[Route, ...]
    against: tuple[Reason, ...]
    opens: tuple[Reason, ...]
    closing: Closing | None
    seen_on: date
    later: bool = False

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON document ``comity.atlas/1`` for one relation."""
        relation = self.relation
        return {
            "schema": "comity.atlas/1",
            "book": {"version": self.book.version, "digest": self.book.digest},
            "on": self.on.isoformat(),
            "layer": "duty" if self.duty else "any",
            "relation": {
                "requesting": relation.requesting,
                "requested": relation.requested,
                "conduct": relation.conduct,
                "measure": relation.measure,
                "data_category": relation.category,
            },
            "status": self.status,
            "shown": self.shown,
            "no_record": self.no_record,
            "routes": [
                {
                    "instrument": route.instrument.id,
                    "title": route.instrument.title,
                    "legal_basis": route.legal_basis,
                    "status": route.status,
                    "confidence": route.confidence,
                }
                for route in self.routes
            ],
            "against": [reason_document(reason, lang) for reason in self.against],
            "opens": [reason_document(reason, lang) for reason in self.opens],
            "closing": self.closing.document(self.book, lang) if self.closing else None,
            "notice": notice(self.book, (relation.requesting, relation.requested), self.seen_on, lang),
        }


def explain(
    book: Book,
    relation: Relation,
    on: date,
    *,
    duty: bool = False,
    urgency: str = "routine",
    seen_on: date | None = None,
    closing: bool = True,
) -> Explained:
    """Answer one relation from the engine's routes. ``closing = False`` leaves out what would close the gap.

    Raises:
        BadInput: a state, measure, kind of data the book does not have, conduct that is not offered; all faults together.
    """
    raise_all(_faults(book, relation))
    seen_on = seen_on or max(on, book.edition.as_of)
    rows = routes_of(book, relation, on, duty=duty, urgency=urgency)
    old = looked_at_long_ago(book, seen_on)
    live = [route for route in rows if route.status != "displaced"]
    best: Status = min((route.status for route in live), key=ORDER.index, default="closed")
    carrying = [route for route in live if route.status == best]
    carrying.sort(key=lambda route: not _sure(route, old))
    status = as_answer(best)
    on_offer = status in ("open", "conditional")
    sure = (
        any(_sure(one, old) for one in carrying)
        if on_offer
        else bool(live) and all(_sure(one, old) for one in rows)
    )
    return Explained(
        book=book,
        relation=relation,
        on=on,
        duty=duty,
        status=status,
        shown="coloured" if sure else "hatched",
        no_record=status in ("closed", "unknown")
        and any(_silent(book, relation, one, on, urgency) for one in carrying),
        routes=tuple(carrying),
        against=tuple(reason for route in carrying[:1] for gate in route.gates for reason in gate.against),
        opens=tuple(
            reason
            for route in carrying[:1]
            if best == "future"
            for gate in route.failing
            for reason in gate.against
        ),
        closing=close(book, relation, on, rows, duty=duty, urgency=urgency)
        if closing and status in ("closed", "unknown")
        else None,
        seen_on=seen_on,
        later=best == "future",
    )


def routes_of(
    book: Book, relation: Relation, on: date, *, duty: bool, urgency: str = "routine"
) -> list[Route]:
    """Return the engine's routes for a relation: the measure itself, not what is shown beside it."""
    return [
        route
        for route in routes(book, question(relation, on, urgency=urgency)).routes
        if route.measure == relation.measure
        and route.data_category == relation.category
        and (not duty or route.instrument.basis in DUTY)
    ]


def _faults(book: Book, relation: Relation) -> list[Fault]:
    found = faults(
        book,
        states=(relation.requesting, relation.requested),
        conducts=(relation.conduct,),
        measures=(relation.measure,),
    )
    if relation.requesting == relation.requested:
        found.append(ITSELF.fault(state=relation.requesting))
    if not found and relation.category not in (offered := kinds_of_data(book, relation.measure)):
        found.append(
            NO_DATA.fault(measure=relation.measure, category=relation.category, offered=", ".join(offered))
        )
    return found


def _silent(book: Book, relation: Relation, route: Route, on: date, urgency: str) -> bool:
    """Say whether only a want of records stands against a route."""
    matter = Matter(book, question(relation, on, urgency=urgency), route.requesting, route.requested)
    marks = of_row(Asking(matter, route.instrument, route.measure, route.data_category), frozenset())
    return bool(marks & SILENT) and not marks & SPOKEN


def _sure(route: Route, old: frozenset[str]) -> bool:
    """Say whether everything a route rests on is verified and was looked at lately."""
    if route.confidence != "verified":
        return False
    reasons = [reason for gate in route.gates for reason in gate.reasons] + list(route.warnings)
    return not any(reason.record in old for reason in reasons if reason.record)
