"""The question a condition is asked about: one pair of states, one instrument, one measure, one kind of data.

A :class:`Matter` is made once per scenario and pair and remembers what several routes need (offences made out,
assistance treaties, dual criminality); an :class:`Asking` is one row of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict, TypeVar, cast

from comity.facts.model import Facts, Truth
from comity.facts.scenario import Scenario
from comity.kernel.finding import Confidence, Reason, Verdict
from comity.law.dual_criminality import Comparison, compare_laws
from comity.law.elements import known_elements
from comity.law.offences import MadeOut, made_out_in

if TYPE_CHECKING:
    from comity.law.book import Assistance, Book, Standing
    from comity.law.condition_records import Condition
    from comity.law.records import Instrument, Power

Made = TypeVar("Made")

ANY_DATA = "any"
"""The data category of a route that is not about a kind of data (a payment, a person)."""


class Setting:
    """One book, one set of facts, one day: what is the same whoever asks whom, worked out once.

    ``old``: the records looked at too long ago to be relied on; only the atlas asks.
    """

    def __init__(self, book: Book, facts: Facts, on: date, old: frozenset[str] = frozenset()) -> None:
        self.book, self.facts, self.on, self.old = book, facts, on, old
        self._standings: dict[tuple[str, str], Standing] = {}
        self._members: dict[tuple[str, str], Standing] = {}
        self._offences: dict[str, tuple[MadeOut, ...]] = {}
        self._powers: dict[tuple[str, str], Power | None] = {}

    def standing(self, treaty: str, state: str) -> Standing:
        """Return how a state stands to a treaty on the day, looked up once."""
        key = (treaty, state)
        if key not in self._standings:
            self._standings[key] = self.book.standing(treaty, state, self.on)
        return self._standings[key]

    def member(self, table: str, state: str) -> Standing:
        """Return whether a state belongs to a table on the day, looked up once."""
        key = (table, state)
        if key not in self._members:
            self._members[key] = self.book.member(table, state, self.on)
        return self._members[key]

    def power(self, state: str, measure: str) -> Power | None:
        """Return the power of a state for one measure on the day, looked up once."""
        key = (state, measure)
        if key not in self._powers:
            self._powers[key] = self.book.power(state, measure, self.on)
        return self._powers[key]

    def elsewhere(self, book: Book, touched: frozenset[str]) -> Setting:
        """Return the same for a book in which only records of some states differ; what holds of the others is kept."""
        found = Setting(book, self.facts, self.on, self.old)
        found._standings = {key: one for key, one in self._standings.items() if key[1] not in touched}
        found._members = self._members
        found._offences = {state: one for state, one in self._offences.items() if state not in touched}
        return found

    def offences_of(self, state: str) -> tuple[MadeOut, ...]:
        """Return the offences of a state with their verdicts, judged once."""
        if state not in self._offences:
            self._offences[state] = made_out_in(self.book, self.facts, state, self.on, known=self.known)
        return self._offences[state]

    @cached_property
    def known(self) -> Mapping[str, Truth]:
        """What the facts say of each element."""
        return known_elements(self.book, self.facts)


class Matter:
    """One pair of states in one scenario, with what is worked out once and used by many routes.

    ``setting``: what was worked out for other pairs of the same book and facts, where there are any.
    """

    def __init__(
        self,
        book: Book,
        scenario: Scenario,
        requesting: str,
        requested: str,
        setting: Setting | None = None,
    ) -> None:
        self.book, self.scenario = book, scenario
        self.requesting, self.requested = requesting, requested
        self.setting = setting or Setting(book, scenario.facts, scenario.on)
        self.answered: dict[int, Outcome] = {}
        """Answers to conditions that are the same for every row, by the identity of the record (the book keeps it)."""
        self.made: dict[tuple[str, str, str], object] = {}
        """What is the same for every kind of data of one instrument, see :meth:`Asking.once`."""

    def standing(self, treaty: str, state: str) -> Standing:
        """Return how a state stands to a treaty on the day, looked up once."""
        return self.setting.standing(treaty, state)

    def member(self, table: str, state: str) -> Standing:
        """Return whether a state belongs to a table on the day, looked up once."""
        return self.setting.member(table, state)

    @property
    def facts(self) -> Facts:
        """The facts of the scenario."""
        return self.scenario.facts

    @property
    def on(self) -> date:
        """The day as of which everything is answered."""
        return self.scenario.on

    @property
    def at_home(self) -> tuple[MadeOut, ...]:
        """Offences of the requesting state with their verdicts."""
        return self.setting.offences_of(self.requesting)

    @property
    def abroad(self) -> tuple[MadeOut, ...]:
        """Offences of the requested state with their verdicts."""
        return self.setting.offences_of(self.requested)

    @cached_property
    def assistance(self) -> tuple[Assistance, ...]:
        """Assistance treaties in force between the two on the day, the general ones."""
        return tuple(self.book.assistance_treaties(self.requesting, self.requested, self.on))

    @cached_property
    def safeties(self) -> tuple[Condition, ...]:
        """Return the conditions asked of every request, whatever the instrument."""
        return tuple(condition for safety in self.book.safeties for condition in safety.conditions)

    @property
    def known(self) -> Mapping[str, Truth]:
        """What the facts say of each element."""
        return self.setting.known

    @cached_property
    def comparison(self) -> Comparison:
        """Dual criminality between the two for the facts."""
        return compare_laws(self, self.at_home, self.abroad)

    def state_of(self, side: str) -> str:
        """Return the state on a side."""
        return self.requesting if side == "requesting" else self.requested

    def sides(self, who: str) -> tuple[str, ...]:
        """Return the states a condition looks at."""
        return (self.requesting, self.requested) if who in ("both", "either") else (self.state_of(who),)


@dataclass(frozen=True, slots=True)
class Asking:
    """One row: this instrument, for this measure and this kind of data, in this matter."""

    matter: Matter
    instrument: Instrument
    measure: str
    category: str

    @property
    def is_the_ask(self) -> bool:
        """Say whether this row answers what was asked for: the measure, or the one instrument where no measure is named.

        A step beside it goes through its own usual sender.
        """
        ask = self.matter.scenario.ask
        return self.measure == ask.measure if ask.measure else self.instrument.id == ask.instrument

    @property
    def from_role(self) -> str:
        """Who asks: the role given for the measure asked, else the one that usually sends under this instrument."""
        given = self.matter.scenario.ask.from_role if self.is_the_ask else ""
        return given or (self.instrument.from_role[0] if self.instrument.from_role else "")

    def once(self, what: str, make: Callable[[Asking], Made]) -> Made:
        """Work out what is the same for every kind of data of this instrument and measure, once."""
        key = (what, self.instrument.id, self.measure)
        made = self.matter.made
        if key not in made:
            made[key] = make(self)
        return cast(Made, made[key])

    def covers(self, categories: tuple[str, ...]) -> bool:
        """Say whether a list of kinds of data (empty: all) covers the kind asked for."""
        return covers(categories, self.category)


def covers(categories: tuple[str, ...], category: str) -> bool:
    """Say whether ``category`` is among ``categories``; identification data are traffic data of a narrower kind.

    >>> covers(("traffic",), "identification"), covers(("identification",), "traffic"), covers((), "content")
    (True, False, True)
    """
    return (
        not categories
        or category in categories
        or category == ANY_DATA
        or (category == "identification" and "traffic" in categories)
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one condition.

    ``settles`` names the facts that would decide an unknown. ``soft``: the unknown is a missing *fact* (or a state's
    silence on direct contact), so the route is open on a condition; a missing *record* leaves the route unknown.
    ``in_time``: a no that time may turn into a yes (signed, deposited, applies later).
    """

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    settles: tuple[str, ...] = ()
    soft: bool = False
    in_time: bool = False
    warnings: tuple[Reason, ...] = field(default=())


def yes(*reasons: Reason, warnings: tuple[Reason, ...] = ()) -> Outcome:
    """Answer yes."""
    return Outcome(Verdict.YES, reasons, warnings=warnings)


def no(*reasons: Reason, in_time: bool = False) -> Outcome:
    """Answer no."""
    return Outcome(Verdict.NO, reasons, in_time=in_time)


def fact_missing(reason: Reason, *settles: str) -> Outcome:
    """Answer unknown because a fact of the case is missing: the question that decides is named."""
    return Outcome(Verdict.UNKNOWN, (reason,), settles=settles, soft=True)


def record_missing(*reasons: Reason) -> Outcome:
    """Answer unknown because the book has no (sure) record."""
    return Outcome(Verdict.UNKNOWN, reasons)


class Source(TypedDict, total=False):
    """Where a reason comes from: the citation, the record, how sure the record is."""

    cite: str
    record: str
    confidence: Confidence


def because(
    code: str,
    params: Mapping[str, object] | None = None,
    /,
    *,
    cite: str = "",
    record: str = "",
    confidence: Confidence = "recalled",
    **more: object,
) -> Reason:
    """Make a reason; parameters are plain values a sentence can show."""
    return Reason(code, {**(params or {}), **more}, cite, record, confidence)
