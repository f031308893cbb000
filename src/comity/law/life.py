"""The life cycle of an instrument as the book writes it, ready for :mod:`comity.lifecycle`.

Roles: any role the instrument lets send may act on the requesting side, any it lets receive on the requested side.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from comity.lifecycle.table import Table, Transition

if TYPE_CHECKING:
    from comity.law.records import Instrument


@lru_cache(maxsize=256)
def life_cycle(instrument: Instrument) -> Table:
    """Return the transition table of an instrument; pages make their buttons from it, never from a template."""
    host = (instrument.host_role,) if instrument.host_role else ()
    return Table(
        instrument.lifecycle,
        instrument.states,
        tuple(
            Transition(row.from_, row.event, row.to, row.by, row.side, row.fired_by, row.limit)
            for row in instrument.transitions
        ),
        roles={"requesting": instrument.from_role, "requested": instrument.to_role, "host": host},
    )
