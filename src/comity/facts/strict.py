"""Read a table strictly: every key is known, every value has its type, all faults are reported together.

A :class:`Table` wraps one mapping; each ``take_*`` consumes a key; :meth:`Table.close` reports what nobody took, with
the nearest known word. Faults gather in one list that all tables of a file share.

    >>> faults: list[Fault] = []
    >>> table = Table({"tilte": "x"}, where="", file="a.toml", faults=faults)
    >>> table.text("title")
    ''
    >>> table.close()
    >>> print(faults[0].text)
    a.toml: unknown key 'tilte'. Did you mean 'title'?
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from comity.kernel.country import Country, country
from comity.kernel.errors import BadInput, Fault, declare

UNKNOWN_KEY = declare("facts.key.unknown", "{file}: unknown key {key!r}.{nearest}")
MISSING_KEY = declare("facts.key.missing", "{file}: {key!r} is missing.", "{advice}")
WRONG_TYPE = declare("facts.value.wrong_type", "{file}: {key} = {value!r} is not {wanted}.")
NOT_IN_LIST = declare(
    "facts.value.not_in_list", "{file}: {key} = {value!r} is not one of: {allowed}.{nearest}"
)

UNKNOWN = "unknown"


_LONGEST_WORD = 80
"""No word of a file or of the book is longer; what is longer is like none of them, and comparing would take long."""
_SHOWN = 120
"""Characters of a value that a fault repeats."""
_FEW = 32
"""So many words can be named where none is near."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def nearest(word: str, known: Iterable[str]) -> str:
    """Name the known words, three at most, that look like ``word``; where none does and they are few, all of them.

    >>> nearest("tilte", ["title", "on"]), nearest("xyz", ["title", "on"]), nearest("xyz", [])
    (" Did you mean 'title'?", ' Known: on, title.', '')
    >>> nearest("ETS185:22", ["ETS185:2", "ETS185:3", "nothing"])
    " Did you mean 'ETS185:2' or 'ETS185:3'?"
    """
    words = sorted(known)
    return _meant(word, words) or (f" Known: {', '.join(words)}." if words and len(words) <= _FEW else "")


def _meant(word: str, words: list[str]) -> str:
    found = difflib.get_close_matches(word, words, n=3, cutoff=0.6) if len(word) <= _LONGEST_WORD else []
    if not found:
        return ""
    *others, last = [repr(one) for one in found]
    return f" Did you mean {', '.join(others)}{' or ' if others else ''}{last}?"


def shown(value: Any) -> Any:
    """Return a value as a fault repeats it: a long one cut, so that a file of ten megabytes is not answered with another.

    >>> shown("short"), len(shown("x" * 10_000_000)), shown(10**5000)
    ('short', 120, 'a number of very many digits')
    """
    if isinstance(value, str):
        return value if len(value) <= _SHOWN else value[: _SHOWN - 3] + "..."
    try:
        text = repr(value)
    except ValueError:  # a whole number of more digits than Python writes out
        return "a number of very many digits"
    return value if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


