"""The compiled book: the same records in one MessagePack file, so that a start takes milliseconds.

A cache, never a source. Its name is the digest of the sources and of the record classes that read them, so a
changed record or program never meets an old cache; a damaged one is thrown away and made again. Only a
book in which no fault was found is ever written.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

import msgspec

from comity.kernel.digest import Digest
from comity.law import condition_records, contents, records

_SEAL = 32
_KEPT = 8


@cache
def _decoder() -> msgspec.msgpack.Decoder[contents.Contents]:
    return msgspec.msgpack.Decoder(contents.Contents)


@cache
def _classes_digest() -> bytes:
    """Digest the modules that define the records: what they mean decides how bytes are read."""
    folder = Path(str(records.__file__)).parent
    total = hashlib.sha256()
    for file in (
        *sorted(folder.glob("*.py")),
        Path(str(condition_records.__file__)),
        Path(str(contents.__file__)),
    ):
        total.update(file.read_bytes())
    return total.digest()


def cache_folder() -> Path | None:
    """Return where compiled books are kept: ``COMITY_CACHE``, else the user's cache folder; ``None`` for a user without a home."""
    given = os.environ.get("COMITY_CACHE")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "comity"
    except RuntimeError:
        return None


def _file(sources: Digest, folder: Path) -> Path:
    name = hashlib.sha256(sources.encode() + _classes_digest()).hexdigest()
    return folder / f"book-{name[:40]}.msgpack"


def fetch(sources: Digest, folder: Path | None = None) -> contents.Contents | None:
    """Return the compiled book for these sources, or ``None`` where there is none that can be read."""
    folder = folder or cache_folder()
    if folder is None:
        return None
    try:
        data = _file(sources, folder).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(data[_SEAL:]).digest() != data[:_SEAL]:
        return None
    try:
        return _decoder().decode(data[_SEAL:])
    except msgspec.DecodeError:
        return None


def store(sources: Digest, compiled: contents.Contents, folder: Path | None = None) -> bool:
    """Keep the compiled book; a folder that cannot be written to is no fault, only a slower start."""
    folder = folder or cache_folder()
    if folder is None:
        return False
    target = _file(sources, folder)
    data = msgspec.msgpack.encode(compiled)
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".book-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            Path(name).replace(target)
            _forget_old(target.parent)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError:
        return False
    return True


def _forget_old(folder: Path) -> None:
    """Keep the newest compiled books only; an editor of the book makes one with every change."""
    kept = sorted(folder.glob("book-*.msgpack"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in kept[_KEPT:]:
        file.unlink(missing_ok=True)
