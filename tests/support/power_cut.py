"""A disk that forgets what was not synced: plays a loss of power on the node's folder of sealed files.

A SIGKILL alone loses nothing that was written, so a missing fsync would never show. The journal of
:mod:`tests.support.faulty_portal` says what was synced, in order; everything else is taken away, as a disk may (fsync(2)):
a name is there only once its folder was synced after it was given, content only once the file was.
"""

from __future__ import annotations

from pathlib import Path


def cut(blobs: Path, journal: Path) -> list[str]:
    """Take away what is not durable below ``blobs``; return what was lost."""
    synced, durable, waiting, came_from = _read(journal)
    lost = []
    for path in sorted(blobs.rglob("*"), reverse=True):
        name = str(path)
        if not path.is_file() or not journal.exists():
            continue
        above = [str(parent) for parent in path.parents if parent.is_relative_to(blobs)]
        if path.parent.name == "part" or name in waiting or any(folder in waiting for folder in above):
            path.unlink()
            lost.append(name)
        elif name in durable and came_from.get(name, name) not in synced:
            path.write_bytes(b"")
            lost.append(name)
    return lost


def _read(journal: Path) -> tuple[set[str], set[str], set[str], dict[str, str]]:
    synced: set[str] = set()
    durable: set[str] = set()
    waiting: set[str] = set()
    came_from: dict[str, str] = {}
    for line in journal.read_text().splitlines() if journal.exists() else []:
        what, path, *source = line.split("\t")
        if what == "name":
            waiting.add(path)
            came_from[path] = source[0] if source else path
        else:
            synced.add(path)
            safe = {name for name in waiting if str(Path(name).parent) == path}
            durable |= safe
            waiting -= safe
    return synced, durable, waiting, came_from
