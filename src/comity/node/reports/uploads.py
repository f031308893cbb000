"""Files as they arrive: sealed chunk by chunk on their way into the blob store, never on disk in clear.

A Django upload handler, given to the request before its body is read. What is too large, too many, empty, a program or not
what its name says is refused with a sentence and dropped; everything else of the form is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from comity.kernel.errors import Fault, declare
from comity.kernel.identifier import new_id
from comity.node.blobs import store
from comity.node.reports import media
from comity.node.reports.actions import salted_file
from comity.node.reports.content import GivenFile
from comity.suites.files import Sealer

MEGABYTE = 1_000_000
MAX_FILE = 25 * MEGABYTE
MAX_FILES = 10
MAX_TOTAL = 100 * MEGABYTE
"""What one report may hold."""
PATIENCE = 200 * MEGABYTE
"""How much of a body that is too large is still taken off the line, so that a browser hears the answer."""

TOO_LARGE = declare(
    "reports.file.too_large",
    "{name} is larger than {limit} MB, so we did not keep it. All else you gave us is safe.",
    "Make it smaller, or tell us in words what it shows. You can also ask us how to bring it.",
)
TOO_MANY = declare(
    "reports.file.too_many",
    "{name} was not kept: a report can hold {limit} files.",
    "Take one out first, or put several pictures on one page.",
)
TOTAL_FULL = declare(
    "reports.file.no_room",
    "{name} was not kept: all files together can have {limit} MB.",
    "Take one out first, or send the most important one.",
)
EMPTY = declare("reports.file.empty", "{name} is empty.", "Choose the file again.")
PROGRAM = declare(
    "reports.file.program",
    "{name} is a program, not a picture or a document. We do not take programs, whatever they are called.",
    "Do not open it. Tell us in words where it came from; we will ask for it if we need it.",
)
NOT_WHAT_IT_SAYS = declare(
    "reports.file.not_what_it_says",
    "{name} is not what its name says it is, so we did not keep it.",
    "Take a picture of it on the screen and send that, or choose another file.",
)
UNKNOWN_KIND = declare(
    "reports.file.unknown_kind",
    "We do not know what kind of file {name} is, so we did not keep it.",
    "We take pictures, PDF, texts, mails, office documents, sound, video and archives.",
)
CUT_SHORT = declare(
    "reports.file.cut_short",
    "Sending {name} was interrupted, so we did not keep it. All else you gave us is safe.",
    "Try again where the connection is better.",
)


@dataclass(slots=True)
class Room:
    """What may still be given: how many files and bytes."""

    files: int = MAX_FILES
    size: int = MAX_TOTAL


class Accepted(UploadedFile):  # type: ignore[type-arg]
    """A file that was sealed and stored; there is no plain content to read, only what is known of it."""

    def __init__(self, given: GivenFile, field_name: str) -> None:
        super().__init__(file=None, name=given.name, size=given.size)
        self.given = given
        self.field_name = field_name


@dataclass(slots=True)
class _Current:
    id: str
    name: str
    sealer: Sealer
    writer: store.Writer
    head: bytearray = field(default_factory=bytearray)
    size: int = 0
    kind: str = ""


class SealedUploadHandler(FileUploadHandler):
    """Seals every file of a form under ``data_key``; :attr:`faults` says what was refused, and why.

    ``note(blob)`` is called with each stored blob, so that it is known to belong to somebody before the form is answered.
    """

    chunk_size = 64 * 1024

    def __init__(
        self,
        *,
        data_key: bytes,
        salt: bytes,
        room: Room,
        note: Callable[[str], None] = lambda blob: None,
        max_file: int = MAX_FILE,
        patience: int = PATIENCE,
    ) -> None:
        super().__init__()
        self._data_key, self._salt, self._room, self._note = data_key, salt, room, note
        self._max_file, self._patience = max_file, patience
        self._current: _Current | None = None
        self._taken = 0
        self.faults: list[Fault] = []
        self.accepted: list[GivenFile] = []

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        """Begin a file, or refuse it before a byte of it is stored."""
        super().new_file(field_name, file_name, *args, **kwargs)
        name = media.tidy_name(file_name)
        if not name:
            raise SkipFile
        if self._room.files <= 0:
            self.faults.append(TOO_MANY.fault(name=name, limit=MAX_FILES))
            raise SkipFile
        identity = str(new_id())
        sealer = Sealer(self._data_key, context=file_context(identity))
        self._current = _Current(identity, name, sealer, store.writer())

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal and store one chunk."""
        self._taken += len(raw_data)
        if self._taken > self._patience:
            self._refuse(TOO_LARGE, limit=self._max_file // MEGABYTE)
            raise StopUpload(connection_reset=True)
        current = self._current
        if current is None:
            return
        current.size += len(raw_data)
        if len(current.head) < media.HEAD:
            current.head += raw_data[: media.HEAD - len(current.head)]
        if not current.kind and len(current.head) >= min(media.HEAD, 512):
            self._recognise(current)
            if self._current is None:
                return
        if current.size > self._max_file:
            self._refuse(TOO_LARGE, limit=self._max_file // MEGABYTE)
        elif current.size > self._room.size:
            self._refuse(TOTAL_FULL, limit=MAX_TOTAL // MEGABYTE)
        else:
            current.writer.write(current.sealer.feed(raw_data))

    def file_complete(self, file_size: int) -> Accepted | None:
        """End a file: the sealed bytes are durable when this returns."""
        current = self._current
        if current is None:
            return None
        self._recognise(current)
        if self._current is None:
            return None
        self._current = None
        current.writer.write(current.sealer.finish())
        blob = current.writer.finish()
        self._note(blob)
        result = current.sealer.result()
        given = GivenFile(
            id=current.id,
            blob=blob,
            name=current.name,
            description="",
            media_kind=current.kind,
            size=result.size,
            digest=salted_file(self._salt, result.digest),
        )
        self._room.files -= 1
        self._room.size -= result.size
        self.accepted.append(given)
        return Accepted(given, str(self.field_name))

    def upload_interrupted(self) -> None:
        """Drop what came of the file on its way."""
        if self._current is not None:
            self._refuse(CUT_SHORT)

    def _recognise(self, current: _Current) -> None:
        current.kind = media.kind_of(bytes(current.head))
        if current.kind == "empty":
            self._refuse(EMPTY)
        elif current.kind == "program" or media.is_program_name(current.name):
            self._refuse(PROGRAM)
        elif not media.fits(current.name, current.kind):
            self._refuse(NOT_WHAT_IT_SAYS)
        elif current.kind not in media.ACCEPTED:
            self._refuse(UNKNOWN_KIND)

    def _refuse(self, code: Any, **facts: Any) -> None:
        """Say why, drop what is stored, and let the rest of the file pass by unread."""
        current, self._current = self._current, None
        if current is not None:
            current.writer.abort()
            self.faults.append(code.fault(name=current.name, **facts))


def file_context(identity: str) -> str:
    """Return the place the sealed bytes of a file are bound to."""
    return f"reports_reportfile:{identity}"
