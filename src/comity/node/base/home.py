"""The node's folder: ``node.toml`` (what an operator may change), ``keys/`` (0600) and the data.

    DIR/node.toml
    DIR/keys/database/<role>            passwords of the database roles
    DIR/keys/django/<door>              Django's secret, one for each door
    DIR/keys/node/{exchange,receipt,log,recovery}.json
    DIR/keys/participants/<code>/{signing,sealing}.json, linkage.key
    DIR/postgres/  DIR/blobs/  DIR/static/
    DIR/law/                            the atlas made ready, questions on their way; made again where it is missing

Every unknown key of ``node.toml`` is an error, and all faults of the file are reported at once.
"""

from __future__ import annotations

import difflib
import functools
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from comity.kernel.country import Country, country
from comity.kernel.errors import BadInput, ComityError, Fault, raise_all
from comity.node.base import faults

WEB_DOORS = ("portal", "desk", "gateway")
PARTICIPANT_ROLES = (
    "police", "contact_point", "prosecution", "central_authority", "csirt", "provider", "bank", "registrar",
)  # fmt: skip
_KEYS: Mapping[str, frozenset[str]] = {
    "": frozenset({"node", "doors", "database", "directory", "participant"}),
    "node": frozenset(
        {"name", "country", "zone", "languages", "demonstration", "scheme", "telephone", "hours"}
    ),
    "doors": frozenset(WEB_DOORS),
    "door": frozenset({"host", "port"}),
    "database": frozenset({"folder", "server", "name", "archive_timeout"}),
    "directory": frozenset({"source"}),
    "participant": frozenset({"code", "name", "roles", "country"}),
}


@dataclass(frozen=True, slots=True)
class Door:
    """Where one web process listens (``127.0.0.1:port``) and the name under which people reach it."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class ParticipantEntry:
    """An organisation that this node hosts, as its operator wrote it down."""

    code: str
    name: str
    roles: tuple[str, ...]
    country: Country


@dataclass(frozen=True, slots=True)
class DatabaseEntry:
    """Where the data is: ``folder`` of our own cluster, or ``server`` (``host:port``) of an external one."""

    folder: Path
    server: str
    name: str
    archive_timeout: int


@dataclass(frozen=True, slots=True)
class Home:
    """A node's folder, read and checked."""

    path: Path
    name: str
    country: Country
    zone: str
    languages: tuple[str, ...]
    demonstration: bool
    scheme: Literal["http", "https"]
    telephone: str
    hours: str
    doors: Mapping[str, Door]
    database: DatabaseEntry
    participants: tuple[ParticipantEntry, ...]
    directory_source: str = ""
    """Where the signed directory is read from: a folder or an http(s) address; empty where the node stands alone."""

    @property
    def keys(self) -> Path:
        """The folder of all secrets."""
        return self.path / "keys"

    @property
    def directory_root(self) -> Path:
        """The trusted root of the directory, brought here by hand: what all trust in other nodes begins with."""
        return self.path / "directory" / "root.json"

    @property
    def blobs(self) -> Path:
        """The folder of sealed chunks."""
        return self.path / "blobs"

    def address(self, door: str) -> str:
        """Return the address under which people reach a door, without a final slash."""
        entry = self.doors[door]
        usual = {"http": 80, "https": 443}[self.scheme]
        behind_proxy = self.scheme == "https"  # TLS ends in a proxy in front of the door
        return f"{self.scheme}://{entry.host}" + (
            "" if behind_proxy or entry.port == usual else f":{entry.port}"
        )


def read(path: Path) -> Home:
    """Read a node's folder.

    Raises:
        BadInput: it is no node's folder, or ``node.toml`` has faults: all of them are named.
    """
    file = path / "node.toml"
    if not file.is_file():
        raise BadInput(faults.NO_HOME.fault(path=str(path)))
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(faults.HOME_UNREADABLE.fault(path=str(file), reason=str(error))) from error
    return _Reader(file).home(document)


def current() -> Home | None:
    """Return the node this process belongs to (``COMITY_NODE``), or ``None`` outside of any."""
    path = os.environ.get("COMITY_NODE")
    return _current(Path(path)) if path else None


@functools.cache
def _current(path: Path) -> Home:
    return read(path)


