"""Steps a state can take, and the book as it would be after them: for simulation only, marked as assumed.

Each step changes a few records and names the states it touches. It also says what protection it takes away by itself:
a reservation is what a state kept for itself; an element dropped from an offence is conduct newly punished.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from comity.facts.strict import nearest
from comity.kernel.digest import digest_of
from comity.kernel.errors import Fault, declare, raise_all
from comity.law import records as r
from comity.law.book import Book
from comity.law.contents import Contents
from comity.law.known import meant

if TYPE_CHECKING:
    from collections.abc import Mapping

ASSUMED = "assumed in this simulation"
NO_TREATY = declare("law.step.no_treaty", "The book has no treaty {treaty!r}.{nearest}")
NO_STATE = declare("law.step.no_state", "The book has no state {state!r}.{nearest}")
NOT_JOINED = declare(
    "law.step.not_joined_by_states",
    "{treaty} is not joined by a ratification: who is bound follows from membership.",
    "Choose a treaty with a list of parties.",
)
NO_RESERVATION = declare(
    "law.step.no_reservation",
    "The book has no reservation of {state} to {treaty}, article {article}.",
    "It has: {known}.",
)
NO_ARTICLE = declare("law.step.no_article", "The book has no offence article {article!r}.{nearest}")
NO_OFFENCE = declare(
    "law.step.no_offence",
    "The book has no offence of {state} under {article} to amend.",
    "Enact one instead.",
)
NO_ELEMENT = declare("law.step.no_element", "No offence has the element {element!r}.{nearest}")
NO_MEASURE = declare("law.step.no_measure", "The book keeps no power for the measure {measure!r}.{nearest}")
SAME_STATE = declare(
    "law.step.same_state", "{state} cannot conclude a treaty with itself.", "Name two states."
)


@dataclass(frozen=True, slots=True)
class Ratify:
    """Become a party to a treaty. One that is not in force itself binds nobody yet."""

    state: str
    treaty: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Withdraw a reservation or declaration."""

    state: str
    treaty: str
    article: str


@dataclass(frozen=True, slots=True)
class Amend:
    """Amend the elements an offence asks for beyond its article's core."""

    state: str
    article: str
    drop: tuple[str, ...] = ()
    add: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enact:
    """Enact an offence in the words of its article."""

    state: str
    article: str


@dataclass(frozen=True, slots=True)
class Empower:
    """Give the authorities at home a power, for all kinds of data."""

    state: str
    measure: str


@dataclass(frozen=True, slots=True)
class Conclude:
    """Conclude a general assistance treaty between two states."""

    state: str
    other: str


Step: TypeAlias = Ratify | Withdraw | Amend | Enact | Empower | Conclude
KINDS: Mapping[str, type[Step]] = {
    "ratify": Ratify,
    "withdraw": Withdraw,
    "amend": Amend,
    "enact": Enact,
    "empower": Empower,
    "conclude": Conclude,
}
"""The kinds of step by the word that names them."""
_WORDS = {kind: word for word, kind in KINDS.items()}


def kind_of(step: Step) -> str:
    """Return the word for the kind of a step."""
    return _WORDS[type(step)]


def document(step: Step) -> dict[str, Any]:
    """Return the JSON form."""
    found = {name: getattr(step, name) for name in type(step).__dataclass_fields__}
    return {"kind": kind_of(step)} | {
        name: list(value) if isinstance(value, tuple) else value for name, value in found.items()
    }


def takes_away(step: Step) -> bool:
    """Say whether all a step does by itself is to take a protection away: what it opens, that protection had closed."""
    return isinstance(step, Withdraw) or (isinstance(step, Amend) and not step.add)


def in_force(treaty: r.Treaty, on: date) -> bool:
    """Say whether a treaty works at all on the day."""
    started = treaty.entry_into_force is not None and treaty.entry_into_force <= on
    return started and (treaty.applies_from is None or treaty.applies_from <= on)


def touched(book: Book, steps: Iterable[Step]) -> frozenset[str]:
    """Return the states whose records the steps change, and those bound through one of them.

    A treaty between two states changes no record of either: see :func:`touched_pairs`.
    """
    found: set[str] = set()
    for step in steps:
        if isinstance(step, Conclude):
            continue
        found.add(step.state)
        if isinstance(step, Ratify):
            for extension in book.treaty(step.treaty).extends_to:
                if extension.party == step.state:
                    found |= {member.state for member in book.table(extension.table).members}
    return frozenset(found)


def touched_pairs(steps: Iterable[Step]) -> frozenset[tuple[str, str]]:
    """Return the pairs between which the steps conclude a treaty, both ways round."""
    pairs = [(step.state, step.other) for step in steps if isinstance(step, Conclude)]
    return frozenset((*pairs, *((two, one) for one, two in pairs)))


def faults(book: Book, steps: Iterable[Step]) -> list[Fault]:
    """Return what of the steps the book does not have."""
    found: list[Fault] = []
    for step in steps:
        sides = (step.state, *((step.other,) if isinstance(step, Conclude) else ()))
        found += [
            NO_STATE.fault(state=state, nearest=meant(book, state) or nearest(state, book.states))
            for state in sides
            if not book.knows(state)
        ]
        found += _faults(book, step)
    return found


