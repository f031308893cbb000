"""The store: a folder of files named by the SHA-256 digest of their sealed bytes.

    writer = store.writer()
    for piece in sealed_pieces:
        writer.write(piece)
    name = writer.finish()          # synced and renamed: from here on it survives a loss of power
    Row.objects.create(blob=name)   # and only now does a row speak of it

Only sealed bytes come here; the store knows no key. Times of files and folders are cut to the hour, so that they tell no more than the
row of an anonymous report does. Any other store (S3) has the same four functions.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from types import TracebackType

from comity.kernel.errors import BadInput, Conflict, declare
from comity.node.base import home

MISSING = declare(
    "blobs.file.missing", "The sealed file {name} is not in the store.", "Restore it from a backup."
)
BAD_NAME = declare("blobs.name.bad", "{name!r} is not the name of a sealed file.")
FULL = declare(
    "blobs.disk.full", "There is no room left for files.", "Nothing was kept of this one. Try again later."
)

_NAME = re.compile(r"[0-9a-f]{64}\Z")
_PIECE = 256 * 1024
_HOUR = 3600
RESERVE = (
    64 * 1024 * 1024
)  # bytes that stay free for the database: a full disk must stop uploads before it stops reports


class Writer:
    """Takes sealed bytes as they come. Used as a context manager, what was not finished is aborted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._part = folder / "part" / secrets.token_hex(16)
        self._part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        room(folder)
        self._file = os.fdopen(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._digest = hashlib.sha256()
        self._since_look = 0
        self.size = 0

    def write(self, sealed: bytes) -> None:
        """Append sealed bytes.

        Raises:
            Conflict: the disk is full; what was written is gone again.
        """
        self._since_look += len(sealed)
        try:
            if self._since_look > RESERVE // 8:
                room(self._folder)
                self._since_look = 0
            self._file.write(sealed)
        except OSError as error:
            self.abort()
            raise _full(error) from error
        except Conflict:
            self.abort()
            raise
        self._digest.update(sealed)
        self.size += len(sealed)

    def finish(self) -> str:
        """Make it durable and return its name.

        Raises:
            Conflict: the disk is full; nothing is kept.
        """
        name = self._digest.hexdigest()
        try:
            self._file.flush()
            put(self._file.fileno(), self._part, name)
            self._file.close()
        except OSError as error:
            self.abort()
            raise _full(error) from error
        return name

    def abort(self) -> None:
        """Forget what was written."""
        self._file.close()
        self._part.unlink(missing_ok=True)
        _cut_times(self._part.parent)

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._file.closed:
            self.abort()


def put(handle: int, part: Path, name: str) -> None:
    """Make a written file durable and give it its name: synced and renamed, and the folder synced too."""
    folder = part.parent.parent
    target = path_of(name, folder)
    os.fsync(handle)
    _cut_times(part)
    if not target.parent.exists():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(target.parent.parent)
    part.replace(target)
    _sync_folder(target.parent)
    _cut_times(target.parent, target.parent.parent, part.parent)


def writer() -> Writer:
    """Begin a file."""
    return Writer(folder())


def write(sealed: bytes) -> str:
    """Store sealed bytes that are in memory already and return their name."""
    with writer() as file:
        file.write(sealed)
        return file.finish()


def read(name: str) -> Iterator[bytes]:
    """Read a file in pieces.

    Raises:
        BadInput: not a name, or no such file.
    """
    path = path_of(name, folder())
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise BadInput(MISSING.fault(name=name)) from error
    with file:
        while piece := file.read(_PIECE):
            yield piece


def open_file(name: str) -> BufferedReader:
    """Open a file to be read at any place; the caller closes it.

    Raises:
        BadInput: not a name, or no such file.
    """
    try:
        return path_of(name, folder()).open("rb")
    except FileNotFoundError as error:
        raise BadInput(MISSING.fault(name=name)) from error


def exists(name: str) -> bool:
    """Say whether a file is there."""
    return path_of(name, folder()).is_file()


def verify(name: str) -> bool:
    """Read a whole file and say whether its bytes still have the digest it is named by."""
    with open_file(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == name


def delete(name: str) -> None:
    """Delete a file; one that is gone already is fine. What is under a destroyed data key is unreadable anyway."""
    path_of(name, folder()).unlink(missing_ok=True)


def names() -> Iterator[tuple[str, float]]:
    """Name every finished file with its time of change (a full hour)."""
    for path in folder().glob("??/*"):
        if _NAME.match(path.parent.name + path.name):
            yield path.parent.name + path.name, path.stat().st_mtime


def parts() -> Iterator[Path]:
    """Name the files that were never finished."""
    yield from (folder() / "part").glob("*")


def path_of(name: str, folder: Path) -> Path:
    """Return where a file lies.

    Raises:
        BadInput: not a name: it cannot lead anywhere else.
    """
    if not _NAME.match(name):
        raise BadInput(BAD_NAME.fault(name=name[:80]))
    return folder / name[:2] / name[2:]


def folder() -> Path:
    """Return where the node's sealed files lie; made when it is not there."""
    node = home.current()
    if node is None:
        raise RuntimeError("the store needs COMITY_NODE")
    if not node.blobs.exists():
        node.blobs.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(node.path)  # or a loss of power could take the folder with all that is durable in it
    return node.blobs


def room(folder: Path) -> None:
    """Refuse to write while the disk has less left than the database may need.

    Raises:
        Conflict: there is too little.
    """
    if shutil.disk_usage(folder).free < RESERVE:
        raise Conflict(FULL.fault())


def _full(error: OSError) -> Exception:
    return Conflict(FULL.fault()) if error.errno in {errno.ENOSPC, errno.EDQUOT} else error


def _cut_times(*paths: Path) -> None:
    """Cut the times of files to the hour, and of folders, whose time is that of the last file put there."""
    hour = time.time() // _HOUR * _HOUR
    for path in paths:
        os.utime(path, (hour, hour))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
