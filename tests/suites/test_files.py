from __future__ import annotations

import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.digest import digest
from comity.kernel.errors import Untrusted
from comity.suites.files import CHUNK, HEADER, TAG, Opener, Reader, Sealer, open_sealed, seal

KEY, PLACE = b"k" * 32, "item/1"


def sealed(content: bytes) -> bytes:
    sink = io.BytesIO()
    seal(io.BytesIO(content), sink, KEY, context=PLACE)
    return sink.getvalue()


def opened(data: bytes, key: bytes = KEY, context: str = PLACE) -> bytes:
    sink = io.BytesIO()
    open_sealed(io.BytesIO(data), sink, key, context=context)
    return sink.getvalue()


def refusal(data: bytes, **changes: object) -> str:
    with pytest.raises(Untrusted) as error:
        opened(data, **changes)  # type: ignore[arg-type]
    return error.value.faults[0].code


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_sizes_around_a_chunk(size: int) -> None:
    content = bytes(i % 251 for i in range(size))
    data = sealed(content)
    assert opened(data) == content
    assert len(data) == HEADER + size + TAG * max(1, -(-size // CHUNK))


@given(st.lists(st.binary(max_size=3000), max_size=20), st.integers(1, 5000))
@settings(max_examples=60, deadline=None)
def test_however_the_pieces_fall(pieces: list[bytes], step: int) -> None:
    sealer = Sealer(KEY, context=PLACE)
    data = b"".join(sealer.feed(piece) for piece in pieces) + sealer.finish()
    opener = Opener(KEY, context=PLACE)
    content = (
        b"".join(opener.feed(data[at : at + step]) for at in range(0, len(data), step)) + opener.finish()
    )
    assert content == b"".join(pieces)
    assert sealer.result() == opener.result()
    assert sealer.result().digest == digest(content)
    assert sealer.result().sealed_digest == digest(data)


def test_what_is_wrong_has_its_own_code() -> None:
    data = sealed(bytes(2 * CHUNK + 100))
    first = HEADER + CHUNK + TAG
    assert refusal(b"") == refusal(data[:40]) == refusal(b"X" + data[1:]) == "suites.file.not_a_seal"
    assert refusal(data, key=b"x" * 32) == refusal(data, context="item/2") == "suites.file.wrong_key"
    assert refusal(data[:8] + bytes(32) + data[40:]) == "suites.file.wrong_key"
    assert refusal(data[:first]) == "suites.file.cut_short"  # exactly at the border of a chunk
    assert refusal(data[: first + CHUNK + TAG]) == "suites.file.cut_short"
    assert refusal(data[:-20] + data[-19:]) == "suites.file.changed"
    assert refusal(data + b"\0") == "suites.file.changed"
    second = data[first : first + CHUNK + TAG]
    assert (
        refusal(data[:HEADER] + second + data[HEADER:first] + data[first + CHUNK + TAG :])
        == "suites.file.changed"
    )
    assert refusal(data[:first] + data[HEADER:first] + data[first:]) == "suites.file.changed"
    assert refusal(data[:first] + data[first + CHUNK + TAG :]) == "suites.file.changed"


def test_the_message_names_where() -> None:
    data = bytearray(sealed(bytes(3 * CHUNK)))
    data[HEADER + CHUNK + TAG + 5] ^= 1
    with pytest.raises(Untrusted) as error:
        opened(bytes(data))
    assert error.value.faults[0].facts["offset"] == CHUNK


def test_every_changed_byte_of_a_small_file() -> None:
    data = sealed(b"evidence")
    for at in range(len(data)):
        refusal(data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :])


def test_every_cut_of_a_small_file() -> None:
    data = sealed(b"evidence")
    for at in range(len(data)):
        refusal(data[:at])


class Zeros(io.RawIOBase):
    """Twenty megabytes that are nowhere in memory."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        piece = min(self.left, size)
        self.left -= piece
        return bytes(piece)


class Nowhere(io.RawIOBase):
    def write(self, data: bytes) -> int:  # type: ignore[override]
        return len(data)


def test_memory_does_not_grow_with_the_file() -> None:
    tracemalloc.start()
    seal(Zeros(20_000_000), Nowhere(), KEY, context=PLACE)  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_read_at_any_place(size: int) -> None:
    content = bytes(i % 251 for i in range(size))
    with io.BufferedReader(Reader(io.BytesIO(sealed(content)), KEY, context=PLACE), CHUNK) as reader:  # type: ignore[type-var]
        assert reader.read() == content
        for start in {0, 1, size // 2, max(0, size - 3), size, size + 9}:
            reader.seek(start)
            assert reader.read(CHUNK + 5) == content[start : start + CHUNK + 5]
        assert reader.seek(-1, io.SEEK_END) == max(0, size - 1) if size else True


def test_reading_at_any_place_notices_what_was_cut_changed_or_moved() -> None:
    data = sealed(bytes(3 * CHUNK))
    moved = data[:HEADER] + data[HEADER + CHUNK + TAG :][: CHUNK + TAG] + data[HEADER + CHUNK + TAG :]
    changed = data[:-5] + bytes([data[-5] ^ 1]) + data[-4:]
    for bad in (data[: -CHUNK - TAG], data[:-1], changed, moved, data[: HEADER + 3], data[:5]):
        with pytest.raises(Untrusted):
            Reader(io.BytesIO(bad), KEY, context=PLACE)
            io.BufferedReader(Reader(io.BytesIO(bad), KEY, context=PLACE), CHUNK).read()  # type: ignore[type-var]
    for key, place in ((b"x" * 32, PLACE), (KEY, "item/2")):
        with pytest.raises(Untrusted):
            Reader(io.BytesIO(data), key, context=place)
