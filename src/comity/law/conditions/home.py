"""Conditions on home law: the power to do what is asked, and the basis on which personal data may leave."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from comity.law.asking import (
    ANY_DATA,
    Asking,
    Outcome,
    Source,
    because,
    covers,
    fact_missing,
    no,
    record_missing,
    yes,
)
from comity.law.condition_records import HomePower, TransferBasis
from comity.law.conditions.registry import Dimension, always, register
from comity.law.contents import record_id
from comity.law.sights import of_power

if TYPE_CHECKING:
    from comity.law.records import Power


def _power_looks_at(condition: HomePower) -> frozenset[Dimension]:
    return frozenset((condition.who, "measure", "category"))


def _power_face(condition: HomePower, asking: Asking, state: str) -> Hashable:
    matter = asking.matter
    wanted = condition.power or matter.book.measure(asking.measure).power
    return of_power(matter.setting, matter.book.power(state, wanted, matter.on)) if wanted else None


def home_power(condition: HomePower, asking: Asking) -> Outcome:
    """Have the power at home, for this kind of data. Treaty duty and home power are two facts: the treaty may promise more."""
    matter = asking.matter
    state = matter.state_of(condition.who)
    measure = matter.book.measure(asking.measure)
    wanted = condition.power or measure.power
    if wanted:
        power = matter.setting.power(state, wanted)
        if power is not None:
            return _reach(condition, asking, power)
        said: dict[str, object] = {"state": state, "measure": wanted, "category": asking.category}
        return record_missing(because("home_power.no_record", said, cite=condition.cite))
    if measure.general:
        return yes(because("home_power.depends_on_measure", cite=condition.cite, state=state))
    kept = because("home_power.not_kept", cite=condition.cite, state=state, measure=measure.title)
    return fact_missing(kept, f"law.power.{state}.{measure.id}")


def _reach(condition: HomePower, asking: Asking, power: Power) -> Outcome:
    """Say whether a power on record reaches the kind of data asked; narrowed in words only, it is unknown."""
    given: Source = {"cite": power.statute, "record": record_id(power), "confidence": power.confidence}
    said: dict[str, object] = {
        "state": power.state,
        "measure": power.measure,
        "category": asking.category,
        "statute": power.statute,
        "authority": power.authorisation or power.authority or "",
        "max_days": power.max_days,
        "note": power.note,
        "treaty_answer": condition.cite,
    }
    reaches = power.data_categories
    if power.available == "none":
        return no(because("home_power.none", said, **given))
    if (
        reaches is not None
        and asking.category != ANY_DATA
        and not (reaches and covers(reaches, asking.category))
    ):
        return no(because(condition.code or "home_power.narrower", said, **given, reaches=list(reaches)))
    if power.available == "partial" and (reaches is None or asking.category == ANY_DATA):
        return record_missing(because("home_power.partial_in_words", said, **given))
    return yes(because("home_power.reaches", said, **given))


def _transfer_face(condition: TransferBasis, asking: Asking, state: str) -> Hashable:
    matter = asking.matter
    inside = matter.member(condition.table, state).force == "yes"
    return inside, matter.book.adequate(condition.table, state, matter.on)


def transfer_basis(condition: TransferBasis, asking: Asking) -> Outcome:
    """Have a basis on which personal data may leave a territory of data protection for the other state."""
    matter = asking.matter
    book = matter.book
    if matter.member(condition.table, matter.requesting).force != "yes":
        return yes(because("transfer.no_rule_of_table", cite=condition.cite, state=matter.requesting))
    if matter.member(condition.table, matter.requested).force == "yes":
        return yes(because("transfer.inside", cite=condition.cite, state=matter.requested))
    if book.adequate(condition.table, matter.requested, matter.on):
        return yes(because("transfer.adequate", cite=condition.cite, state=matter.requested))
    return no(because("transfer.name_a_safeguard", cite=condition.cite, state=matter.requested))


register(HomePower, home_power, looks_at=_power_looks_at, face=_power_face, by_row=True)
register(TransferBasis, transfer_basis, looks_at=always("requesting", "requested"), face=_transfer_face)
