"""Conditions on home law: the power to do what is asked, and the basis on which personal data may leave."""

from __future__ import annotations

from comity.law.asking import ANY_DATA, Asking, Outcome, Source, because, covers, no, record_missing, yes
from comity.law.condition_records import HomePower, TransferBasis
from comity.law.conditions.registry import answers
from comity.law.contents import record_id


@answers(HomePower, by_row=True)
def home_power(condition: HomePower, asking: Asking) -> Outcome:
    """Have the power at home, for this kind of data. Treaty duty and home power are two facts: the treaty may promise more."""
    matter = asking.matter
    state = matter.state_of(condition.who)
    measure = matter.book.measure(asking.measure)
    wanted = condition.power or measure.power
    if not wanted:
        return yes(because("home_power.depends_on_measure", cite=condition.cite, state=state))
    power = matter.book.power(state, wanted, matter.on)
    said: dict[str, object] = {"state": state, "measure": wanted, "category": asking.category}
    if power is None:
        return record_missing(because("home_power.no_record", said, cite=condition.cite))
    given: Source = {
        "cite": power.statute,
        "record": record_id(power),
        "confidence": power.confidence,
    }
    said |= {
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


@answers(TransferBasis)
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
