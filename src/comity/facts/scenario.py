"""A scenario: the question (who asks whom for what, on which day), the facts, what happened, what is assumed.

The file format is a contract (``docs/reference``): TOML (or JSON of the same shape) with ``[scenario]``, ``[ask]``, ``[facts]``, ``[[event]]``,
``[[assume]]`` and, in case files, ``[[expect]]`` and ``[[must_not]]``. An unknown key is an error naming file, key
and nearest word; all faults come together.

>>> scenario = read({"scenario": {"on": "2026-09-10"}, "ask": {"requesting": "DE", "requested": "JP"}})
>>> scenario.on, scenario.ask.requested
(datetime.date(2026, 9, 10), ('JP',))
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from comity.facts.model import Facts
from comity.facts.reading import read_facts
from comity.facts.strict import Table, shown
from comity.kernel.country import Country
from comity.kernel.errors import BadInput, Fault, declare, raise_all

Urgency = Literal["routine", "urgent", "emergency"]
URGENCIES = ("routine", "urgent", "emergency")
CATEGORIES = ("subscriber", "traffic", "identification", "content", "registration")
"""Kinds of data; each gets its own answer. ``identification`` is traffic data asked only to identify a user."""
VALIDATORS = ("judge", "prosecutor", "police", "none")
ROLES = (
    "contact_point", "central_authority", "police", "prosecutor", "court",
    "service_provider", "registrar", "bank", "fiu", "csirt",
)  # fmt: skip

PRIVATE_ROLES = ("service_provider", "registrar", "bank")
"""Roles of addressees that are no authority of a state."""

NOT_TOML = declare(
    "facts.file.not_toml", "{file}: this is not TOML: {why}.", "Mend the line named and try again."
)
NOT_JSON = declare(
    "facts.file.not_json", "{file}: this is not JSON: {why}.", "Mend the place named and try again."
)
LARGEST = 1_000_000
"""Bytes of a scenario file; the longest anybody wrote has a few thousand."""
TOO_LARGE = declare(
    "facts.file.too_large",
    "{file}: this is larger than {most} bytes.",
    "A scenario is a page or two; was another file meant?",
)
NOT_TEXT = declare(
    "facts.file.not_text",
    "{file}: this is not UTF-8 text (from byte {place} on).",
    "Save it as UTF-8; was another file meant?",
)
NO_FILE = declare("facts.file.absent", "{file}: there is no such file, or it cannot be read ({why}).")
NO_FORM = declare(
    "facts.scenario.filled_without_instrument",
    "{file}: ask.filled names fields, and ask.instrument does not say of which form.",
    "Write ask.instrument, or leave ask.filled out.",
)
CONTRADICTION = declare(
    "facts.scenario.contradiction", "{file}: {one} and {other} contradict each other.", "{advice}"
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom to write to; the truth about the provider is in the facts."""

    kind: str = "service_provider"
    seat: Country | None = None
    designated_establishment: Country | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks which states for what. Without ``measure`` the answer is a plan for the facts.

    ``filled``: the fields of the form of ``instrument`` that have been filled in, by name only (what stands in them is no business
    of the engine); nothing where nobody said, and then the form is not judged.
    """

    requesting: Country | None = None
    requested: tuple[Country, ...] = ()
    measure: str = ""
    data_categories: tuple[str, ...] = ()
    from_role: str = ""
    addressee: Addressee | None = None
    validated_by: str = ""
    instrument: str = ""
    filled: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened and may start a clock. ``at`` is a day or an instant; ``ground``: why, for a refusal."""

    name: str
    at: date | datetime
    instrument: str = ""
    by: str = ""
    data_category: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class PartyAssumption:
    """For simulation only: a party laid over the book."""

    treaty: str
    state: Country
    in_force: date


