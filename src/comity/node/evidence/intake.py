"""Files on their way in: sealed piece by piece under a key of their own, never on disk in clear.

What a file is, is looked at by its first bytes and written down; nothing is refused for it (evidence may be malware),
nothing is opened, unpacked or rendered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from comity.kernel.digest import Digest
from comity.kernel.errors import BadInput, Fault
from comity.kernel.identifier import new_id
from comity.node.blobs import store
from comity.node.evidence import faults
from comity.node.reports import media
from comity.suites.fields import new_data_key
from comity.suites.files import Sealer

MEGABYTE = 1_000_000
MAX_FILE = 2_000 * MEGABYTE
"""What the page takes; more comes on a data carrier."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file that is at hand piece by piece."""

    name: str
    pieces: Iterable[bytes]


@dataclass(frozen=True, slots=True, repr=False)
class SealedFile:
    """A file that lies sealed in the blob store. ``key`` opens it and is only in memory."""

    item_id: UUID
    name: str
    media_kind: str
    blob: str
    key: bytes
    size: int
    digest: Digest
    sealed_size: int


def file_context(item_id: UUID | str) -> str:
    """Return the place the sealed bytes of an item are bound to: the same at every node it travels to."""
    return f"comity.evidence/{item_id}"


def seal(file: Any) -> SealedFile:
    """Seal a file as it is read. Takes :class:`Given`, Django's uploaded files, and what the handler sealed already.

    Raises:
        BadInput: it is empty.
    """
    if isinstance(file, SealedFile):
        return file
    if isinstance(file, SealedUpload):
        return file.sealed
    work = _Work(str(file.name))
    try:
        for piece in _pieces(file):
            work.feed(piece)
        return work.finish()
    except BaseException:
        work.writer.abort()
        raise


def _pieces(file: Any) -> Iterator[bytes]:
    yield from (file.pieces if isinstance(file, Given) else file.chunks())


@dataclass(slots=True)
class _Work:
    name: str
    item_id: UUID = field(default_factory=new_id)
    key: bytes = field(default_factory=new_data_key)
    head: bytearray = field(default_factory=bytearray)
    size: int = 0
    sealer: Sealer = field(init=False)
    writer: store.Writer = field(init=False)

    def __post_init__(self) -> None:
        self.name = media.tidy_name(self.name) or "file"
        self.sealer = Sealer(self.key, context=file_context(self.item_id))
        self.writer = store.writer()

    def feed(self, data: bytes) -> None:
        self.size += len(data)
        if len(self.head) < media.HEAD:
            self.head += data[: media.HEAD - len(self.head)]
        self.writer.write(self.sealer.feed(data))

    def finish(self) -> SealedFile:
        if not self.size:
            self.writer.abort()
            raise BadInput(faults.EMPTY_FILE.fault(name=self.name))
        self.writer.write(self.sealer.finish())
        blob = self.writer.finish()
        found = self.sealer.result()
        kind = media.kind_of(bytes(self.head))[:30]
        return SealedFile(
            self.item_id, self.name, kind, blob, self.key, found.size, found.digest, found.sealed_size
        )


class SealedUpload(UploadedFile):  # type: ignore[type-arg]
    """What a form has instead of the plain file."""

    def __init__(self, sealed: SealedFile, field_name: str) -> None:
        super().__init__(file=None, name=sealed.name, size=sealed.size)
        self.sealed, self.field_name = sealed, field_name


def given(request: HttpRequest, name: str = "file") -> list[Any]:
    """Return the files of a form that went through :class:`SealingHandler`.

    Raises:
        BadInput: one of them was refused on its way, with the limit or the cause.
    """
    files = request.FILES.getlist(name)  # reads the form, and with it the files
    found = [fault for one in request.upload_handlers for fault in getattr(one, "faults", ())]
    if found:
        raise BadInput(*found)
    return files


class SealingHandler(FileUploadHandler):
    """A Django upload handler that seals on the way; set ``request.upload_handlers = [SealingHandler()]`` before ``POST`` is read."""

    chunk_size = 64 * 1024

    def __init__(self, max_file: int | None = None) -> None:
        super().__init__()
        self._max = max_file or MAX_FILE
        self._work: _Work | None = None
        self.faults: list[Fault] = []

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(field_name, file_name, *args, **kwargs)
        self._work = _Work(file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal and store a piece."""
        work = self._work
        if work is None:
            return
        if work.size + len(raw_data) > self._max:
            self._drop(faults.TOO_LARGE.fault(name=work.name, limit=self._max // MEGABYTE))
            raise StopUpload(connection_reset=True)
        work.feed(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload | None:
        """End a file: its sealed bytes are durable when this returns."""
        work, self._work = self._work, None
        if work is None:
            return None
        try:
            return SealedUpload(work.finish(), str(self.field_name))
        except BadInput as error:
            self.faults += error.faults
            return None

    def upload_interrupted(self) -> None:
        """Drop what came of the file on its way."""
        if self._work is not None:
            self._drop(faults.INTERRUPTED.fault(name=self._work.name))

    def _drop(self, fault: Fault) -> None:
        work, self._work = self._work, None
        if work is not None:
            work.writer.abort()
        self.faults.append(fault)
