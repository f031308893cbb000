"""Publishing the directory: a TUF repository built from plain values. Files in, files out; the caller stores them.

    root        off line, several keys, a threshold: says which keys may sign the rest
    targets     the publishers' keys, a threshold: says which directory is the one
    snapshot    on line: which versions belong together
    timestamp   on line, short-lived: that this is today's

Two persons hold different root and targets keys; nobody alone can admit or replace a participant.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from securesystemslib.signer import CryptoSigner, SSlibKey  # type: ignore[attr-defined]
from tuf.api.metadata import (  # type: ignore[attr-defined]
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from comity.exchange import directory, faults
from comity.exchange.directory import Directory, Key, Node, Participant, Suspension
from comity.exchange.metadata import TARGET
from comity.kernel.errors import BadInput
from comity.suites.bare import private_key, public_key
from comity.suites.keys import Jwk

Files = Mapping[str, bytes]
VALID = {
    "root": timedelta(days=365),
    "targets": timedelta(days=90),
    "snapshot": timedelta(days=7),
    "timestamp": timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Keys:
    """Private signing keys by role. For one act only some are needed; an empty role cannot sign."""

    root: tuple[Jwk, ...] = ()
    targets: tuple[Jwk, ...] = ()
    snapshot: tuple[Jwk, ...] = ()
    timestamp: tuple[Jwk, ...] = ()

    def of(self, role: str) -> tuple[Jwk, ...]:
        """Return the keys of a role."""
        found: tuple[Jwk, ...] = getattr(self, role)
        return found


def init(
    keys: Keys,
    *,
    at: datetime,
    root_threshold: int = 2,
    targets_threshold: int = 1,
    valid: Mapping[str, timedelta] = VALID,
) -> dict[str, bytes]:
    """Make a new repository's root, signed by all root keys given.

    Raises:
        BadInput: fewer keys than a threshold asks for, or a threshold below one.
    """
    thresholds = {"root": root_threshold, "targets": targets_threshold, "snapshot": 1, "timestamp": 1}
    root = Root(version=1, expires=at + valid["root"], consistent_snapshot=True)
    for role, threshold in thresholds.items():
        if not 0 < threshold <= len(keys.of(role)):
            raise BadInput(
                faults.NOT_PUBLISHABLE.fault(
                    why=f"{role} needs {threshold} keys and has {len(keys.of(role))}"
                )
            )
        for jwk in keys.of(role):
            root.add_key(_public(jwk), role)
        root.roles[role].threshold = threshold
    return {"1.root.json": _signed(Metadata(root), keys.root)}


def publish(
    files: Files,
    content: Directory,
    keys: Keys,
    *,
    at: datetime,
    valid: Mapping[str, timedelta] = VALID,
) -> dict[str, bytes]:
    """Publish a directory: new targets, snapshot and timestamp.

    Raises:
        BadInput: the directory is not whole, or a role lacks keys for its threshold.
    """
    wrong = directory.check(content)
    if wrong:
        raise BadInput(*wrong)
    body = content.payload()
    out = dict(files)
    out[f"{hashlib.sha256(body).hexdigest()}.{TARGET}"] = body
    version = _latest(files, "targets") + 1
    targets = Targets(
        version=version,
        expires=at + valid["targets"],
        targets={TARGET: TargetFile.from_data(TARGET, body, ["sha256"])},
    )
    out[f"{version}.targets.json"] = _by_threshold(files, "targets", Metadata(targets), keys)
    return refresh(out, keys, at=at, valid=valid)


def refresh(
    files: Files, keys: Keys, *, at: datetime, valid: Mapping[str, timedelta] = VALID
) -> dict[str, bytes]:
    """Sign a new snapshot and timestamp over what is published: the daily act of the machine on line.

    Raises:
        BadInput: nothing is published yet, or the keys are missing.
    """
    targets = _latest(files, "targets")
    if not targets:
        raise BadInput(faults.NOT_PUBLISHABLE.fault(why="there is no directory in it yet"))
    out = dict(files)
    snapshot = Snapshot(
        version=_latest(files, "snapshot") + 1,
        expires=at + valid["snapshot"],
        meta={"targets.json": MetaFile(targets)},
    )
    signed = out[f"{snapshot.version}.snapshot.json"] = _by_threshold(
        files, "snapshot", Metadata(snapshot), keys
    )
    known = files.get("timestamp.json")
    number = Metadata[Timestamp].from_bytes(known).signed.version if known else 0
    meta = MetaFile.from_data(snapshot.version, signed, ["sha256"])
    timestamp = Timestamp(version=number + 1, expires=at + valid["timestamp"], snapshot_meta=meta)
    out["timestamp.json"] = _by_threshold(files, "timestamp", Metadata(timestamp), keys)
    return out


def rotate(
    files: Files,
    signing: Sequence[Jwk],
    *,
    at: datetime,
    role: str,
    keys: Sequence[Jwk],
    threshold: int | None = None,
) -> dict[str, bytes]:
    """Give a role new keys by a new root, signed by ``signing``: enough of the old root keys, and of the new ones.

    Raises:
        BadInput: not enough keys for the old threshold, or for the new.
    """
    old = current_root(files)
    root = copy.deepcopy(old)
    root.version, root.expires = old.version + 1, at + VALID["root"]
    for keyid in list(root.roles[role].keyids):
        root.revoke_key(keyid, role)
    for jwk in keys:
        root.add_key(_public(jwk), role)
    root.roles[role].threshold = threshold or root.roles[role].threshold
    metadata = Metadata(root)
    data = _signed(metadata, signing)
    for signer in (old, root):
        have = len(set(signer.roles["root"].keyids) & set(metadata.signatures))
        need = signer.roles["root"].threshold
        if have < need or len(root.roles[role].keyids) < root.roles[role].threshold:
            raise BadInput(
                faults.NOT_PUBLISHABLE.fault(why=f"a new root needs {need} root keys, {have} signed")
            )
    return dict(files) | {f"{root.version}.root.json": data}


def current_root(files: Files) -> Root:
    """Return the newest root of a repository.

    Raises:
        BadInput: there is none.
    """
    version = _latest(files, "root")
    if not version:
        raise BadInput(faults.NOT_PUBLISHABLE.fault(why="it was not begun; there is no root"))
    return Metadata[Root].from_bytes(files[f"{version}.root.json"]).signed


# ---------------------------------------------------------------- the directory itself, changed as plain values


def add(content: Directory, *entries: Participant | Node) -> Directory:
    """Add or replace participants and nodes."""
    participants = dict(content.participants) | {
        entry.code: entry for entry in entries if isinstance(entry, Participant)
    }
    nodes = dict(content.nodes) | {entry.code: entry for entry in entries if isinstance(entry, Node)}
    return replace(content, participants=participants, nodes=nodes)


def rotate_key(
    content: Directory, code: str, new: Key, *, overlap: timedelta = timedelta(days=30)
) -> Directory:
    """Give a participant or node a new key; older ones of the same purpose end after ``overlap``."""
    holder = _holder(content, code)
    end = new.start + overlap

    def ended(key: Key) -> Key:
        return (
            replace(key, end=min(key.end or end, end))
            if key.purpose == new.purpose and key.revoked is None
            else key
        )

    return add(content, replace(holder, keys=(*(ended(key) for key in holder.keys), new)))


def revoke_key(content: Directory, code: str, kid: str, *, at: datetime) -> Directory:
    """Revoke a key from an instant on, as when its private part was seen by others.

    Raises:
        BadInput: the holder has no such key.
    """
    holder = _holder(content, code)
    if kid not in {key.kid for key in holder.keys}:
        raise BadInput(faults.NOT_PUBLISHABLE.fault(why=f"{code} has no key {kid!r}"))
    return add(
        content,
        replace(
            holder, keys=tuple(replace(key, revoked=at) if key.kid == kid else key for key in holder.keys)
        ),
    )


def suspend(
    content: Directory, code: str, *, at: datetime, reason: str, until: datetime | None = None
) -> Directory:
    """Suspend a participant from an instant on, with a reason."""
    return add(content, replace(content.participant(code), suspension=Suspension(at, reason, until)))


def lift(content: Directory, code: str, *, at: datetime) -> Directory:
    """Lift a suspension; that it was there stays readable."""
    found = content.participant(code)
    return add(content, replace(found, suspension=found.suspension and replace(found.suspension, until=at)))


def _holder(content: Directory, code: str) -> Participant | Node:
    return content.nodes[code] if code in content.nodes else content.participant(code)


# ---------------------------------------------------------------- signing


def _by_threshold(files: Files, role: str, metadata: Metadata[Any], keys: Keys) -> bytes:
    root = current_root(files)
    allowed = set(root.roles[role].keyids)
    ours = [jwk for jwk in keys.of(role) if _public(jwk).keyid in allowed]
    if len(ours) < root.roles[role].threshold:
        need, have = root.roles[role].threshold, len(ours)
        raise BadInput(
            faults.NOT_PUBLISHABLE.fault(
                why=f"{role} must be signed with {need} of its keys, {have} are here"
            )
        )
    return _signed(metadata, ours)


def _signed(metadata: Metadata[Any], keys: Sequence[Jwk]) -> bytes:
    metadata.signatures.clear()
    for jwk in keys:
        metadata.sign(CryptoSigner(private_key(jwk), _public(jwk)), append=True)
    data: bytes = metadata.to_bytes()
    return data


def _public(jwk: Jwk) -> SSlibKey:
    return SSlibKey.from_crypto(public_key(jwk))


def _latest(files: Files, role: str) -> int:
    found = [
        int(name.split(".")[0])
        for name in files
        if name.endswith(f".{role}.json") and name.split(".")[0].isdigit()
    ]
    return max(found, default=0)
