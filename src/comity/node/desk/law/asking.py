"""What is asked of the engine, read from the address: over the facts of a case or free; always as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import gettext as _

from comity.facts import scenario as scenarios
from comity.facts.scenario import Scenario
from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, Fault, declare, raise_all
from comity.law.answer import RoutesAnswer
from comity.law.jurisdiction import concerned
from comity.law.known import scenario_faults
from comity.law.route import routes
from comity.law.running import Desk
from comity.node.assistance import measuring, refusals
from comity.node.assistance.refusals import Refused
from comity.node.base import home, lawbook
from comity.node.base.permissions import require
from comity.node.cases import merging, queries
from comity.node.cases.models import Case
from comity.node.desk import page
from comity.node.desk.cases import objects
from comity.node.desk.law import given as parts
from comity.node.desk.law.given import Given
from comity.policy import Attributes

NOT_A_CASE = declare("desk.law.not_a_case", "The address does not name a case.", "Come here from the case.")
NO_DAY = declare("desk.law.no_day", "{value!r} is not a day.", "Write it as 2026-11-23.")
MANY_STATES = declare(
    "desk.law.many_states", "{number} states are asked at once; an answer is worked out for at most {most}.", "Ask about the others by themselves."
)  # fmt: skip
MOST_STATES = 8


@dataclass(frozen=True)
class Asked:
    """One question as the page holds it; ``case`` is ``None`` for a free one. ``table``: the facts, as a scenario writes them."""

    case: Case | None
    given: Given
    table: Mapping[str, Any]
    requesting: str
    to: tuple[str, ...]
    on: date
    at: datetime
    wrong: tuple[Fault, ...] = ()
    refused: tuple[Refused, ...] = ()
    """What was refused in the case already."""

    @property
    def requested(self) -> str:
        """The state asked, the first where there are several."""
        return self.to[0] if self.to else ""

    @property
    def measure(self) -> str:
        """The measure; nothing asks for the plan."""
        return parts.one(self.given, "measure")

    @property
    def categories(self) -> tuple[str, ...]:
        """Kinds of data; none asks for all."""
        return self.given.get("categories", ())

    @property
    def urgency(self) -> str:
        """How urgent it is."""
        return parts.one(self.given, "urgency") or "routine"

    @property
    def articles(self) -> tuple[str, ...]:
        """The conduct that counts as made out."""
        return tuple(self.table.get("articles", ()))

    def query(self, **changes: Any) -> dict[str, Any]:
        """Return the question as the query of an address, whole, so that it can be kept; empty parts are left out."""
        whole: dict[str, Any] = {
            **self.given, "requesting": self.requesting, "requested": list(self.to), "on": self.on.isoformat(), **changes,
        }  # fmt: skip
        return {
            name: value if isinstance(value, str) else list(value) for name, value in whole.items() if value
        }

    @property
    def reversed(self) -> dict[str, Any]:
        """The same thing asked in the other direction; what was refused there is no matter here."""
        return self.query(requesting=self.requested, requested=self.requesting, refused="", ground="")

    @cached_property
    def desk(self) -> Desk:
        """What this node measured of replies to its own requests: it stands beside what the law and others say of time."""
        return Desk(measured=measuring.measured(self.at))

    @cached_property
    def scenario(self) -> Scenario:
        """The question as the engine reads it; where the asked state is not chosen yet, without one.

        Raises:
            BadInput: a word outside a closed list, no such day, state, measure, element or article, facts that contradict one
                another; all of them together.
        """
        file = self.case.reference if self.case is not None else _("the question")
        found: list[Fault] = list(self.wrong)
        read = scenarios.read(self._document(), file=file, faults=found)
        found += scenario_faults(lawbook.book(), read, whole=not found)
        raise_all([*found, *too_many(read)])
        return read

    @cached_property
    def answer(self) -> RoutesAnswer | None:
        """The engine's answer on routes, worked out once for a page; nothing where the asked state is not chosen yet.

        Raises:
            BadInput: as :attr:`scenario`.
        """
        return routes(lawbook.book(), self.scenario, self.desk) if self.to else None

    def _document(self) -> dict[str, Any]:
        ask: dict[str, Any] = {
            "requesting": self.requesting, "requested": list(self.to), "measure": self.measure, "data_categories": list(self.categories),
            "from_role": parts.one(self.given, "role"), "validated_by": parts.one(self.given, "validated"),
        }  # fmt: skip
        head = {
            "id": self.case.reference if self.case is not None else "",
            "on": self.on,
            "urgency": self.urgency,
        }
        return {"scenario": head, "ask": ask, "facts": dict(self.table), "event": self._events()}

    def _events(self) -> list[dict[str, Any]]:
        """Return what was refused in the case up to the day of the question, and what the address asks about as refused on it."""
        happened = [
            {"name": one.event, "at": one.at, "instrument": one.instrument, "ground": one.ground}
            for one in self.refused
            if one.at.date() <= self.on
            and one.requested in self.to
            and one.event in _refusing(one.instrument)
        ]
        return [*happened, *self._supposed()]

    def _supposed(self) -> list[dict[str, Any]]:
        instrument, ground = parts.one(self.given, "refused"), parts.one(self.given, "ground")
        return [
            {"name": name, "at": self.on, "instrument": instrument, "ground": ground}
            for name in _refusing(instrument)[:1]
        ]


def _refusing(instrument: str) -> tuple[str, ...]:
    """Return the steps by which help under an instrument is refused, as today's book has them; a book may have dropped one."""
    known = next((one for one in lawbook.book().instruments if one.id == instrument), None)
    return tuple(one.event for one in (known.transitions if known else ()) if one.to == refusals.REFUSED)


