"""To whom items can go: the requests of other authorities that ask for them, and what lies here for one of those.

An item that came under an order goes to the authority whose request the order serves, never back to the holder. One that was taken in
by hand may go to any request its matter takes part in.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from comity.kernel.actor import Actor
from comity.node.assistance import lawbook
from comity.node.assistance import permissions as requests
from comity.node.assistance.lawbook import SERVED_OUT
from comity.node.assistance.models import Request
from comity.node.base.permissions import allowed
from comity.node.evidence import queries
from comity.node.evidence.models import Item, Release

_LEFT = ("transferred", "destroyed", "released")


def askers(item: Item, *, by: Actor, at: datetime) -> list[Request]:
    """Return the requests that ask for an item and that the actor may look at, the newest first."""
    served = item.request.parent if item.request is not None else None
    if item.request is not None and item.request.direction == Request.Direction.IN:
        served = item.request
    sides = [item.owner_id, *item.parties]
    wanted = Q(pk=served.pk) if served is not None else Q(owner_id__in=sides) | Q(parties__overlap=sides)
    rows = (
        Request.objects.filter(wanted, direction=Request.Direction.IN)
        .exclude(counterpart="")
        .prefetch_related("parts")
        .order_by("-received_at", "id")
    )
    return [
        row
        for row in rows
        if gives_out(row) and not row.rights_stop and allowed(by, "request.view", requests.of(row, at=at))
    ]


def gives_out(request: Request) -> bool:
    """Say whether the answer to a request can be items: a hold is none, nor an order to a holder, nor what is over."""
    instrument = lawbook.book().instrument(request.instrument)
    answers = any(one.side == "requested" and one.to in SERVED_OUT for one in instrument.transitions)
    going_on = any(part.state != "closed" for part in request.parts.all())
    return answers and going_on and not instrument.direct_to_private_party


def lying_here(request: Request, *, by: Actor, at: datetime) -> QuerySet[Item]:
    """Return the items that lie here for a request and whose release to it nobody has asked for yet.

    Raises:
        NotAllowed: no role that deals with items.
    """
    sides = [request.owner_id, request.via, *request.parties]
    by_hand = Q(request=None) | Q(request__parent=None, request__direction=Request.Direction.OUT)
    asked = Release.objects.filter(request=request, order__withdrawn_at=None).filter(
        Q(released_at__isnull=False) | Q(order__expires_at__gt=at)
    )
    return (
        queries.items(by=by, at=at)
        .filter(
            Q(request=request) | Q(request__parent=request) | by_hand,
            Q(owner_id__in=sides) | Q(parties__overlap=sides),
        )
        .exclude(**{"state__in": _LEFT})  # a name the query of ``items`` adds
        .exclude(releases__in=asked)
    )
