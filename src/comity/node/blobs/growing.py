"""A file that comes piece by piece over hours, from another node: it grows under a name of its own and is in the store only once whole.

Until :meth:`Growing.finish` it lies among the unfinished files, which no reader of the store can name; what nobody went on with for
two days is swept away like any other.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
from types import TracebackType

from comity.kernel.errors import Conflict, declare
from comity.node.blobs import store

BUSY = declare("blobs.growing.busy", "Another process is at this file.", "It goes on by itself.")
_KEY = re.compile(r"[0-9a-f-]{36}\Z")


class Growing:
    """One file on its way. ``size`` is how much of it is here. Used as a context manager; two at once are refused."""

    def __init__(self, key: str) -> None:
        """Begin, or go on where it was left.

        Raises:
            Conflict: another process has it in hand, or there is no room.
        """
        if not _KEY.match(key):
            raise ValueError("a growing file is named by the id of its row")
        self._folder = store.folder()
        self._part = self._folder / "part" / f"growing-{key}"
        self._part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.fdopen(os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "ab+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.close()
            raise Conflict(BUSY.fault()) from error
        self.size = os.fstat(self._file.fileno()).st_size

    def append(self, sealed: bytes) -> None:
        """Add what came next.

        Raises:
            Conflict: the disk is full; what came before stays.
        """
        store.room(self._folder)
        try:
            self._file.write(sealed)
            self._file.flush()
        except OSError as error:
            self._file.truncate(self.size)
            raise (
                Conflict(store.FULL.fault()) if error.errno in {errno.ENOSPC, errno.EDQUOT} else error
            ) from error
        self.size += len(sealed)

    def start_again(self) -> None:
        """Forget what came so far."""
        self._file.truncate(0)
        self.size = 0

    def finish(self, name: str) -> bool:
        """Put it into the store if its bytes have the digest ``name``; else forget them and say no."""
        self._file.seek(0)
        if hashlib.file_digest(self._file, "sha256").hexdigest() != name:
            self.start_again()
            return False
        store.put(self._file.fileno(), self._part, name)
        return True

    def __enter__(self) -> Growing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
