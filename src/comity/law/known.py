"""What of a question the book does not know: said with file, key and the words that may have been meant, all at once.

A word nobody asks about is as bad as a misspelt one: a tag that is not in the vocabulary protects nobody, a fact that no
condition asks about settles nothing. So both are faults, and not passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from comity.facts.model import Facts
from comity.facts.strict import nearest, shown
from comity.kernel.country import Country, is_invented
from comity.kernel.errors import Fault, declare
from comity.law.checking import OTHER_OFFENCES
from comity.law.checks.walk import conditions, owners
from comity.law.condition_records import DangerToLife, FactIs
from comity.law.elements import faults_in

if TYPE_CHECKING:
    from comity.facts.scenario import Scenario
    from comity.law.book import Book

MISSING_SIDE = declare(
    "law.ask.missing_side",
    "The question names no {side} state.",
    "Write ask.{side} = a country code, such as DE.",
)
UNKNOWN_MEASURE = declare("law.ask.unknown_measure", "The book knows no measure {measure!r}.{nearest}")
UNKNOWN_INSTRUMENT = declare(
    "law.ask.unknown_instrument", "The book has no instrument {instrument!r}.{nearest}"
)
UNKNOWN_STATE = declare(
    "law.ask.unknown_state",
    "{state!r} is no state of the book.{nearest}",
    "Write its code of ISO 3166-1; an invented state has one of XA to XZ.",
)
UNKNOWN_FIELD = declare("law.ask.unknown_field", "The form of {instrument} has no field {field!r}.{nearest}")
UNKNOWN_TREATY = declare(
    "law.assume.unknown_treaty", "The book has no treaty {treaty!r} to assume a party of.{nearest}"
)
UNKNOWN_EVENT = declare(
    "law.event.unknown", "No life cycle or clock of the book has the event {event!r}.{nearest}"
)
UNKNOWN_TAG = declare("law.tag.unknown", "{tag!r} is no tag of the book.{nearest}")
UNKNOWN_STATED = declare(
    "law.stated.unknown", "No condition of the book asks about the fact {fact!r}.{nearest}"
)
DAY_OUTSIDE = declare(
    "law.day.outside_the_book",
    "{day} is outside the book, which covers {first} to {last}.",
    "Ask as of a day between them.",
)

YEARS_AHEAD = 10
"""How far past its own day a book is asked: treaties are opened and statutes passed to apply years later, not decades."""


def scenario_faults(book: Book, scenario: Scenario, *, whole: bool = True) -> list[Fault]:
    """Return what of a scenario the book does not know.

    ``whole``: false where the file has other faults already; then nothing is said of what may be missing because of them.
    """
    file = scenario.source or "scenario"
    ask = scenario.ask
    found = (
        [] if scenario.on == date.min and not whole else day_faults(book, scenario.on, f"{file}: scenario.on")
    )
    found += faults_in(book, scenario.facts, file)
    found += _words_of_facts(book, scenario.facts, file)
    for key, codes in _states(scenario):
        found += state_faults(book, codes, f"{file}: {key}")
    found += measure_faults(book, ask.measure, f"{file}: ask.measure")
    found += instrument_faults(book, ask.instrument, f"{file}: ask.instrument")
    found += _field_faults(book, scenario, file)
    for number, event in enumerate(scenario.events, 1):
        place = f"{file}: event[{number}]"
        day = event.at.date() if isinstance(event.at, datetime) else event.at
        found += day_faults(book, day, f"{place}.at")
        found += instrument_faults(book, event.instrument, f"{place}.instrument")
        if event.name not in (known := events(book)):
            fault = UNKNOWN_EVENT.fault(event=shown(event.name), nearest=nearest(event.name, known))
            found.append(fault.at(f"{place}.name"))
    treaties = {name for treaty in book.treaties for name in (treaty.id, *treaty.aliases)}
    for number, one in enumerate(scenario.assumptions, 1):
        if one.treaty not in treaties:
            fault = UNKNOWN_TREATY.fault(treaty=shown(one.treaty), nearest=nearest(one.treaty, treaties))
            found.append(fault.at(f"{file}: assume[{number}].party.treaty"))
    return found


def side_faults(scenario: Scenario) -> list[Fault]:
    """Return a fault for each side the question does not name."""
    ask, file = scenario.ask, scenario.source or "scenario"
    sides = {"requesting": ask.requesting, "requested": ask.requested}
    return [MISSING_SIDE.fault(side=side).at(file) for side, named in sides.items() if not named]


def state_faults(book: Book, codes: Iterable[str], place: str = "") -> list[Fault]:
    """Return a fault for each code that names no state of the book, with the one that was probably meant."""
    return [
        UNKNOWN_STATE.fault(state=str(code), nearest=meant(book, str(code))).at(place)
        for code in dict.fromkeys(codes)
        if not book.knows(code) and not is_invented(Country(code))
    ]


def meant(book: Book, code: str) -> str:
    """Say which code was probably meant by one that is none (``UK``, ``EL``)."""
    for one in (book.said_for(code), code[::-1]):
        if book.knows(one):
            return f" Did you mean {one!r}?"
    return ""


def day_faults(book: Book, day: date, place: str = "") -> list[Fault]:
    """Return a fault where a day is outside the book."""
    first, last = covers(book)
    if first <= day <= last:
        return []
    return [DAY_OUTSIDE.fault(day=day.isoformat(), first=first.isoformat(), last=last.isoformat()).at(place)]


def covers(book: Book) -> tuple[date, date]:
    """Return the first and the last day the book can be asked about: from its oldest treaty to ten years after its own day."""
    return _covers(book)


@lru_cache(maxsize=8)
def _covers(book: Book) -> tuple[date, date]:
    day = book.edition.as_of
    opened = [treaty.opened for treaty in book.treaties if treaty.opened is not None]
    # The 28th: every year has it.
    return min([*opened, day]), date(day.year + YEARS_AHEAD, day.month, min(day.day, 28))


@lru_cache(maxsize=8)
def stated_names(book: Book) -> frozenset[str]:
    """Return the names of the further facts that something in the book asks about."""
    found = {OTHER_OFFENCES}
    for owner in owners(book.contents):
        for condition in conditions(owner):
            if isinstance(condition, FactIs):
                found.add(condition.fact)
            if isinstance(condition, DangerToLife):
                found.update(condition.or_facts)
    return frozenset(found)


@lru_cache(maxsize=8)
def events(book: Book) -> frozenset[str]:
    """Return every event that moves a life cycle or starts a clock."""
    moves = {one.event for instrument in book.instruments for one in instrument.transitions}
    return frozenset(
        moves | {clock.starts_at for instrument in book.instruments for clock in instrument.clocks}
    )


def _words_of_facts(book: Book, facts: Facts, file: str) -> list[Fault]:
    asked = stated_names(book) if facts.stated or facts.tags else frozenset()
    # A condition takes a tag of the fact's name as the fact, so that is a tag as well.
    tags = {word.id for word in book.vocabulary.tags}
    return [
        *(
            UNKNOWN_TAG.fault(tag=shown(tag), nearest=nearest(tag, tags)).at(f"{file}: facts.tags")
            for tag in sorted(facts.tags - tags - asked)
        ),
        *(
            UNKNOWN_STATED.fault(fact=shown(name), nearest=nearest(name, asked)).at(f"{file}: facts.stated")
            for name in facts.stated
            if name not in asked
        ),
    ]


def _states(scenario: Scenario) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield every key that names states, with the codes that stand there."""
    ask, facts = scenario.ask, scenario.facts
    to, provider, persons = ask.addressee, facts.provider, facts.persons
    yield "ask.requesting", _some(ask.requesting)
    yield "ask.requested", ask.requested
    if to is not None:
        yield "ask.addressee.seat", _some(to.seat)
        yield "ask.addressee.designated_establishment", _some(to.designated_establishment)
    yield "facts.offence_known_to", facts.offence_known_to
    yield "facts.max_penalty_months", facts.max_penalty_months
    for factor, places in facts.places.known.items():
        yield f"facts.places.{factor}", places
    yield "facts.provider.seat", _some(provider.seat)
    yield "facts.provider.designated_in", _some(provider.designated_in)
    for name in ("suspect_nationality", "suspect_residence", "victim_nationality"):
        yield f"facts.persons.{name}", getattr(persons, name)
    for number, one in enumerate(facts.proceedings, 1):
        yield f"facts.proceedings[{number}].state", (one.state,)
    for number, assumed in enumerate(scenario.assumptions, 1):
        yield f"assume[{number}].party.state", (assumed.state,)


def _some(code: str | None) -> tuple[str, ...]:
    return () if code is None else (code,)


def instrument_faults(book: Book, name: str, place: str) -> list[Fault]:
    """Return a fault where a name is given that no instrument has."""
    every = [one.id for one in book.instruments]
    if not name or name in every:
        return []
    return [UNKNOWN_INSTRUMENT.fault(instrument=shown(name), nearest=nearest(name, every)).at(place)]


def measure_faults(book: Book, name: str, place: str) -> list[Fault]:
    """Return a fault where a name is given that no measure has."""
    every = [one.id for one in book.measures]
    if not name or name in every:
        return []
    return [UNKNOWN_MEASURE.fault(measure=shown(name), nearest=nearest(name, every)).at(place)]


def _field_faults(book: Book, scenario: Scenario, file: str) -> list[Fault]:
    ask = scenario.ask
    form = next((one.fields for one in book.instruments if one.id == ask.instrument), ())
    names = [one.name for one in form]
    return [
        UNKNOWN_FIELD.fault(instrument=ask.instrument, field=shown(name), nearest=nearest(name, names)).at(
            f"{file}: ask.filled"
        )
        for name in ask.filled or ()
        if form and name not in names
    ]
