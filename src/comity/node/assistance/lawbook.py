"""The book as this node reads it: loaded once in a process, life cycles made once from its records."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from comity.law.records import Ground, Instrument, Power
from comity.lifecycle.table import Table, Transition
from comity.node.base.lawbook import book

__all__ = ["HELD", "SERVED_OUT", "book", "grounds", "is_refusal", "kind_of_authority", "power_for", "table"]


@lru_cache(maxsize=256)
def table(name: str) -> Table:
    """Return the life cycle of an instrument.

    Raises:
        BadInput: the book has no such instrument.
    """
    record = book().instrument(name)
    rows = tuple(Transition(row.from_, row.event, row.to, row.by, row.side) for row in record.transitions)
    roles = {
        "requesting": record.from_role,
        "requested": record.to_role,
        "host": (record.host_role,) if record.host_role else (),
    }
    return Table(record.id, record.states, rows, roles)


def power_for(country: str, measure: str, on: date) -> Power | None:
    """Return the power of a state that carries out a measure at home, on a day."""
    known = book()
    named = known.measure(measure).power
    return known.power(country, named or measure, on) or known.power(country, measure, on)


def kind_of_authority(power: Power) -> str:
    """Return whose decision the power needs where another state asked: judge, prosecutor, police; empty if not known."""
    return power.authorisation or power.authority or ""


def grounds(instrument: Instrument) -> dict[str, Ground]:
    """Return the grounds of an instrument's own record by id; those it forbids are among them, marked by their effect."""
    return {ground.id: ground for ground in instrument.grounds}


def is_refusal(name: str, event: str) -> bool:
    """Say whether an event ends in a no: its steps lead to a state nothing but closing leads out of.

    Read from the life cycle, so that a record can call it refusing, declining or what its text calls it.
    """
    cycle = table(name)
    targets = {
        row.target for row in cycle.transitions if row.event == event and row.side in ("requested", "host")
    }
    return bool(targets) and targets <= _REFUSED


_REFUSED = frozenset({"refused", "declined", "conditions_declined", "barred_by_host"})
HELD = frozenset(
    {"preserved", "extended", "awaiting_disclosure_request", "held", "partly_held", "preserved_on_receipt"}
)
"""States in which data or money are kept for whoever asked."""
SERVED_OUT = frozenset(
    {"produced", "partly_produced", "executed", "partly_executed", "answered", "partly_answered", "returned"}
)
"""States in which an answer with content has been given."""
