"""Large files sealed in a stream: constant memory, every chunk authenticated, a missing end noticed.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, 2015) over AES-256-GCM, laid out as the age format
lays out its payload: chunks of 64 KiB, each under a nonce of an 11-byte counter and one byte that is 1 for the
last chunk only. The key of each file is derived (HKDF, RFC 5869) from the data key, a random salt and the context,
so counters never meet; the header commits to that key, so a file opens under one key only.

    header = magic (8) | salt (32) | commitment (32)
    chunk  = AES-256-GCM(file key, counter | last, 64 KiB or less) with its 16-byte tag

    >>> import io
    >>> sealed = io.BytesIO()
    >>> seal(io.BytesIO(b"a picture"), sealed, b"k" * 32, context="item/1").size
    9
    >>> out = io.BytesIO()
    >>> _ = sealed.seek(0); _ = open_sealed(sealed, out, b"k" * 32, context="item/1"); out.getvalue()
    b'a picture'
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comity.kernel.digest import Digest
from comity.kernel.errors import Untrusted
from comity.suites import faults

MAGIC = b"comityF1"
CHUNK = 64 * 1024
TAG = 16
HEADER = len(MAGIC) + 64


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was sealed or opened: size and digest of the content, and of the sealed bytes."""

    size: int
    digest: Digest
    sealed_size: int
    sealed_digest: Digest


class _Count:
    def __init__(self) -> None:
        self.size = 0
        self._hash = hashlib.sha256()

    def add(self, data: bytes) -> None:
        self.size += len(data)
        self._hash.update(data)

    @property
    def digest(self) -> Digest:
        return Digest("sha256:" + self._hash.hexdigest())


