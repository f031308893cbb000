"""A list of people harmed, as it is found on a seized machine or written by an officer: one line for each person.

JSON lines, or CSV with a heading. ``country`` (where the person lives) and ``contact`` are needed; ``name``, ``language`` and
``what`` (what was found) may stand beside them. Pure: text in, people or all faults out.

    >>> [one.country for one in read(b"country,contact\\nFR,a@b.example\\n")]
    ['FR']
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from comity.kernel.country import country
from comity.kernel.errors import BadInput, Fault, raise_all
from comity.node.evidence import faults

FORMAT = "comity.harmed-persons/1"
LIMIT = 10_000_000
MOST = 50_000
_NEEDED, _KNOWN = ("country", "contact"), ("country", "contact", "name", "language", "what")
_LONGEST = 300
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the list."""

    country: str
    contact: str
    name: str = ""
    language: str = ""
    what: str = ""

    def document(self) -> dict[str, str]:
        """Return the JSON form, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}


def read(data: bytes) -> list[Person]:
    """Read a list, each person once.

    Raises:
        BadInput: not such a list; every bad line with its number (at most 50 of them).
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(faults.NOT_A_LIST.fault(why="it is not UTF-8 text")) from None
    if len(data) > LIMIT or not text.strip():
        raise BadInput(faults.NOT_A_LIST.fault(why="it is empty or larger than 10 MB"))
    found: dict[Person, None] = {}
    wrong: list[Fault] = []
    for number, row in _rows(text):
        if len(found) > MOST:
            raise BadInput(faults.NOT_A_LIST.fault(why=f"it has more than {MOST} people"))
        try:
            found.setdefault(_person(row))
        except ValueError as error:
            wrong.append(faults.BAD_LINE.fault(line=number, why=str(error)))
    raise_all(wrong[:_SHOWN])
    return list(found)


def write(people: Iterable[Person]) -> list[dict[str, str]]:
    """Return people as a JSON list."""
    return [one.document() for one in people]


def read_documents(given: object) -> list[Person]:
    """Read what :func:`write` wrote at another node.

    Raises:
        BadInput: it is not a list of people.
    """
    if not isinstance(given, list) or len(given) > MOST or not all(isinstance(one, dict) for one in given):
        raise BadInput(faults.NOT_A_LIST.fault(why="it is no list"))
    wrong: list[Fault] = []
    found = []
    for number, row in enumerate(given, start=1):
        try:
            found.append(_person(row))
        except ValueError as error:
            wrong.append(faults.BAD_LINE.fault(line=number, why=str(error)))
    raise_all(wrong[:_SHOWN])
    return found


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    if text.lstrip().startswith("{"):
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield number, _object(line)
        return
    reader = csv.DictReader(io.StringIO(text))
    names = [str(name or "").strip().lower() for name in reader.fieldnames or ()]
    if not set(_NEEDED) <= set(names):
        raise BadInput(faults.NOT_A_LIST.fault(why="its first line names no columns country and contact"))
    reader.fieldnames = names
    for row in reader:
        yield reader.line_num, {str(name): value for name, value in row.items() if name in _KNOWN}


def _object(line: str) -> Mapping[str, object]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else {"": "it is no JSON object"}


def _person(row: Mapping[str, object]) -> Person:
    if "" in row:
        raise ValueError(str(row[""]))
    values = {name: row.get(name) or "" for name in _KNOWN}
    for name, value in values.items():
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise ValueError(f"{name} is no text of at most {_LONGEST} letters")
    texts = {name: " ".join(str(value).split()) for name, value in values.items()}
    if not texts["contact"]:
        raise ValueError("no contact")
    try:
        texts["country"] = country(texts["country"].upper())
    except BadInput:
        raise ValueError(f"{texts['country'][:20]!r} is no country code") from None
    return Person(**texts)
