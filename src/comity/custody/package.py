"""Packages of evidence: items, their chains of custody at every node, the proofs, in one file of one exact form.

The file is a tar that any tool opens. The same input gives the same bytes. Its first member is the signed manifest,
``README.txt`` says how to verify; ``chains/<n>/`` holds a checkpoint and entries with their proofs, the first node's
first; ``items/`` the items, sealed or clear. A node that passes evidence on puts the chains it received, unchanged,
before its own (:func:`read_chains`).

Protocol clauses 6.1 to 6.12. Verified by :mod:`comity.custody.verify`, steps P1 to P10.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from comity.custody import faults, verify
from comity.custody.acknowledgement import verifier_keys
from comity.custody.checkpoint import Checkpoint
from comity.custody.entry import Entry
from comity.custody.log import Fetch, inclusion_proof
from comity.kernel.canonical import canonical_json
from comity.kernel.clock import written
from comity.kernel.digest import Digest, digest
from comity.kernel.errors import BadInput, Untrusted
from comity.suites import fields, files, jwe, jws
from comity.suites.keys import Jwk
from comity.suites.text import b64url
from comity.suites.trust import Trust

SCHEMA = verify.PACKAGE
README = (
    "This file holds items of evidence with their chain of custody. Whoever has the public keys of the nodes can verify it,\n"
    "off line: comity custody verify FILE --trust KEYS.json, or the file verify.py of Comity alone, with Python and the\n"
    "package cryptography. It shows that the items are those that the log speaks of, that no entry was changed, added or\n"
    "left out, and who signed. It does not show that what an item says is true.\n"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item as it goes into a package.

    ``digest`` and ``size`` are of the bytes in the package, ``content`` the digest in clear that the custody entries hold
    salted with ``salt``; ``wraps`` the sealed data keys of a sealed item (``comity.suites.fields.wrap``) with the
    ``context`` it was sealed for. ``open`` gives the bytes, piece by piece.
    """

    item: str
    digest: Digest
    size: int
    content: Digest
    salt: bytes
    open: Callable[[], Iterable[bytes]]
    media_kind: str = "application/octet-stream"
    sealed: bool = False
    wraps: tuple[str, ...] = ()
    context: str = ""
    mark: str = "none"


@dataclass(frozen=True, slots=True)
class Chain:
    """One node's part of the chains: a signed checkpoint and the entries with their proofs, as bytes."""

    origin: str
    checkpoint: bytes
    entries: bytes


def chain(note: str, checkpoint: Checkpoint, placed: Sequence[tuple[int, Entry]], fetch: Fetch) -> Chain:
    """Build a node's own part from its checkpoint, the entries with their places in the log, and the log's subtrees."""
    lines = []
    for index, entry in sorted(placed, key=lambda pair: pair[0]):
        proof = [base64.b64encode(node).decode() for node in inclusion_proof(fetch, index, checkpoint.size)]
        lines.append(canonical_json({"entry": entry.document(), "index": index, "proof": proof}) + b"\n")
    return Chain(checkpoint.origin, note.encode(), b"".join(lines))


def write(
    sink: BinaryIO,
    *,
    id: str,
    made: datetime,
    by: str,
    to: str,
    items: Sequence[Item],
    chains: Sequence[Chain],
    key: Jwk,
    matter: str = "",
    instrument: str = "",
    handling: str = "TLP:AMBER",
    use_limits: Sequence[str] = (),
    authorisations: Sequence[Mapping[str, Any]] = (),
) -> Digest:
    """Write a package, signed by the participant ``by``, and return the digest of the whole file.

    ``chains`` in the order the items travelled, the own one last. ``authorisations`` are documents with a ``digest`` member, the
    one that a ``released`` entry names, and coded values beside it.

    Raises:
        BadInput: no item, an authorisation without digest, or bytes that are not those announced.
    """
    if not items or not chains or any("digest" not in record for record in authorisations):
        raise BadInput(
            faults.BAD_PACKAGE.fault(why="it needs an item, a chain and a digest for each authorisation")
        )
    small: dict[str, bytes] = {"README.txt": README.encode()}
    listed_chains = []
    for number, part in enumerate(chains, start=1):
        names = {"checkpoint": f"chains/{number}/checkpoint", "entries": f"chains/{number}/entries"}
        small |= {names["checkpoint"]: part.checkpoint, names["entries"]: part.entries}
        listed_chains.append({"origin": part.origin} | names)
    listed_items = [_listed(item) for item in items]
    members = [{"path": path, "size": len(data), "digest": digest(data)} for path, data in small.items()]
    members += [
        {"path": item["path"], "size": item["size"], "digest": item["digest"]} for item in listed_items
    ]
    manifest = {
        "schema": SCHEMA,
        "id": id,
        "made": written(made),
        "by": by,
        "to": to,
        "matter": matter,
        "instrument": instrument,
        "handling": handling,
        "use_limits": list(use_limits),
        "items": listed_items,
        "chains": listed_chains,
        "authorisations": [dict(record) for record in authorisations],
        "members": members,
    }
    out = _Out(sink)
    out.member("manifest.jws", jws.sign(canonical_json(manifest), key, typ=SCHEMA).encode())
    for path, data in small.items():
        out.member(path, data)
    for item, listed in zip(items, listed_items, strict=True):
        out.stream(listed["path"], item)
    out.write(bytes(1024))
    return out.digest()


