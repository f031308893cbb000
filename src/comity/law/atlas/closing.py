"""What would close the gap: the fewest steps after which a relation is on offer.

For each route that is closed, each failing gate is asked which steps would turn it; a route with a gate that no step turns
(a date, a threshold, an offence outside its scope) is left out. The plans are tried in order of their length, each on
the engine itself: what is named here has been seen to work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

from comity.kernel.finding import Verdict
from comity.law import condition_records as c
from comity.law.asking import Asking, Matter
from comity.law.atlas.relations import DUTY, Relation, question
from comity.law.conditions.registry import applies, evaluate
from comity.law.conditions.standing import reserved
from comity.law.expectations import ON_OFFER
from comity.law.gates import consequence
from comity.law.grounds import dual_question
from comity.law.joining import can_join
from comity.law.offences import law_verdict
from comity.law.route import routes
from comity.law.saying import says
from comity.law.steps import Conclude, Empower, Enact, Ratify, Step, Withdraw, document, lay_over, takes_away

if TYPE_CHECKING:
    from comity.law.answer import Route
    from comity.law.book import Book
    from comity.law.condition_records import ConditionRecord

Plan = tuple[Step, ...]
_AT_MOST = 200
"""Plans tried before it is said that none was found."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The plans of the fewest steps that work, with the instrument each opens; none where no step closes the gap."""

    plans: tuple[tuple[Plan, str], ...]

    def document(self, book: Book, lang: str = "en") -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "plans": [
                {
                    "opens": instrument,
                    "steps": [
                        {**document(step), "text": says(book, step, lang), "takes_away": takes_away(step)}
                        for step in plan
                    ],
                }
                for plan, instrument in self.plans
            ]
        }


def close(
    book: Book,
    relation: Relation,
    on: date,
    rows: Iterable[Route],
    *,
    duty: bool = False,
    urgency: str = "routine",
) -> Closing:
    """Return the shortest plans that put the relation on offer."""
    matter = Matter(book, question(relation, on, urgency=urgency), relation.requesting, relation.requested)
    tried: dict[frozenset[Step], str] = {}
    for route in rows:
        for plan in plans_for(Asking(matter, route.instrument, route.measure, route.data_category)):
            tried.setdefault(frozenset(plan), route.instrument.id)
    found: list[tuple[Plan, str]] = []
    ordered = sorted(
        (tuple(sorted(plan, key=repr)) for plan in tried if plan), key=lambda plan: (len(plan), repr(plan))
    )
    for plan in ordered[:_AT_MOST]:
        if found and len(plan) > len(found[0][0]):
            break
        opened = _opened(book, relation, on, plan, duty=duty, urgency=urgency)
        if opened:
            found.append((plan, opened))
    return Closing(tuple(found))


def _opened(book: Book, relation: Relation, on: date, plan: Plan, *, duty: bool, urgency: str) -> str:
    """Try a plan on the engine; return the instrument that is on offer then, or nothing."""
    after = routes(lay_over(book, plan, on), question(relation, on, urgency=urgency)).routes
    return next(
        (
            route.instrument.id
            for route in after
            if route.status in ON_OFFER
            and route.measure == relation.measure
            and route.data_category == relation.category
            and (not duty or route.instrument.basis in DUTY)
        ),
        "",
    )


def plans_for(asking: Asking) -> Iterator[Plan]:
    """Yield the plans that turn every failing gate of a route; none where one of them no step turns."""
    choices: list[Sequence[Plan]] = []
    for condition in (*asking.instrument.conditions, *asking.matter.safeties):
        if not applies(condition, asking):
            continue
        if consequence(evaluate(condition, asking), condition.otherwise) in _STOPS:
            choices.append(turning(condition, asking))
    compared = dual_question(asking).comparison
    if compared is not None and compared.verdict is Verdict.NO:
        # Another treaty may not ask for it at all: the plan without an offence is tried too.
        choices.append(((), tuple(_criminalise(asking))))
    for chosen in product(*choices):
        yield tuple(dict.fromkeys(step for plan in chosen for step in plan))


_STOPS = ("fail", "not_yet", "displaced", "unknown")


def turning(condition: ConditionRecord, asking: Asking) -> Sequence[Plan]:
    """Return the alternatives that would turn the answer to a condition; none where no step does."""
    turn = _TURNS.get(type(condition))
    return tuple(turn(condition, asking)) if turn is not None else ()


def _bound(condition: c.Bound, asking: Asking) -> Iterator[Plan]:
    for name in condition.treaties if condition.want == "present" else ():
        yield from _joining(asking, name, condition.who)


def _joining(asking: Asking, name: str, who: str) -> Iterator[Plan]:
    """Yield the ratifications that bind the sides to a treaty, where those that lack it may join."""
    matter = asking.matter
    treaty = matter.book.treaty(name)
    lacking = [state for state in matter.sides(who) if matter.standing(name, state).force != "yes"]
    joining = [state for state in lacking if can_join(matter.book, treaty, state)]
    if who == "either":
        yield from ((Ratify(state, treaty.id),) for state in joining)
    elif joining == lacking:
        yield tuple(Ratify(state, treaty.id) for state in lacking)


def _assistance(condition: c.AssistanceTreaty, asking: Asking) -> Iterator[Plan]:
    if condition.want == "present":
        first, second = sorted((asking.matter.requesting, asking.matter.requested))
        yield (Conclude(first, second),)
        for name in asking.matter.book.general_treaties:
            if name not in condition.except_treaties:
                yield from _joining(asking, name, "both")


def _not_reserved(condition: c.NotReserved, asking: Asking) -> Iterator[Plan]:
    yield tuple(
        Withdraw(state, condition.treaty, row.article)
        for state in asking.matter.sides(condition.who)
        for row in reserved(condition, asking, state)
    )


def _power(condition: c.HomePower, asking: Asking) -> Iterator[Plan]:
    wanted = condition.power or asking.matter.book.measure(asking.measure).power
    if wanted:
        yield (Empower(asking.matter.state_of(condition.who), wanted),)


def _any_of(condition: c.AnyOf, asking: Asking) -> Iterator[Plan]:
    for inner in condition.of:
        if applies(inner, asking):
            yield from turning(inner, asking)


def _criminalise(asking: Asking) -> Iterator[Step]:
    """Yield the offences to enact where a law says no to the conduct."""
    matter = asking.matter
    for article in matter.facts.articles:
        for state, offences in ((matter.requesting, matter.at_home), (matter.requested, matter.abroad)):
            mine = [found for found in offences if found.article == article]
            if law_verdict(mine) is Verdict.NO:
                yield Enact(state, article)


_TURNS: dict[type[c.ConditionRecord], Callable[[Any, Asking], Iterable[Plan]]] = {
    c.Bound: _bound,
    c.AssistanceTreaty: _assistance,
    c.NotReserved: _not_reserved,
    c.HomePower: _power,
    c.AnyOf: _any_of,
}
