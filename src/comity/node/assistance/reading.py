"""Read a form whose fields come from an instrument's record: each type of the book's vocabulary from what was posted.

What cannot be read is kept as it was typed: the check of the form says what is wrong with it, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import get_language

from comity.kernel.errors import BadInput, Fault
from comity.law import titles
from comity.law.records import Field, Instrument
from comity.node.assistance import lawbook
from comity.selectors import pasted
from comity.triage.questions.answers import amount_of

SELECTOR_KINDS = ("ip", "domain", "url", "email", "account", "phone", "iban", "crypto", "username", "other")


def values_of(instrument: Instrument, posted: Mapping[str, Any]) -> dict[str, Any]:
    """Read every field that is for the requesting side to fill; a field not posted is left as it is."""
    found: dict[str, Any] = {}
    for field in instrument.fields:
        if field.filled_by != "requesting" or field.type == "commitment" or not _posted(field, posted):
            continue
        found[field.name] = _READERS.get(field.type, _line)(field, posted)
    return found


def _posted(field: Field, posted: Mapping[str, Any]) -> bool:
    return any(key == field.name or key.startswith(f"{field.name}-") for key in posted)


def text(posted: Mapping[str, Any], name: str) -> str:
    """Return a posted text without the space around it."""
    return str(posted.get(name, "")).strip()


def version(posted: Mapping[str, Any]) -> int | None:
    """Return the version of the request a page was drawn from; ``None`` where the form holds none that can be read."""
    typed = text(posted, "version")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _line(field: Field, posted: Mapping[str, Any]) -> Any:
    return text(posted, field.name)


def _lines(field: Field, posted: Mapping[str, Any]) -> list[str]:
    return [one.strip() for one in text(posted, field.name).splitlines() if one.strip()]


def _bool(field: Field, posted: Mapping[str, Any]) -> bool | None:
    said = text(posted, field.name)
    return None if not said else said == "yes"


def _authority(field: Field, posted: Mapping[str, Any]) -> Any:
    name = text(posted, field.name)
    return {"name": name} if name else None


def _contact(field: Field, posted: Mapping[str, Any]) -> Any:
    given = {part: text(posted, f"{field.name}-{part}") for part in ("name", "telephone", "language")}
    return given if any(given.values()) else None


def _money(field: Field, posted: Mapping[str, Any]) -> Any:
    typed = text(posted, f"{field.name}-amount")
    if not typed:
        return None
    try:
        read = amount(posted, f"{field.name}-amount")
    except BadInput:
        read = f"{typed} ?"  # no number: the form's check asks what is meant
    return {"amount": read, "currency": text(posted, f"{field.name}-currency").upper()}


def amount(posted: Mapping[str, Any], name: str) -> str:
    """Read an amount of money in local writing; nothing typed is nothing.

    1,000 is a thousand in English and one in German: where writing and language leave that open, the person is asked.

    Raises:
        BadInput: no amount, or one that can be read in two ways.
    """
    typed = text(posted, name)
    if not typed:
        return ""
    found = amount_of(typed, get_language() or "en")
    if isinstance(found, Fault):
        raise BadInput(found)
    return format(found, "f")


def moment(posted: Mapping[str, Any], name: str) -> str:
    """Read an instant: with the zone that was chosen, or with the offset that was typed. Without either it stays no instant."""
    typed = text(posted, name)
    if not typed:
        return ""
    try:
        found = datetime.fromisoformat(typed.replace(" ", "T", 1) if "T" not in typed else typed)
    except ValueError:
        said = pasted.read(typed)
        return said.instants[0].isoformat() if said.instants else typed
    zone = text(posted, f"{name}-zone")
    if found.tzinfo is None and zone:
        found = found.replace(tzinfo=_zone(zone))
    return found.isoformat()


def _zone(name: str) -> ZoneInfo | None:
    """Return a zone by its name; a name that is none (a page offers only zones, but anything can be sent) leaves the instant without."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


def day(posted: Mapping[str, Any], name: str) -> str:
    """Read a day posted as three fields; what is no day stays as it was typed."""
    typed = [text(posted, f"{name}-{part}") for part in ("year", "month", "day")]
    if not any(typed):
        return ""
    try:
        return date(*(int(part) for part in typed)).isoformat()
    except (ValueError, OverflowError):
        return "-".join(typed)


def _selector(field: Field, posted: Mapping[str, Any]) -> Any:
    """Read what is asked for; what was pasted fills what was left empty."""
    said = pasted.read(text(posted, f"{field.name}-paste"))
    given = {part: text(posted, f"{field.name}-{part}") for part in ("kind", "value", "port", "account")}
    ends = {end: moment(posted, f"{field.name}-{end}") for end in ("from", "to")}
    found = {
        "kind": said.kind if said.kind and not given["value"] else given["kind"],
        "value": given["value"] or said.value,
        "port": given["port"] or said.port,
        "from": ends["from"] or _nth(said, 0),
        "to": ends["to"] or _nth(said, -1),
    }
    if text(posted, f"{field.name}-noport") == "yes" and not found["port"]:
        found["port"] = "none in the log"
    if not any(found[part] for part in ("value", "port", "from", "to")):
        return None
    return {name: value for name, value in found.items() if value}


def _nth(said: pasted.Pasted, number: int) -> str:
    if said.instants:
        return said.instants[number].isoformat()
    return said.without_zone[number] if said.without_zone else ""


def _range(field: Field, posted: Mapping[str, Any]) -> Any:
    found = {end: moment(posted, f"{field.name}-{end}") for end in ("from", "to")}
    return found if any(found.values()) else None


def _file(field: Field, posted: Mapping[str, Any]) -> Any:
    said = text(posted, field.name)
    return {"kind": "text", "value": said} if said else None


def _offences(field: Field, posted: Mapping[str, Any]) -> list[str]:
    """Read articles by citation, title or id, with commas between."""
    lang = (get_language() or "en").partition("-")[0]
    typed = [one.strip() for one in text(posted, field.name).split(",")]
    return [titles.find(lawbook.book(), one, lang) for one in typed if one]


_READERS: dict[str, Callable[[Field, Mapping[str, Any]], Any]] = {
    "bool": _bool,
    "authority_ref": _authority,
    "contact": _contact,
    "money": _money,
    "datetime": lambda field, posted: moment(posted, field.name),
    "date": lambda field, posted: day(posted, field.name),
    "date_range": _range,
    "data_selector": _selector,
    "file_ref": _file,
    "offence_ref": _offences,
    **dict.fromkeys(("list[condition]", "list[party_ref]", "list[person_ref]", "list[authority_ref]", "list[asset_ref]", "list[account_ref]", "list[file_ref]", "list[url]", "list[country]", "list[ioc]", "list[enum]", "list[data_selector]"), _lines),
}  # fmt: skip
