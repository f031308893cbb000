"""The signed directory as this process may trust it: verified anew from the root that was brought by hand.

What the database holds are the signed files and nothing else; a row changed by whoever runs the database does not verify and
is not used. The answer is kept in memory until the files change.
"""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from comity.exchange import metadata
from comity.exchange.directory import Directory
from comity.kernel.errors import BadInput
from comity.node.exchange import faults
from comity.node.exchange.keys import this_node
from comity.node.exchange.models import DirectoryState

_lock = Lock()
_kept: dict[str, tuple[object, Directory]] = {}


def trusted() -> Directory:
    """Return the directory as last accepted; it may be stale.

    Raises:
        BadInput: this node has none yet.
        Untrusted: what is stored does not verify.
    """
    row = DirectoryState.objects.filter(pk=1).values_list("version", "synced_at", "expires_at").first()
    if row is None or row[1] is None:
        raise BadInput(faults.NO_DIRECTORY.fault())
    place = str(this_node().path)
    with _lock:
        mark, known = _kept.get(place, (None, None))
        if known is None or mark != row:
            known = _verified()
            _kept[place] = (row, known)
        return known


def for_sending(at: datetime) -> Directory:
    """Return the directory to send something new by.

    Raises:
        BadInput: this node has none yet.
        Untrusted: it is stale, so that a newer one may be held back.
    """
    known = trusted()
    known.require_fresh(at)
    return known


def gateway_of(known: Directory, code: str) -> str:
    """Return the address of the gateway of a participant's node, without a final slash; empty where it is not listed."""
    if code not in known.participants:
        return ""
    return known.node_of(code).gateway.rstrip("/")


def file(name: str) -> str | None:
    """Return one signed file of the directory under its name in the repository."""
    row = DirectoryState.objects.filter(pk=1).values_list("files", flat=True).first() or {}
    text = row.get(name)
    return text if isinstance(text, str) else None


def _verified() -> Directory:
    row = DirectoryState.objects.get(pk=1)
    files = {name: str(text).encode() for name, text in row.files.items()}
    state = metadata.begin(pinned_root())
    assert row.synced_at is not None
    return metadata.accept(state, metadata.Bundle.from_files(files), row.synced_at).read()


def pinned_root() -> bytes:
    """Return the root that all trust in other nodes begins with.

    Raises:
        BadInput: there is none in the node's folder.
    """
    try:
        return this_node().directory_root.read_bytes()
    except OSError as error:
        raise BadInput(faults.NO_ROOT.fault(path=str(this_node().directory_root))) from error
