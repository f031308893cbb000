"""What an address asks of the atlas: one state, its side, a conduct, a measure, a kind of data, a layer, a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from comity.kernel.errors import BadInput, Fault, declare
from comity.law.asking import ANY_DATA
from comity.law.atlas.relations import NO_DATA, core_conduct, faults, kinds_of_data
from comity.law.atlas.sheet import SIDES
from comity.law.book import Book
from comity.node.base import home
from comity.node.law.asking import country, day, language

NO_SIDE = declare(
    "law.atlas.no_side", "{value!r} is no side of a relation.", "A state asks, or is asked: choose one."
)
NO_LAYER = declare(
    "law.atlas.no_layer", "{value!r} is no layer of the atlas.", "Choose every way, or only those that bind."
)
LAYERS = ("any", "duty")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the atlas. ``other`` is empty for the relations with all; ``on`` is ``None`` where no day is named."""

    state: str
    side: str
    conduct: str
    measure: str
    category: str
    duty: bool
    on: date | None
    other: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """Return who asks and who is asked."""
        return (self.state, self.other) if self.side == SIDES[0] else (self.other, self.state)

    def query(self, **changes: Any) -> dict[str, Any]:
        """Return the question as the query of an address; empty parts are left out."""
        given: dict[str, Any] = {
            "state": self.state, "side": self.side, "conduct": self.conduct, "measure": self.measure, "data": self.category,
            "layer": LAYERS[self.duty], "on": self.on.isoformat() if self.on else "", "other": self.other, **changes,
        }  # fmt: skip
        return {name: value for name, value in given.items() if value}


def read(request: HttpRequest, book: Book, *, other: bool = False) -> Asked:
    """Read the question; what is not named is filled in. ``other``: the second state must be named.

    Raises:
        BadInput: something of it is not in the book or not offered: all that is wrong.
    """
    given: Mapping[str, Any] = request.GET
    found: list[Fault] = []

    def typed(name: str, default: str) -> str:
        return str(given.get(name, "")).strip() or default

    def state(name: str, default: str) -> str:
        try:
            return country(book, typed(name, default), language())
        except BadInput as error:
            found.extend(error.faults)
            return ""

    first = state("state", _own(book))
    second = state("other", "") if other else ""
    side, layer = typed("side", SIDES[0]), typed("layer", LAYERS[0])
    if side not in SIDES:
        found.append(NO_SIDE.fault(value=side))
    if layer not in LAYERS:
        found.append(NO_LAYER.fault(value=layer))
    conduct, measure = typed("conduct", core_conduct(book)[0].id), typed("measure", _first_measure(book))
    named = faults(book, conducts=(conduct,), measures=(measure,))
    found += named
    kinds = () if any(one.code.endswith("no_measure") for one in named) else kinds_of_data(book, measure)
    category = typed("data", kinds[0] if kinds else "")
    if kinds and category not in kinds:
        found.append(NO_DATA.fault(measure=measure, category=category, offered=", ".join(kinds)))
    on = None
    try:
        on = day(request, book) if given.get("on", "").strip() else None
    except BadInput as error:
        found.extend(error.faults)
    if found:
        raise BadInput(*found)
    return Asked(first, side, conduct, measure, category, layer == LAYERS[1], on, second)


def _own(book: Book) -> str:
    node = home.current()
    return node.country if node is not None and book.knows(node.country) else sorted(book.states)[0]


def _first_measure(book: Book) -> str:
    """Return the measure a page opens on: the first that is about data."""
    return next(one.id for one in book.measures if kinds_of_data(book, one.id) != (ANY_DATA,))