class _Reader:
    def __init__(self, file: Path) -> None:
        self.file = file
        self.found: list[Fault] = []

    def home(self, document: Mapping[str, Any]) -> Home:
        self._known("", document)
        node, doors, database, directory = (
            self._table(document, name) for name in ("node", "doors", "database", "directory")
        )
        home_country = self._country("node.country", node.get("country"))
        home = Home(
            path=self.file.parent.resolve(),
            name=self._text("node.name", node.get("name")),
            country=home_country,
            zone=self._one_of(
                "node.zone", node.get("zone", "UTC"), available_timezones(), "a zone of the IANA database"
            ),
            languages=tuple(self._texts("node.languages", node.get("languages", ["en"]))),
            demonstration=self._bool("node.demonstration", node.get("demonstration", False)),
            scheme=self._scheme(node.get("scheme", "https")),
            telephone=self._text("node.telephone", node.get("telephone", ""), empty=True),
            hours=self._text("node.hours", node.get("hours", ""), empty=True),
            doors={name: self._door(name, doors.get(name, {})) for name in WEB_DOORS},
            database=DatabaseEntry(
                folder=self.file.parent.resolve()
                / self._text("database.folder", database.get("folder", "postgres")),
                server=self._text("database.server", database.get("server", ""), empty=True),
                name=self._text("database.name", database.get("name", "comity")),
                archive_timeout=self._number(
                    "database.archive_timeout", database.get("archive_timeout", 60), 0, 86_400
                ),
            ),
            participants=tuple(self._participants(document.get("participant", []), home_country)),
            directory_source=self._text("directory.source", directory.get("source", ""), empty=True),
        )
        raise_all(self.found)
        return home

    def _table(self, document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        value = document.get(name, {})
        if not isinstance(value, dict):
            self._bad(name, value, "a table")
            return {}
        self._known(name, value)
        return value

    def _door(self, name: str, value: Any) -> Door:
        table = value if isinstance(value, dict) else {}
        self._known("door", table, f"doors.{name}.")
        return Door(
            host=self._text(f"doors.{name}.host", table.get("host")),
            port=self._number(f"doors.{name}.port", table.get("port"), 1, 65_535),
        )

    def _participants(self, value: Any, default: Country) -> Iterable[ParticipantEntry]:
        for number, table in enumerate(value if isinstance(value, list) else [], 1):
            where = f"participant {number}"
            self._known("participant", table, f"{where}: ")
            roles = tuple(self._texts(f"{where}: roles", table.get("roles")))
            for role in roles:
                self._one_of(
                    f"{where}: roles", role, PARTICIPANT_ROLES, "one of " + ", ".join(PARTICIPANT_ROLES)
                )
            yield ParticipantEntry(
                code=self._text(f"{where}: code", table.get("code")),
                name=self._text(f"{where}: name", table.get("name")),
                roles=roles,
                country=self._country(f"{where}: country", table.get("country", default)),
            )

    def _known(self, kind: str, table: Mapping[str, Any], prefix: str | None = None) -> None:
        for key in sorted(set(table) - _KEYS[kind]):
            near = difflib.get_close_matches(key, _KEYS[kind], n=1) or sorted(_KEYS[kind])[:1]
            shown = (prefix if prefix is not None else (f"{kind}." if kind else "")) + key
            self.found.append(faults.UNKNOWN_KEY.fault(path=str(self.file), key=shown, nearest=near[0]))

    def _bad(self, key: str, value: Any, wanted: str) -> None:
        self.found.append(faults.BAD_VALUE.fault(path=str(self.file), key=key, value=value, wanted=wanted))

    def _text(self, key: str, value: Any, *, empty: bool = False) -> str:
        if isinstance(value, str) and (value.strip() or empty):
            return value
        self._bad(key, value, "some text")
        return ""

    def _texts(self, key: str, value: Any) -> list[str]:
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            return value
        self._bad(key, value, "a list of words")
        return []

    def _bool(self, key: str, value: Any) -> bool:
        if not isinstance(value, bool):
            self._bad(key, value, "true or false")
        return value is True

    def _number(self, key: str, value: Any, low: int, high: int) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self._bad(key, value, f"a whole number from {low} to {high}")
        return low

    def _one_of(self, key: str, value: Any, allowed: Iterable[str], wanted: str) -> str:
        if value in set(allowed):
            return str(value)
        self._bad(key, value, wanted)
        return "UTC"

    def _scheme(self, value: Any) -> Literal["http", "https"]:
        if value not in {"http", "https"}:
            self._bad("node.scheme", value, "http or https")
        return "http" if value == "http" else "https"

    def _country(self, key: str, value: Any) -> Country:
        try:
            return country(str(value))
        except ComityError:
            self._bad(key, value, "two letters of ISO 3166-1, such as DE")
            return Country("XX")


def zone_of(home: Home) -> ZoneInfo:
    """Return the zone in which this node's people live."""
    return ZoneInfo(home.zone)
