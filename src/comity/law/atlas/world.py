"""The world of the atlas: all states, all rows, one book and day, and the columns their marks come from.

A world keeps what it has asked the engine. A world with some records changed (:meth:`World.changed`) starts from it: only
what looks at a changed state, and sees another face of it than before, is asked again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from copy import copy
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from comity.facts.model import Facts
from comity.facts.scenario import Ask, Scenario
from comity.kernel.country import Country
from comity.kernel.errors import raise_all
from comity.law import grounds
from comity.law.asking import Asking, Matter, Setting
from comity.law.atlas import between
from comity.law.atlas.columns import (
    Between,
    BuiltIn,
    Column,
    Condition,
    Question,
    answer,
    make,
)
from comity.law.atlas.geometry import looked_at_long_ago
from comity.law.atlas.relations import Field, Row, core_conduct, faults, fields
from comity.law.conditions.registry import applies

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from comity.law.book import Assistance, Book
    from comity.law.condition_records import ConditionRecord
    from comity.law.dual_criminality import Comparison


class World:
    """One book on one day, seen from every pair of its states.

    ``states``: which states, in order (those the book has a folder for). ``seen_on``: the day on which somebody looks, for
    how old a record is; the day asked, or the book's, whichever is later. ``measures``, ``conducts``: only these.

    Raises:
        BadInput: a state or measure the book does not have, conduct the atlas is not offered for; all faults together.
    """

    def __init__(
        self,
        book: Book,
        on: date,
        *,
        states: Iterable[str] = (),
        urgency: str = "routine",
        seen_on: date | None = None,
        measures: Iterable[str] = (),
        conducts: Iterable[str] = (),
    ) -> None:
        states, measures, conducts = tuple(states), tuple(measures), tuple(conducts)
        raise_all(faults(book, states=states, measures=measures, conducts=conducts))
        self.book, self.on, self.urgency = book, on, urgency
        self.seen_on = seen_on or max(on, book.edition.as_of)
        self.states: tuple[str, ...] = states or tuple(sorted(book.states))
        self.index: Mapping[str, int] = {state: at for at, state in enumerate(self.states)}
        self.conducts = conducts or tuple(article.id for article in core_conduct(book))
        self.fields: tuple[Field, ...] = fields(book, measures)
        self.old: frozenset[str] = looked_at_long_ago(book, self.seen_on)
        self.base: World | None = None
        """The world this one was changed from."""
        self.touched: frozenset[int] = frozenset()
        """The places of the states whose records differ from the base's."""
        self.touched_pairs: frozenset[tuple[int, int]] = frozenset()
        """The pairs of places between which a treaty differs."""
        self.numbers: dict[Hashable, int] = {}
        """Numbers for faces, shared with every world changed from this one."""
        self.memory: dict[Hashable, int] = {}
        self.asked = 0
        """How often the engine was asked."""
        self.columns: dict[Hashable, Column] = {}
        self._settings = [Setting(book, Facts(articles=(one,)), on, self.old) for one in self.conducts]
        self._instruments = {one.id: at for at, one in enumerate(book.instruments)}
        self.comparisons: dict[tuple[int, Hashable], Comparison] = {}
        """One comparison of each kind."""
        self.compared: dict[Hashable, Any] = {}
        """What stands between two states, by their faces."""
        self.treaties: dict[Hashable, tuple[Assistance, ...]] = {}
        """The assistance treaties of one pair of each kind."""
        self._matters: dict[tuple[int, str, str], Matter] = {}
        self._columns_of: dict[tuple[str, str, str, int], list[Column]] = {}
        self._laws: dict[int, between.Comparing] = {}
        self._words: dict[Hashable, NDArray[np.uint16]] = {}

    # --- asking the engine ------------------------------------------------------------------------------------

    def asking(
        self, conduct: int, instrument: int, measure: str, category: str, *, requesting: str, requested: str
    ) -> Asking:
        """Put one row to the engine for one pair."""
        matter = self._matters.get((conduct, requesting, requested))
        if matter is None:
            matter = self._matters[conduct, requesting, requested] = self.matter(
                requesting, requested, conduct
            )
            if requesting and requested:
                self._as_others(matter, conduct)
        return Asking(matter, self.book.instruments[instrument], measure, category)

    def _as_others(self, matter: Matter, conduct: int) -> None:
        """Let a pair take over what another pair with the same faces worked out: its treaties, the comparison of laws."""
        pair = self.index[matter.requesting], self.index[matter.requested]
        matter.assistance = self.treaties[self.assistance.values[self.assistance.numbers[pair]]]
        laws = self.laws(conduct)
        matter.comparison = self.comparisons[conduct, laws.values[laws.numbers[pair]]]

    def questions(self, row: Row, conduct: int) -> Iterator[Question]:
        """Yield what is asked in one row: its conditions that apply, those of every request, and what is built in."""
        at = self._instruments[row.instrument.id]
        asking = self.asking(conduct, at, row.measure, row.category, requesting="", requested="")
        every: tuple[ConditionRecord, ...] = (*row.instrument.conditions, *asking.matter.safeties)
        for condition in every:
            if applies(condition, asking):
                yield Condition(condition, conduct, at, row.measure, row.category)
        yield BuiltIn(conduct, at, row.measure, self._looked_at[at])

    @cached_property
    def _looked_at(self) -> list[frozenset[str]]:
        return [grounds.looks_at(self.book, one) for one in self.book.instruments]

    # --- what stands between two states -----------------------------------------------------------------------

    def setting(self, conduct: int) -> Setting:
        """Return what is the same for every pair, for one conduct."""
        return self._settings[conduct]

    def matter(self, requesting: str, requested: str, conduct: int = 0) -> Matter:
        """Return a pair of states with one conduct."""
        setting = self._settings[conduct]
        ask = Ask(requesting=Country(requesting), requested=(Country(requested),))
        scenario = Scenario("", "", self.on, None, self.urgency, ask, setting.facts)
        return Matter(self.book, scenario, requesting, requested, setting)

    @cached_property
    def _assisting(self) -> between.Assisting:
        return between.assistance(self)

    @property
    def assistance(self) -> Between:
        """Return which assistance treaties stand between each two states."""
        return self._assisting.every

    @property
    def basis(self) -> Between:
        """Return which of them an instrument may take over."""
        return self._assisting.basis

    def _comparing(self, conduct: int) -> between.Comparing:
        if conduct not in self._laws:
            self._laws[conduct] = between.laws(self, conduct)
        return self._laws[conduct]

    def laws(self, conduct: int) -> Between:
        """Return how the laws of each two states compare for a conduct."""
        return self._comparing(conduct).kinds

    # --- other records ----------------------------------------------------------------------------------------

    def changed(
        self,
        book: Book,
        touched: frozenset[str],
        pairs: frozenset[tuple[str, str]] = frozenset(),
        *,
        treaties: bool = True,
        offences: bool = True,
    ) -> World:
        """Return the world of a book in which only records of the states ``touched`` differ, or treaties between ``pairs``.

        ``treaties``, ``offences``: whether records of assistance treaties, of offences are among them; where not, that
        part is not looked at again. What was asked of the engine before is not asked again: the answers go by faces.
        """
        places = [self.index[state] for state in sorted(touched) if state in self.index]
        between_two = frozenset(
            (self.index[one], self.index[two])
            for one, two in pairs
            if one in self.index and two in self.index
        )
        other = copy(self)
        other.book, other.base = book, self
        other.touched, other.touched_pairs = frozenset(places), between_two
        other._settings = [one.elsewhere(book, touched) for one in self._settings]
        other.columns, other._words, other._matters, other._columns_of = {}, {}, {}, {}
        mine = self._assisting
        other._assisting = (
            between.assistance_again(other, mine, places, between_two) if treaties or between_two else mine
        )
        other._laws = {
            at: between.laws_again(other, at, self._comparing(at), places)
            if offences
            else self._comparing(at)
            for at in range(len(self.conducts))
        }
        return other

    # --- marks ------------------------------------------------------------------------------------------------

    def columns_of(self, row: Row, conduct: int) -> list[Column]:
        """Return the columns of a row."""
        name = (row.instrument.id, row.measure, row.category, conduct)
        if name not in self._columns_of:
            found = self._columns_of[name] = []
            for asked in self.questions(row, conduct):
                key = asked.key
                if key not in self.columns:
                    self.columns[key] = make(self, asked)
                found.append(self.columns[key])
        return self._columns_of[name]

    @cached_property
    def everyone(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return all pairs of places; a state with itself is among them and means nothing."""
        count = len(self.states)
        here, there = np.divmod(np.arange(count * count), count)
        return here, there

    def words(self, column: Column) -> NDArray[np.uint16]:
        """Return the marks of a column for all pairs; one number for all where no state is looked at."""
        key = column.question.key
        if key not in self._words:
            here, there = self._apart
            if column.looks_at_nobody(self):
                self._words[key] = answer(self, column, here[:1], there[:1])
            else:
                self._words[key] = answer(self, column, here, there)[self._back]
        return self._words[key]

    @cached_property
    def _apart(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the pairs of two different states: no engine is asked about a state and itself."""
        here, there = self.everyone
        apart = here != there
        return here[apart], there[apart]

    @cached_property
    def _back(self) -> NDArray[np.intp]:
        """Return, for each of all pairs, its place among the pairs of two; any place for a state and itself."""
        here, there = self.everyone
        return np.where(here == there, 0, np.cumsum(here != there) - 1)

    def marks(self, row: Row, conduct: int) -> NDArray[np.uint16]:
        """Return the joined marks of a row for all pairs."""
        found = np.zeros(len(self.states) ** 2, dtype=np.uint16)
        for column in self.columns_of(row, conduct):
            found |= self.words(column)
        return found