class Sealer:
    """Seals as bytes arrive, for an upload that must never be on disk in clear: ``feed`` and, once, ``finish``."""

    def __init__(self, key: bytes, *, context: str, salt: bytes | None = None) -> None:
        salt = salt or secrets.token_bytes(32)
        file_key, commitment = _derive(key, salt, context)
        self._aead = AESGCM(file_key)
        self._header = MAGIC + salt + commitment
        self._held = bytearray()
        self._chunks = 0
        self._clear, self._sealed = _Count(), _Count()

    def feed(self, data: bytes) -> bytes:
        """Take content and return what can be written of it now, perhaps nothing."""
        self._held += data
        self._clear.add(data)
        out = bytearray(self._start())
        while len(self._held) > CHUNK:  # a full chunk is held back: it might be the last
            out += self._chunk(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        self._sealed.add(bytes(out))
        return bytes(out)

    def finish(self) -> bytes:
        """Return the end of the sealed file."""
        out = self._start() + self._chunk(bytes(self._held), last=True)
        self._held.clear()
        self._sealed.add(out)
        return out

    def result(self) -> Sealed:
        """Return sizes and digests, after :meth:`finish`."""
        return Sealed(self._clear.size, self._clear.digest, self._sealed.size, self._sealed.digest)

    def _start(self) -> bytes:
        header, self._header = self._header, b""
        return header

    def _chunk(self, data: bytes, *, last: bool) -> bytes:
        sealed = self._aead.encrypt(_nonce(self._chunks, last), data, None)
        self._chunks += 1
        return sealed


class Opener:
    """Opens as sealed bytes arrive. What :meth:`feed` returns is genuine; only :meth:`finish` says it is all."""

    def __init__(self, key: bytes, *, context: str) -> None:
        self._key, self._context = key, context
        self._aead: AESGCM | None = None
        self._held = bytearray()
        self._chunks = 0
        self._clear, self._sealed = _Count(), _Count()

    def feed(self, sealed: bytes) -> bytes:
        """Take sealed bytes and return the content they complete.

        Raises:
            Untrusted: not a sealed file, another key or place, or a changed chunk.
        """
        self._held += sealed
        self._sealed.add(sealed)
        if self._aead is None:
            if len(self._held) < HEADER:
                return b""
            self._read_header(bytes(self._held[:HEADER]))
            del self._held[:HEADER]
        out = bytearray()
        while len(self._held) > CHUNK + TAG:
            out += self._chunk(bytes(self._held[: CHUNK + TAG]), last=False)
            del self._held[: CHUNK + TAG]
        return bytes(out)

    def finish(self) -> bytes:
        """Return the last of the content.

        Raises:
            Untrusted: the end of the file is missing or changed.
        """
        if self._aead is None:
            raise Untrusted(faults.FILE_SEAL.fault())
        rest = bytes(self._held)
        try:
            return self._chunk(rest, last=True)
        except Untrusted:
            if len(rest) < TAG or self._opens(rest, last=False):
                raise Untrusted(faults.FILE_CUT.fault(size=self._clear.size)) from None
            raise

    def result(self) -> Sealed:
        """Return sizes and digests, after :meth:`finish`."""
        return Sealed(self._clear.size, self._clear.digest, self._sealed.size, self._sealed.digest)

    def chunk_at(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        """Open one chunk by its number, once the header was fed: for :class:`Reader`.

        Raises:
            Untrusted: it is changed, or not the chunk of that number.
        """
        if self._aead is None:
            raise Untrusted(faults.FILE_SEAL.fault())
        try:
            return self._aead.decrypt(_nonce(number, last), sealed, None)
        except InvalidTag:
            raise Untrusted(faults.FILE_CHUNK.fault(offset=number * CHUNK)) from None

    def _read_header(self, header: bytes) -> None:
        if header[: len(MAGIC)] != MAGIC:
            raise Untrusted(faults.FILE_SEAL.fault())
        file_key, commitment = _derive(self._key, header[len(MAGIC) : -32], self._context)
        if not hmac.compare_digest(commitment, header[-32:]):
            raise Untrusted(faults.FILE_KEY.fault(context=self._context))
        self._aead = AESGCM(file_key)

    def _chunk(self, sealed: bytes, *, last: bool) -> bytes:
        assert self._aead is not None
        try:
            data = self._aead.decrypt(_nonce(self._chunks, last), sealed, None)
        except InvalidTag:
            raise Untrusted(faults.FILE_CHUNK.fault(offset=self._chunks * CHUNK)) from None
        self._chunks += 1
        self._clear.add(data)
        return data

    def _opens(self, sealed: bytes, *, last: bool) -> bool:
        assert self._aead is not None
        try:
            self._aead.decrypt(_nonce(self._chunks, last), sealed, None)
        except InvalidTag:
            return False
        return True


class Reader(io.RawIOBase):
    """Reads a sealed file at any place, one chunk in memory: for what is gone through more than once, such as a package.

    Wrap it into ``io.BufferedReader(..., CHUNK)``. Every chunk is authenticated as it is read; a file that was cut is refused
    at its last chunk, which must be sealed as the last.
    """

    def __init__(self, sealed: BinaryIO, key: bytes, *, context: str) -> None:
        """Read the header.

        Raises:
            Untrusted: not a sealed file, another key or place, or too short.
        """
        super().__init__()
        self._sealed, self._place = sealed, 0
        body = sealed.seek(0, os.SEEK_END) - HEADER
        sealed.seek(0)
        self._opener = Opener(key, context=context)
        self._opener.feed(sealed.read(HEADER))
        self._chunks = max(1, -(-body // (CHUNK + TAG)))
        self.size = body - self._chunks * TAG
        if self.size < 0:
            raise Untrusted(faults.FILE_CUT.fault(size=0))

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read from any place."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place of the content."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self.size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def tell(self) -> int:
        """Say where it is read next."""
        return self._place

    def readinto(self, buffer: Any) -> int:
        """Read what is left of one chunk."""
        number, offset = divmod(self._place, CHUNK)
        if number >= self._chunks:
            return 0
        self._sealed.seek(HEADER + number * (CHUNK + TAG))
        sealed = self._sealed.read(CHUNK + TAG)
        content = self._opener.chunk_at(number, sealed, last=number == self._chunks - 1)
        piece = content[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)


def seal(source: BinaryIO, sink: BinaryIO, key: bytes, *, context: str) -> Sealed:
    """Seal a file object into another under a data key; ``context`` names its place, as for a field."""
    sealer = Sealer(key, context=context)
    for piece in seal_pieces(_pieces(source), sealer):
        sink.write(piece)
    return sealer.result()


def seal_pieces(pieces: Iterable[bytes], sealer: Sealer) -> Iterator[bytes]:
    """Seal pieces of any size as they come."""
    for piece in pieces:
        out = sealer.feed(piece)
        if out:
            yield out
    yield sealer.finish()


def open_sealed(source: BinaryIO, sink: BinaryIO, key: bytes, *, context: str) -> Sealed:
    """Open a sealed file into another file object. On an error, what was written so far is not the whole.

    Raises:
        Untrusted: not a sealed file, another key or place, changed (the message names where) or cut short.
    """
    opener = Opener(key, context=context)
    for piece in open_pieces(_pieces(source), opener):
        sink.write(piece)
    return opener.result()


def open_pieces(pieces: Iterable[bytes], opener: Opener) -> Iterator[bytes]:
    """Open sealed pieces of any size as they come; the file is whole only once this ends without an error."""
    for piece in pieces:
        out = opener.feed(piece)
        if out:
            yield out
    yield opener.finish()


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(CHUNK):
        yield piece


def _nonce(counter: int, last: bool) -> bytes:
    return counter.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _derive(key: bytes, salt: bytes, context: str) -> tuple[bytes, bytes]:
    if len(key) != 32:
        raise ValueError("a data key has 32 bytes")
    info = b"comity.file/1\0" + context.encode()
    both = HKDF(algorithm=SHA256(), length=64, salt=salt, info=info).derive(key)
    return both[:32], both[32:]
