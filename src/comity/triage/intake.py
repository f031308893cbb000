"""Read reports that come in bulk, one record a line, and name every fault with its line.

JSON lines and CSV carry the same fields. Nothing is imported here: the caller gets records and faults and takes
either all of a file or none of it.

    >>> read([b'{"id": "a", "narrative": "x"}', b'{"id": "a"}'], format="jsonl").faults[0].line
    2
"""

from __future__ import annotations

import csv
import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, NoReturn

from comity.kernel.clock import instant
from comity.kernel.country import country as read_country
from comity.kernel.errors import BadInput, Fault, declare
from comity.selectors import Context, Selector, normalise
from comity.selectors.scanner import MAX_TEXT
from comity.triage.plain import text_faults

Format = Literal["jsonl", "csv"]

FIELDS = ("id", "received", "language", "country", "narrative", "selectors", "loss", "channel")
CSV_FIELDS = (
    "id", "received", "language", "country", "narrative", "selectors", "loss_amount", "loss_currency", "channel",
)  # fmt: skip
MAX_LINE = 64 * 1024 * 1024
"""Bytes of one line; above that the file is not one of records."""

NOT_JSON = declare(
    "triage.intake.not_json", "This line is not one JSON object: {why}.", "Write one record a line."
)
NOT_UTF8 = declare(
    "triage.intake.not_utf8", "This line is not UTF-8 (byte {byte}).", "Save the file as UTF-8 and try again."
)
LINE_TOO_LONG = declare(
    "triage.intake.line_too_long",
    "This line has {length} bytes; at most {limit} are read.",
    "Split the record.",
)
NO_ID = declare("triage.intake.no_id", "The record has no id.{nearest}", "Give each record an id of its own.")
TWICE = declare(
    "triage.intake.id_twice",
    "The id {id!r} was used before, in line {first}.",
    "Give each record an id of its own.",
)
NOTHING = declare(
    "triage.intake.nothing_in_it",
    "The record has neither a narrative nor selectors.{nearest}",
    "Give at least one of them.",
)
WRONG_TYPE = declare("triage.intake.wrong_type", "{field} is {found}; it should be {wanted}.")
BAD_AMOUNT = declare(
    "triage.intake.bad_amount",
    "{value!r} is not an amount of money.",
    "Write digits with a point, such as 4200.50.",
)
BAD_CURRENCY = declare(
    "triage.intake.bad_currency",
    "{value!r} is not a currency.",
    "Write the three letters of ISO 4217, such as EUR.",
)
BAD_LANGUAGE = declare(
    "triage.intake.bad_language",
    "{value!r} is not a language.",
    "Write a tag of BCP 47, such as de or pt-BR.",
)
BAD_COLUMNS = declare(
    "triage.intake.bad_columns",
    "The first line does not name the columns: {problem}.",
    "Name id and narrative or selectors; known are {known}.",
)
RAGGED = declare(
    "triage.intake.ragged",
    "This row has {found} fields; the first line names {wanted}.",
    "Check the quotation marks.",
)

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_CURRENCY = re.compile(r"[A-Z0-9]{3,10}")


