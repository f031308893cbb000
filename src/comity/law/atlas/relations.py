"""Which relations there are: the conduct offered, the kinds of data of each measure, and the question put to the engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from comity.facts.model import Facts
from comity.facts.scenario import CATEGORIES, Ask, Scenario
from comity.facts.strict import nearest
from comity.kernel.country import Country
from comity.kernel.errors import Fault, declare
from comity.law.asking import ANY_DATA, Matter
from comity.law.choosing import DISCLOSED, about_data, categories
from comity.law.known import meant

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import Instrument, OffenceArticle

NOT_CORE = declare(
    "law.atlas.not_core_conduct",
    "The atlas is not offered for {conduct!r}.",
    "It is offered for core conduct only: {offered}.",
)
NO_STATE = declare("law.atlas.no_state", "The book has no state {state!r}.{nearest}")
NO_MEASURE = declare("law.atlas.no_measure", "The book has no measure {measure!r}.{nearest}")
NO_DATA = declare(
    "law.atlas.no_data", "{measure} is not asked for {category!r}.", "It is asked for: {offered}."
)
ITSELF = declare("law.atlas.itself", "{state} does not ask itself.", "Name two states.")

DUTY = ("treaty", "eu_act")
"""What an instrument rests on that binds the state asked; all else is practice, a scheme, home law or comity."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One question of the atlas; the day and the book are given beside it."""

    requesting: str
    requested: str
    conduct: str
    measure: str
    category: str


@dataclass(frozen=True, slots=True)
class Row:
    """One instrument for one measure and one kind of data: what one route of the engine is about."""

    instrument: Instrument
    measure: str
    category: str

    @property
    def duty(self) -> bool:
        """Say whether the instrument binds the state asked."""
        return self.instrument.basis in DUTY


@dataclass(frozen=True, slots=True)
class Field:
    """One measure and kind of data, with the rows of the engine that answer it."""

    measure: str
    category: str
    rows: tuple[Row, ...]


def core_conduct(book: Book) -> tuple[OffenceArticle, ...]:
    """Return the conduct the atlas is offered for, in the order of the book."""
    return tuple(article for article in book.offence_articles if article.core_conduct)


def kinds_of_data(book: Book, measure: str) -> tuple[str, ...]:
    """Return the kinds of data a measure is shown for; one that is not about data has :data:`ANY_DATA` only."""
    if not about_data(book, measure):
        return (ANY_DATA,)
    named = {
        category
        for one in book.instruments_for(measure)
        if measure in one.measures
        for category in one.data_categories or DISCLOSED
    }
    return tuple(sorted(named, key=CATEGORIES.index))


def fields(book: Book, measures: Iterable[str] = ()) -> tuple[Field, ...]:
    """Return every measure and kind of data with its rows (of the measures named, or of all)."""
    wanted = tuple(measures) or tuple(one.id for one in book.measures)
    return tuple(
        Field(measure, category, _rows(book, measure, category))
        for measure in wanted
        for category in kinds_of_data(book, measure)
    )


def _rows(book: Book, measure: str, category: str) -> tuple[Row, ...]:
    relation = Relation("", "", "", measure, category)
    matter = Matter(book, question(relation, book.edition.as_of), "", "")
    return tuple(
        Row(instrument, measure, category)
        for instrument in book.instruments_for(measure)
        if category in categories(matter, instrument, measure)
    )


def question(
    relation: Relation, on: date, *, urgency: str = "routine", facts: Facts | None = None
) -> Scenario:
    """Put a relation as the scenario the engine answers: the core of the conduct is there, everything else is unknown."""
    return Scenario(
        id="",
        title="",
        on=on,
        at=None,
        urgency=urgency,
        ask=Ask(
            requesting=Country(relation.requesting),
            requested=(Country(relation.requested),),
            measure=relation.measure,
            data_categories=() if relation.category == ANY_DATA else (relation.category,),
        ),
        facts=facts or Facts(articles=(relation.conduct,)),
        source="the atlas",
    )


def faults(
    book: Book,
    *,
    states: Iterable[str] = (),
    conducts: Iterable[str] = (),
    measures: Iterable[str] = (),
) -> list[Fault]:
    """Return what of a question to the atlas the book does not have."""
    known = {one.id for one in book.measures}
    core = [one.id for one in core_conduct(book)]
    return [
        *(
            NO_STATE.fault(state=one, nearest=meant(book, one) or nearest(one, book.states))
            for one in states
            if not book.knows(one)
        ),
        *(NOT_CORE.fault(conduct=one, offered=", ".join(core)) for one in conducts if one not in core),
        *(NO_MEASURE.fault(measure=one, nearest=nearest(one, known)) for one in measures if one not in known),
    ]
