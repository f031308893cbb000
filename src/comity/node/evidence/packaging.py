"""Write packages of evidence: the items sealed to whoever gets them, with the chains of every node they were at.

A package to another participant waits until the notary has placed its entries in the log; then the worker writes it, signs it
in the owner's name, keeps it sealed, and posts it. What lies in a package is in its custody entries and nowhere else in clear.
"""

from __future__ import annotations

import base64
import io
import logging
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction

from comity.custody import package as packages
from comity.custody.checkpoint import Checkpoint as Head
from comity.custody.entry import read as read_entry
from comity.exchange.message import LIFETIME
from comity.kernel.actor import Actor, system
from comity.kernel.clock import written
from comity.kernel.digest import Digest
from comity.kernel.errors import BadInput, ComityError, Conflict
from comity.kernel.identifier import new_id
from comity.node.assistance import content
from comity.node.assistance.models import Request
from comity.node.audit import notary, tree
from comity.node.audit.models import Checkpoint
from comity.node.audit.queries import latest_checkpoint
from comity.node.base import news, sealing
from comity.node.blobs import store
from comity.node.evidence import custody, faults
from comity.node.evidence.intake import file_context
from comity.node.evidence.models import CustodyEntry, Item, Package, Release
from comity.node.exchange import actions as exchange
from comity.node.exchange import directory, trusting
from comity.suites.fields import new_data_key, wrap
from comity.suites.files import CHUNK, Opener, Reader, Sealer, open_pieces
from comity.suites.keys import Jwk

KIND = "package"
SCHEMA = "comity.package-message/1"
INSIDE = 700 * 1024
"""Bytes of a package that travels inside its message; a larger one is a parcel, which the other node fetches."""
LIMIT = 2_000 * 1_000_000
"""Bytes of the largest package that is sent at all; more goes on a data carrier."""
_OVERHEAD, _EACH = 16 * 1024, 6 * 1024
_WORKER = system("evidence")
_log = logging.getLogger("comity.evidence")