def _faults(book: Book, step: Step) -> Iterable[Fault]:
    if isinstance(step, Ratify | Withdraw):
        return _treaty_faults(book, step)
    if isinstance(step, Amend | Enact):
        return _offence_faults(book, step)
    if isinstance(step, Empower):
        powers = {one.power for one in book.measures if one.power}
        if step.measure not in powers:
            return [NO_MEASURE.fault(measure=step.measure, nearest=nearest(step.measure, powers))]
    if isinstance(step, Conclude) and step.state == step.other:
        return [SAME_STATE.fault(state=step.state)]
    return []


def _treaty_faults(book: Book, step: Ratify | Withdraw) -> Iterable[Fault]:
    treaties = {name for one in book.treaties for name in (one.id, *one.aliases)}
    if step.treaty not in treaties:
        yield NO_TREATY.fault(treaty=step.treaty, nearest=nearest(step.treaty, treaties))
        return
    if isinstance(step, Ratify):
        if book.treaty(step.treaty).membership != "parties":
            yield NOT_JOINED.fault(treaty=step.treaty)
        return
    known = book.reservations(step.state, book.treaty(step.treaty).id)
    if all(row.article != step.article for row in known):
        articles = ", ".join(sorted({row.article for row in known})) or "none"
        yield NO_RESERVATION.fault(state=step.state, treaty=step.treaty, article=step.article, known=articles)


def _offence_faults(book: Book, step: Amend | Enact) -> Iterable[Fault]:
    articles = {one.id for one in book.offence_articles}
    if step.article not in articles:
        yield NO_ARTICLE.fault(article=step.article, nearest=nearest(step.article, articles))
    if isinstance(step, Enact):
        return
    if not book.offences(step.state, step.article):
        yield NO_OFFENCE.fault(state=step.state, article=step.article)
    words = {word.id for word in book.vocabulary.elements}
    for element in (*step.drop, *step.add):
        if element not in words:
            yield NO_ELEMENT.fault(element=element, nearest=nearest(element, words))


def lay_over(book: Book, steps: Iterable[Step], on: date) -> Book:
    """Return the book as it would be after the steps, on the day.

    Raises:
        BadInput: a step names what the book does not have; all faults together.
    """
    steps = tuple(steps)
    raise_all(faults(book, steps))
    contents = book.contents
    for step in steps:
        contents = _laid(book, contents, step, on)
    digest = digest_of({"book": book.digest, "assumed": [document(step) for step in steps], "on": str(on)})
    return Book(contents, digest=digest, origin=book.origin, assumed=True)


def _laid(book: Book, contents: Contents, step: Step, on: date) -> Contents:
    given: dict[str, Any] = {
        "source": ASSUMED,
        "confidence": "recalled",
        "checked_on": max(on, book.edition.as_of),
    }
    if isinstance(step, Ratify):
        treaty = book.treaty(step.treaty)
        bound = in_force(treaty, on)
        row = r.Party(
            treaty=treaty.id,
            state=step.state,
            how="ratification",
            force="yes" if bound else "no",
            bound=on,
            in_force=on if bound else None,
            **given,
        )
        rest = (one for one in contents.parties if (one.treaty, one.state) != (row.treaty, row.state))
        return msgspec.structs.replace(contents, parties=(*rest, row))
    if isinstance(step, Withdraw):
        name = book.treaty(step.treaty).id
        kept = tuple(
            msgspec.structs.replace(one, force="no", withdrawn_on=on)
            if (one.state, one.treaty, one.article) == (step.state, name, step.article)
            else one
            for one in contents.reservations
        )
        return msgspec.structs.replace(contents, reservations=kept)
    if isinstance(step, Amend):
        return msgspec.structs.replace(
            contents,
            offences=tuple(
                _amended(one, step, given)
                if (one.state, one.article) == (step.state, step.article) and one.coverage != "none"
                else one
                for one in contents.offences
            ),
        )
    if isinstance(step, Enact):
        made = r.Offence(
            state=step.state, article=step.article, statute=ASSUMED, coverage="full", since=on, **given
        )
        others = (
            one
            for one in contents.offences
            if (one.state, one.article, one.coverage) != (step.state, step.article, "none")
        )
        return msgspec.structs.replace(contents, offences=(*others, made))
    if isinstance(step, Empower):
        power = r.Power(
            state=step.state, measure=step.measure, statute=ASSUMED, available="full", since=on, **given
        )
        left = (one for one in contents.powers if (one.state, one.measure) != (step.state, step.measure))
        return msgspec.structs.replace(contents, powers=(*left, power))
    first, second = sorted((step.state, step.other))
    concluded = r.Bilateral(
        id=f"assumed-{first}-{second}".lower(),
        states=(first, second),
        title=f"{first}-{second}: {ASSUMED}",
        kind="mlat",
        force="yes",
        in_force=on,
        **given,
    )
    return msgspec.structs.replace(contents, bilaterals=(*contents.bilaterals, concluded))


def _amended(offence: r.Offence, step: Amend, given: Mapping[str, Any]) -> r.Offence:
    """Return an offence with other elements. Its words are then those of the step, so that it is read as a whole."""
    kept = tuple(name for name in offence.requires if name not in step.drop)
    requires = (*kept, *(name for name in step.add if name not in kept))
    return msgspec.structs.replace(offence, requires=requires, coverage="full", **given)
