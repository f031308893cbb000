"""What leaves: the outgoing values by the field list of the instrument, each with why it goes, and what stays.

Pure: plain values in, plain values out. The message to the other side is made of :func:`outgoing` and of nothing else,
so what is not on this list does not leave (promise 17).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from comity.law.records import Field, Instrument
from comity.node.assistance.names import named, texts

EMPTY: tuple[Any, ...] = (None, "", [], {}, ())
OFFICIAL = frozenset({"authority_ref", "list[authority_ref]", "contact", "commitment"})
"""Fields that name offices and officers on duty."""
PERSONAL = frozenset(
    {"data_selector", "list[data_selector]", "party_ref", "list[party_ref]", "person_ref", "list[person_ref]", "account_ref",
     "list[account_ref]", "ip", "contact", "file_ref", "list[file_ref]", "list[ioc]"}
)  # fmt: skip
ENTITIES = frozenset(
    {"custodian_or_system_location", "provider_name_address", "addressee", "foreign_provider_found", "entity"}
)
"""Fields that ask for a provider or another organisation: what identifies a company is no personal data (GDPR recital 14)."""
_FREE = frozenset({"text", "string"})


@dataclass(frozen=True, slots=True)
class Leaving:
    """One field that leaves. ``personal``: it identifies or may identify somebody; ``free``: words, to be read before sending."""

    field: str
    type: str
    value: Any
    basis: str
    personal: bool
    free: bool


def outgoing(instrument: Instrument, values: Mapping[str, Any], *, to_role: str = "") -> dict[str, Any]:
    """Return the values that go to the other side: fields of the instrument's own list that have a value and are not kept from it."""
    role = to_role or (instrument.to_role[0] if instrument.to_role else "")
    return {
        field.name: values[field.name]
        for field in instrument.fields
        if field.name in values and values[field.name] not in EMPTY and _goes(field, role)
    }


def _goes(field: Field, role: str) -> bool:
    return field.filled_by == "requesting" and role not in field.withheld_from


def leaving(instrument: Instrument, values: Mapping[str, Any], *, to_role: str = "") -> list[Leaving]:
    """Return what leaves, in the order of the form."""
    going = outgoing(instrument, values, to_role=to_role)
    return [
        Leaving(
            field.name,
            field.type,
            going[field.name],
            field.cite,
            field.type in PERSONAL and field.name not in ENTITIES,
            field.type in _FREE,
        )
        for field in instrument.fields
        if field.name in going
    ]


def staying(instrument: Instrument, values: Mapping[str, Any], *, to_role: str = "") -> list[str]:
    """Return the fields that have a value and stay here."""
    going = outgoing(instrument, values, to_role=to_role)
    return [
        field.name
        for field in instrument.fields
        if values.get(field.name) not in EMPTY and field.name not in going
    ]


def who_is_named(instrument: Instrument, values: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Return the fields of an outgoing form that name one of these persons, by place."""
    known = list(names)
    official = {field.name for field in instrument.fields if field.type in OFFICIAL}
    return [
        place for place, text in texts(values) if named(text, known, whole=place.split(".")[0] in official)
    ]
