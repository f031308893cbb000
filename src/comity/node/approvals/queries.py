"""Questions to the approvals: what waits for a second person, and by whom an order was approved."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from comity.kernel.actor import Actor
from comity.node.approvals.models import Order


def waiting(*, by: Actor, at: datetime) -> QuerySet[Order]:
    """Return what the actor's participant has open, the oldest first; own orders are among them, to be withdrawn."""
    return Order.objects.filter(
        owner=by.participant, used_at=None, withdrawn_at=None, expires_at__gt=at
    ).order_by("asked_at")


def on(verb: str, subject_kind: str, subject_id: str, *, by: Actor) -> Order | None:
    """Return the open order on a thing, if the actor's participant has one."""
    return Order.objects.filter(
        owner=by.participant,
        verb=verb,
        subject_kind=subject_kind,
        subject_id=subject_id,
        used_at=None,
        withdrawn_at=None,
    ).first()


def is_approved(order: Order) -> bool:
    """Say whether somebody other than the asker has approved it."""
    return order.approvals.exclude(given_by=order.asked_by).exists()
