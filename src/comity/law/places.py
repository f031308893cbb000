"""Where in the book each kind of record stands: the one table of files that the loader, the check and ``show`` share.

>>> place_of("parties/ets185.toml").rows
'party'
>>> place_of("parties/ets185.txt") is None
True
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from pathlib import PurePosixPath

from comity.law import records as r


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of file: its pattern, the attribute of the contents it fills and the record class.

    ``rows``: the array of tables that holds the records (empty: the file is one record). ``context``: keys at the
    head of the file that hold for every row. ``named_by``: the key that must agree with the file (or folder) name.
    """

    kind: str
    pattern: str
    record: type[r.Record]
    rows: str = ""
    context: tuple[str, ...] = ()
    named_by: str = ""
    single: bool = False


PLACES: tuple[Place, ...] = (
    Place("edition", "book.toml", r.Edition, single=True),
    Place("states", "states.toml", r.States, single=True),
    Place("vocabulary", "vocabulary.toml", r.Vocabulary, single=True),
    Place("measures", "measures/*.toml", r.Measure, rows="measure"),
    Place("offence_articles", "offences/*.toml", r.OffenceArticle, rows="article"),
    Place("treaties", "treaties/*.toml", r.Treaty, named_by="id"),
    Place("bilaterals", "parties/bilateral.toml", r.Bilateral, rows="bilateral", context=("checked_on",)),
    Place(
        "parties",
        "parties/*.toml",
        r.Party,
        rows="party",
        context=("treaty", "checked_on"),
        named_by="treaty",
    ),
    Place("tables", "networks/*.toml", r.MemberTable, named_by="id"),
    Place("instruments", "instruments/*.toml", r.Instrument, named_by="id"),
    Place("rules", "rules/*.toml", r.Rule, rows="rule"),
    Place("jurisdiction_heads", "jurisdiction/heads.toml", r.JurisdictionHead, rows="head"),
    Place("jurisdiction_factors", "jurisdiction/factors.toml", r.JurisdictionFactor, rows="factor"),
    Place("jurisdiction_duties", "jurisdiction/duties.toml", r.JurisdictionDuty, rows="duty"),
    Place("models", "models/texts.toml", r.ModelText, rows="model", context=("checked_on",)),
    Place("offline_pairs", "models/offline.toml", r.OfflinePair, rows="pair", context=("checked_on",)),
    Place("bars", "jurisdiction/bars.toml", r.Bar, rows="bar"),
    Place("times", "practice/times.toml", r.PublishedTime, rows="time"),
    Place("checks", "checks/*.toml", r.Check, rows="check"),
    Place("remedies", "refusals/*.toml", r.Remedy, rows="remedy"),
    Place("safeties", "safeguards/*.toml", r.Safety, rows="safety"),
    Place("countries", "countries/*/country.toml", r.Country, named_by="code"),
    *(
        Place(
            kind,
            f"countries/*/{file}.toml",
            record,
            rows=rows,
            context=("state", "checked_on"),
            named_by="state",
        )
        for kind, file, record, rows in (
            ("offences", "offences", r.Offence, "offence"),
            ("powers", "powers", r.Power, "power"),
            ("authorities", "authorities", r.Authority, "authority"),
            ("reservations", "reservations", r.Reservation, "reservation"),
            ("direct_contacts", "contact", r.DirectContactRule, "direct_contact"),
            ("safeguards", "safeguards", r.Safeguard, "safeguard"),
            ("offline_offences", "offline", r.OfflineOffence, "offline"),
        )
    ),
)
"""Order matters only where two patterns fit the same file: the first wins."""

EXPECTED = "expected.toml"
"""The counts the book states for itself; read by the check, not a record."""


def place_of(file: str) -> Place | None:
    """Return the place of a file given by its path inside the book, or ``None`` where the book has no such place."""
    depth = file.count("/")
    for place in PLACES:
        if place.pattern.count("/") == depth and fnmatch.fnmatchcase(file, place.pattern):
            return place
    return None


def name_of(file: str, place: Place) -> str:
    """Return the name the path gives the record: the file's stem, or for a state's files the folder in capitals."""
    path = PurePosixPath(file)
    return path.parent.name.upper() if place.pattern.startswith("countries/") else path.stem