class Table:
    """One mapping of a file, read key by key."""

    def __init__(self, data: Any, *, where: str, file: str, faults: list[Fault]) -> None:
        self.file, self.where, self.faults = file, where, faults
        self._asked: set[str] = set()
        self._data: dict[str, Any] = {}
        if isinstance(data, Mapping):
            self._data = {str(key): value for key, value in data.items()}
        elif data is not None:
            self._wrong(where, data, "a table")

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def path(self, key: str) -> str:
        """Return the dotted name of a key, as the fault will show it."""
        return f"{self.where}.{key}" if self.where else key

    def raw(self, key: str, default: Any = None) -> Any:
        """Take a value as it stands."""
        self._asked.add(key)
        return self._data.get(key, default)

    def keys(self) -> list[str]:
        """Name the keys that are there, for tables whose keys are themselves data (countries, elements)."""
        self._asked.update(self._data)
        return list(self._data)

    def close(self) -> None:
        """Report every key that nothing asked for."""
        for key in self._data:
            if key not in self._asked:
                self.faults.append(
                    UNKNOWN_KEY.fault(file=self.file, key=shown(self.path(key)), nearest=self._near(key))
                )

    def table(self, key: str) -> Table:
        """Take a sub-table; an absent one is empty."""
        return Table(self.raw(key), where=self.path(key), file=self.file, faults=self.faults)

    def tables(self, key: str) -> list[Table]:
        """Take an array of tables."""
        value = self.raw(key, [])
        if not isinstance(value, list):
            self._wrong(self.path(key), value, "an array of tables")
            return []
        return [
            Table(item, where=f"{self.path(key)}[{number}]", file=self.file, faults=self.faults)
            for number, item in enumerate(value, 1)
        ]

    def text(self, key: str, default: str = "", *, required: str = "") -> str:
        """Take a string. ``required``: what to write where it is missing."""
        if key not in self._data:
            self._asked.add(key)
            if required:
                self.faults.append(MISSING_KEY.fault(file=self.file, key=self.path(key), advice=required))
            return default
        value = self.raw(key)
        if not isinstance(value, str):
            self._wrong(self.path(key), value, "a text in quotes")
            return default
        if required and not value:
            self.faults.append(MISSING_KEY.fault(file=self.file, key=self.path(key), advice=required))
        return str(value)

    def choice(self, key: str, allowed: Iterable[str], default: str) -> str:
        """Take one word of a closed list."""
        value = self.text(key, default)
        words = list(allowed)
        if value not in words:
            self._not_in(self.path(key), value, words)
            return default
        return value

    def texts(self, key: str, *, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """Take a list of strings (a single string is a list of one)."""
        value = self.raw(key, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self._wrong(self.path(key), value, "a list of texts")
            return ()
        if allowed is not None:
            words = list(allowed)
            for item in items:
                if item not in words:
                    self._not_in(self.path(key), item, words)
        return tuple(items)

    def truth(self, key: str) -> bool | None:
        """Take true, false or ``"unknown"``; absent is unknown."""
        return self._truth(self.path(key), self.raw(key, UNKNOWN))

    def truths(self, key: str) -> dict[str, bool | None]:
        """Take a table of truths whose keys are data."""
        inner = self.table(key)
        return {name: inner.truth(name) for name in inner.keys()}  # noqa: SIM118 - Table is no mapping

    def states(self) -> list[tuple[str, Country]]:
        """Name the keys of a table whose keys are country codes, each with the code it is read as."""
        read = [(key, self._country(self.path(key), key)) for key in self.keys()]
        return [(key, code) for key, code in read if code is not None]

    def whole(self, key: str, most: int = 2**31 - 1) -> int | None:
        """Take a whole number from zero to ``most``; absent is none."""
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # JSON does not tell 5.0 from 5
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self._wrong(self.path(key), value, f"a whole number from 0 to {most}")
            return None
        return value

    def country(self, key: str, *, required: str = "") -> Country | None:
        """Take one country code; absent, empty and ``"unknown"`` are none. ``required``: what to write where it is none."""
        value = self.raw(key, "")
        if value not in ("", UNKNOWN):
            return self._country(self.path(key), value)
        if required:
            self.faults.append(MISSING_KEY.fault(file=self.file, key=self.path(key), advice=required))
        return None

    def countries(self, key: str) -> tuple[Country, ...] | None:
        """Take a list of country codes; absent and ``"unknown"`` are none, which is not the empty list."""
        value = self.raw(key, UNKNOWN)
        if value == UNKNOWN:
            return None
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list):
            self._wrong(self.path(key), value, 'a list of country codes, or "unknown"')
            return None
        read = [self._country(self.path(key), item) for item in items]
        return tuple(dict.fromkeys(code for code in read if code is not None))

    def moment(self, key: str, *, required: str = "") -> date | datetime | None:
        """Take a date, or an instant with an offset; an instant without one is refused."""
        value = self.raw(key)
        if value is None:
            if required:
                self.faults.append(MISSING_KEY.fault(file=self.file, key=self.path(key), advice=required))
            return None
        if isinstance(value, str):
            value = _moment(value)
        if isinstance(value, datetime) and value.tzinfo is None:
            self._wrong(self.path(key), value.isoformat(), "an instant with its offset (add Z or +01:00)")
            return None
        if not isinstance(value, date):
            self._wrong(self.path(key), self.raw(key), "a date or an instant")
            return None
        if isinstance(value, datetime):
            try:
                value.astimezone(UTC)
            except OverflowError:  # the first or last day of the calendar, on the far side of the line
                self._wrong(self.path(key), value.isoformat(), "an instant of the calendar")
                return None
        return value

    def _country(self, path: str, value: Any) -> Country | None:
        try:
            return country(value) if isinstance(value, str) else country("")
        except BadInput:
            self._wrong(
                path, value, "a country code of two letters (ISO 3166-1; XA to XZ for invented states)"
            )
            return None

    def _truth(self, path: str, value: Any) -> bool | None:
        if value == UNKNOWN and isinstance(value, str):
            return None
        if isinstance(value, bool):
            return value
        self._wrong(path, value, 'true, false or "unknown"')
        return None

    def _near(self, key: str) -> str:
        return nearest(key, self._asked)

    def _wrong(self, path: str, value: Any, wanted: str) -> None:
        self.faults.append(
            WRONG_TYPE.fault(file=self.file, key=shown(path), value=shown(value), wanted=wanted)
        )

    def _not_in(self, path: str, value: str, words: list[str]) -> None:
        self.faults.append(
            NOT_IN_LIST.fault(
                file=self.file,
                key=shown(path),
                value=shown(value),
                allowed=", ".join(filter(None, words)),
                nearest=_meant(value, sorted(words)),
            )
        )


def _moment(text: str) -> date | datetime | None:
    """Read a day or an instant written as RFC 3339 has it; an instant may lack its offset here, and is then told so."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        return datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
    except ValueError:
        return None
