"""Is a request complete? All that is missing is named at once, each with its article; then the usual defects.

The fields are the instrument's own (``fields`` of its record). Defects are what desks see go wrong most: an instant without a
zone, no source port behind a shared address, no limit of scope.

Values are plain JSON: texts, booleans, ISO instants. A data selector is a table with ``kind``, ``value``, ``from``, ``to``, ``port``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from comity.kernel.errors import Fault, declare

if TYPE_CHECKING:
    from comity.law.records import Field, Instrument

MISSING_FIELD = declare(
    "law.form.missing", "{field} is missing ({cite}).", "The other side may send the request back without it."
)
UNKNOWN_FIELD = declare("law.form.unknown_field", "The form has no field {field!r}.", "It has: {fields}.")
NOT_A_VALUE = declare("law.form.not_a_value", "{field} = {value!r} is not one of: {values}.")
NO_TIME_ZONE = declare(
    "law.form.no_time_zone",
    "{field}: {value!r} has no time zone.",
    "Without one the address cannot be matched to a user; choose the zone, or add +01:00 or Z.",
)
NO_PORT = declare(
    "law.form.no_port", "{field}: an IP address without its source port.",
    "Behind a shared address hundreds of users look alike; give the port if the log has it, or say that it has none.",
)  # fmt: skip
UNLIMITED = declare(
    "law.form.unlimited_scope",
    "{field} asks for data without a limit in time.",
    "Name the first and the last instant.",
)
EVERYTHING = declare(
    "law.form.everything",
    "{field} asks for {value!r}.",
    "Name the kinds of data; nobody may hand over everything.",
)
BACKWARDS = declare(
    "law.form.backwards", "{field}: the range ends before it begins.", "Exchange the two instants."
)
TOO_THIN = declare(
    "law.form.facts_too_thin",
    "{field} has {words} words.",
    "Say who did what, when, to which system, and how it is known.",
)
NO_COMMITMENT = declare(
    "law.form.no_commitment", "{field} does not say who will file the follow-up request, under what, and by when ({cite}).",
    "A promise is made by someone: name the authority, the instrument and the day.",
)  # fmt: skip
NO_URGENCY_REASON = declare(
    "law.form.no_urgency_reason",
    "The request is marked {urgency} and gives no reason.",
    "Say what is lost, and when.",
)
NOBODY_REACHABLE = declare(
    "law.form.nobody_reachable",
    "{field} names nobody who can be reached.",
    "Give a telephone number and a language.",
)
NO_AMOUNT = declare(
    "law.form.no_amount",
    "{field} = {value!r} is no amount with its currency.",
    "Write it without separators of thousands: 4200.50 EUR.",
)
NO_SECRECY_WISH = declare(
    "law.form.no_secrecy_wish",
    "{field} is not answered ({cite}).",
    "Say whether the request is to stay secret; without a word the holder may tell its user.",
)
NO_HOLDER = declare(
    "law.form.no_holder",
    "{field} is not named ({cite}).",
    "The law does not ask for it, but most contact points cannot act without the name of the holder.",
)
NO_PENALTY = declare(
    "law.form.no_penalty",
    "{field} does not say how the offence is punished.",
    "Add the statute and the maximum penalty.",
)

_FEW_WORDS = 12
_EVERYTHING = {"all", "all data", "everything", "any", "alle daten", "*"}
_EMPTY: tuple[Any, ...] = (None, "", [], {}, ())


def missing(
    instrument: Instrument, values: Mapping[str, Any], *, urgency: str = "routine", side: str = "requesting"
) -> list[Fault]:
    """Return everything that is missing or defective in a filled form, in the order of the form.

    ``side``: who fills it in; fields that are for the other side are not asked.
    """
    known = {field.name for field in instrument.fields}
    faults = [
        UNKNOWN_FIELD.fault(field=name, fields=", ".join(sorted(known)))
        for name in values
        if name not in known
    ]
    for field in instrument.fields:
        value = values.get(field.name)
        if value in _EMPTY:
            if field.mandatory and field.filled_by == side:
                faults.append(MISSING_FIELD.fault(field=field.name, cite=field.cite))
            continue
        if field.values and value not in field.values:
            faults.append(NOT_A_VALUE.fault(field=field.name, value=value, values=", ".join(field.values)))
        faults += _CHECKS.get(field.type, _no_check)(field, value)
    reason_fields = [
        field.name for field in instrument.fields if "urgen" in field.name or "necessity" in field.name
    ]
    told = {fault.facts.get("field") for fault in faults}  # the same gap is not named twice
    if (
        urgency != "routine"
        and reason_fields
        and told.isdisjoint(reason_fields)
        and all(values.get(name) in _EMPTY for name in reason_fields)
    ):
        faults.append(NO_URGENCY_REASON.fault(urgency=urgency))
    return faults


def hints(instrument: Instrument, values: Mapping[str, Any]) -> list[Fault]:
    """Return what the law does not ask and the other side misses most: shown before sending, never in the way."""
    found: list[Fault] = []
    for field in instrument.fields:
        value = values.get(field.name)
        if field.type == "bool" and "confidential" in field.name and value is None:
            found.append(NO_SECRECY_WISH.fault(field=field.name, cite=field.cite))
        if field.type == "party_ref" and not field.mandatory and value in _EMPTY:
            found.append(NO_HOLDER.fault(field=field.name, cite=field.cite))
        if field.type == "offence_ref" and value not in _EMPTY and not _names_penalty(value):
            found.append(NO_PENALTY.fault(field=field.name))
    return found


def _names_penalty(value: Any) -> bool:
    return isinstance(value, Mapping) and value.get("max_penalty_months") is not None


def _no_check(field: Field, value: Any) -> Iterable[Fault]:
    return ()


def _selector(field: Field, value: Any) -> Iterable[Fault]:
    """Check what is to be held or handed over."""
    if isinstance(value, list):
        for item in value:
            yield from _selector(field, item)
        return
    if isinstance(value, str):
        if value.strip().lower() in _EVERYTHING:
            yield EVERYTHING.fault(field=field.name, value=value)
        return
    if not isinstance(value, Mapping):
        return
    if str(value.get("value", "")).strip().lower() in _EVERYTHING:
        yield EVERYTHING.fault(field=field.name, value=value.get("value"))
    yield from _range(field, value)
    if value.get("kind") == "ip" and value.get("port") in _EMPTY:
        yield NO_PORT.fault(field=field.name)


def _range(field: Field, value: Any) -> Iterable[Fault]:
    if not isinstance(value, Mapping):
        return
    ends = [value.get("from"), value.get("to")]
    if any(end in _EMPTY for end in ends):
        yield UNLIMITED.fault(field=field.name)
    read = []
    for end in ends:
        if end in _EMPTY:
            continue
        yield from _instant(field, end)
        read.append(_aware(end))
    if len(read) == len(ends) and all(read) and read[1] < read[0]:  # type: ignore[operator]
        yield BACKWARDS.fault(field=field.name)


def as_written(value: Any) -> str:
    """Return an instant without a zone as people write it; anything else as it is.

    >>> as_written("2026-11-22T17:52:03"), as_written("Tuesday")
    ('2026-11-22 17:52:03', 'Tuesday')
    """
    return re.sub(r"(\d)T(\d)", r"\1 \2", str(value))


def _instant(field: Field, value: Any) -> Iterable[Fault]:
    if _aware(value) is None:
        yield NO_TIME_ZONE.fault(field=field.name, value=as_written(value))


def _aware(value: Any) -> datetime | None:
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _text(field: Field, value: Any) -> Iterable[Fault]:
    if "facts" in field.name and isinstance(value, str) and len(value.split()) < _FEW_WORDS:
        yield TOO_THIN.fault(field=field.name, words=len(value.split()))


def _commitment(field: Field, value: Any) -> Iterable[Fault]:
    if not isinstance(value, Mapping) or any(
        value.get(key) in _EMPTY for key in ("who", "instrument", "date")
    ):
        yield NO_COMMITMENT.fault(field=field.name, cite=field.cite)


def _contact(field: Field, value: Any) -> Iterable[Fault]:
    if isinstance(value, Mapping) and value.get("telephone") in _EMPTY:
        yield NOBODY_REACHABLE.fault(field=field.name)


def _money(field: Field, value: Any) -> Iterable[Fault]:
    """An amount is a number: 4.200 may be four thousand or four, and whoever holds it must not have to guess."""
    written = str(value.get("amount", "")) if isinstance(value, Mapping) else str(value)
    try:
        amount = Decimal(written)
    except InvalidOperation:
        amount = Decimal(0)
    if not amount.is_finite() or amount <= 0 or not (isinstance(value, Mapping) and value.get("currency")):
        yield NO_AMOUNT.fault(field=field.name, value=written[:40])


_CHECKS: dict[str, Callable[[Field, Any], Iterable[Fault]]] = {
    "data_selector": _selector,
    "list[data_selector]": _selector,
    "date_range": _range,
    "datetime": _instant,
    "text": _text,
    "commitment": _commitment,
    "contact": _contact,
    "money": _money,
}
