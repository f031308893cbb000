"""Make one signed directory for several node folders: what the demonstration and the tests start from.

    publish([de, jp, fr], folder, at=now)   # folder/repository/*.json, and each node.toml names it

The root needs two of three keys, as in life; here all three lie in ``folder/keys`` beside the others, so that one machine
can play every part, and the folder says so. In production the root keys lie in three safes (``comity directory``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from comity.exchange import publishing
from comity.exchange.directory import Directory, Key, Node, Participant, Purpose
from comity.exchange.publishing import Keys
from comity.node.base import home, keyring
from comity.node.base.home import Home
from comity.node.base.keyring import Keyring
from comity.suites.keys import generate_signing

_NOTICE = """\
DEMONSTRATION ONLY. Here lie all keys of a directory on one machine, so that one person can play every part.
A real directory keeps its three root keys in three places, and no machine on line has ever seen them.
"""
_ROLES = {"root": 3, "targets": 2, "snapshot": 1, "timestamp": 1}
_LONG = timedelta(days=400)
VALID: Mapping[str, timedelta] = dict.fromkeys(publishing.VALID, _LONG)
"""Longer than in life: the demonstration's clock jumps over months."""


def publish(
    homes: Sequence[Path],
    folder: Path,
    *,
    at: datetime,
    source: str = "",
    valid: Mapping[str, timedelta] = VALID,
    extra: Directory | None = None,
) -> Path:
    """Make or renew the directory of these nodes, and have each of them read it; return the folder of the repository.

    ``source``: what stands in each ``node.toml``, the repository's folder where not given. ``extra``: nodes and participants
    that have no folder here, such as an invented one that only sends.

    Raises:
        BadInput: a folder is no node's, or the directory would not be whole.
    """
    repository = folder / "repository"
    repository.mkdir(parents=True, exist_ok=True)
    keys = _keys(folder)
    files = {path.name: path.read_bytes() for path in repository.glob("*.json")}
    if not files:
        files = publishing.init(keys, at=at, root_threshold=2, targets_threshold=2, valid=valid)
    read = [home.read(path) for path in homes]
    content = _content(read, extra or Directory(), at - timedelta(days=1))
    files = publishing.publish(files, content, keys, at=at, valid=valid)
    _write(repository, files)
    for one in read:
        _point(one, source or str(repository.resolve()), files["1.root.json"])
    return repository


def refresh(folder: Path, *, at: datetime, valid: Mapping[str, timedelta] = VALID) -> None:
    """Sign snapshot and timestamp anew, as the machine on line does every day."""
    repository = folder / "repository"
    files = {path.name: path.read_bytes() for path in repository.glob("*.json")}
    _write(repository, publishing.refresh(files, _keys(folder), at=at, valid=valid))


def entries(one: Home, *, start: datetime) -> tuple[Node, list[Participant]]:
    """Return what the directory says of a node and the participants it hosts, from its folder."""
    ring = Keyring(one, "admin")
    code = one.country.lower()
    node = Node(
        code=code,
        country=one.country,
        gateway=one.address("gateway"),
        origin=one.doors["portal"].host,
        keys=tuple(_key(ring.public(kind), kind, start) for kind in ("exchange", "receipt", "log")),
        more={"demonstration": one.demonstration},
    )
    hosted = [
        Participant(
            code=entry.code, name=entry.name, country=entry.country, roles=entry.roles, node=code,
            keys=tuple(_key(ring.public_of(entry.code)[use], use, start) for use in ("signing", "sealing")),
            languages=one.languages, more={"demonstration": one.demonstration},
        )
        for entry in one.participants
    ]  # fmt: skip
    return node, hosted


def _content(homes: Sequence[Home], extra: Directory, start: datetime) -> Directory:
    content = extra
    for one in homes:
        node, hosted = entries(one, start=start)
        content = publishing.add(content, node, *hosted)
    return content


def _key(jwk: Mapping[str, Any], purpose: str, start: datetime) -> Key:
    purposes: dict[str, Purpose] = {
        "exchange": "exchange", "receipt": "receipt", "log": "log", "signing": "signing", "sealing": "sealing",
    }  # fmt: skip
    return Key(dict(jwk), purposes[purpose], start)


def _keys(folder: Path) -> Keys:
    made: dict[str, tuple[dict[str, Any], ...]] = {}
    place = folder / "keys"
    for role, count in _ROLES.items():
        for number in range(1, count + 1):
            keyring.write_secret(place / f"{role}-{number}.json", json.dumps(generate_signing()).encode())
        made[role] = tuple(
            json.loads((place / f"{role}-{number}.json").read_bytes()) for number in range(1, count + 1)
        )
    keyring.write_secret(place / "DEMONSTRATION-ONLY.txt", _NOTICE.encode())
    return Keys(**made)


def _write(repository: Path, files: Mapping[str, bytes]) -> None:
    """Write every file, the timestamp last: whoever reads meanwhile sees the old directory or the new one."""
    for name in sorted(files, key=lambda name: name == "timestamp.json"):
        part = repository / f".{name}"
        part.write_bytes(files[name])
        part.replace(repository / name)


def _point(one: Home, source: str, root: bytes) -> None:
    """Have a node read this directory, and trust this root where it trusts none yet."""
    one.directory_root.parent.mkdir(exist_ok=True)
    if not one.directory_root.exists():
        one.directory_root.write_bytes(root)
    toml = one.path / "node.toml"
    lines = toml.read_text(encoding="utf-8")
    if "\n[directory]\n" not in lines:
        head, separator, rest = lines.partition("\n[[participant]]")
        table = f'\n[directory]\nsource = "{source}"\n'
        part = toml.with_name(".node.toml.part")
        part.write_text(head.rstrip("\n") + "\n" + table + separator + rest, encoding="utf-8")
        part.replace(toml)
