"""Every reference leads somewhere, no key stands twice, every treaty says who is bound by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from comity.kernel.errors import Fault, declare
from comity.law import condition_records as c
from comity.law import records as r
from comity.law.checks.walk import all_records, conditions, dual_clauses, owners
from comity.law.contents import Contents, file_of, record_id
from comity.law.keys import nearest

DANGLING = declare(
    "law.link.dangling",
    "{file}: {record}: {key} names the {kind} {value!r}, which the book does not have.",
    "{hint}",
)
TWICE = declare(
    "law.record.twice",
    "{file}: {record} stands {times} times.",
    "Keep one, or give the others a key of their own (an offence's key is its article and statute; a power that was replaced has an until).",
)
NO_PARTIES = declare(
    "law.treaty.no_parties",
    "{file}: {record}: nobody is said to be bound: there is no parties/{id}.toml and no member table.",
    "Add the parties, or set membership and member_table.",
)
NO_HEADER = declare(
    "law.state.no_header",
    "countries/{cc}/: the state {state} has records but no country.toml.",
    "Add the header, even if all its values are unknown.",
)
TABLE_DISAGREES = declare(
    "law.party.table_disagrees",
    "{file}: {record}: the row says {force}, the member table {table!r} lists no such member or has it opt out.",
    "Correct the row or the table.",
)

Use = tuple[r.Record, str, str, Iterable[str]]


def check(contents: Contents) -> Iterator[Fault]:
    """Yield faults of references, double keys and treaties without parties."""
    known = {
        "treaty": {treaty.id for treaty in contents.treaties},
        "article": {article.id for article in contents.offence_articles},
        "member table": {table.id for table in contents.tables},
        "pair": {pair.id for pair in contents.offline_pairs},
        "state": {*contents.states.codes, *(word.id for word in contents.states.others)},
    }
    for record, key, kind, values in _uses(contents):
        for value in values:
            if value not in known[kind]:
                near = nearest(value, known[kind])
                hint = f"Did you mean {near!r}?" if near else f"Add the {kind}, or correct the name."
                yield DANGLING.fault(
                    file=file_of(record), record=record_id(record), key=key, kind=kind, value=value, hint=hint
                )
    yield from _twice(contents)
    yield from _bound(contents)
    yield from _headers(contents)


def _twice(contents: Contents) -> Iterator[Fault]:
    first: dict[str, r.Record] = {}
    times: Counter[str] = Counter()
    for record in all_records(contents):
        name = record_id(record)
        times[name] += 1
        first.setdefault(name, record)
    for name, count in times.items():
        if count > 1:
            yield TWICE.fault(file=file_of(first[name]), record=name, times=count)


def _bound(contents: Contents) -> Iterator[Fault]:
    with_rows = {party.treaty for party in contents.parties}
    tables = {table.id: table for table in contents.tables}
    by_table = {}
    for treaty in contents.treaties:
        if treaty.membership == "members":
            by_table[treaty.id] = treaty.member_table
        elif treaty.id not in with_rows:
            yield NO_PARTIES.fault(file=file_of(treaty), record=record_id(treaty), id=treaty.id)
    for party in contents.parties:
        table = tables.get(by_table.get(party.treaty, ""))
        if table is None:
            continue
        out = any(o.state == party.state and o.treaty == party.treaty for o in table.opt_outs)
        inside = any(m.state == party.state for m in table.members) and not out
        if inside != (party.force == "yes"):
            yield TABLE_DISAGREES.fault(
                file=file_of(party), record=record_id(party), force=party.force, table=table.id
            )


def _headers(contents: Contents) -> Iterator[Fault]:
    have = {country.code for country in contents.countries}
    seen = {
        row.state
        for rows in (
            contents.offences,
            contents.powers,
            contents.authorities,
            contents.reservations,
            contents.direct_contacts,
            contents.safeguards,
            contents.offline_offences,
        )
        for row in rows
    }
    for state in sorted(seen - have):
        yield NO_HEADER.fault(cc=state.lower(), state=state)


def _uses(contents: Contents) -> Iterator[Use]:
    for record in all_records(contents):
        state = getattr(record, "state", None) or getattr(record, "code", None)
        if state:
            yield record, "state", "state", (state,)
    yield from _of_treaties(contents)
    yield from _of_states(contents)
    yield from _of_jurisdiction(contents)
    for instrument in contents.instruments:
        yield instrument, "treaty", "treaty", _named(instrument.treaty)
    for owner in owners(contents):
        for condition in conditions(owner):
            yield from _of_condition(owner, condition)
    for holder, clause in dual_clauses(contents):
        yield holder, "dual_criminality.reserved_treaty", "treaty", _named(clause.reserved_treaty)
        yield holder, "dual_criminality", "article", (*clause.out_of_reach, *clause.exempt_articles)


def _of_states(contents: Contents) -> Iterator[Use]:
    for offence in contents.offences:
        yield offence, "article", "article", (offence.article,)
    for reservation in contents.reservations:
        yield reservation, "treaty", "treaty", (reservation.treaty,)
    for authority in contents.authorities:
        yield authority, "treaty", "treaty", _named(authority.treaty)
    for article in contents.offence_articles:
        yield article, "treaty", "treaty", _named(article.treaty)
        yield article, "of_articles", "article", article.of_articles
    yield from _of_models(contents)
    for safeguard in contents.safeguards:
        yield safeguard, "articles", "article", safeguard.articles


def _of_models(contents: Contents) -> Iterator[Use]:
    for model in contents.models:
        yield model, "article", "article", (model.article,)
        yield model, "treaty", "treaty", _named(model.treaty)
    for pair in contents.offline_pairs:
        yield pair, "online", "article", pair.online
        yield pair, "offline_article", "article", _named(pair.offline_article)
    for row in contents.offline_offences:
        yield row, "pair", "pair", (row.pair,)


def _of_jurisdiction(contents: Contents) -> Iterator[Use]:
    for head in contents.jurisdiction_heads:
        yield head, "treaty", "treaty", _named(head.treaty)
    for duty in contents.jurisdiction_duties:
        yield duty, "treaty", "treaty", _named(duty.treaty)
        yield duty, "table", "member table", _named(duty.table)


def _named(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _of_treaties(contents: Contents) -> Iterator[Use]:
    for treaty in contents.treaties:
        yield treaty, "parent", "treaty", _named(treaty.parent)
        yield treaty, "supersedes", "treaty", _named(treaty.supersedes)
        yield treaty, "member_table", "member table", _named(treaty.member_table)
        yield treaty, "extends_to", "member table", tuple(e.table for e in treaty.extends_to)
    for party in contents.parties:
        yield party, "treaty", "treaty", (party.treaty,)
    for pair in contents.bilaterals:
        yield pair, "states", "state", pair.states
        yield pair, "treaty", "treaty", _named(pair.treaty)
        yield pair, "extends_to", "member table", tuple(e.table for e in pair.extends_to)
    for table in contents.tables:
        yield table, "members", "state", (member.state for member in table.members)
        yield table, "opt_outs", "treaty", (out.treaty for out in table.opt_outs)
        yield table, "opt_outs", "state", (out.state for out in table.opt_outs)


def _of_condition(owner: r.Instrument | r.Safety, condition: c.Condition) -> Iterator[Use]:
    key = f"condition {condition.__struct_config__.tag}"
    match condition:
        case c.Bound():
            yield owner, key, "treaty", condition.treaties
        case c.AssistanceTreaty():
            yield owner, key, "treaty", condition.except_treaties
        case c.NotReserved() | c.DesignatedIn():
            yield owner, key, "treaty", (condition.treaty,)
        case c.MemberOf() | c.ProviderServes() | c.TransferBasis():
            yield owner, key, "member table", (condition.table,)
        case c.PlaceIn():
            yield owner, key, "treaty", _named(condition.treaty)
            yield owner, key, "member table", _named(condition.table)
        case c.OffenceWithin():
            yield owner, key, "article", condition.articles
        case c.MaxPenaltyAtLeast():
            yield owner, key, "article", condition.exempt_articles
        case c.StateIs():
            yield owner, key, "state", condition.states
        case _:
            pass
