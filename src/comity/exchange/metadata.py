"""Is this directory genuine, the newest, and of today? The trust decisions of TUF, on bytes.

A :class:`Bundle` is what a publisher offers; :class:`State` is what a node has accepted so far and keeps. :func:`accept`
takes the one to the next or refuses, and never writes or fetches anything. Root keys lie off line and sign by threshold;
a new root is signed by the old threshold and the new one; timestamp and snapshot expire, so that holding newer ones back
is noticed; versions never go back. The steps are those of the TUF specification, section 5 ("detailed client
workflow"), carried out by python-tuf's own set of trusted metadata.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from securesystemslib.exceptions import StorageError
from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    EqualVersionNumberError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, Root  # type: ignore[attr-defined]
from tuf.api.serialization import DeserializationError
from tuf.ngclient._internal.trusted_metadata_set import TrustedMetadataSet
from tuf.ngclient.config import EnvelopeType

from comity.exchange import directory, faults
from comity.exchange.directory import Directory
from comity.kernel.errors import Untrusted
from comity.suites.text import cap

T = TypeVar("T")
TARGET = "directory.json"
MAX_ROLE, MAX_DIRECTORY, MAX_ROOTS = 512 * 1024, 32 * 1024 * 1024, 64


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a publisher offers: its roots in order (any tail of them), the other roles, and the directory itself."""

    roots: tuple[bytes, ...]
    timestamp: bytes
    snapshot: bytes
    targets: bytes
    directory: bytes

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Bundle:
        """Take a bundle out of the files of a TUF repository with consistent snapshots, by their names.

        Raises:
            Untrusted: a file is missing.
        """
        try:
            timestamp = files["timestamp.json"]
            snapshot = files[f"{_version(timestamp, 'snapshot.json', 'timestamp')}.snapshot.json"]
            targets = files[f"{_version(snapshot, 'targets.json', 'snapshot')}.targets.json"]
            hashes = json.loads(targets)["signed"]["targets"][TARGET]["hashes"]
            body = files[f"{hashes['sha256']}.{TARGET}"]
        except (KeyError, TypeError, ValueError) as error:
            raise Untrusted(faults.BAD_METADATA.fault(role="bundle", why=f"{error} is missing")) from None
        numbered = sorted((int(name.split(".")[0]), data) for name, data in files.items() if _is_root(name))
        return cls(tuple(data for _, data in numbered), timestamp, snapshot, targets, body)


@dataclass(frozen=True, slots=True)
class State:
    """What a node has accepted: the root it trusts, and the last good roles and directory (empty before the first)."""

    root: bytes
    timestamp: bytes = b""
    snapshot: bytes = b""
    targets: bytes = b""
    directory: bytes = b""

    def read(self) -> Directory:
        """Read the accepted directory; it says itself until when it is fresh.

        Raises:
            Untrusted: none was accepted yet.
        """
        if not self.directory:
            raise Untrusted(faults.BAD_METADATA.fault(role="directory", why="none was accepted yet"))
        roles = (self.root, self.timestamp, self.snapshot, self.targets)
        return directory.read(
            self.directory, fresh_until=min(Metadata.from_bytes(role).signed.expires for role in roles)
        )


def begin(root: bytes) -> State:
    """Begin with a root that was brought by hand, such as the one compared over the telephone.

    Raises:
        Untrusted: not a root signed by its own threshold.
    """
    _guarded("root", lambda: TrustedMetadataSet(root, EnvelopeType.METADATA))
    return State(root)


def accept(state: State, bundle: Bundle, at: datetime) -> State:
    """Accept a newer directory, in this order (TUF specification, sections 5.3 to 5.7).

    1. Nothing is larger than it may be.
    2. Each newer root, one version after another, is signed by the threshold of the one before and by its own.
    3. The last root has not expired at ``at``.
    4. The timestamp is signed, not expired, and not older than the one known.
    5. The snapshot is the one the timestamp names, signed, not expired, and takes no role back to an older version.
    6. The list of targets is the one the snapshot names, signed by its threshold, and not expired.
    7. The directory is the one the list names, and reads as a whole.

    Raises:
        Untrusted: the first of these that fails; the state known so far stays good.
    """
    for data, limit in (
        (bundle.timestamp, MAX_ROLE),
        (bundle.snapshot, MAX_ROLE),
        (bundle.targets, MAX_ROLE),
        (bundle.directory, MAX_DIRECTORY),
    ):
        cap(data, limit)
    trusted = TrustedMetadataSet(state.root, EnvelopeType.METADATA)
    trusted.reference_time = at
    root = state.root
    for data in bundle.roots[-MAX_ROOTS:]:
        cap(data, MAX_ROLE)
        if _root_version(data) > trusted.root.version:
            _guarded("root", partial(trusted.update_root, data))
            root = data
    if state.timestamp:
        _known(lambda: trusted.update_timestamp(state.timestamp))
    newer = _guarded("timestamp", lambda: trusted.update_timestamp(bundle.timestamp))
    if state.snapshot:
        _known(lambda: trusted.update_snapshot(state.snapshot, trusted=True))
    _guarded("snapshot", lambda: trusted.update_snapshot(bundle.snapshot))
    _guarded("targets", lambda: trusted.update_targets(bundle.targets))
    listed = trusted.targets.targets.get(TARGET)
    if listed is None:
        raise Untrusted(faults.BAD_METADATA.fault(role="targets", why=f"it does not list {TARGET}"))
    _guarded("directory", lambda: listed.verify_length_and_hashes(bundle.directory))
    directory.read(bundle.directory)
    timestamp = bundle.timestamp if newer is not None else state.timestamp
    return State(root, timestamp, bundle.snapshot, bundle.targets, bundle.directory)


def _known(load: Callable[[], object]) -> None:
    """Load a role that was accepted before; that it has expired since is no fault of the new one."""
    try:
        load()
    except (ExpiredMetadataError, BadVersionNumberError, RepositoryError):
        return


def _guarded(role: str, load: Callable[[], T]) -> T | None:
    """Turn what python-tuf refuses into a refusal of ours, with its reason."""
    try:
        return load()
    except EqualVersionNumberError:
        return None  # the same timestamp again: nothing new, nothing wrong
    except ExpiredMetadataError:
        raise Untrusted(faults.ROLE_EXPIRED.fault(role=role)) from None
    except BadVersionNumberError as error:
        raise Untrusted(faults.ROLLED_BACK.fault(role=role, why=str(error))) from None
    except UnsignedMetadataError:
        raise Untrusted(faults.NOT_SIGNED.fault(role=role)) from None
    except (
        LengthOrHashMismatchError,
        RepositoryError,
        DeserializationError,
        DownloadError,
        StorageError,
        ValueError,
        TypeError,
    ) as error:
        raise Untrusted(faults.BAD_METADATA.fault(role=role, why=type(error).__name__)) from None


def _root_version(data: bytes) -> int:
    try:
        return Metadata[Root].from_bytes(data).signed.version
    except (DeserializationError, ValueError, TypeError):
        raise Untrusted(faults.BAD_METADATA.fault(role="root", why="it cannot be read")) from None


def _version(data: bytes, name: str, role: str) -> int:
    try:
        return int(json.loads(data)["signed"]["meta"][name]["version"])
    except (KeyError, TypeError, ValueError):
        raise Untrusted(faults.BAD_METADATA.fault(role=role, why="it names no version")) from None


def _is_root(name: str) -> bool:
    number, _, rest = name.partition(".")
    return rest == "root.json" and number.isdigit()
