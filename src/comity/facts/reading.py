"""Read the ``[facts]`` table of a scenario into :class:`comity.facts.model.Facts`."""

from __future__ import annotations

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
from comity.facts.strict import MISSING_KEY, WRONG_TYPE, Table


def read_facts(table: Table) -> Facts:
    """Read all facts; faults gather in the table's list."""
    committed = table.moment("committed_on")
    penalties = table.table("max_penalty_months")
    facts = Facts(
        articles=table.texts("articles"),
        elements=table.truths("elements"),
        offence_known_to={code.upper(): value for code, value in table.truths("offence_known_to").items()},
        max_penalty_months={
            code.upper(): months
            for code in penalties.keys()  # noqa: SIM118 - Table is no mapping
            if (months := penalties.whole(code)) is not None
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
    state = table.country("state")
    on = table.moment("on")
    found = Proceedings(
        state=state or "",
        stage=cast(Stage, table.choice("stage", STAGES, "unknown")),
        merits_examined=table.truth("merits_examined"),
        same_acts=table.truth("same_acts"),
        penalty=cast(Penalty, table.choice("penalty", PENALTIES, "unknown")),
        on=on.date() if isinstance(on, datetime) else on,
    )
    if state is None:
        table.faults.append(
            MISSING_KEY.fault(
                file=table.file, key=table.path("state"), advice="Say in which state the proceedings are."
            )
        )
    table.close()
    return found if state else None


def _money(table: Table) -> Money:
    amount = table.raw("amount")
    if amount is not None and (isinstance(amount, bool) or not isinstance(amount, int | float | str)):
        table.faults.append(
            WRONG_TYPE.fault(
                file=table.file, key=table.path("amount"), value=amount, wanted="an amount of money"
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
        value = Decimal(str(amount))
        if value.is_finite() and value >= 0:
            return value
    except ArithmeticError:
        pass
    table.faults.append(
        WRONG_TYPE.fault(file=table.file, key=table.path("amount"), value=amount, wanted="an amount of money")
    )
    return None
