"""Questions to evidence: which items, their chain, what waits for a second person, which packages. Nothing sealed is opened here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput
from comity.node.assistance.models import Request
from comity.node.base.permissions import require
from comity.node.cases.models import Case
from comity.node.evidence import authorising, custody, faults, permissions
from comity.node.evidence.custody import Line
from comity.node.evidence.models import CustodyEntry, Item, Package, Release
from comity.policy import Attributes


def items(
    *, by: Actor, at: datetime, case: Case | None = None, request: Request | None = None
) -> QuerySet[Item]:
    """Return the items the actor may list, the newest first: own, of matters they take part in, of cases they have leave on.

    Each row carries ``state``, the verb of its last entry.

    Raises:
        NotAllowed: no role that deals with items.
    """
    require(by, "evidence.list", Attributes(owner=by.participant))
    leave = Q(
        case__grants__to__in=[by.label, by.participant], case__grants__until__gt=at, case__grants__ended_at=None,
        case__grants__verbs__contains=["evidence.list"],
    )  # fmt: skip
    seen = Item.objects.filter(
        Q(owner_id=by.participant) | Q(parties__contains=[by.participant]) | leave
    ).values("pk")
    last = CustodyEntry.objects.filter(item=OuterRef("pk")).order_by("-number").values("verb")[:1]
    found = Item.objects.filter(pk__in=seen).annotate(state=Subquery(last)).order_by("-at", "-id")
    if case is not None:
        found = found.filter(case=case)
    if request is not None:
        found = found.filter(Q(request=request) | Q(request__parent=request))
    return found.select_related("owner", "case", "request", "data_key")


def one(pk: UUID, *, by: Actor, at: datetime) -> Item:
    """Return an item the actor may see.

    Raises:
        BadInput: there is none. NotAllowed: it is another's.
    """
    row = Item.objects.select_related("owner", "case", "request", "data_key", "package").filter(pk=pk).first()
    if row is None:
        raise BadInput(faults.NO_ITEM.fault())
    require(by, "evidence.list", permissions.of(row, at=at))
    return row


def chain(item: Item) -> list[Line]:
    """Return the chain of custody over all nodes, the first entry first."""
    return custody.chain(item)


def releases(*, by: Actor, at: datetime, open_only: bool = False) -> list[Release]:
    """Return releases of the actor's participant and of requests it takes part in, the newest first."""
    require(by, "evidence.list", Attributes(owner=by.participant))
    mine = (
        Q(owner_id=by.participant)
        | Q(request__owner_id=by.participant)
        | Q(request__parties__contains=[by.participant])
    )
    found = (
        Release.objects.filter(mine)
        .select_related("owner", "request", "authorisation", "order")
        .prefetch_related("items")
    )
    if open_only:
        found = found.filter(released_at=None, order__withdrawn_at=None, order__expires_at__gt=at)
    return list(found)


def one_release(pk: UUID, *, by: Actor, at: datetime) -> Release:
    """Return a release the actor has to do with.

    Raises:
        BadInput: there is none. NotAllowed: it is another's.
    """
    row = Release.objects.select_related("owner", "request", "authorisation", "order").filter(pk=pk).first()
    if row is None:
        raise BadInput(faults.NO_RELEASE.fault())
    _require_all(row, row.request, by=by, at=at)
    return row


def packages(*, by: Actor, at: datetime, items: Sequence[Item] = ()) -> list[Package]:
    """Return packages of the actor's participant and of its requests, the newest first; those with some items, where named."""
    require(by, "evidence.list", Attributes(owner=by.participant))
    mine = (
        Q(owner_id=by.participant)
        | Q(request__owner_id=by.participant)
        | Q(request__parties__contains=[by.participant])
    )
    found = Package.objects.filter(mine).select_related("owner", "request")
    if items:
        found = found.filter(items__in=items).distinct()
    return list(found.order_by("-at", "-id"))


def one_package(pk: UUID, *, by: Actor, at: datetime) -> Package:
    """Return a package the actor has to do with.

    Raises:
        BadInput: there is none. NotAllowed: it is another's.
    """
    row = Package.objects.select_related("owner", "request", "data_key").filter(pk=pk).first()
    if row is None:
        raise BadInput(faults.NO_PACKAGE.fault())
    _require_all(row, row.request, by=by, at=at)
    return row


def _require_all(row: Release | Package, request: Request | None, *, by: Actor, at: datetime) -> None:
    """Refuse whoever may not list every item of a release or package. Leave on the case counts, and having part in the request."""
    parties = frozenset({request.owner_id, *request.parties}) if request is not None else frozenset()
    items = list(row.items.select_related("case"))
    for item in items:
        require(by, "evidence.list", permissions.of(item, at=at, parties=parties))
    if not items:
        require(by, "evidence.list", Attributes(owner=row.owner_id, parties=parties, at=at))


def authorisation_of(request: Request) -> tuple[str, bool]:
    """Return which decision the law asks for before items leave under a request, and whether one is recorded."""
    return authorising.kind_asked(request), authorising.authorisation_for(request) is not None
