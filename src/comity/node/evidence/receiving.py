"""Take in a package from another participant: proven before anything of it is kept, its chains continued in our log."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from comity.custody import package as packages
from comity.custody.entry import Entry
from comity.custody.entry import read as read_entry
from comity.custody.verify import Packaged
from comity.kernel.actor import Actor, system
from comity.kernel.canonical import canonical_json
from comity.kernel.clock import read_written
from comity.kernel.digest import Digest, digest
from comity.kernel.errors import BadInput, Conflict, Untrusted
from comity.node.assistance import content
from comity.node.assistance.models import Request
from comity.node.audit import actions as audit
from comity.node.base import news, sealing
from comity.node.base.permissions import require
from comity.node.blobs import store
from comity.node.evidence import custody, faults, packaging, permissions
from comity.node.evidence.intake import SealedFile
from comity.node.evidence.models import EarlierEntry, Item, MarkKind, Package
from comity.node.evidence.taking import sealed_item
from comity.node.exchange import actions as exchange
from comity.node.exchange import directory
from comity.node.exchange.models import Awaited, Incoming
from comity.suites import jwe
from comity.suites.fields import unwrap
from comity.suites.files import Opener, open_pieces
from comity.suites.keys import Jwk
from comity.suites.text import unb64url

SKEW = timedelta(minutes=10)
"""How far two nodes' clocks may be apart; within it an arrival is never written down before the sending."""
_WORKER = system("evidence")


def receive_package(
    incoming: Incoming, document: Mapping[str, Any], *, by: Actor, at: datetime
) -> exchange.Waits | exchange.Refuses | None:
    """Verify a package, store its items sealed to the addressee, continue their chains. Once for each message.

    A package that is too large for its message comes as a parcel: the message waits until it is here, or is refused with its code.

    Raises:
        Untrusted: a signature, a digest, an entry or an item does not hold; the fault names it. Nothing is kept of it.
        Conflict: no request of this matter is known here yet, or the clocks are apart.
        BadInput: the message is not as it has to be.
    """
    if Package.objects.filter(owner=incoming.owner, message_id=incoming.message).exists():
        return None
    said = _body(document.get("body"))
    if incoming.matter_id is None:
        raise Conflict(faults.NO_MATTER.fault())
    request = (
        Request.objects.filter(matter_id=incoming.matter_id, via=incoming.owner_id)
        .select_related("owner", "case", "parent")
        .first()
    )
    if request is None or request.counterpart != by.participant:
        raise Conflict(faults.NO_MATTER.fault())
    require(_WORKER, "evidence.receive", permissions.of_new(incoming.owner_id, at=at))
    if "parcel" not in said:
        _take_in(incoming, request, io.BytesIO(_inside(said)), said, by=by, at=at)
        return None
    return _fetched(incoming, request, said, by=by, at=at)


def _fetched(
    incoming: Incoming, request: Request, said: Mapping[str, Any], *, by: Actor, at: datetime
) -> exchange.Waits | exchange.Refuses | None:
    """Take in a package that comes as a parcel, once it is here. What cannot be cured by waiting is refused at once."""
    try:
        told = _Parcel.read(said["parcel"])
        key = told.key(content.keyring().opening(incoming.owner_id))
        parcel = exchange.awaited(
            incoming, reference=str(told.reference), blob=told.blob, size=told.size, until=told.until, at=at
        )
    except (BadInput, Untrusted) as error:
        return exchange.Refuses(error.faults[0].code)
    if parcel.state == Awaited.State.WAITING:
        return exchange.Waits()
    if parcel.state == Awaited.State.REFUSED:
        return exchange.Refuses(parcel.last_fault)
    with packaging.opened(told.blob, key, context=told.context) as stream:
        if _digest(stream) != said.get("digest"):
            return exchange.Refuses(faults.BAD_MESSAGE.code)
        _take_in(incoming, request, stream, said, by=by, at=at)
    return None


