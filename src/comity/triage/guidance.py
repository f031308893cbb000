"""Advice, help lines and what a report is in law, by country: records of ``content``, each with its source.

Nothing is invented: where a country has no record the answer says so. A number that no source supports is not given.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, cast

from comity.facts.strict import Table
from comity.kernel.errors import Fault, declare, raise_all
from comity.kernel.finding import Confidence
from comity.selectors.lists import content_root
from comity.triage.questions.loader import clause
from comity.triage.questions.model import FALLBACK, Clause, Text

NOT_TOML = declare("triage.guidance.not_toml", "{file}: this is not TOML: {why}.", "Mend the line named.")
NO_SOURCE = declare("triage.guidance.no_source", "{file}: {record} has no source.", "Say where it was read.")
NO_TEXT = declare("triage.guidance.no_text", "{file}: {record} has no English text.", "Write it first.")
NO_GROUP = declare(
    "triage.guidance.no_group", "{file}: the group {group!r} is not defined.", "See groups.toml."
)

LineKind = Literal["emergency", "police", "victim", "child", "pictures", "block_cards", "consumer", "fraud"]
LINE_KINDS: Final = ("emergency", "police", "victim", "child", "pictures", "block_cards", "consumer", "fraud")
PointKind = Literal[
    "is", "is_not", "limit", "confirmation", "decision", "withdraw", "abroad", "language", "support"
]
POINT_KINDS: Final = (
    "is",
    "is_not",
    "limit",
    "confirmation",
    "decision",
    "withdraw",
    "abroad",
    "language",
    "support",
)
EVERYWHERE: Final = "*"
_COUNTRY = re.compile(r"[A-Z]{2}")
NO_EMERGENCY: Final = "112"
"""Shown where a country has no record: 112 works in any GSM network that has an emergency service (3GPP TS 22.101)."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a record was read, what it rests on in law, and how sure it is."""

    source: str
    cite: str = ""
    confidence: Confidence = "recalled"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: an advice or a point of law. ``limit`` is a time limit in words of the law, such as ``3 months``."""

    id: str
    kind: str
    places: tuple[str, ...]
    text: Mapping[str, Text]
    cited: Cited
    when: tuple[Clause, ...] = ()
    limit: str = ""

    def shown(self, language: str) -> Shown:
        """Return the record in a language, in English and marked where that is missing."""
        own = self.text.get(language)
        text = own or self.text[FALLBACK]
        return Shown(
            self.id, self.kind, text.title, text.body, self.limit, self.cited.cite, self.cited.source,
            self.cited.confidence, fallen_back=own is None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A record in one language, ready for a page."""

    id: str
    kind: str
    title: str
    body: tuple[str, ...]
    limit: str
    cite: str
    source: str
    confidence: Confidence
    fallen_back: bool = False


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Somebody to talk to: a telephone number as it is dialled there, or a page, or both."""

    kind: LineKind
    name: str
    places: tuple[str, ...]
    number: str = ""
    page: str = ""
    hours: Mapping[str, str] = field(default_factory=dict)
    cited: Cited = field(default_factory=lambda: Cited(""))


@dataclass(frozen=True, slots=True)
class LegalEffect:
    """What a report is in law in one country. ``known`` is false where nobody has written it down yet."""

    country: str
    known: bool
    points: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Guidance:
    """All records, with the groups of countries that they speak of."""

    groups: Mapping[str, frozenset[str]]
    advice: tuple[Record, ...]
    effects: tuple[Record, ...]
    duties: tuple[Record, ...]
    lines: tuple[HelpLine, ...]

    def concerns(self, places: Collection[str], country: str) -> bool:
        """Say whether a record made for these places speaks of a country."""
        return any(
            place in (EVERYWHERE, country) or country in self.groups.get(place, frozenset())
            for place in places
        )


@lru_cache(maxsize=4)
def load(root: Path | None = None) -> Guidance:
    """Read ``advice``, ``help`` and ``legal_effect`` of the content.

    Raises:
        BadInput: unknown keys, missing sources or texts, unknown groups: all of them together.
    """
    base = content_root(root)
    faults: list[Fault] = []
    groups: dict[str, frozenset[str]] = {}
    for table in _tables(base / "advice" / "groups.toml", faults):
        groups = {name: frozenset(table.countries(name) or ()) for name in table.keys()}  # noqa: SIM118
    advice = _records(base / "advice", "advice", faults)
    effects = _records(base / "legal_effect", "point", faults)
    duties = _records(base / "legal_effect", "duty", faults)
    lines = [
        _line(one)
        for file in _files(base / "help")
        for table in _tables(file, faults)
        for one in table.tables("line")
    ]
    places = {place for one in (*advice, *effects, *duties) for place in one.places}
    places |= {place for line in lines for place in line.places}
    faults += [
        NO_GROUP.fault(file="content", group=place)
        for place in sorted(places - {EVERYWHERE} - set(groups))
        if not _COUNTRY.fullmatch(place) or place == "EU"
    ]
    raise_all(faults)
    return Guidance(groups, tuple(advice), tuple(effects), tuple(duties), tuple(lines))


def _files(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.glob("*.toml")) if file.name != "groups.toml"]


def _tables(file: Path, faults: list[Fault]) -> Iterable[Table]:
    name = f"{file.parent.name}/{file.name}"
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(NOT_TOML.fault(file=name, why=str(error)))
        return
    table = Table(data, where="", file=name, faults=faults)
    yield table
    table.close()


def _records(folder: Path, key: str, faults: list[Fault]) -> list[Record]:
    found: list[Record] = []
    for file in _files(folder):
        for table in _tables(file, faults):
            for other in {"advice", "point", "duty"} - {key}:
                table.raw(other)
            found += [_record(one, key) for one in table.tables(key)]
    return found


def _cited(table: Table, record: str) -> Cited:
    cited = Cited(
        source=table.text("source"),
        cite=table.text("cite"),
        confidence=cast(Confidence, table.choice("confidence", ("verified", "recalled"), "recalled")),
    )
    if not cited.source:
        table.faults.append(NO_SOURCE.fault(file=table.file, record=record))
    return cited


def _record(table: Table, key: str) -> Record:
    id_ = table.text("id", required="Give the record an id.")
    texts = table.table("text")
    record = Record(
        id=id_,
        kind=table.choice("kind", POINT_KINDS, "is") if key == "point" else table.text("kind", key),
        places=table.texts("places") or (EVERYWHERE,),
        text={language: _text(texts.table(language)) for language in texts.keys()},  # noqa: SIM118
        cited=_cited(table, id_),
        when=tuple(clause(one) for one in table.texts("when")),
        limit=table.text("limit"),
    )
    if FALLBACK not in record.text:
        table.faults.append(NO_TEXT.fault(file=table.file, record=id_))
    table.close()
    return record


def _text(table: Table) -> Text:
    text = Text(title=table.text("title", required="Write a title."), body=table.texts("body"))
    table.close()
    return text


def _line(table: Table) -> HelpLine:
    name = table.text("name", required="Say who answers.")
    hours = table.table("hours")
    line = HelpLine(
        kind=cast(LineKind, table.choice("kind", LINE_KINDS, "victim")),
        name=name,
        places=table.texts("places") or (EVERYWHERE,),
        number=table.text("number"),
        page=table.text("page"),
        hours={language: hours.text(language) for language in hours.keys()},  # noqa: SIM118
        cited=_cited(table, name),
    )
    table.close()
    return line


def advice(
    country: str, marks: Collection[str], language: str, *, root: Path | None = None
) -> tuple[Shown, ...]:
    """Return the advice for a person in a country, by what her answers marked, in the order of the files."""
    guidance = load(root)
    held = frozenset(marks)
    return tuple(
        record.shown(language)
        for record in guidance.advice
        if guidance.concerns(record.places, country)
        and all(bool(group & held) is wanted for group, wanted in record.when)
    )


def help_lines(
    country: str, kinds: Collection[str] = ("victim", "child"), *, root: Path | None = None
) -> tuple[HelpLine, ...]:
    """Return who can be called in a country, the country's own lines before those of a group or of everywhere."""
    guidance = load(root)
    found = [
        line for line in guidance.lines if line.kind in kinds and guidance.concerns(line.places, country)
    ]
    own = {line.kind for line in found if country in line.places}
    # A group's line is the same number, or the one to dial where the country has none of its own.
    kept = [
        line for line in found if country in line.places or line.kind not in own or EVERYWHERE in line.places
    ]
    return tuple(sorted(kept, key=lambda line: country not in line.places))


def emergency(country: str, *, root: Path | None = None) -> str:
    """Return the number to call when somebody is in danger."""
    lines = [line.number for line in help_lines(country, ("emergency",), root=root) if line.number]
    return lines[0] if lines else NO_EMERGENCY


def legal_effect(country: str, language: str, *, root: Path | None = None) -> LegalEffect:
    """Return what a report is in law in a country, by when something else must be done, what withdrawing does."""
    guidance = load(root)
    own = [record for record in guidance.effects if country in record.places]
    shared = [
        record
        for record in guidance.effects
        if record not in own and guidance.concerns(record.places, country)
    ]
    return LegalEffect(country, bool(own), tuple(record.shown(language) for record in (*own, *shared)))


def duties(country: str, language: str, *, root: Path | None = None) -> tuple[Shown, ...]:
    """Return what authorities of a country owe to victims, by the texts on record; empty means not known here."""
    guidance = load(root)
    return tuple(
        record.shown(language) for record in guidance.duties if guidance.concerns(record.places, country)
    )