def read(request: HttpRequest) -> Asked:
    """Read the question and whether the engine can be asked it.

    Raises:
        NotAllowed: no leave on the case, or no role that looks ways up. BadInput: as :attr:`Asked.scenario`.
    """
    asked = of(request, parts.read(request.GET))
    asked.scenario  # noqa: B018 - raises what is wrong with the question
    return asked


def of(request: HttpRequest, given: Given) -> Asked:
    """Return the question of an address; what is not given is filled in from the case and this node. Nothing is checked but leave.

    Raises:
        NotAllowed: no leave on the case, or no role that looks ways up. BadInput: the address names no case.
    """
    by, at = page.actor(request), page.now(request)
    case = _case(parts.one(given, "case"), by, at)
    if case is None:
        require(by, "route.view", Attributes(owner=by.participant))
    table = parts.facts(given, merging.table(queries.lines(case)) if case is not None else {})
    requesting = parts.one(given, "requesting").upper() or own_state(case)
    to = tuple(dict.fromkeys(one.upper() for one in given.get("requested", ())))
    likely = _likely(table, requesting)
    on, wrong = _day(parts.one(given, "on"), at)
    refused = refusals.of_case(case, by=by, at=at) if case is not None else ()
    return Asked(
        case, given, table, requesting, to or ((likely,) if likely else ()), on, at, tuple(wrong), refused
    )


def own_state(case: Case | None) -> str:
    """Return the state of whoever asks: the owner's of the case, else of this node."""
    node = home.current()
    return case.owner.country if case is not None else (node.country if node is not None else "")


def _day(text: str, at: datetime) -> tuple[date, list[Fault]]:
    """Return the day of the question, today where none is given, and what is wrong with it."""
    today = at.astimezone(ZoneInfo(page.here())).date()
    if not text:
        return today, []
    try:
        return date.fromisoformat(text), []
    except ValueError:
        return today, [NO_DAY.fault(value=text)]


def _case(text: str, by: Actor, at: datetime) -> Case | None:
    if not text:
        return None
    try:
        return objects.case(UUID(text), "route.view", by=by, at=at)
    except ValueError:
        raise BadInput(NOT_A_CASE.fault()) from None


def _likely(table: Mapping[str, Any], requesting: str) -> str:
    """Return the state a request most likely goes to: where the provider sits, else where the data or traces lie."""
    seat = table.get("provider", {}).get("seat")
    places = table.get("places", {})
    known = [
        *([seat] if seat else []),
        *(
            place
            for factor in ("provider", "storage", "system", "suspect")
            for place in _listed(places.get(factor))
        ),
    ]
    book = lawbook.book()
    return next((one for one in known if one != requesting and book.knows(one)), "")


def _listed(value: Any) -> Sequence[str]:
    return value if isinstance(value, list) else ()


def too_many(scenario: Scenario) -> list[Fault]:
    """Return a fault where more states are asked than one page answers for."""
    number = len(scenario.ask.requested)
    return [MANY_STATES.fault(number=number, most=MOST_STATES)] if number > MOST_STATES else []


def touched(asked: Asked) -> list[str]:
    """Return the states whose law a question touches: those of the facts, and both sides."""
    book = lawbook.book()
    return [one for one in states(asked.scenario, [asked.requesting, *asked.to]) if one and book.knows(one)]


def states(scenario: Scenario, extra: Iterable[str] = ()) -> list[str]:
    """Return the states the facts touch."""
    touched = [
        place for factor in ("provider", "storage") for place in scenario.facts.places.where(factor).known
    ]
    return list(dict.fromkeys([*concerned(scenario), *touched, *extra]))


def settled_by(names: Sequence[str]) -> str:
    """Return the fact that would decide the most ways that are open on a condition: asked most often, then first.

    >>> settled_by(["a", "b", "b"])
    'b'
    """
    counts: Mapping[str, int] = {name: names.count(name) for name in names}
    return max(counts, key=lambda name: counts[name], default="")