def require_fits(items: Iterable[Item]) -> None:
    """Refuse items that are together too large for one package, before anything is written into the log.

    Raises:
        BadInput: with both sizes.
    """
    size = _OVERHEAD + sum(item.sealed_size + _EACH for item in items)
    if size > LIMIT:
        raise BadInput(faults.PACKAGE_TOO_LARGE.fault(size=-(-size // 1_000_000), limit=LIMIT // 1_000_000))


def require_reachable(code: str, at: datetime) -> None:
    """Refuse an addressee to whom nothing can be sent now.

    Raises:
        NotAllowed, Untrusted, BadInput: as ``exchange.post`` would.
    """
    known = directory.for_sending(at)
    trusting.require_trust(code)
    known.sealing_keys(code, at)


def waiting(
    items: Sequence[Item], request: Request, record: Mapping[str, Any], *, by: Actor, at: datetime, use_limits: Sequence[str],
    release: Release | None,
) -> Package:  # fmt: skip
    """Put a package on its way: the worker writes it as soon as its entries stand in the log."""
    owner = items[0].owner
    made = Package(
        owner=owner, data_key=sealing.new_key(owner).row, kind=Package.Kind.OUT, state=Package.State.WAITING, request=request,
        release=release, counterpart=request.counterpart, authorisations=[dict(record)], use_limits=list(use_limits), by=by.label, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    made.items.set(items)
    return made


def walk(at: datetime) -> int:
    """Write and post every package whose entries have their place; one that cannot go is left, the others go on."""
    done = 0
    for pk in Package.objects.filter(state=Package.State.WAITING).order_by("at").values_list("pk", flat=True):
        try:
            done += _send(pk, at)
        except ComityError as error:
            _log.warning(
                "evidence.package_waits", extra={"facts": {"package": str(pk), "code": error.faults[0].code}}
            )
            Package.objects.filter(pk=pk).update(fault=error.faults[0].code)
    return done


@transaction.atomic
def _send(pk: Any, at: datetime) -> int:
    row = (
        Package.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("owner", "data_key", "request")
        .filter(pk=pk, state=Package.State.WAITING)
        .first()
    )
    if row is None or row.request is None:
        return 0
    items = _items(row)
    keys = directory.for_sending(at).sealing_keys(row.counterpart, at)
    kept = _write_sealed(row, items, to=row.counterpart, keys=keys, request=row.request, at=at)
    if kept is None:
        return 0
    titles = {
        str(item.item_id): sealing.read(item, content.open_key(item.data_key), "title") for item in items
    }
    row.message_id, row.state, row.fault = new_id(), Package.State.SENT, ""
    row.save()
    reference = uuid.uuid4()
    if row.size > INSIDE:
        content_of = {"size": row.size, "parcel": _parcel(row, kept, reference, keys, at)}
    else:
        content_of = {"package": base64.b64encode(b"".join(pieces(row))).decode()}
    posted = exchange.post(
        row.message_id, sender=row.request.via, to=row.counterpart, matter=row.request.matter_id, kind=KIND,
        instrument=row.request.instrument, by=_WORKER, at=at,
        body={"schema": SCHEMA, "digest": row.digest, **content_of, "titles": titles,
              "formats": {str(item.item_id): item.format for item in items if item.format}},
    )  # fmt: skip
    if row.size > INSIDE:
        exchange.offer(reference, posted, blob=row.blob, size=kept.sealed_size)
    news.tell("evidence.sent", package=row.pk, request=row.request.pk)
    return 1


def for_the_file(items: Sequence[Item], *, by: Actor, at: datetime) -> Package:
    """Write a package for the owner itself.

    Raises:
        Conflict: the newest entries have no place in the log yet.
    """
    owner = items[0].owner
    row = Package(
        owner=owner, data_key=sealing.new_key(owner).row, kind=Package.Kind.OWN, state=Package.State.READY,
        request=items[0].request, authorisations=_authorisations(items), use_limits=sorted({text for item in items for text in item.use_limits}),
        by=by.label, at=at,
    )  # fmt: skip
    if (
        _write_sealed(row, items, to=owner.code, keys=owner.sealing_keys, request=items[0].request, at=at)
        is None
    ):
        raise Conflict(faults.NOT_PLACED.fault())
    row.save(force_insert=True)
    row.items.set(items)
    return row


def whole(items: Iterable[Item]) -> list[Item]:
    """Return the items of one package: all of an arrival together, since its chains are passed on unchanged.

    Raises:
        BadInput: none, of several owners, or of several arrivals.
    """
    chosen = list(items)
    if not chosen:
        raise BadInput(faults.NOTHING_GIVEN.fault())
    owners = sorted({item.owner_id for item in chosen})
    if len(owners) > 1:
        raise BadInput(faults.SEVERAL_OWNERS.fault(owners=", ".join(owners)))
    arrivals = {item.package_id for item in chosen}
    if len(arrivals) > 1:
        raise BadInput(faults.MIXED.fault())
    arrival = arrivals.pop()
    if arrival is None:
        return sorted(chosen, key=lambda item: str(item.item_id))
    rows = Item.objects.filter(package_id=arrival).select_related("owner", "data_key", "case", "request")
    return list(rows.order_by("item_id"))


def write(
    sink: BinaryIO, row: Package, items: Sequence[Item], *, to: str, keys: Sequence[Mapping[str, Any]], request: Request | None,
    at: datetime,
) -> bool:  # fmt: skip
    """Write a package into ``sink``; false where an entry has no place in the log yet. Sets the row's digest and size."""
    placed = []
    entries = CustodyEntry.objects.filter(item__in=items).select_related("leaf", "leaf__position")
    for one in entries.order_by("item_id", "number"):
        position = getattr(one.leaf, "position", None)
        if position is None:
            return False
        placed.append((position.index, read_entry(bytes(one.leaf.data))))
    head = latest_checkpoint(custody.LOG)
    if head is None or head.size <= max(index for index, _ in placed):
        return False
    own = packages.chain(_note(head), _head(head), placed, tree.fetch(custody.LOG))
    digest = packages.write(
        sink, id=str(row.pk), made=at, by=row.owner_id, to=to, items=[_packed(item, keys) for item in items],
        chains=[*_earlier(items), own], key=content.keyring().signing(row.owner_id),
        matter=str(request.matter_id) if request is not None else "", instrument=request.instrument if request is not None else "",
        use_limits=row.use_limits, authorisations=row.authorisations,
    )  # fmt: skip
    row.digest = str(digest)
    return True


def pieces(row: Package) -> Iterator[bytes]:
    """Open a stored package piece by piece."""
    key = content.open_key(row.data_key)
    opener = Opener(sealing.read_bytes(row, key, "content_key"), context=file_context(row.pk))
    return open_pieces(store.read(row.blob), opener)


def keep(row: Package, data: Iterable[bytes]) -> None:
    """Store a package file sealed, under a key of its own (the row is not saved)."""
    _keep(row, data)


@contextmanager
def opened(blob: str, key: bytes, *, context: str) -> Iterator[io.BufferedReader[Reader]]:
    """Open a sealed file of the store to be read at any place, one chunk of it in memory."""
    with (
        store.open_file(blob) as file,
        io.BufferedReader(Reader(file, key, context=context), CHUNK) as stream,
    ):
        yield stream


@dataclass(frozen=True, slots=True, repr=False)
class _Kept:
    """The key under which a package file was just sealed, and how many bytes it has sealed."""

    key: bytes
    sealed_size: int


class _Sealing(io.RawIOBase):
    """Seals into the store what is written into it: a package is in memory nowhere as a whole."""

    def __init__(self, row: Package) -> None:
        super().__init__()
        self.row, self.key = row, new_data_key()
        self._sealer = Sealer(self.key, context=file_context(row.pk))
        self._writer = store.writer()

    def write(self, data: Any) -> int:
        """Seal a piece."""
        self._writer.write(self._sealer.feed(bytes(data)))
        return len(data)

    def finish(self) -> _Kept:
        """Make it durable, and write into the row (not saved) where it lies."""
        self._writer.write(self._sealer.finish())
        self.row.blob = self._writer.finish()
        found = self._sealer.result()
        self.row.size, self.row.digest = found.size, str(found.digest)
        sealing.seal(self.row, content.open_key(self.row.data_key), content_key=self.key)
        return _Kept(self.key, found.sealed_size)

    def __exit__(self, *_: object) -> None:
        """Forget what was not finished."""
        self._writer.__exit__(None, None, None)


def _write_sealed(row: Package, items: Sequence[Item], **where: Any) -> _Kept | None:
    """Write a package straight into the store, sealed; nothing where an entry has no place in the log yet."""
    with _Sealing(row) as sink:
        return sink.finish() if write(sink, row, items, **where) else None  # type: ignore[arg-type]


def _keep(row: Package, data: Iterable[bytes]) -> None:
    with _Sealing(row) as sink:
        for piece in data:
            sink.write(piece)
        sink.finish()


def _parcel(
    row: Package, kept: _Kept, reference: uuid.UUID, keys: Sequence[Mapping[str, Any]], at: datetime
) -> dict[str, Any]:
    """Write what the addressee needs to fetch and open the file: its key is wrapped to the addressee's keys only."""
    return {
        "reference": str(reference),
        "digest": f"sha256:{row.blob}",
        "size": kept.sealed_size,
        "until": written(at + LIFETIME),
        "context": file_context(row.pk),
        "wraps": [wrap(kept.key, _jwk(public)) for public in keys],
    }


def _items(row: Package) -> list[Item]:
    return list(row.items.select_related("owner", "data_key", "case").order_by("item_id"))


def _packed(item: Item, keys: Sequence[Mapping[str, Any]]) -> packages.Item:
    key = content.open_key(item.data_key)
    secret = sealing.read_bytes(item, key, "content_key")
    return packages.Item(
        item=str(item.item_id), digest=Digest("sha256:" + item.blob), size=item.sealed_size, content=Digest(sealing.read(item, key, "digest")),
        salt=sealing.read_bytes(item, key, "salt"), open=lambda: store.read(item.blob), media_kind=item.media_kind, sealed=True,
        wraps=tuple(wrap(secret, _jwk(public)) for public in keys), context=file_context(item.item_id), mark=item.mark,
    )  # fmt: skip


def _jwk(public: Mapping[str, Any]) -> Jwk:
    return dict(public)


def _earlier(items: Sequence[Item]) -> list[packages.Chain]:
    """Return the chains that came with the items, unchanged."""
    arrival = items[0].package
    if arrival is None:
        return []
    key = sealing.read_bytes(arrival, content.open_key(arrival.data_key), "content_key")
    with opened(arrival.blob, key, context=file_context(arrival.pk)) as stream:
        _, chains = packages.read_chains(stream, directory.trusted().trust(arrival.at, suspended=True))
    return list(chains)


def _authorisations(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Return every decision that the entries of these items name."""
    arrival = items[0].package
    known = list(arrival.authorisations) if arrival is not None else []
    for sent in Package.objects.filter(kind=Package.Kind.OUT, items__in=items).distinct():
        known += [one for one in sent.authorisations if one not in known]
    return known


def _head(row: Checkpoint) -> Head:
    return Head(notary.origin(custody.LOG), row.size, bytes(row.root))


def _note(row: Checkpoint) -> str:
    return row.note
