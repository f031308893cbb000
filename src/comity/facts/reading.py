"""Read the ``[facts]`` table of a scenario into :class:`comity.facts.model.Facts`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

from comity.facts.model import (
    FACTORS,
    PENALTIES,
    STAGES,
    Consent,
    Facts,
    Money,
    Penalty,
    Persons,
    Places,
    Proceedings,
    Provider,
    Stage,
)
from comity.facts.strict import WRONG_TYPE, Table, shown
from comity.kernel.errors import declare

CLOSED_UNKNOWN = declare(
    "facts.places.closed_unknown",
    "{file}: {key} closes the list of {name}, and no list is given.",
    "Give the list (an empty one says that there is no such place), or leave it open.",
)
MOST_MONTHS = 9_999
"""No law's maximum is longer; 999 is written for life."""
_AMOUNT = re.compile(r"\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_MOST_MONEY = Decimal(10) ** 15


def read_facts(table: Table) -> Facts:
    """Read all facts; faults gather in the table's list."""
    committed = table.moment("committed_on")
    penalties = table.table("max_penalty_months")
    known_to = table.table("offence_known_to")
    facts = Facts(
        articles=table.texts("articles"),
        elements=table.truths("elements"),
        offence_known_to={state: known_to.truth(key) for key, state in known_to.states()},
        max_penalty_months={
            state: months
            for key, state in penalties.states()
            if (months := penalties.whole(key, MOST_MONTHS)) is not None
        },
        political_character=table.truth("political_character"),
        tags=frozenset(table.texts("tags")),
        consent=cast(
            Consent, table.choice("consent", ("lawful_and_voluntary", "none", "unknown"), "unknown")
        ),
        danger_to_life=table.truth("danger_to_life"),
        places=_places(table.table("places")),
        provider=_provider(table.table("provider")),
        persons=_persons(table.table("persons")),
        money=_money(table.table("money")),
        proceedings=tuple(
            found for inner in table.tables("proceedings") if (found := _proceedings(inner)) is not None
        ),
        committed_on=committed.date() if isinstance(committed, datetime) else committed,
        stated=table.truths("stated"),
    )
    table.close()
    return facts


def _places(table: Table) -> Places:
    known = {name: places for name in FACTORS if (places := table.countries(name)) is not None}
    closing = table.raw("complete", False)
    if closing is True:
        closed = frozenset(known)
    elif closing is False:
        closed = frozenset()
    else:
        closed = frozenset(table.texts("complete", allowed=FACTORS))
    for name in sorted(closed - set(known)):
        table.faults.append(
            CLOSED_UNKNOWN.fault(file=table.file, key=table.path("complete"), name=table.path(name))
        )
    table.close()
    return Places({name: tuple(places) for name, places in known.items()}, closed)


def _provider(table: Table) -> Provider:
    provider = Provider(
        seat=table.country("seat"),
        offers_services_in_eu=table.truth("offers_services_in_eu"),
        designated_in=table.country("designated_in"),
    )
    table.close()
    return provider


def _persons(table: Table) -> Persons:
    persons = Persons(
        suspect_nationality=tuple(table.countries("suspect_nationality") or ()),
        suspect_residence=tuple(table.countries("suspect_residence") or ()),
        victim_nationality=tuple(table.countries("victim_nationality") or ()),
    )
    table.close()
    return persons


def _proceedings(table: Table) -> Proceedings | None:
    state = table.country("state", required="Say in which state the proceedings are.")
    on = table.moment("on")
    found = Proceedings(
        state=state or "",
        stage=cast(Stage, table.choice("stage", STAGES, "unknown")),
        merits_examined=table.truth("merits_examined"),
        same_acts=table.truth("same_acts"),
        penalty=cast(Penalty, table.choice("penalty", PENALTIES, "unknown")),
        on=on.date() if isinstance(on, datetime) else on,
    )
    table.close()
    return found if state else None


def _money(table: Table) -> Money:
    amount = table.raw("amount")
    if amount is not None and (isinstance(amount, bool) or not isinstance(amount, int | float | str)):
        table.faults.append(
            WRONG_TYPE.fault(
                file=table.file, key=table.path("amount"), value=shown(amount), wanted="an amount of money"
            )
        )
        amount = None
    left_at = table.moment("left_at")
    if left_at is not None and not isinstance(left_at, datetime):
        table.faults.append(
            WRONG_TYPE.fault(
                file=table.file,
                key=table.path("left_at"),
                value=left_at.isoformat(),
                wanted="an instant with its offset (hours count here)",
            )
        )
        left_at = None
    money = Money(
        amount=_decimal(table, amount),
        currency=table.text("currency"),
        left_at=left_at.astimezone(UTC) if isinstance(left_at, datetime) else None,
    )
    table.close()
    return money


def _decimal(table: Table, amount: int | float | str | None) -> Decimal | None:
    if amount is None:
        return None
    try:
        text = str(amount)
        if _AMOUNT.fullmatch(text) and (value := Decimal(text)) < _MOST_MONEY:
            return value
    except (ArithmeticError, ValueError):  # more digits, or a longer exponent, than can be read
        pass
    table.faults.append(
        WRONG_TYPE.fault(
            file=table.file, key=table.path("amount"), value=shown(amount), wanted="an amount of money"
        )
    )
    return None