@dataclass(frozen=True, slots=True)
class Loss:
    """Money lost, as reported: an amount and ISO 4217 or the code of an asset."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Record:
    """One report as it came in. ``line`` is where it stood in the file."""

    line: int
    id: str
    narrative: str = ""
    selectors: tuple[Selector, ...] = ()
    received: datetime | None = None
    language: str = ""
    country: str = ""
    loss: Loss | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class LineFault:
    """One thing that is wrong in one line."""

    line: int
    fault: Fault

    @property
    def text(self) -> str:
        """The sentence for a person, with the line."""
        return f"line {self.line}: {self.fault.text}"


@dataclass(slots=True)
class Intake:
    """What a file held. Import it only when :attr:`faults` is empty."""

    records: list[Record] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)


def read(lines: Iterable[bytes | str], *, format: Format) -> Intake:
    """Read all records of a file given as its lines (an open binary file is one such iterable).

    Returns:
        the records that are right and every fault of the others, each with its line number. A line with a fault
        gives no record.
    """
    intake = Intake()
    seen: dict[str, int] = {}
    objects = _json_lines(lines, intake) if format == "jsonl" else _csv_rows(lines, intake)
    for number, fields in objects:
        record, faults = record_of(fields, line=number)
        if record is not None and record.id in seen:
            faults = [*faults, TWICE.fault(id=record.id, first=seen[record.id])]
        if faults or record is None:
            intake.faults.extend(LineFault(number, fault) for fault in faults)
            continue
        seen[record.id] = number
        intake.records.append(record)
    intake.faults.sort(key=lambda one: one.line)
    return intake


def _decoded(line: bytes | str, number: int, intake: Intake) -> str | None:
    if len(line) > MAX_LINE:
        intake.faults.append(LineFault(number, LINE_TOO_LONG.fault(length=len(line), limit=MAX_LINE)))
        return None
    if isinstance(line, str):
        return line
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        intake.faults.append(LineFault(number, NOT_UTF8.fault(byte=error.start + 1)))
        return None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _json_lines(lines: Iterable[bytes | str], intake: Intake) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        text = _decoded(line, number, intake)
        if text is None or not text.strip():
            continue
        try:
            value = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
            intake.faults.append(LineFault(number, NOT_JSON.fault(why=why)))
            continue
        if isinstance(value, dict):
            yield number, value
        else:
            intake.faults.append(LineFault(number, NOT_JSON.fault(why=f"it is {_name_of(value)}")))


def _csv_rows(lines: Iterable[bytes | str], intake: Intake) -> Iterator[tuple[int, Mapping[str, Any]]]:
    csv.field_size_limit(MAX_LINE)
    decoded = (
        text if (text := _decoded(line, number, intake)) is not None else "\n"
        for number, line in enumerate(lines, 1)
    )
    reader = csv.reader(decoded, strict=True)
    header: list[str] = []
    start = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            intake.faults.append(LineFault(max(reader.line_num, 1), NOT_JSON.fault(why=f"not CSV, {error}")))
            return
        line, start = start, reader.line_num + 1
        if not row:
            continue
        if not header:
            header = [name.strip().lower() for name in row]
            problem = _header_problem(header)
            if problem:
                fault = BAD_COLUMNS.fault(problem=problem, known=", ".join(CSV_FIELDS))
                intake.faults.append(LineFault(line, fault))
                return
        elif len(row) != len(header):
            intake.faults.append(LineFault(line, RAGGED.fault(found=len(row), wanted=len(header))))
        else:
            yield from _csv_record(line, dict(zip(header, row, strict=True)), intake)


def _header_problem(header: list[str]) -> str:
    unknown = [name for name in header if name not in CSV_FIELDS]
    if unknown:
        close = difflib.get_close_matches(unknown[0], CSV_FIELDS, n=1)
        return f"{unknown[0]!r} is unknown" + (f", did you mean {close[0]!r}" if close else "")
    if len(set(header)) != len(header):
        return "a column is named twice"
    return (
        ""
        if "id" in header and {"narrative", "selectors"} & set(header)
        else "id, and narrative or selectors, are missing"
    )


def _csv_record(line: int, row: dict[str, str], intake: Intake) -> Iterator[tuple[int, Mapping[str, Any]]]:
    fields: dict[str, Any] = {name: value for name, value in row.items() if name in FIELDS and value != ""}
    if row.get("loss_amount"):
        fields["loss"] = {"amount": row["loss_amount"], "currency": row.get("loss_currency", "")}
    if "selectors" in fields:
        try:
            fields["selectors"] = json.loads(fields["selectors"])
        except (ValueError, RecursionError) as error:
            intake.faults.append(
                LineFault(line, NOT_JSON.fault(why=f"in the column selectors, {str(error)[:200]}"))
            )
            return
    yield line, fields


def _name_of(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def record_of(fields: Mapping[str, Any], *, line: int = 0) -> tuple[Record | None, list[Fault]]:
    """Turn one JSON object into a record, or name all that is wrong with it.

    Fields it does not know are let be (a newer sender may write them); where a needed field is missing and an unknown
    one comes close, the fault says so.
    """
    faults: list[Fault] = []

    def text(name: str) -> str:
        value = fields.get(name)
        if value is None:
            return ""
        if isinstance(value, int) and not isinstance(value, bool) and name == "id":
            return str(value)
        if not isinstance(value, str):
            faults.append(WRONG_TYPE.fault(field=name, found=_name_of(value), wanted="a text"))
            return ""
        faults.extend(text_faults(value, limit=MAX_TEXT if name == "narrative" else 200))
        return value

    id_, narrative, language = text("id").strip(), text("narrative"), text("language").strip()
    channel = text("channel").strip()
    where = _read_country(text("country"), faults)
    received = _read_instant(text("received"), faults)
    if language and not _LANGUAGE.fullmatch(language):
        faults.append(BAD_LANGUAGE.fault(value=language))
    loss = _read_loss(fields.get("loss"), faults)
    selectors = _read_selectors(fields.get("selectors"), Context(language, where), faults)
    if not id_ and not faults:
        faults.append(NO_ID.fault(nearest=_nearest("id", fields)))
    if not narrative.strip() and not selectors and not faults:
        faults.append(NOTHING.fault(nearest=_nearest("narrative", fields)))
    if faults:
        return None, faults
    return Record(line, id_, narrative, selectors, received, language, where, loss, channel), []


def _nearest(wanted: str, fields: Mapping[str, Any]) -> str:
    unknown = [name for name in fields if name not in FIELDS]
    close = difflib.get_close_matches(wanted, unknown, n=1)
    return f" Did you mean {wanted!r} by {close[0]!r}?" if close else ""


def _read_country(value: str, faults: list[Fault]) -> str:
    try:
        return read_country(value) if value.strip() else ""
    except BadInput as error:
        faults.extend(error.faults)
        return ""


def _read_instant(value: str, faults: list[Fault]) -> datetime | None:
    try:
        return instant(value) if value.strip() else None
    except BadInput as error:
        faults.extend(error.faults)
        return None


def _read_loss(value: Any, faults: list[Fault]) -> Loss | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        faults.append(
            WRONG_TYPE.fault(field="loss", found=_name_of(value), wanted="an object with amount and currency")
        )
        return None
    raw, currency = value.get("amount"), value.get("currency")
    if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency.strip().upper()):
        faults.append(BAD_CURRENCY.fault(value=currency))
        return None
    try:
        amount = (
            Decimal(str(raw).strip()) if not isinstance(raw, bool) and raw is not None else Decimal("NaN")
        )
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0 or amount >= Decimal(10) ** 20:
        faults.append(BAD_AMOUNT.fault(value=raw))
        return None
    return Loss(amount, currency.strip().upper())


def _read_selectors(value: Any, context: Context, faults: list[Fault]) -> tuple[Selector, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        faults.append(WRONG_TYPE.fault(field="selectors", found=_name_of(value), wanted="a list"))
        return ()
    found: list[Selector] = []
    for place, one in enumerate(value):
        if (
            not isinstance(one, dict)
            or not isinstance(one.get("kind"), str)
            or not isinstance(one.get("value"), str)
        ):
            faults.append(
                WRONG_TYPE.fault(
                    field=f"selectors[{place}]", found=_name_of(one), wanted="an object with kind and value"
                )
            )
            continue
        try:
            read = normalise(one["kind"], one["value"], context)  # normalise refuses what is no kind
        except BadInput as error:
            faults.extend(error.faults)
            continue
        start, end, written = one.get("start"), one.get("end"), one.get("as_written")
        placed = isinstance(start, int) and isinstance(end, int) and 0 <= start <= end
        found.append(
            Selector(
                start if placed and isinstance(start, int) else 0,
                end if placed and isinstance(end, int) else 0,
                read.kind,
                read.value,
                read.as_written if read.kind == "card" or not isinstance(written, str) else written,
            )
        )
    return tuple(found)
