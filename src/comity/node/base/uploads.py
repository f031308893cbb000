"""The handler for small files in forms: kept in memory, never on disk in clear, and never lost without a word.

Pages that take large files set a handler of their own that seals on the way. Everywhere else Django's own handler would
drop a file above its limit silently, as if none had been chosen; here whoever reads such a file is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler

from comity.kernel.errors import BadInput, declare

MEGABYTE = 1024 * 1024
TOO_LARGE = declare(
    "node.upload.too_large",
    "{name} was not taken: this page takes files up to {limit} MB. Nothing of it was kept.",
    "Choose a smaller file, such as a scan in fewer colours.",
)


class TooLargeFile(UploadedFile):  # type: ignore[type-arg]
    """What a form has instead of a file that was too large; reading it says so."""

    def __init__(self, name: str, size: int, field_name: str | None) -> None:
        super().__init__(file=None, name=name, size=size)
        self.field_name = field_name

    def read(self, *_: Any) -> NoReturn:
        """Say that it was not taken.

        Raises:
            BadInput: always.
        """
        limit = settings.FILE_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE
        raise BadInput(TOO_LARGE.fault(name=(self.name or "")[:80], limit=limit))

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Say that it was not taken.

        Raises:
            BadInput: always.
        """
        self.read()


class SmallFiles(MemoryFileUploadHandler):
    """Takes the files of a form that is small as a whole; a larger one is read to its end and forgotten piece by piece."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a piece, or forget it."""
        return super().receive_data_chunk(raw_data, start) if self.activated else None

    def file_complete(self, file_size: int) -> UploadedFile | None:  # type: ignore[type-arg]
        """End a file."""
        if self.activated:
            return super().file_complete(file_size)
        return TooLargeFile(str(self.file_name), file_size, self.field_name)
