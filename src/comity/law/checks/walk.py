"""Walk over everything in the book that a check wants to see once: records, conditions, grounds, clauses on dual criminality."""

from __future__ import annotations

from collections.abc import Iterator

from comity.law import records as r
from comity.law.condition_records import AnyOf, Condition
from comity.law.contents import Contents

KINDS = (
    "measures",
    "offence_articles",
    "treaties",
    "bilaterals",
    "parties",
    "tables",
    "instruments",
    "rules",
    "safeties",
    "countries",
    "offences",
    "powers",
    "authorities",
    "reservations",
    "direct_contacts",
    "safeguards",
    "models",
    "offline_pairs",
    "offline_offences",
    "jurisdiction_heads",
    "jurisdiction_factors",
    "jurisdiction_duties",
    "bars",
    "times",
    "checks",
    "remedies",
)


def all_records(contents: Contents) -> Iterator[r.Record]:
    """Yield every record that has a name of its own."""
    for kind in KINDS:
        yield from getattr(contents, kind)


def conditions(owner: r.Instrument | r.Safety) -> Iterator[Condition]:
    """Yield every condition of an instrument or safeguard, those inside ``any_of`` too."""
    for condition in owner.conditions:
        yield condition
        if isinstance(condition, AnyOf):
            yield from condition.of


def owners(contents: Contents) -> Iterator[r.Instrument | r.Safety]:
    """Yield what can hold conditions."""
    yield from contents.instruments
    yield from contents.safeties


def grounds(contents: Contents) -> Iterator[tuple[r.Instrument | r.Treaty, r.Ground]]:
    """Yield every ground with the record it stands in."""
    for instrument in contents.instruments:
        for ground in instrument.grounds:
            yield instrument, ground
    for treaty in contents.treaties:
        for ground in treaty.grounds:
            yield treaty, ground


def dual_clauses(contents: Contents) -> Iterator[tuple[r.Instrument | r.Treaty, r.DualCriminality]]:
    """Yield every clause on dual criminality with its record."""
    for instrument in contents.instruments:
        yield instrument, instrument.dual_criminality
    for treaty in contents.treaties:
        if treaty.dual_criminality is not None:
            yield treaty, treaty.dual_criminality
