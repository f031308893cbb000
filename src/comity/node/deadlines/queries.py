"""Questions to the clocks: what runs on a thing, what is next for a participant."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from comity.kernel.actor import Actor
from comity.node.deadlines.models import Deadline


def on(subject_kind: str, subject_id: str, *, by: Actor) -> QuerySet[Deadline]:
    """Return the clocks on one thing that belong to the actor's participant, the next one first."""
    return Deadline.objects.filter(
        subject_kind=subject_kind, subject_id=subject_id, owner=by.participant
    ).order_by("due")


def running(*, by: Actor, until: datetime | None = None) -> QuerySet[Deadline]:
    """Return the running clocks of the actor's participant, the next one first."""
    found = Deadline.objects.filter(owner=by.participant, stopped_at=None).order_by("due")
    return found if until is None else found.filter(due__lte=until)
