"""Was a node prepared with exactly this program? Then its next start need not migrate or collect anything."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

from comity.node.base.home import Home

_PACKAGE = Path(__file__).parents[2]


def fingerprint(home: Home) -> str:
    """Return a digest of all that preparing looks at: migrations, grants, models, static files, libraries, node.toml, public keys."""
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted(f"{one.name} {one.version}" for one in distributions()):
        digest.update(name.encode())
    for path in sorted(_inputs(home)):
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_fresh(home: Home) -> bool:
    """Say whether the node was prepared with this very program and folder; never for an external database."""
    mark = _mark(home)
    return not home.database.server and mark.exists() and mark.read_text() == fingerprint(home)


def remember(home: Home) -> None:
    """Note that the node was prepared now."""
    if not home.database.server:
        _mark(home).write_text(fingerprint(home))


def _mark(home: Home) -> Path:
    return home.database.folder / "prepared"  # beside the data: a cluster made anew knows of nothing


def _inputs(home: Home) -> Iterator[Path]:
    yield home.path / "node.toml"
    yield from (home.keys / "public").rglob("*.json")
    for package in (_PACKAGE, _PACKAGE.parent / "comity_demo"):
        yield from package.rglob("*.py")
        for folder in package.rglob("static"):
            yield from (path for path in folder.rglob("*") if path.is_file())
