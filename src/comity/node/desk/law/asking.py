"""What is asked of the engine, read from the address: for a case its facts, free the offences named; always a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from comity.facts.scenario import CATEGORIES, URGENCIES, Scenario
from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, declare
from comity.law.jurisdiction import concerned
from comity.node.base import home
from comity.node.base.permissions import require
from comity.node.cases import merging, queries
from comity.node.cases.models import Case
from comity.node.desk import page
from comity.node.desk.cases import objects
from comity.policy import Attributes

NOT_A_CASE = declare("desk.law.not_a_case", "The address does not name a case.", "Come here from the case.")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the page holds it; ``case`` is ``None`` for a free one."""

    case: Case | None
    requesting: str
    requested: str
    measure: str
    categories: tuple[str, ...]
    on: date
    urgency: str
    articles: tuple[str, ...]
    scenario: Scenario
    at: datetime

    def query(self, **changes: Any) -> dict[str, Any]:
        """Return the question as the query of an address; empty parts are left out."""
        given: dict[str, Any] = {
            "case": str(self.case.pk) if self.case else "", "requesting": self.requesting, "requested": self.requested,
            "measure": self.measure, "categories": list(self.categories), "on": self.on.isoformat(), "urgency": self.urgency,
            "articles": list(self.articles), **changes,
        }  # fmt: skip
        return {name: value for name, value in given.items() if value}

    @property
    def reversed(self) -> dict[str, Any]:
        """The same thing asked in the other direction."""
        return self.query(requesting=self.requested, requested=self.requesting)


def read(request: HttpRequest) -> Asked:
    """Read the question; what is not given is filled in from the case and this node.

    Raises:
        NotAllowed: no leave on the case, or no role that looks ways up. BadInput: what is given is not of the closed lists.
    """
    by, at = page.actor(request), page.now(request)
    given = request.GET
    case = _case(given.get("case", ""), by, at)
    if case is None:
        require(by, "route.view", Attributes(owner=by.participant))
    node = home.current()
    here = case.owner.country if case is not None else (node.country if node is not None else "")
    requesting = given.get("requesting", "").strip().upper() or here
    try:
        on = date.fromisoformat(given.get("on", ""))
    except ValueError:
        on = at.astimezone(ZoneInfo(page.here())).date()
    table = merging.table(queries.lines(case)) if case is not None else {}
    articles = tuple(one for one in given.getlist("articles") if one)
    if articles:
        table = {**table, "articles": list(articles)}
    urgency = given.get("urgency", "")
    asked: dict[str, Any] = {
        "requesting": requesting,
        "measure": given.get("measure", "").strip(),
        "data_categories": [one for one in given.getlist("categories") if one in CATEGORIES],
    }
    bare = queries.question(table, on=on, urgency=urgency if urgency in URGENCIES else "routine", **asked)
    requested = given.get("requested", "").strip().upper() or _likely(bare, requesting)
    if requested and requested != requesting:
        bare = queries.question(
            table,
            on=on,
            urgency=bare.urgency,
            name=case.reference if case else "",
            **asked,
            requested=[requested],
        )
    return Asked(
        case,
        requesting,
        requested,
        str(asked["measure"]),
        tuple(asked["data_categories"]),
        on,
        bare.urgency,
        articles,
        bare,
        at,
    )


def _case(text: str, by: Actor, at: datetime) -> Case | None:
    if not text:
        return None
    try:
        return objects.case(UUID(text), "route.view", by=by, at=at)
    except ValueError:
        raise BadInput(NOT_A_CASE.fault()) from None


def _likely(scenario: Scenario, requesting: str) -> str:
    """Return the state a request most likely goes to: where the provider sits, else where the data or traces lie."""
    facts = scenario.facts
    seat = [facts.provider.seat] if facts.provider.seat else []
    places = [
        place
        for factor in ("provider", "storage", "system", "suspect")
        for place in facts.places.where(factor).known
    ]
    return next((one for one in (*seat, *places) if one != requesting), "")


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
