"""Found a node: its folder, ``node.toml``, keys, and where its database will be. Nothing is started."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from comity.kernel.errors import BadInput, Conflict, declare
from comity.node.base import faults, keyring
from comity.node.base.home import Home, ParticipantEntry, read
from comity.node.base.postgres import place_for

BAD_DATABASE_URL = declare(
    "node.database.bad_url",
    "DATABASE_URL is not of the form postgresql://user:password@host:port/name.",
    "Correct it, or unset it.",
)

_TOML = """\
# A node of Comity. What each key means: docs/operate/node-toml.md
[node]
name = {name}
country = {country}
zone = {zone}
languages = [{languages}]
demonstration = {demonstration}
# http only for a demonstration on *.localhost; in production TLS ends in a proxy in front and this is https.
scheme = {scheme}
telephone = {telephone}
hours = {hours}

# Every door listens on 127.0.0.1; host is the name under which people reach it. Each door needs a name of its own:
# cookies do not tell ports apart.
{doors}
[database]
folder = {folder}
server = {server}
name = {database}
# Seconds after which unfinished WAL is archived at the latest; 0: only full segments.
archive_timeout = {archive_timeout}
"""
_PARTICIPANT = """
[[participant]]
code = {code}
name = {name}
roles = [{roles}]
country = {country}
"""
_CODE = re.compile(r"[a-z]{2}-[a-z0-9-]{2,40}\Z")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new node shall be."""

    name: str
    country: str
    zone: str = "UTC"
    languages: Sequence[str] = ("en",)
    demonstration: bool = False
    hosts: dict[str, str] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    telephone: str = ""
    hours: str = ""
    participants: Sequence[ParticipantEntry] = ()
    database_url: str = ""


def found(path: Path, plan: Plan) -> Home:
    """Write the folder of a new node and return it.

    Raises:
        Conflict: there is a node already, or the folder is not suitable.
        BadInput: a value of the plan cannot be used.
    """
    if (path / "node.toml").exists():
        raise Conflict(faults.HOME_EXISTS.fault(path=str(path)))
    suitable(path)
    (path / "static").mkdir(exist_ok=True)
    keys = path / "keys"
    keyring.make_node_keys(keys)
    server, database = _external(plan.database_url, keys)
    place = place_for(path)
    text = _TOML.format(
        name=_quote(plan.name), country=_quote(plan.country.upper()), zone=_quote(plan.zone),
        languages=", ".join(map(_quote, plan.languages)), demonstration="true" if plan.demonstration else "false",
        scheme=_quote("http" if plan.demonstration else "https"), telephone=_quote(plan.telephone),
        hours=_quote(plan.hours), doors="\n".join(_door(plan, door) for door in ("portal", "desk", "gateway")),
        folder=_quote("postgres" if place == path / "postgres" else str(place)), server=_quote(server),
        database=_quote(database), archive_timeout=0 if plan.demonstration else 60,
    )  # fmt: skip
    _write(path / "node.toml", text)
    try:
        read(path)
        for entry in plan.participants:
            add_participant(path, entry)
    except BaseException:
        (
            path / "node.toml"
        ).unlink()  # a node half founded is none; keys stay and are used by the next attempt
        raise
    return read(path)


def add_participant(path: Path, entry: ParticipantEntry) -> Home:
    """Write a hosted participant into ``node.toml`` and make its keys; the next start makes its row.

    Raises:
        BadInput: the code is not of the form ``de-police``.
        Conflict: the node hosts one of that code.
    """
    home = read(path)
    if not _CODE.match(entry.code):
        raise BadInput(
            faults.BAD_VALUE.fault(
                path=str(path), key="code", value=entry.code, wanted="country and word, such as de-police"
            )
        )
    if any(entry.code == known.code for known in home.participants):
        return home
    table = _PARTICIPANT.format(
        code=_quote(entry.code),
        name=_quote(entry.name),
        roles=", ".join(map(_quote, entry.roles)),
        country=_quote(entry.country),
    )
    before = (path / "node.toml").read_text()
    _write(path / "node.toml", before + table)
    try:
        home = read(path)
    except BaseException:
        _write(path / "node.toml", before)
        raise
    keyring.make_participant_keys(home.keys, entry.code)
    return home


def suitable(path: Path) -> None:
    """Make the folder where it is not there, and try what a database needs of it: a 0600 file and an atomic rename.

    Raises:
        Conflict: it is a file, belongs to somebody else, or lies on a file system that cannot do this.
    """
    reason = ""
    try:
        if not path.exists():
            path.mkdir(mode=0o711, parents=True)
        if path.stat().st_uid != os.geteuid():
            reason = "it belongs to another user"
        else:
            with tempfile.NamedTemporaryFile(dir=path, delete=False) as file:
                os.fsync(file.fileno())
            trial = Path(file.name)
            trial.chmod(0o600)
            if trial.stat().st_mode & 0o077:
                reason = "its file system does not keep access modes"
            trial.replace(path / ".trial")
            (path / ".trial").unlink()
    except NotADirectoryError:
        reason = "it is a file"
    except OSError as error:
        reason = error.strerror or str(error)
    if reason:
        raise Conflict(faults.HOME_UNSUITABLE.fault(path=str(path), reason=reason))


def _external(url: str, keys: Path) -> tuple[str, str]:
    """Split ``DATABASE_URL`` into what goes into ``node.toml`` and what goes into ``keys/``."""
    if not url:
        return "", "comity"
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.hostname or not parts.username:
        raise BadInput(BAD_DATABASE_URL.fault())
    admin = keys / "database" / "admin"
    keyring.write_secret(admin, f"{unquote(parts.username)}\n{unquote(parts.password or '')}".encode())
    return f"{unquote(parts.hostname)}:{parts.port or 5432}", parts.path.lstrip("/") or "comity"


def _door(plan: Plan, door: str) -> str:
    host = plan.hosts.get(door, f"{door}.{plan.country.lower()}.localhost")
    return f"[doors.{door}]\nhost = {_quote(host)}\nport = {plan.ports[door]}\n"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    if any(ord(letter) < 32 for letter in escaped):
        raise BadInput(
            faults.BAD_VALUE.fault(path="node.toml", key="a text", value=text, wanted="on one line")
        )
    return f'"{escaped}"'


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
