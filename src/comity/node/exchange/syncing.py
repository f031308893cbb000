"""Read the signed directory from where node.toml says, accept it or keep the last one, and renew the rows of participants."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import httpx
from django.db import transaction

from comity.exchange import metadata
from comity.exchange.directory import Directory
from comity.kernel.actor import system
from comity.kernel.errors import BadInput, ComityError
from comity.node.audit import actions as audit
from comity.node.base import news
from comity.node.base.participants import remember_foreign
from comity.node.exchange import directory, faults
from comity.node.exchange.keys import this_node
from comity.node.exchange.models import Counterpart, DirectoryState

Fetch = Callable[[str, int], bytes | None]
"""``fetch(name, limit)``: the bytes of a file of the repository, ``None`` where there is none."""
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_WORKER = system("exchange")


def sync(at: datetime) -> int:
    """Look for a newer directory; return 1 where one was accepted, else 0. Nothing here ever makes a node forget the last one.

    A refusal (forged, rolled back, expired, not to be had) is written down with its code and shown; the directory
    accepted before stays in use and is stale from its own day on.
    """
    source = this_node().directory_source
    if not source:
        return 0
    row, _ = DirectoryState.objects.get_or_create(pk=1)
    try:
        files = collect(_fetcher(source), row)
        known = metadata.accept(_state(row), metadata.Bundle.from_files(files), at)
        fresh = known.read()
    except ComityError as error:
        DirectoryState.objects.filter(pk=1).update(
            tried_at=at, last_faults=[fault.code for fault in error.faults][:8]
        )
        return 0
    return _keep(row, files, fresh, at=at)


def collect(fetch: Fetch, row: DirectoryState) -> dict[str, bytes]:
    """Fetch what leads from the known root to the newest directory; which file is next, the one before says.

    Raises:
        BadInput: it cannot be reached.
        Untrusted: a file names no next one, or one by an impossible name.
    """
    files = {name: str(text).encode() for name, text in row.files.items() if name.endswith(".root.json")}
    version = max((int(name.partition(".")[0]) for name in files), default=0)
    for number in range(version + 1, version + 1 + metadata.MAX_ROOTS):
        root = fetch(f"{number}.root.json", metadata.MAX_ROLE)
        if root is None:
            break
        files[f"{number}.root.json"] = root
    files["timestamp.json"] = _wanted(fetch, "timestamp.json")
    snapshot = f"{_version(files['timestamp.json'], 'snapshot.json')}.snapshot.json"
    files[snapshot] = _wanted(fetch, snapshot)
    targets = f"{_version(files[snapshot], 'targets.json')}.targets.json"
    files[targets] = _wanted(fetch, targets)
    body = f"{_hash(files[targets])}.{metadata.TARGET}"
    files[body] = _wanted(fetch, body, metadata.MAX_DIRECTORY)
    return files


def _state(row: DirectoryState) -> metadata.State:
    """Return what was accepted so far, verified from the pinned root."""
    state = metadata.begin(directory.pinned_root())
    if not row.files or row.synced_at is None:
        return state
    files = {name: str(text).encode() for name, text in row.files.items()}
    return metadata.accept(state, metadata.Bundle.from_files(files), row.synced_at)


@transaction.atomic
def _keep(row: DirectoryState, files: dict[str, bytes], fresh: Directory, *, at: datetime) -> int:
    texts = {name: data.decode() for name, data in files.items()}
    new = texts != row.files
    version = json.loads(files["timestamp.json"])["signed"]["version"]
    DirectoryState.objects.filter(pk=1).update(
        files=texts, version=version, expires_at=fresh.fresh_until, synced_at=at, tried_at=at, last_faults=[]
    )
    if not new:
        return 0
    for found in fresh.participants.values():
        participant = remember_foreign(
            found.code, name=found.name, country=found.country, roles=list(found.roles),
            public_keys={
                "signing": next(iter(fresh.keys_of(found.code, "signing", at)), {}),
                "sealing": list(fresh.keys_of(found.code, "sealing", at)),
            },
            demonstration=bool(found.more.get("demonstration", False)),
        )  # fmt: skip
        Counterpart.objects.update_or_create(
            participant=participant,
            defaults={"node": found.node, "gateway": directory.gateway_of(fresh, found.code), "listed": True},
        )
    Counterpart.objects.exclude(pk__in=list(fresh.participants)).update(listed=False)
    audit.record(
        "audit", "directory.accept", by=_WORKER, at=at, subject_kind="directory", subject_id=str(version),
        facts={"participants": len(fresh.participants)},
    )  # fmt: skip
    news.tell("directory.accepted", version=version)
    return 1


def _fetcher(source: str) -> Fetch:
    if source.startswith(("http://", "https://")):
        return lambda name, limit: _over_http(f"{source.rstrip('/')}/{name}", limit)
    folder = Path(source)

    def read(name: str, limit: int) -> bytes | None:
        try:
            with (folder / name).open("rb") as stream:
                return stream.read(limit + 1)
        except FileNotFoundError:
            if folder.is_dir():
                return None
            raise BadInput(faults.UNREACHABLE.fault(source=source, why="there is no such folder")) from None
        except OSError as error:
            raise BadInput(
                faults.UNREACHABLE.fault(source=source, why=error.strerror or "unreadable")
            ) from error

    return read


def _over_http(url: str, limit: int) -> bytes | None:
    try:
        with (
            httpx.Client(timeout=15, trust_env=False, follow_redirects=False) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code == 404:
                return None
            response.raise_for_status()
            content = b""
            for part in response.iter_bytes(65_536):
                content += part
                if len(content) > limit:
                    break
            return content
    except httpx.HTTPError as error:
        raise BadInput(faults.UNREACHABLE.fault(source=url, why=type(error).__name__)) from error


def _wanted(fetch: Fetch, name: str, limit: int = metadata.MAX_ROLE) -> bytes:
    found = fetch(name, limit)
    if found is None:
        raise BadInput(faults.UNREACHABLE.fault(source=name, why="it is not there"))
    return found


def _version(data: bytes, name: str) -> int:
    try:
        return int(json.loads(data)["signed"]["meta"][name]["version"])
    except (ValueError, KeyError, TypeError):
        raise BadInput(faults.UNREACHABLE.fault(source=name, why="its version is not named")) from None


def _hash(data: bytes) -> str:
    try:
        found = str(json.loads(data)["signed"]["targets"][metadata.TARGET]["hashes"]["sha256"])
    except (ValueError, KeyError, TypeError):
        found = ""
    if not _SHA256.match(found):
        raise BadInput(faults.UNREACHABLE.fault(source=metadata.TARGET, why="its digest is not named"))
    return found
