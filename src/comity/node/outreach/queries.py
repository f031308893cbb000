"""Questions about offers and notices, filtered by who asks; nobody's name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput
from comity.node.assistance.models import Part
from comity.node.base.permissions import require
from comity.node.cases.models import Case
from comity.node.cases.permissions import of as of_case
from comity.node.evidence.models import Item
from comity.node.outreach import faults, permissions
from comity.node.outreach.models import Notice, Offer
from comity.policy import Attributes


def offers(item: Item, *, by: Actor, at: datetime) -> list[Offer]:
    """Return the offers of a list, by state, each with ``where`` (how it stands: paper, no_way, or the request's state).

    Raises:
        NotAllowed: the case is another's.
    """
    rows = list(
        Offer.objects.filter(item=item)
        .select_related("request", "case", "owner", "data_key")
        .prefetch_related("request__parts")
    )
    for row in rows:
        require(by, "notice.offer", permissions.of_offer(row, at=at))
        row.where = _where(row)  # type: ignore[attr-defined]
    return rows


def one_offer(pk: UUID, *, by: Actor, at: datetime) -> Offer:
    """Return an offer the actor may see.

    Raises:
        BadInput: there is none. NotAllowed: it is another's.
    """
    row = Offer.objects.select_related("request", "case", "owner", "data_key", "item").filter(pk=pk).first()
    if row is None:
        raise BadInput(faults.NO_OFFER.fault())
    require(by, "notice.offer", permissions.of_offer(row, at=at))
    return row


def may_offer(case: Case, *, by: Actor, at: datetime) -> bool:
    """Say whether the actor may offer what a case holds to other states."""
    from comity.node.base.permissions import allowed

    return allowed(by, "notice.offer", of_case(case, at=at))


def notices(*, by: Actor) -> QuerySet[Notice]:
    """Return the notices of the actor's desk.

    Raises:
        NotAllowed: no role that tells people.
    """
    require(by, "outreach.list", Attributes(owner=by.participant))
    return Notice.objects.filter(owner_id=by.participant).select_related(
        "request", "letter", "item", "data_key", "owner"
    )


def one_notice(pk: UUID, *, by: Actor) -> Notice:
    """Return a notice of the actor's desk.

    Raises:
        BadInput: there is none. NotAllowed: it is another's.
    """
    row = (
        Notice.objects.select_related("request", "letter", "item", "data_key", "owner").filter(pk=pk).first()
    )
    if row is None:
        raise BadInput(faults.NO_NOTICE.fault())
    require(by, "outreach.list", permissions.of_notice(row))
    return row


def _where(row: Offer) -> str:
    if row.request is None:
        return "no_way"
    if row.request.sent_at is None:
        return "draft" if row.request.counterpart else "paper"
    part = Part.objects.filter(request=row.request).first()
    return part.state if part is not None else "sent"
