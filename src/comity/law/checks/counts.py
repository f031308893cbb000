"""How much the book holds, how much of it was verified, and whether that is what it says it must hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from comity.kernel.errors import Fault, declare
from comity.law import records as r
from comity.law.checks.walk import KINDS, all_records
from comity.law.contents import Contents

DIFFERS = declare(
    "law.count.differs",
    "{what}: expected.toml says {expected}, the book has {found}.",
    "If the change is right, write the new count and a line in CHANGELOG.md.",
)
NOT_EXPECTED = declare(
    "law.count.not_stated", "{what}: the book has {found}, expected.toml says nothing.", "State the count."
)


def count(contents: Contents) -> dict[str, dict[str, int]]:
    """Count records by kind; parties by treaty (rows, and those in force); offences, powers and the like by kind only."""
    kinds = {kind: len(getattr(contents, kind)) for kind in KINDS}
    kinds["conditions"] = sum(len(instrument.conditions) for instrument in contents.instruments)
    rows = Counter(party.treaty for party in contents.parties)
    bound = Counter(party.treaty for party in contents.parties if party.force == "yes")
    return {
        "records": kinds,
        "parties": dict(sorted(rows.items())),
        "in_force": {treaty: bound[treaty] for treaty in sorted(rows)},
        "offences_by_article": dict(sorted(Counter(row.article for row in contents.offences).items())),
        "verified": dict(sorted(Counter(verified_by_kind(contents)).items())),
    }


def verified_by_kind(contents: Contents) -> dict[str, int]:
    """Count the verified records of each kind."""
    return {
        kind: sum(1 for record in getattr(contents, kind) if getattr(record, "confidence", "") == "verified")
        for kind in KINDS
        if kind != "measures"
    }


def differences(found: Mapping[str, Mapping[str, int]], expected: Mapping[str, Any]) -> Iterator[Fault]:
    """Compare the counts with those the book states."""
    for section, numbers in found.items():
        stated = expected.get(section, {})
        for what in sorted({*numbers, *stated}):
            label = f"{section}.{what}"
            if what not in stated:
                yield NOT_EXPECTED.fault(what=label, found=numbers[what])
            elif stated[what] != numbers.get(what, 0):
                yield DIFFERS.fault(what=label, expected=stated[what], found=numbers.get(what, 0))


NATIONAL = ("offences", "powers")
"""The kinds of a state's own law whose verified share is told by state."""


def national_shares(contents: Contents) -> dict[str, dict[str, tuple[int, int]]]:
    """Return, for each state and for ``all``, the verified and all records of each kind of its own law.

    A record of no coverage counts like another: that a state has no such offence must be read as well.
    """
    found: dict[str, dict[str, tuple[int, int]]] = {
        state: dict.fromkeys(NATIONAL, (0, 0))
        for state in ("all", *sorted(row.code for row in contents.countries))
    }
    for kind in NATIONAL:
        for record in getattr(contents, kind):
            for name in ("all", record.state):
                row = found.setdefault(name, dict.fromkeys(NATIONAL, (0, 0)))
                verified, total = row[kind]
                row[kind] = (verified + (record.confidence == "verified"), total + 1)
    return found


def shares(contents: Contents) -> dict[str, tuple[int, int]]:
    """Return verified and all facts of each state (offences, powers, authorities, reservations, contact, parties), and ``all``."""
    by_state: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    total = [0, 0]
    for record in all_records(contents):
        if not isinstance(record, r.Fact):
            continue
        verified = int(record.confidence == "verified")
        total[0] += verified
        total[1] += 1
        state = getattr(record, "state", None)
        if state:
            by_state[state][0] += verified
            by_state[state][1] += 1
    found = {state: (pair[0], pair[1]) for state, pair in sorted(by_state.items())}
    return {"all": (total[0], total[1]), **found}
