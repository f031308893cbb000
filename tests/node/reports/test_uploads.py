"""The upload handler: sealed on the way, refused with a sentence, never in clear on disk, memory constant."""

import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from comity.node.blobs import store
from comity.node.reports import uploads
from comity.node.reports.uploads import Room, SealedUploadHandler
from comity.suites import files

KEY, SALT = b"k" * 32, b"s" * 32
PNG = b"\x89PNG\r\n\x1a\n"
BOUNDARY = "----kanarie"


def handler(**changes: Any) -> SealedUploadHandler:
    return SealedUploadHandler(**({"data_key": KEY, "salt": SALT, "room": Room()} | changes))


def request_of(pieces: Iterator[bytes], length: int) -> WSGIRequest:
    """A request whose body is made while it is read."""
    request = RequestFactory().post("/", data=b"-", content_type=f"multipart/form-data; boundary={BOUNDARY}")
    request.META["CONTENT_LENGTH"] = str(length)
    request._stream = Stream(pieces)  # type: ignore[attr-defined]
    request._read_started = False  # type: ignore[attr-defined]
    return request


class Stream(io.RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.held, self.taken = pieces, b"", 0

    def read(self, size: int = -1) -> bytes:
        while len(self.held) < size:
            piece = next(self.pieces, b"")
            if not piece:
                break
            self.held += piece
        out, self.held = self.held[:size], self.held[size:]
        self.taken += len(out)
        return out


def part(name: str, filename: str, content: Iterator[bytes]) -> Iterator[bytes]:
    yield (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        "Content-Type: image/png\r\n\r\n"
    ).encode()
    yield from content
    yield b"\r\n"


def field(name: str, value: str) -> Iterator[bytes]:
    yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def end() -> Iterator[bytes]:
    yield f"--{BOUNDARY}--\r\n".encode()


def run(given: SealedUploadHandler, *parts: Iterator[bytes], length: int = 10_000_000) -> Any:
    from itertools import chain

    request = request_of(chain(*parts, end()), length)
    request.upload_handlers = [given]
    return request.POST, request


def test_a_picture_is_sealed_on_its_way(home_folder: Any) -> None:
    given = handler()
    picture = PNG + b"Bildkanarie" * 20_000
    post, _ = run(given, field("token", "t"), part("files", "../bild.png", iter([picture])))
    (kept,) = given.accepted
    assert (kept.name, kept.media_kind, kept.size) == ("bild.png", "image", len(picture))
    assert post["token"] == "t"
    sealed = b"".join(store.read(kept.blob))
    assert b"Bildkanarie" not in sealed
    out = io.BytesIO()
    files.open_sealed(io.BytesIO(sealed), out, KEY, context=uploads.file_context(kept.id))
    assert out.getvalue() == picture
    on_disk = [path for path in Path(home_folder.blobs).rglob("*") if path.is_file()]
    assert on_disk
    assert all(b"Bildkanarie" not in path.read_bytes() for path in on_disk)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bild.png", b"MZ\x90\x00" + b"\0" * 2000, "reports.file.program"),
        ("bild.png", b"\x7fELF" + b"\0" * 100, "reports.file.program"),
        ("rechnung.pdf.exe", b"%PDF-1.7 " + b"x" * 2000, "reports.file.program"),
        ("bild.png", b"<html><script>alert(1)</script>" * 40, "reports.file.not_what_it_says"),
        ("bild.png", b"", "reports.file.empty"),
        ("daten.bin", b"\x00\x01\x02\x03" * 300, "reports.file.unknown_kind"),
    ],
)
def test_refused_with_a_sentence_and_the_rest_kept(
    home_folder: Any, name: str, content: bytes, code: str
) -> None:
    given = handler()
    before = set(store.names())
    post, _ = run(
        given,
        part("files", name, iter([content])),
        part("files", "gut.png", iter([PNG + b"x" * 900])),
        field("go", "1"),
    )
    assert [fault.code for fault in given.faults] == [code]
    assert name in given.faults[0].text
    assert [one.name for one in given.accepted] == ["gut.png"]
    assert post["go"] == "1"
    assert len(set(store.names()) - before) == 1
    assert not list(store.parts())


def test_two_gigabytes_are_cut_politely(home_folder: Any) -> None:
    """A body of 2 GB is let go after the patience; what was given before it is kept, memory stays small."""
    size = 2_000_000_000
    block = b"x" * 1_000_000
    given = handler()
    film = (PNG if number == 0 else block for number in range(size // len(block)))
    tracemalloc.start()
    post, request = run(
        given, field("token", "t"), part("files", "klein.png", iter([PNG + b"y" * 500])),
        part("files", "film.png", film), length=size,
    )  # fmt: skip
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert post["token"] == "t"
    assert [one.name for one in given.accepted] == ["klein.png"]
    assert [fault.code for fault in given.faults] == ["reports.file.too_large"]
    assert request._stream.taken <= uploads.PATIENCE + 2_000_000
    assert peak < 20_000_000
    assert not list(store.parts())


def test_too_many_and_too_much_together(home_folder: Any) -> None:
    given = handler(room=Room(files=1, size=3000))
    run(
        given, part("files", "a.png", iter([PNG + b"x" * 5000])), part("files", "b.png", iter([PNG + b"x" * 700])),
        part("files", "c.png", iter([PNG])),
    )  # fmt: skip
    assert [fault.code for fault in given.faults] == ["reports.file.no_room", "reports.file.too_many"]
    assert [one.name for one in given.accepted] == ["b.png"]


def test_a_broken_line_keeps_nothing_half(home_folder: Any) -> None:
    given = handler()
    given.new_file("files", "bild.png", "image/png", None)
    given.receive_data_chunk(PNG + b"x" * 70_000, 0)
    assert list(store.parts())
    given.upload_interrupted()
    assert [fault.code for fault in given.faults] == ["reports.file.cut_short"]
    assert not list(store.parts())
    assert given.accepted == []
