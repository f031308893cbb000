"""Everything the book holds, as read: one immutable value that can be written to the cache and back."""

from __future__ import annotations

import msgspec

from comity.law import records as r


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """The records by kind, in the order of files and rows."""

    edition: r.Edition
    states: r.States
    vocabulary: r.Vocabulary
    measures: tuple[r.Measure, ...] = ()
    offence_articles: tuple[r.OffenceArticle, ...] = ()
    treaties: tuple[r.Treaty, ...] = ()
    bilaterals: tuple[r.Bilateral, ...] = ()
    parties: tuple[r.Party, ...] = ()
    tables: tuple[r.MemberTable, ...] = ()
    instruments: tuple[r.Instrument, ...] = ()
    rules: tuple[r.Rule, ...] = ()
    safeties: tuple[r.Safety, ...] = ()
    countries: tuple[r.Country, ...] = ()
    offences: tuple[r.Offence, ...] = ()
    powers: tuple[r.Power, ...] = ()
    authorities: tuple[r.Authority, ...] = ()
    reservations: tuple[r.Reservation, ...] = ()
    direct_contacts: tuple[r.DirectContactRule, ...] = ()
    safeguards: tuple[r.Safeguard, ...] = ()
    models: tuple[r.ModelText, ...] = ()
    offline_pairs: tuple[r.OfflinePair, ...] = ()
    offline_offences: tuple[r.OfflineOffence, ...] = ()
    jurisdiction_heads: tuple[r.JurisdictionHead, ...] = ()
    jurisdiction_factors: tuple[r.JurisdictionFactor, ...] = ()
    jurisdiction_duties: tuple[r.JurisdictionDuty, ...] = ()
    bars: tuple[r.Bar, ...] = ()
    times: tuple[r.PublishedTime, ...] = ()
    checks: tuple[r.Check, ...] = ()
    remedies: tuple[r.Remedy, ...] = ()


_NAMES: dict[type[r.Record], tuple[str, str]] = {
    r.Measure: ("measures/{0.id}", "measures/measures.toml"),
    r.OffenceArticle: ("articles/{0.id}", "offences/"),
    r.Treaty: ("treaties/{0.id}", "treaties/{0.id}.toml"),
    r.Bilateral: ("bilateral/{0.id}", "parties/bilateral.toml"),
    r.Party: ("parties/{0.treaty}/{0.state}", "parties/{0.treaty}.toml"),
    r.MemberTable: ("networks/{0.id}", "networks/{0.id}.toml"),
    r.Instrument: ("instruments/{0.id}", "instruments/{0.id}.toml"),
    r.Rule: ("rules/{0.id}", "rules/"),
    r.Safety: ("safety/{0.id}", "safeguards/"),
    r.Country: ("countries/{0.code}", "countries/{cc}/country.toml"),
    r.Offence: ("offences/{0.state}/{0.article}/{0.statute}", "countries/{cc}/offences.toml"),
    r.Power: ("powers/{0.state}/{0.measure}", "countries/{cc}/powers.toml"),
    r.Authority: ("authorities/{0.state}/{0.function}/{0.name}", "countries/{cc}/authorities.toml"),
    r.Reservation: ("reservations/{0.state}/{0.treaty}/{0.article}", "countries/{cc}/reservations.toml"),
    r.DirectContactRule: (
        "direct_contact/{0.state}/{0.data_category}/{0.mode}",
        "countries/{cc}/contact.toml",
    ),
    r.Safeguard: ("safeguards/{0.state}/{0.kind}/{0.cite}", "countries/{cc}/safeguards.toml"),
    r.ModelText: ("models/{0.id}", "models/texts.toml"),
    r.OfflinePair: ("offline/{0.id}", "models/offline.toml"),
    r.OfflineOffence: ("offline/{0.pair}/{0.state}/{0.statute}", "countries/{cc}/offline.toml"),
    r.JurisdictionHead: ("jurisdiction/head/{0.id}", "jurisdiction/heads.toml"),
    r.JurisdictionFactor: ("jurisdiction/factor/{0.id}", "jurisdiction/factors.toml"),
    r.JurisdictionDuty: ("jurisdiction/duty/{0.id}", "jurisdiction/duties.toml"),
    r.Bar: ("jurisdiction/bar/{0.id}", "jurisdiction/bars.toml"),
    r.PublishedTime: ("times/{0.id}", "practice/times.toml"),
    r.Check: ("checks/{0.id}", "checks/"),
    r.Remedy: ("remedies/{0.id}", "refusals/"),
}
"""How a record is named in answers, and the file it stands in."""


def record_id(record: r.Record) -> str:
    """Return how answers name a record; stable as long as its key is.

    >>> from datetime import date
    >>> record_id(r.Party(treaty="xt", state="XA", how="accession", force="yes", source="s",
    ...                   confidence="recalled", checked_on=date(2026, 1, 1)))
    'parties/xt/XA'

    A power that has ended carries its last day, so that the one which replaced it keeps the plain name.
    """
    name = _NAMES[type(record)][0].format(record).rstrip("/")
    if isinstance(record, r.Power) and record.until is not None:
        name += f"/until-{record.until.isoformat()}"
    return name


def file_of(record: r.Record) -> str:
    """Return the file of the book a record stands in, for messages."""
    state = getattr(record, "state", "") or getattr(record, "code", "")
    return _NAMES[type(record)][1].format(record, cc=state.lower())
