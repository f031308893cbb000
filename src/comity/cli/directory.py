"""``comity directory``: make, change and publish the signed directory of participants.

A folder holds the published repository (``*.json``, served as it is) and ``directory.draft``, the list being worked on. Keys
lie in another folder, a file each (0600): ``root-1.json`` and so on belong off line, with different people.
"""

from __future__ import annotations

import json
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from comity.cli.output import emit, print_line, print_table
from comity.cli.trusting import FILE, FOLDER, moment_of, read_bytes, read_private
from comity.exchange import directory as directories
from comity.exchange import metadata, publishing
from comity.exchange.directory import Directory
from comity.kernel.clock import SystemClock
from comity.kernel.digest import digest
from comity.kernel.errors import BadInput, Untrusted, declare
from comity.suites import keys as jwk
from comity.suites.text import json_object

DRAFT = "directory.draft"
NOT_EMPTY = declare(
    "cli.directory.not_empty",
    "{folder} is not empty.",
    "Give a new folder; an existing directory is changed with add, rotate and revoke.",
)
BAD_ENTRY = declare(
    "cli.directory.bad_entry",
    "{file} is no participant and no node: {why}.",
    "See docs/protocol/exchange.md, clause 1.",
)
NO_DRAFT = declare(
    "cli.directory.no_draft",
    "{folder} holds no directory.",
    "Begin one with: comity directory init {folder} --keys KEYS",
)
NOTHING_TO_DO = declare("cli.directory.nothing_to_do", "Nothing says what is to be changed.", "{next}")

_AT = click.option("--at", help="Instant from which it counts; now where left out.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_PURPOSES = (*directories.OF_PARTICIPANT, *directories.OF_NODE)


@click.group("directory")
def directory() -> None:
    """Make, change and publish the signed directory of participants."""


@directory.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder for the new private keys.",
)
@click.option("--root-keys", default=3, show_default=True, help="How many root keys.")
@click.option("--root-threshold", default=2, show_default=True, help="How many of them must sign.")
@click.option("--publishers", default=2, show_default=True, help="How many publishers' keys.")
@click.option(
    "--publisher-threshold", default=2, show_default=True, help="How many of them must sign a new list."
)
@_AT
@_JSON
def init(
    *,
    folder: Path,
    keys: Path,
    root_keys: int,
    root_threshold: int,
    publishers: int,
    publisher_threshold: int,
    at: str | None,
    as_json: bool,
) -> None:
    """Begin a directory: keys, and a root signed by all root keys."""
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(NOT_EMPTY.fault(folder=folder.name))
    made = {f"root-{number + 1}": jwk.generate_signing() for number in range(root_keys)}
    made |= {f"targets-{number + 1}": jwk.generate_signing() for number in range(publishers)}
    made |= {"snapshot-1": jwk.generate_signing(), "timestamp-1": jwk.generate_signing()}
    files = publishing.init(
        _grouped(made), at=_now(at), root_threshold=root_threshold, targets_threshold=publisher_threshold
    )
    for name, key in made.items():
        _write_private(keys / f"{name}.json", key)
    folder.mkdir(parents=True, exist_ok=True)
    _store(folder, files)
    _write(folder / DRAFT, Directory().payload())
    root = digest(files["1.root.json"])
    document = {"root": root, "keys": sorted(made), "root_threshold": root_threshold}
    emit(
        document,
        as_json=as_json,
        people=lambda: print_line(f"Begun. Compare the root over another channel before trusting it: {root}"),
    )


@directory.command("add")
@click.argument("folder", type=FOLDER)
@click.argument("entries", type=FILE, nargs=-1, required=True)
def add(folder: Path, entries: tuple[Path, ...]) -> None:
    """Add or replace participants and nodes, a JSON file each (or a whole directory). Publish afterwards."""
    content = _draft(folder)
    for path in entries:
        content = _with(content, path)
    _keep(folder, content)
    print_line(
        f"{len(content.participants)} participants and {len(content.nodes)} nodes in the draft. Publish it to make it count."
    )


