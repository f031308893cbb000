"""What lies on a node's disk: looks for unique strings in every form they may take, and for instants finer than the hour."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

_PIECE = 64 * 1024 * 1024
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d(?::?\d\d)?)?")
_EPOCH = re.compile(r"(?<![\w.])(1[789]\d{8})(?:\.\d+|\d{3}|\d{6})?(?![\w.])")
_HEX = re.compile(r"\\x([0-9a-f]{16,})")
_ARMOUR = re.compile(r"[A-Za-z0-9_+/-]{24,}")


def forms(text: str) -> dict[str, bytes]:
    """Return how a string may look at rest: in clear, as UTF-16, as hexadecimal, in Base64 at each of three places, backwards.

    >>> sorted(forms("kanarienvogel"))
    ['base64/0', 'base64/1', 'base64/2', 'clear', 'hex', 'reversed', 'utf-16']
    """
    plain = text.encode()
    found = {
        "clear": plain.lower(),
        "utf-16": text.lower().encode("utf-16-le"),
        "hex": plain.hex().encode(),
        "reversed": plain[::-1].lower(),
    }
    for place in range(3):  # the first and last letters of Base64 also depend on what stands beside
        coded = base64.b64encode(b"\0" * place + plain)
        found[f"base64/{place}"] = coded[(0, 2, 3)[place] : len(coded) // 4 * 4 - 4]
    return found


def in_bytes(data: bytes, needles: Collection[str]) -> list[str]:
    """Return which strings stand in ``data``, and how."""
    lowered = data.lower()
    return [
        f"{needle} ({form})"
        for needle in needles
        for form, wanted in forms(needle).items()
        if wanted in (data if form.startswith("base64") else lowered)
    ]


def in_folder(folder: Path, needles: Collection[str], *, without: Collection[str] = ()) -> list[str]:
    """Return each string found in a file, or in a file's name, below a folder; ``without``: beginnings of names to leave out."""
    found = []
    for path in sorted(folder.rglob("*")):
        relative = str(path.relative_to(folder))
        if relative.startswith(tuple(without)):
            continue
        found += [f"{one} in the name {relative}" for one in in_bytes(relative.encode(), needles)]
        if path.is_file():
            found += [f"{one} in {relative}" for piece in _pieces(path) for one in in_bytes(piece, needles)]
    return found


def rows(database: psycopg.Connection[Any]) -> dict[str, Counter[str]]:
    """Return every row of every table as text: what compression hides in the files is seen here."""
    database.execute("SET timezone = 'UTC'")
    tables = database.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    return {
        name: Counter(text for (text,) in database.execute(f'SELECT t::text FROM public."{name}" t'.encode()))
        for (name,) in tables
    }


def in_rows(found: Mapping[str, Counter[str]], needles: Collection[str]) -> list[str]:
    """Return each string found in a row."""
    return [
        f"{one} in a row of {table}"
        for table, texts in found.items()
        for text in texts
        for one in in_bytes(text.encode(), needles)
    ]


def fine_instants(text: str, start: datetime, end: datetime) -> list[str]:
    """Return the instants between two that are finer than the hour, written in any way, also inside bytes and Base64.

    >>> day = datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)
    >>> fine_instants("at 2026-11-22 20:00:00+00, 2026-11-22T20:52:07Z and 1779000000", *day)
    ['2026-11-22T20:52:07Z']
    """
    found = []
    for layer in _layers(text):
        for match in _ISO.finditer(layer):
            at = _instant(match[0])
            if at is not None and start <= at <= end and (at.minute or at.second or at.microsecond):
                found.append(match[0])
        for match in _EPOCH.finditer(layer):
            at = datetime.fromtimestamp(int(match[1]), UTC)
            if start <= at <= end and int(match[1]) % 3600:
                found.append(match[0])
    return found


def fine_files(folder: Path, start: datetime, end: datetime) -> list[str]:
    """Return the files and folders below (and with) a folder that were changed in a time and say more than the hour."""
    found = []
    for path in (folder, *sorted(folder.rglob("*"))):
        changed = path.stat().st_mtime
        if start.timestamp() <= changed <= end.timestamp() and changed % 3600:
            found.append(
                f"{path.relative_to(folder.parent)} {datetime.fromtimestamp(changed, UTC).isoformat()}"
            )
    return found


def _layers(text: str) -> Iterator[str]:
    yield text
    for match in _HEX.finditer(text):
        if len(match[1]) % 2 == 0:
            yield from _layers(bytes.fromhex(match[1]).decode("latin-1"))
    for match in _ARMOUR.finditer(text):
        for part in (match[0].replace("-", "+").replace("_", "/"),):
            data = (
                base64.b64decode(part + "=" * (-len(part) % 4), validate=False) if len(part) % 4 != 1 else b""
            )
            if data.isascii():
                yield from _layers(data.decode())


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _pieces(path: Path) -> Iterator[bytes]:
    """Read a file in pieces that overlap, so that nothing hides at a seam."""
    with path.open("rb") as file:
        rest = b""
        while piece := file.read(_PIECE):
            yield rest + piece
            rest = piece[-4096:]