def check(stream: BinaryIO, trust: Trust) -> verify.Packaged:
    """Verify a package, read once from start to end.

    Raises:
        Untrusted: the first step that fails, naming the entry, item or member.
    """
    with faults.translated():
        return verify.package(stream, verifier_keys(trust))


def read_chains(stream: BinaryIO, trust: Trust) -> tuple[verify.Packaged, tuple[Chain, ...]]:
    """Verify a received package and return its chains, to put before one's own when the items go on.

    Raises:
        Untrusted: as :func:`check`.
    """
    found = check(stream, trust)
    stream.seek(0)
    members = dict(small_members(stream))
    parts = found.manifest["chains"]
    return found, tuple(
        Chain(part["origin"], members[part["checkpoint"]], members[part["entries"]]) for part in parts
    )


def small_members(stream: BinaryIO) -> Iterable[tuple[str, bytes]]:
    """Yield every member of a **verified** package that is not an item, with its bytes."""
    while block := stream.read(512).rstrip(b"\0"):
        path, size = block[:100].rstrip(b"\0").decode("ascii"), int(block[124:135], 8)
        if path.startswith("items/"):
            return
        yield path, stream.read(size)
        stream.seek(-size % 512, 1)


def copy_item(stream: BinaryIO, item: str, sink: BinaryIO) -> int:
    """Copy one item's bytes, as they are, out of a **verified** package; return how many, 0 if it is not there."""
    copied = 0
    for piece in _item_pieces(stream, f"items/{item}"):
        sink.write(piece)
        copied += len(piece)
    return copied


def open_item(stream: BinaryIO, listed: Mapping[str, Any], key: Jwk, sink: BinaryIO) -> None:
    """Open one sealed item of a **verified** package with a private sealing key and check that it is what the log says.

    ``listed`` is the item as the manifest lists it.

    Raises:
        Untrusted: not sealed to this key, changed, or the content is not that of the custody entries.
    """
    data_key = next(
        (fields.unwrap(wrap, key) for wrap in listed["wraps"] if key["kid"] in jwe.sealed_to(wrap)), None
    )
    if data_key is None:
        raise Untrusted(faults.ITEM_NOT_FOR_KEY.fault(item=listed["item"], kid=key["kid"]))
    opener = files.Opener(data_key, context=listed["context"])
    for piece in files.open_pieces(_item_pieces(stream, listed["path"]), opener):
        sink.write(piece)
    if opener.result().digest != listed["content"]:
        raise Untrusted(
            faults.VERIFIER["custody.package.item"].fault(
                item=listed["item"], why="what it holds is not what the log speaks of"
            )
        )


def _item_pieces(stream: BinaryIO, wanted: str) -> Iterable[bytes]:
    stream.seek(0)
    while block := stream.read(512).rstrip(b"\0"):
        path, size = block[:100].rstrip(b"\0").decode("ascii"), int(block[124:135], 8)
        if path == wanted:
            while size and (piece := stream.read(min(size, 1 << 20))):
                size -= len(piece)
                yield piece
            return
        stream.seek(size + -size % 512, 1)


def _listed(item: Item) -> dict[str, Any]:
    return {
        "item": item.item,
        "path": f"items/{item.item}",
        "size": item.size,
        "digest": item.digest,
        "content": item.content,
        "salt": b64url(item.salt),
        "media_kind": item.media_kind,
        "sealed": item.sealed,
        "wraps": list(item.wraps),
        "context": item.context,
        "mark": item.mark,
    }


class _Out:
    def __init__(self, sink: BinaryIO) -> None:
        self._sink, self._hash = sink, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._hash.update(data)
        self._sink.write(data)

    def member(self, path: str, data: bytes) -> None:
        self.write(verify.tar_header(path, len(data)) + data + verify.tar_padding(len(data)))

    def stream(self, path: str, item: Item) -> None:
        self.write(verify.tar_header(path, item.size))
        found, size = hashlib.sha256(), 0
        for piece in item.open():
            found.update(piece)
            size += len(piece)
            self.write(piece)
        if size != item.size or f"sha256:{found.hexdigest()}" != item.digest:
            raise BadInput(
                faults.BAD_PACKAGE.fault(why=f"the bytes of item {item.item} are not those announced")
            )
        self.write(verify.tar_padding(size))

    def digest(self) -> Digest:
        return Digest(f"sha256:{self._hash.hexdigest()}")