@dataclass(frozen=True, slots=True)
class Scenario:
    """One question to the engine, with everything needed to ask it again and get the same answer.

    ``cited``: the treaty, statute or case a case file was written from. ``source``: the name of the file.
    """

    id: str
    title: str
    on: date
    at: datetime | None
    urgency: str
    ask: Ask
    facts: Facts
    events: tuple[Event, ...] = ()
    assumptions: tuple[PartyAssumption, ...] = ()
    expect: tuple[Mapping[str, Any], ...] = ()
    must_not: tuple[Mapping[str, Any], ...] = ()
    source: str = field(default="", compare=False)
    cited: str = field(default="", compare=False)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a table of JSON pairs; a key that stands twice is refused, as TOML does."""
    table = dict(pairs)
    if len(table) != len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise ValueError(f"the key {shown(twice)!r} stands twice in a table")
    return table


def _constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


_STRICT_JSON: dict[str, Any] = {"object_pairs_hook": _pairs, "parse_constant": _constant}


def read_file(path: Path, *, faults: list[Fault] | None = None) -> Scenario:
    """Read a scenario file. ``faults``: as :func:`read`.

    Raises:
        BadInput: no such file, too large, not TOML, or any fault of :func:`read`.
    """
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(NO_FILE.fault(file=str(path), why=error.strerror or type(error).__name__)) from error
    return parse(data, file=path.name, faults=faults)


def parse(text: str | bytes, *, file: str = "scenario", faults: list[Fault] | None = None) -> Scenario:
    """Read a scenario from TOML or JSON text, or its bytes in UTF-8. ``faults`` and what is raised: as :func:`read`."""
    if len(text) > LARGEST:
        raise BadInput(TOO_LARGE.fault(file=file, most=LARGEST))
    try:
        text = text if isinstance(text, str) else text.decode()
    except UnicodeDecodeError as error:
        raise BadInput(NOT_TEXT.fault(file=file, place=error.start)) from error
    # No TOML begins with a brace, and every JSON table does.
    is_json = text.lstrip().startswith("{")
    wrong = NOT_JSON if is_json else NOT_TOML
    try:
        data = json.loads(text, **_STRICT_JSON) if is_json else tomllib.loads(text)
    except RecursionError as error:
        raise BadInput(wrong.fault(file=file, why="it is nested too deep")) from error
    except ValueError as error:  # neither, or a number of more digits than are read
        raise BadInput(wrong.fault(file=file, why=shown(str(error)))) from error
    return read(data, file=file, faults=faults)


def read(data: Mapping[str, Any], *, file: str = "scenario", faults: list[Fault] | None = None) -> Scenario:
    """Read a scenario from a mapping (TOML or JSON shaped).

    ``faults``: a list to add the faults to in place of raising them, for whoever has more to say about the same file; what could not
    be read is then missing in the scenario.

    Raises:
        BadInput: unknown keys, wrong types, words outside a closed list, contradictions; all of them together.
    """
    told = faults
    faults = []
    top = Table(data, where="", file=file, faults=faults)
    head = top.table("scenario")
    moment = head.moment("on", required="Say on which day the question is asked, such as on = 2026-11-23.")
    at = moment.astimezone(UTC) if isinstance(moment, datetime) else None
    scenario = Scenario(
        id=head.text("id"),
        title=head.text("title"),
        on=moment.date() if isinstance(moment, datetime) else moment or date.min,
        at=at,
        urgency=head.choice("urgency", URGENCIES, "routine"),
        ask=_ask(top.table("ask")),
        facts=read_facts(top.table("facts")),
        events=tuple(filter(None, (_event(table) for table in top.tables("event")))),
        assumptions=tuple(filter(None, (_assume(table) for table in top.tables("assume")))),
        expect=_cases(top, "expect"),
        must_not=_cases(top, "must_not"),
        source=file,
        cited=head.text("source"),
    )
    head.close()
    top.close()
    faults.extend(_contradictions(scenario, file))
    if told is None:
        raise_all(faults)
    else:
        told += faults
    return scenario


def _ask(table: Table) -> Ask:
    addressee = None
    if "addressee" in table:
        inner = table.table("addressee")
        addressee = Addressee(
            kind=inner.choice("kind", PRIVATE_ROLES, "service_provider"),
            seat=inner.country("seat"),
            designated_establishment=inner.country("designated_establishment"),
        )
        inner.close()
    ask = Ask(
        requesting=table.country("requesting"),
        requested=table.countries("requested") or (),
        measure=table.text("measure"),
        data_categories=table.texts("data_categories", allowed=CATEGORIES),
        from_role=table.choice("from_role", ("", *ROLES), ""),
        addressee=addressee,
        validated_by=table.choice("validated_by", ("", *VALIDATORS), ""),
        instrument=table.text("instrument"),
        filled=table.texts("filled") if "filled" in table else None,
    )
    if ask.filled is not None and not ask.instrument:
        table.faults.append(NO_FORM.fault(file=table.file))
    table.close()
    return ask


def _event(table: Table) -> Event | None:
    at = table.moment("at", required="Say when it happened: a date, or an instant with its offset.")
    event = Event(
        name=table.text("name", required="Name the event of the life cycle, such as receive or serve."),
        at=at or date.min,
        instrument=table.text("instrument"),
        by=table.text("by"),
        data_category=table.choice("data_category", ("", *CATEGORIES), ""),
        ground=table.text("ground"),
    )
    table.close()
    return event if at and event.name else None


def _assume(table: Table) -> PartyAssumption | None:
    inner = table.table("party")
    treaty = inner.text("treaty", required="Name the treaty whose party is assumed.")
    state, day = (
        inner.country("state", required="Say which state is assumed to be a party."),
        inner.moment("in_force", required="Say from which day it is in force."),
    )
    inner.close()
    table.close()
    if not (treaty and state and day):
        return None
    return PartyAssumption(treaty, state, day.date() if isinstance(day, datetime) else day)


def _cases(top: Table, key: str) -> tuple[Mapping[str, Any], ...]:
    """Take the expectations of a case as they stand: whoever checks them says which of their keys mean nothing."""
    return tuple({name: table.raw(name) for name in table.keys()} for table in top.tables(key))  # noqa: SIM118


def _contradictions(scenario: Scenario, file: str) -> list[Fault]:
    ask, facts = scenario.ask, scenario.facts
    found: list[Fault] = []

    def clash(one: str, other: str, advice: str) -> None:
        found.append(CONTRADICTION.fault(file=file, one=one, other=other, advice=advice))

    to, provider = ask.addressee, facts.provider
    if to and to.seat and provider.seat and to.seat != provider.seat:
        clash(
            f"ask.addressee.seat = {to.seat!r}", f"facts.provider.seat = {provider.seat!r}",
            "facts.provider is the truth about the provider; the addressee only names whom to write to.",
        )  # fmt: skip
    named, designated = to.designated_establishment if to else None, provider.designated_in
    if named and designated and named != designated:
        clash(
            f"ask.addressee.designated_establishment = {named!r}", f"facts.provider.designated_in = {designated!r}",
            "Write the establishment that is designated in fact, in both places or in one.",
        )  # fmt: skip
    where = facts.places.where("provider")
    if provider.seat and where.complete and provider.seat not in where.known:
        clash(
            f"facts.provider.seat = {provider.seat!r}", f"facts.places.provider = {list(where.known)!r} (complete)",
            "Add the seat to the places, or leave the list open.",
        )  # fmt: skip
    if ask.requesting and ask.requesting in ask.requested:
        clash(
            f"ask.requesting = {ask.requesting!r}", f"ask.requested = {list(ask.requested)!r}",
            "A state does not ask itself; what can be had at home needs no request.",
        )  # fmt: skip
    return found
