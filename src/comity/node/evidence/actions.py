"""The verbs of evidence: take in, filter, ask for a release, release (another person), open, make a package for the file.

An officer takes in what she was given; a holder hands over under an order; a package brings items from another node
(:mod:`comity.node.evidence.receiving`). Items leave only by :func:`release`; the worker writes and sends the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.digest import digest_of
from comity.kernel.errors import BadInput, Conflict, Fault, NotAllowed, raise_all
from comity.kernel.identifier import new_id
from comity.node.approvals import actions as approvals
from comity.node.assistance.models import Request
from comity.node.audit import actions as audit
from comity.node.base import news, rounds, sealing
from comity.node.base.permissions import require
from comity.node.blobs import store
from comity.node.evidence import authorising, custody, faults, packaging, permissions
from comity.node.evidence.intake import Given, file_context
from comity.node.evidence.models import Filtering, Item, MarkKind, Package, Release
from comity.node.evidence.taking import key_of, leaf, new_item, parties_of, sealed_files, take_in, title_of
from comity.suites.files import Opener, open_pieces

ROUND = "evidence.packages"
RELEASE = "evidence.release"
PACKAGE_LIMIT = packaging.LIMIT
__all__ = [
    "PACKAGE_LIMIT", "RELEASE", "ROUND", "ask_release", "decide_mark", "download", "is_cleared", "make_package", "open_item",
    "receive_from_holder", "release", "take_in", "titles_of",
]  # fmt: skip


@transaction.atomic
def receive_from_holder(
    request: Request, files: Iterable[Any] = (), *, by: Actor, at: datetime, titles: Sequence[str] = (), name: str = "",
    chunks: Iterable[bytes] | None = None,
) -> list[Item]:  # fmt: skip
    """Take in what a holder hands over with its answer to an order; ``request`` is the holder's own row.

    An authority of this node gets the items as its own: the clerk cannot read them again. For an authority of
    another node they are sent at once, let go under the order itself. One file may be given by ``name`` and ``chunks``.

    Raises:
        NotAllowed: the order is another's.
        BadInput: no file, or together too large to be sent.
    """
    require(by, "evidence.add", permissions.of_new(request.owner_id, at=at))
    sealed = sealed_files([*files, *([] if chunks is None else [Given(name or "file", chunks)])])
    asked = (
        Request.objects.filter(
            matter_id=request.matter_id, direction=Request.Direction.OUT, owner__hosted=True
        )
        .select_related("owner", "case")
        .first()
    )
    if asked is not None:
        share = parties_of(asked.owner_id, asked.case, asked)
        return [
            new_item(
                one, owner=asked.owner, verb="received", origin=Item.Origin.HOLDER, by=by, at=at, case=asked.case, request=asked,
                parties=share, title=title_of(titles, number, one), received_from=request.owner_id,
            )
            for number, one in enumerate(sealed)
        ]  # fmt: skip
    items = [
        new_item(
            one, owner=request.owner, verb="collected", origin=Item.Origin.UPLOAD, by=by, at=at, case=None, request=request,
            parties=[], title=title_of(titles, number, one),
        )
        for number, one in enumerate(sealed)
    ]  # fmt: skip
    packaging.require_fits(items)
    document = authorising.order_document(request)
    _let_go(items, request, document, by=by, at=at, use_limits=(), release=None)
    return items


@transaction.atomic
def decide_mark(item: Item, decision: str, *, by: Actor, at: datetime) -> Filtering:
    """Decide, as the filter officer, whether a marked item may go on or stays sealed.

    Raises:
        NotAllowed: the actor is no filter officer, or took the item in.
        BadInput: it is none of the two decisions.
    """
    require(by, "evidence.filter", permissions.of(item, at=at, done_by=[item.by]))
    if decision not in Filtering.Decision.values:
        raise BadInput(faults.BAD_DECISION.fault())
    made = Filtering.objects.create(item=item, decision=decision, by=by.label, at=at)
    custody.append(item, key_of(item), "examined", by=by, at=at)
    leaf("evidence.filter", item, by, at, decision=made.decision, mark=item.mark)
    return made


@transaction.atomic
def ask_release(
    items: Iterable[Item], request: Request, *, by: Actor, at: datetime, use_limits: Sequence[str] = ()
) -> Release:
    """Ask that items go to the other side of a request. Another person releases them.

    Raises:
        NotAllowed: no decision of the kind the law asks is recorded, or the actor may not ask.
        BadInput: no item, items of several owners or of another matter, nobody at the other end, too large; all at once.
        Conflict: an item was released or sent already, or the same is asked for already.
    """
    chosen = sorted(items, key=lambda item: str(item.item_id))
    authorising.require_no_right_at_stake(request)
    found = authorising.authorisation_for(request)
    for item in chosen:
        attributes = permissions.of(
            item, at=at, authorised=True, parties=[request.owner_id, *request.parties]
        )
        require(by, "evidence.ask_release", attributes)
    if found is None:
        raise NotAllowed(faults.NO_AUTHORISATION.fault(kind=authorising.kind_asked(request)))
    raise_all(_faults(chosen, request))
    _here(chosen)
    packaging.require_fits(chosen)
    packaging.require_reachable(request.counterpart, at)
    number = new_id()
    document = _document(chosen, request, authorising.document(found), use_limits)
    order = approvals.ask(
        RELEASE,
        by=by,
        at=at,
        owner=chosen[0].owner,
        subject_kind="release",
        subject_id=_subject(document),
        document=document,
    )
    made = Release.objects.create(
        id=number, owner=chosen[0].owner, request=request, to=request.counterpart, authorisation=found, order=order,
        use_limits=list(use_limits), asked_by=by.label, asked_at=at,
    )  # fmt: skip
    made.items.set(chosen)
    audit.record(
        "audit", "evidence.ask_release", by=by, at=at, subject_kind="release", subject_id=str(made.pk), participant=made.owner_id,
        facts={"items": [str(item.item_id) for item in chosen], "to": made.to, "matter": str(request.matter_id)},
    )  # fmt: skip
    news.tell("evidence.release_asked", release=made.pk)
    return made


@transaction.atomic
def release(asked: Release, *, by: Actor, at: datetime) -> Package:
    """Release items as the second person: approval, entries of custody and the package on its way, in one transaction.

    Raises:
        NotAllowed: the same person, not stepped up, without the role, or the decision is no longer recorded as it was.
        Conflict: released already, withdrawn, expired, or an item is no longer here.
    """
    row = (
        Release.objects.select_for_update(of=("self",))
        .select_related("owner", "request", "authorisation", "order")
        .get(pk=asked.pk)
    )
    if row.released_at is not None:
        raise Conflict(faults.DONE_ALREADY.fault(at=row.released_at.isoformat(timespec="minutes")))
    items = list(row.items.select_related("owner", "data_key", "case").order_by("item_id"))
    authorising.require_no_right_at_stake(row.request)
    found = authorising.authorisation_for(row.request)
    for item in items:
        require(by, RELEASE, permissions.of_release(row, item, at=at, authorised=found is not None))
    attributes = permissions.of_release(row, items[0], at=at, authorised=found is not None)
    approvals.approve(row.order, by=by, at=at, attributes=attributes)
    record = authorising.document(row.authorisation)
    approvals.use(row.order_id, by=by, at=at, document=_document(items, row.request, record, row.use_limits))
    _here(items)
    raise_all(
        _faults(items, row.request)
    )  # a filter officer may have decided otherwise since it was asked for
    packaging.require_reachable(row.to, at)
    row.released_by, row.released_at = by.label, at
    row.save(update_fields=["released_by", "released_at"])
    made = _let_go(items, row.request, record, by=by, at=at, use_limits=row.use_limits, release=row)
    news.tell("evidence.released", release=row.pk, package=made.pk)
    return made


@transaction.atomic
def open_item(item: Item, *, by: Actor, at: datetime, purpose: str) -> Iterator[bytes]:
    """Open an item and return its content piece by piece, for a machine's reading; an entry of custody and a leaf remain.

    Pages do not show it: what was received is never rendered as it came.

    Raises:
        NotAllowed: no right, or no purpose. Conflict: the item is not here any more.
    """
    require(by, "evidence.view", permissions.of(item, at=at, purpose=purpose))
    if item.mark != MarkKind.NONE and not is_cleared(item):
        raise NotAllowed(faults.MARKED.fault(reference=item.reference, mark=item.mark))
    key = key_of(item)
    custody.append(item, key, "opened", by=by, at=at)
    leaf("evidence.open", item, by, at, purpose=purpose)
    opener = Opener(sealing.read_bytes(item, key, "content_key"), context=file_context(item.item_id))
    return open_pieces(store.read(item.blob), opener)


@transaction.atomic
def make_package(items: Iterable[Item], *, by: Actor, at: datetime, purpose: str) -> Package:
    """Make a package of items with their whole chain, for the file, the court or the defence. Sealed to the owner's own keys.

    Raises:
        NotAllowed: no right, no purpose, not stepped up, or an item is marked and no filter officer let it go on.
        BadInput: items of several owners or arrivals. Conflict: the log has not placed the newest entries yet.
    """
    chosen = packaging.whole(items)
    for item in chosen:
        require(by, "evidence.package", permissions.of(item, at=at, purpose=purpose))
    marked = [item for item in chosen if item.mark != MarkKind.NONE and not is_cleared(item)]
    raise_all([faults.MARKED.fault(reference=item.reference, mark=item.mark) for item in marked], NotAllowed)
    made = packaging.for_the_file(chosen, by=by, at=at)
    audit.record(
        "audit", "evidence.package", by=by, at=at, subject_kind="package", subject_id=str(made.pk), participant=made.owner_id,
        purpose=purpose, facts={"items": [str(item.item_id) for item in chosen], "digest": made.digest},
    )  # fmt: skip
    return made


@transaction.atomic
def download(package: Package, *, by: Actor, at: datetime, purpose: str) -> Iterator[bytes]:
    """Return a package file piece by piece; whoever took it is in the audit.

    Raises:
        NotAllowed: no right or no purpose. Conflict: not written yet.
    """
    items = list(package.items.select_related("case"))
    if not items or not package.blob:
        raise Conflict(faults.NOT_READY.fault())
    request = package.request
    parties = [request.owner_id, *request.parties] if request is not None else []
    for item in items:
        require(by, "evidence.package", permissions.of(item, at=at, purpose=purpose, parties=parties))
    audit.record(
        "audit", "evidence.download", by=by, at=at, subject_kind="package", subject_id=str(package.pk),
        participant=package.owner_id, purpose=purpose, facts={"digest": package.digest},
    )  # fmt: skip
    return packaging.pieces(package)


def is_cleared(item: Item) -> bool:
    """Say whether a filter officer let a marked item go on."""
    last = item.filterings.order_by("-at", "-id").first()
    return last is not None and last.decision == Filtering.Decision.CLEARED


def _let_go(
    items: Sequence[Item], request: Request, record: dict[str, Any], *, by: Actor, at: datetime, use_limits: Sequence[str],
    release: Release | None,
) -> Package:  # fmt: skip
    digest = str(record["digest"])
    for item in items:
        key = key_of(item)
        custody.append(item, key, "authorised", by=by, at=at, authorisation=digest)
        custody.append(item, key, "released", by=by, at=at, authorisation=digest)
        custody.append(item, key, "transferred", by=by, at=at, counterpart=request.counterpart)
    made = packaging.waiting(items, request, record, by=by, at=at, use_limits=use_limits, release=release)
    rounds.ring(ROUND)
    return made


def _subject(document: dict[str, Any]) -> str:
    """Name what an order is on: the same items to the same addressee can be asked for once at a time."""
    return digest_of(
        {"items": document["items"], "matter": document["matter"], "to": document["to"]}
    ).removeprefix("sha256:")


def _document(
    items: Sequence[Item], request: Request, record: dict[str, Any], use_limits: Sequence[str]
) -> dict[str, Any]:
    """Return what the second person says yes to: exactly these items, to exactly this addressee, under this decision."""
    return {
        "items": [[str(item.item_id), item.salted] for item in items],
        "matter": str(request.matter_id),
        "to": request.counterpart,
        "authorisation": record["digest"],
        "use_limits": list(use_limits),
    }


def _faults(items: Sequence[Item], request: Request) -> list[Fault]:
    if not items:
        return [faults.NOTHING_GIVEN.fault()]
    found = []
    owners = sorted({item.owner_id for item in items})
    if len(owners) > 1:
        found.append(faults.SEVERAL_OWNERS.fault(owners=", ".join(owners)))
    if not request.counterpart:
        found.append(faults.NO_COUNTERPART.fault())
    sides = {request.owner_id, request.via, *request.parties}
    for item in items:
        if sides.isdisjoint({item.owner_id, *item.parties}):
            found.append(faults.NOT_OF_REQUEST.fault(reference=item.reference))
        if item.mark != MarkKind.NONE and not is_cleared(item):
            found.append(faults.MARKED.fault(reference=item.reference, mark=item.mark))
    return found


def _here(items: Sequence[Item]) -> None:
    """Refuse items that left already.

    Raises:
        Conflict: for each that did.
    """
    gone = [
        faults.GONE.fault(reference=item.reference, verb=state)
        for item in items
        if (state := custody.state(item)) in ("transferred", "destroyed", "released")
    ]
    if gone:
        raise Conflict(*gone)


@transaction.atomic
def titles_of(items: Iterable[Item], *, by: Actor, at: datetime, purpose: str) -> dict[UUID, str]:
    """Open the titles of items for a list, those the actor may list; one leaf for each owner.

    Raises:
        NotAllowed: an item is another's.
    """
    chosen = list(items)
    for item in chosen:
        require(by, "evidence.list", permissions.of(item, at=at))
    for owner in sorted({item.owner_id for item in chosen}):
        numbers = [str(item.item_id) for item in chosen if item.owner_id == owner]
        audit.record(
            "audit", "evidence.titles", by=by, at=at, subject_kind="participant", subject_id=owner, participant=owner,
            purpose=purpose, facts={"items": numbers},
        )  # fmt: skip
    return {item.pk: sealing.read(item, key_of(item), "title") for item in chosen}
