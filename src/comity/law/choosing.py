"""Which rows an answer needs: the instruments for a measure (and what is always shown beside it), and the kinds of data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from comity.facts.scenario import CATEGORIES
from comity.law.asking import ANY_DATA, Matter, covers

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import Instrument

DISCLOSED = ("subscriber", "traffic", "content")
"""The kinds of data a stored-data measure is answered for when none is named."""


def instruments(matter: Matter) -> Iterable[tuple[Instrument, str]]:
    """Pair each instrument to ask about with the measure it is asked for."""
    book, ask = matter.book, matter.scenario.ask
    if ask.instrument:
        chosen = book.instrument(ask.instrument)
        yield chosen, ask.measure or chosen.measures[0]
        return
    if not ask.measure:
        yield from _every(book)
        return
    seen: set[str] = set()
    for wanted in (ask.measure, *book.measure(ask.measure).companions):
        for instrument in book.instruments_for(wanted):
            companion = wanted != ask.measure
            if instrument.id in seen or (companion and wanted not in instrument.measures):
                continue
            seen.add(instrument.id)
            yield instrument, wanted


def _every(book: Book) -> Iterable[tuple[Instrument, str]]:
    """Pair every instrument with one of its measures for each phase of the plan; what serves any measure is asked for data."""
    general = next((one.id for one in book.measures if one.phase == "ask"), "")
    for instrument in book.instruments:
        if instrument.at_home:
            continue
        phases: set[str] = set()
        for name in instrument.measures:
            measure = book.measure(name)
            if measure.phase not in phases:
                phases.add(measure.phase)
                yield instrument, general if measure.general and general else name


def categories(matter: Matter, instrument: Instrument, measure: str) -> tuple[str, ...]:
    """Return the kinds of data a row is needed for: those asked, else those the measure is about."""
    asked = matter.scenario.ask.data_categories
    if not instrument.data_categories and not about_data(matter.book, measure):
        return (ANY_DATA,)
    wanted = asked or instrument.data_categories or DISCLOSED
    chosen = tuple(category for category in wanted if covers(instrument.data_categories, category))
    return tuple(sorted(chosen, key=CATEGORIES.index))


def about_data(book: Book, measure: str) -> bool:
    """Say whether a measure is about data: some instrument that serves it names kinds of data."""
    return any(one.data_categories for one in book.instruments_for(measure) if measure in one.measures)