def _take_in(
    incoming: Incoming,
    request: Request,
    stream: BinaryIO,
    said: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    known = directory.trusted()
    stream.seek(0)
    found, chains = packages.read_chains(stream, known.trust(at))
    manifest = found.manifest
    if known.node_of(manifest["by"]).code != known.node_of(by.participant).code:
        raise Untrusted(faults.NOT_THEIRS.fault(maker=manifest["by"], sender=by.participant))
    if manifest["to"] != incoming.owner_id or manifest["matter"] != str(incoming.matter_id):
        raise Untrusted(faults.NOT_FOR_US.fault(to=manifest["to"], matter=manifest["matter"]))
    lines = [(chain.origin, entry) for chain in chains for entry in _entries(chain)]
    row = _package(incoming, request, manifest, stream, by=by, at=at)
    arrival = _Arrival(row, request, stream, said, lines)
    made = [_take(one, arrival, by=by, at=at) for one in manifest["items"]]
    row.items.set(made)
    _told(row, request, found, by=by, at=at)


def _body(body: Any) -> Mapping[str, Any]:
    if not isinstance(body, Mapping) or body.get("schema") != packaging.SCHEMA:
        raise BadInput(faults.BAD_MESSAGE.fault(what="schema"))
    return body


def _inside(body: Mapping[str, Any]) -> bytes:
    """Return the package that travelled inside its message."""
    try:
        data = base64.b64decode(str(body.get("package", "")), validate=True)
    except (ValueError, binascii.Error):
        raise BadInput(faults.BAD_MESSAGE.fault(what="package")) from None
    if digest(data) != body.get("digest"):
        raise BadInput(faults.BAD_MESSAGE.fault(what="digest"))
    return data


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while piece := stream.read(1 << 20):
        yield piece


def _digest(stream: io.BufferedReader[Any]) -> str:
    stream.seek(0)
    return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What a message says of the file that goes with it."""

    reference: UUID
    blob: str
    size: int
    until: datetime
    context: str
    wraps: tuple[str, ...]

    @classmethod
    def read(cls, told: Any) -> _Parcel:
        """Read it strictly.

        Raises:
            BadInput: a value is missing or not of its kind.
        """
        try:
            sealed = re.fullmatch(r"sha256:([0-9a-f]{64})", told["digest"])
            until = read_written(told["until"])
            wraps = tuple(told["wraps"])
            kinds = type(told["size"]) is int and isinstance(told["context"], str)
            if sealed is None or not kinds or not all(isinstance(one, str) for one in wraps):
                raise ValueError
            return cls(UUID(told["reference"]), sealed[1], told["size"], until, told["context"], wraps)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise BadInput(faults.BAD_MESSAGE.fault(what="parcel")) from None

    def key(self, private: Jwk) -> bytes:
        """Return the key of the file.

        Raises:
            Untrusted: it is not wrapped to this addressee.
        """
        for one in self.wraps:
            if private["kid"] in jwe.sealed_to(one):
                return unwrap(one, private)
        raise Untrusted(faults.NO_KEY.fault())


def _entries(chain: packages.Chain) -> list[Entry]:
    return [read_entry(canonical_json(json.loads(line)["entry"])) for line in chain.entries.splitlines()]


def _package(
    incoming: Incoming,
    request: Request,
    manifest: Mapping[str, Any],
    stream: BinaryIO,
    *,
    by: Actor,
    at: datetime,
) -> Package:
    key = sealing.new_key(incoming.owner)
    content.share(key, {request.owner_id, *request.parties} - {incoming.owner_id})
    row = Package(
        owner=incoming.owner, data_key=key.row, kind=Package.Kind.IN, state=Package.State.RECEIVED, request=request,
        counterpart=by.participant, authorisations=list(manifest["authorisations"]), use_limits=list(manifest["use_limits"]),
        message_id=incoming.message, by=by.label, at=at,
    )  # fmt: skip
    packaging.keep(row, _pieces(stream))
    row.save(force_insert=True)
    return row


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A proven package on its way in: the file, what was said beside it, every entry of its chains with its log."""

    row: Package
    request: Request
    stream: BinaryIO
    said: Mapping[str, Any]
    lines: Sequence[tuple[str, Entry]]


def _take(listed: Mapping[str, Any], arrival: _Arrival, *, by: Actor, at: datetime) -> Item:
    row, request = arrival.row, arrival.request
    mine = [(log, entry) for log, entry in arrival.lines if entry.item == listed["item"]]
    last = mine[-1][1]
    if (last.verb, last.counterpart) != ("transferred", row.owner_id):
        raise Untrusted(
            faults.NOT_FOR_US.fault(to=last.counterpart or "nobody", matter=str(request.matter_id))
        )
    if last.at > at + SKEW:
        sent, arrived = last.at.isoformat(), at.isoformat(timespec="seconds")
        raise Conflict(faults.CLOCKS_APART.fault(sent=sent, arrived=arrived))
    sealed = _sealed(listed, arrival.stream, row.owner_id)
    key = sealing.new_key(row.owner)
    owner_of_case = request.case.owner_id if request.case is not None else ""
    parties = sorted({request.owner_id, *request.parties, owner_of_case} - {row.owner_id, ""})
    content.share(key, parties)
    item = sealed_item(
        sealed, salt=unb64url(listed["salt"], "salt"), owner=row.owner, key=key, mark=_mark(listed["mark"]),
        title=_said(arrival, "titles", listed), format=_said(arrival, "formats", listed)[:60], request=request, case=request.case,
        package=row, parties=parties, origin=Item.Origin.PACKAGE, received_from=last.participant,
        use_limits=list(row.use_limits), by=by.label, at=at,
    )  # fmt: skip
    item.save(force_insert=True)
    EarlierEntry.objects.bulk_create(
        EarlierEntry(item=item, place=place, log=log, document=entry.document())
        for place, (log, entry) in enumerate(mine, start=1)
    )
    first_at = max(at, last.at)
    custody.begin(
        item, key, "received", by=by, at=first_at, counterpart=last.participant, continues=str(last.hash)
    )
    return item


def _sealed(listed: Mapping[str, Any], stream: BinaryIO, addressee: str) -> SealedFile:
    """Copy one item into the store as it is sealed, once what it holds was compared with what the log speaks of."""
    private = content.keyring().opening(addressee)
    packages.open_item(stream, listed, private, _Nowhere())  # type: ignore[arg-type]
    wraps = [one for one in listed["wraps"] if private["kid"] in jwe.sealed_to(one)]
    secret = unwrap(wraps[0], private)
    opener = Opener(secret, context=listed["context"])
    with store.writer() as writer:
        packages.copy_item(stream, listed["item"], writer)  # type: ignore[arg-type]
        blob = writer.finish()
    for _ in open_pieces(store.read(blob), opener):
        pass
    found = opener.result()
    return SealedFile(
        UUID(listed["item"]), listed["item"], str(listed["media_kind"])[:30], blob, secret, found.size, Digest(found.digest),
        found.sealed_size,
    )  # fmt: skip


def _told(row: Package, request: Request, found: Packaged, *, by: Actor, at: datetime) -> None:
    audit.record(
        "audit", "evidence.receive", by=by, at=at, subject_kind="package", subject_id=str(row.pk), participant=row.owner_id,
        facts={"digest": row.digest, "entries": found.entries, "logs": list(found.logs), "signed_with": found.kid,
               "items": [one["item"] for one in found.manifest["items"]], "matter": str(request.matter_id)},
    )  # fmt: skip
    news.tell("evidence.received", package=row.pk, request=request.pk)


def _mark(mark: Any) -> str:
    return mark if mark in MarkKind.values else MarkKind.PRIVILEGED.value


def _said(arrival: _Arrival, name: str, listed: Mapping[str, Any]) -> str:
    texts = arrival.said.get(name)
    value = texts.get(listed["item"]) if isinstance(texts, Mapping) else None
    return value[:200] if isinstance(value, str) else ""


class _Nowhere(io.RawIOBase):
    def write(self, data: Any) -> int:
        return len(data)