@directory.command("rotate")
@click.argument("folder", type=FOLDER)
@click.argument("code", required=False)
@click.option("--purpose", type=click.Choice(_PURPOSES), help="What the new key of CODE is for.")
@click.option("--key", type=FILE, help="Its public key (a JWK).")
@click.option("--overlap-days", default=30, show_default=True, help="How long the old key still counts.")
@click.option(
    "--role",
    type=click.Choice(("root", "targets", "snapshot", "timestamp")),
    help="Or: give this role of the directory new keys.",
)
@click.option(
    "--keys", type=FOLDER, help="Folder with the private keys, for --role; the new ones are put there."
)
@_AT
def rotate(
    *,
    folder: Path,
    code: str | None,
    purpose: str | None,
    key: Path | None,
    overlap_days: int,
    role: str | None,
    keys: Path | None,
    at: str | None,
) -> None:
    """Give a participant or node (CODE) a new key, or a role of the directory new keys."""
    moment = _now(at)
    if role and keys:
        _rotate_role(folder, role, keys, moment)
        print_line(f"The role {role} has new keys, by a new root. Publish to sign with them.")
        return
    if not (code and purpose and key):
        raise BadInput(NOTHING_TO_DO.fault(next="Give CODE, --purpose and --key; or --role and --keys."))
    try:
        new = directories.new_key(jwk.public(json_object(read_bytes(key), "key file")), purpose, moment)  # type: ignore[arg-type]
        changed = publishing.rotate_key(_draft(folder), code, new, overlap=timedelta(days=overlap_days))
    except Untrusted as error:
        raise BadInput(*error.faults) from error
    _keep(folder, changed)
    print_line(f"{code} has the new {purpose} key {new.kid}. Publish it to make it count.")


@directory.command("revoke")
@click.argument("folder", type=FOLDER)
@click.argument("code")
@click.option("--kid", help="Revoke this key.")
@click.option("--suspend", "reason", help="Or: suspend the participant, for this reason (a code).")
@click.option("--lift", is_flag=True, help="Or: lift its suspension.")
@_AT
def revoke(
    *, folder: Path, code: str, kid: str | None, reason: str | None, lift: bool, at: str | None
) -> None:
    """Revoke a key of CODE, or suspend the participant, or lift its suspension. Publish afterwards."""
    content, moment = _draft(folder), _now(at)
    try:
        if kid:
            content, said = (
                publishing.revoke_key(content, code, kid, at=moment),
                f"The key {kid} of {code} is revoked.",
            )
        elif reason:
            content, said = (
                publishing.suspend(content, code, at=moment, reason=reason),
                f"{code} is suspended.",
            )
        elif lift:
            content, said = publishing.lift(content, code, at=moment), f"The suspension of {code} is lifted."
        else:
            raise BadInput(NOTHING_TO_DO.fault(next="Give --kid, --suspend REASON or --lift."))
    except Untrusted as error:
        raise BadInput(*error.faults) from error
    _keep(folder, content)
    print_line(f"{said} Publish it to make it count.")


@directory.command("publish")
@click.argument("folder", type=FOLDER)
@click.option("--keys", type=FOLDER, required=True, help="Folder with the private keys that sign.")
@click.option("--refresh", is_flag=True, help="Only sign a new snapshot and timestamp: the daily act.")
@_AT
@_JSON
def publish(folder: Path, keys: Path, refresh: bool, at: str | None, as_json: bool) -> None:
    """Sign the draft and publish it; nodes take it on their next look."""
    files, private, moment = _files(folder), _grouped(_read_keys(keys)), _now(at)
    if refresh:
        files = publishing.refresh(files, private, at=moment)
    else:
        files = publishing.publish(files, _draft(folder), private, at=moment)
    _store(folder, files)
    listed = json.loads(files["timestamp.json"])["signed"]
    document = {"version": listed["version"], "expires": listed["expires"]}
    emit(document, as_json=as_json, people=lambda: print_line(f"Published; good until {listed['expires']}."))


