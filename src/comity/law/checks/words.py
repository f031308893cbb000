"""Every word is in the vocabulary: elements, roles, data categories, measures, codes, tags, kinds of clock and field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity.kernel.errors import Fault, declare
from comity.law import condition_records as c
from comity.law import records as r
from comity.law.checks.walk import conditions, dual_clauses, grounds, owners
from comity.law.contents import Contents, file_of, record_id
from comity.law.keys import nearest

UNKNOWN_WORD = declare(
    "law.word.unknown", "{file}: {record}: {key} says {word!r}, which is not among the {list}.", "{hint}"
)

_BY = frozenset({"clock"})
_BINDS = frozenset({"from_role", "to_role", "host_role", "both"})
_HOST = frozenset({"host"})

Use = tuple[r.Record, str, str, Iterable[str]]
"""A record, the key, the list of the vocabulary it must be in, and the words used."""


def check(contents: Contents) -> Iterator[Fault]:
    """Yield a fault for each use of a word that is in none of the closed lists."""
    vocabulary = contents.vocabulary
    lists = {
        name: frozenset(word.id for word in getattr(vocabulary, name))
        for name in vocabulary.__struct_fields__
    }
    lists["measures"] = frozenset(measure.id for measure in contents.measures)
    lists["roles_or_clock"] = lists["roles"] | _BY
    lists["roles_or_sides"] = lists["roles"] | _BINDS
    lists["roles_or_host"] = lists["roles"] | _HOST
    for record, key, name, words in _uses(contents):
        for word in words:
            if word not in lists[name]:
                near = nearest(word, lists[name])
                yield UNKNOWN_WORD.fault(
                    file=file_of(record),
                    record=record_id(record),
                    key=key,
                    word=word,
                    list=name,
                    hint=f"Did you mean {near!r}?"
                    if near
                    else "Add it to vocabulary.toml with its meaning, or correct it.",
                )


def _uses(contents: Contents) -> Iterator[Use]:
    yield from _of_states(contents)
    yield from _of_treaties(contents)
    for instrument in contents.instruments:
        yield from _of_instrument(instrument)
    for owner in owners(contents):
        for condition in conditions(owner):
            yield from _of_condition(owner, condition)
    for holder, ground in grounds(contents):
        yield holder, f"ground {ground.id} engaged_by", "ground_tests", (ground.engaged_by,)
        yield holder, f"ground {ground.id} tags", "tags", ground.tags
        yield holder, f"ground {ground.id} by", "roles_or_host", (ground.by,) if ground.by else ()
    for holder, clause in dual_clauses(contents):
        yield holder, "dual_criminality.reserved_codes", "effect_codes", clause.reserved_codes
        yield holder, "dual_criminality.exempt_measures", "measures", clause.exempt_measures


def _of_states(contents: Contents) -> Iterator[Use]:
    for offence in contents.offences:
        yield offence, "requires", "elements", offence.requires
        yield offence, "prosecution_requires", "prosecution_conditions", offence.prosecution_requires
    for model in contents.models:
        yield model, "elements", "elements", model.elements
        yield model, "may_add", "elements", model.may_add
    for power in contents.powers:
        yield power, "measure", "measures", (power.measure,)
        yield power, "data_categories", "data_categories", power.data_categories or ()
        for key, value in (("authority", power.authority), ("authorisation", power.authorisation)):
            yield power, key, "functions", (value,) if value else ()
    for authority in contents.authorities:
        yield authority, "role", "roles", (authority.role,)
        yield authority, "function", "functions", (authority.function,)
    for reservation in contents.reservations:
        yield reservation, "effect_codes", "effect_codes", reservation.effect_codes
    for contact in contents.direct_contacts:
        yield contact, "data_category", "data_categories", (contact.data_category,)
    for safeguard in contents.safeguards:
        yield safeguard, "measures", "measures", safeguard.measures


def _of_treaties(contents: Contents) -> Iterator[Use]:
    for article in contents.offence_articles:
        yield article, "core", "elements", article.core
        yield article, "one_of", "elements", article.one_of
    for treaty in contents.treaties:
        for row in (*treaty.articles, *treaty.domestic):
            yield treaty, f"article {row.article}", "measures", row.measures
    for measure in contents.measures:
        yield measure, "power", "measures", (measure.power,) if measure.power else ()
        yield measure, "companions", "measures", measure.companions
    for head in contents.jurisdiction_heads:
        yield head, "reservation_codes", "effect_codes", head.reservation_codes


def _of_instrument(instrument: r.Instrument) -> Iterator[Use]:
    yield instrument, "from_role", "roles", instrument.from_role
    yield instrument, "to_role", "roles", instrument.to_role
    yield instrument, "host_role", "roles", (instrument.host_role,) if instrument.host_role else ()
    yield instrument, "measures", "measures", instrument.measures
    yield instrument, "data_categories", "data_categories", instrument.data_categories
    yield instrument, "urgency_levels", "urgency", instrument.urgency_levels
    for field in instrument.fields:
        yield instrument, f"field {field.name}", "field_types", (field.type,)
    for step in instrument.transitions:
        yield instrument, f"transition {step.event} by", "roles_or_clock", (step.by,)
    for clock in instrument.clocks:
        yield instrument, f"clock {clock.name} kind", "clock_kinds", (clock.kind,)
        yield instrument, f"clock {clock.name} binds", "roles_or_sides", (clock.binds,)
        yield instrument, f"clock {clock.name} data_categories", "data_categories", clock.data_categories
        yield instrument, f"clock {clock.name} urgency", "urgency", clock.urgency


def _of_condition(owner: r.Instrument | r.Safety, condition: c.Condition) -> Iterator[Use]:
    key = f"condition {condition.__struct_config__.tag}"
    yield owner, f"{key} data_categories", "data_categories", condition.data_categories
    yield owner, f"{key} measures", "measures", condition.measures
    yield owner, f"{key} urgency", "urgency", condition.urgency
    match condition:
        case c.NotReserved():
            yield owner, f"{key} codes", "effect_codes", condition.codes
        case c.AddresseeIs():
            yield owner, f"{key} roles", "roles", condition.roles
        case c.ValidatedBy():
            yield owner, f"{key} functions", "functions", condition.functions
        case c.NoTag():
            yield owner, f"{key} tags", "tags", condition.tags
        case c.HomePower():
            yield owner, f"{key} power", "measures", (condition.power,) if condition.power else ()
        case c.EventHappened():
            yield owner, f"{key} of_measures", "measures", condition.of_measures
        case _:
            pass