@directory.command("show")
@click.argument("folder", type=FOLDER)
@click.option("--trust", type=FILE, required=True, help="The root that was compared by hand.")
@click.option("--jwks", is_flag=True, help="Print the keys as a trust file (a JWK Set).")
@_AT
@_JSON
def show(folder: Path, trust: Path, jwks: bool, at: str | None, as_json: bool) -> None:
    """Verify the published directory from its root and list who is in it.

    Exit status: 0 genuine and of today; 1 not.
    """
    moment = _now(at)
    found = metadata.accept(
        metadata.begin(read_bytes(trust)), metadata.Bundle.from_files(_files(folder)), moment
    ).read()
    if jwks:
        emit(found.trust(moment, suspended=True).as_jwks(), as_json=True, people=lambda: None)
        return
    emit(found.document(), as_json=as_json, people=lambda: _table(found, moment))


def _table(found: Directory, at: datetime) -> None:
    rows = [
        [
            entry.code,
            entry.name,
            entry.country,
            ", ".join(entry.roles),
            entry.node,
            "suspended" if found.is_suspended(entry.code, at) else "",
        ]
        for entry in found.participants.values()
    ]
    print_table("Participants", ["code", "name", "country", "roles", "node", ""], rows)
    if found.fresh_until is not None:
        print_line(f"Good until {found.fresh_until.isoformat()}.")


# ---------------------------------------------------------------- files


def _now(at: str | None) -> datetime:
    return moment_of(at) or SystemClock().now().replace(microsecond=0)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.json")}


def _store(folder: Path, files: dict[str, bytes]) -> None:
    """Write what is new, the timestamp last: a reader never finds it pointing at something that is not there yet."""
    known = _files(folder)
    for name in sorted(files, key=lambda name: name == "timestamp.json"):
        if known.get(name) != files[name]:
            _write(folder / name, files[name])


def _write(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)


def _write_private(path: Path, key: dict[str, Any]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(key, file)


def _read_keys(folder: Path) -> dict[str, dict[str, Any]]:
    return {path.stem: read_private(path) for path in sorted(folder.glob("*.json"))}


def _grouped(keys: dict[str, dict[str, Any]]) -> publishing.Keys:
    roles: dict[str, list[dict[str, Any]]] = {"root": [], "targets": [], "snapshot": [], "timestamp": []}
    for name, key in keys.items():
        roles.get(name.partition("-")[0], []).append(key)
    return publishing.Keys(**{role: tuple(found) for role, found in roles.items()})


def _draft(folder: Path) -> Directory:
    path = folder / DRAFT
    if not path.exists():
        raise BadInput(NO_DRAFT.fault(folder=folder.name))
    try:
        return directories.read(path.read_bytes())
    except Untrusted as error:
        raise BadInput(*error.faults) from error


def _keep(folder: Path, content: Directory) -> None:
    wrong = directories.check(content)
    if wrong:
        raise BadInput(*wrong)
    _write(folder / DRAFT, content.payload())


def _with(content: Directory, path: Path) -> Directory:
    try:
        document = json_object(read_bytes(path), path.name)
        if "participants" in document:
            entries: list[Any] = [directories.node(entry) for entry in document["nodes"]]
            entries += [directories.participant(entry) for entry in document["participants"]]
        else:
            entries = [
                directories.node(document) if "gateway" in document else directories.participant(document)
            ]
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInput(BAD_ENTRY.fault(file=path.name, why=error)) from error
    except Untrusted as error:
        raise BadInput(*error.faults) from error
    return publishing.add(content, *entries)


def _rotate_role(folder: Path, role: str, keys: Path, at: datetime) -> None:
    files, held = _files(folder), _read_keys(keys)
    private = _grouped(held)
    count = len(publishing.current_root(files).roles[role].keyids)
    version = max((int(name.partition("-")[2]) for name in held if name.startswith(f"{role}-")), default=0)
    new = {f"{role}-{version + number + 1}": jwk.generate_signing() for number in range(count)}
    signing = [*private.root, *new.values()] if role == "root" else list(private.root)
    files = publishing.rotate(files, signing, at=at, role=role, keys=list(new.values()))
    for name, key in new.items():
        _write_private(keys / f"{name}.json", key)
    _store(folder, files)
