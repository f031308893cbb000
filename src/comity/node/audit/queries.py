"""Questions to the audit: who saw this, what did this person do, how far is the log. Use, never content."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from comity.kernel.actor import Actor
from comity.node.audit.models import Checkpoint, Leaf
from comity.node.base.permissions import allowed, require
from comity.policy import Attributes


def who_saw(subject_kind: str, subject_id: str, *, by: Actor) -> QuerySet[Leaf]:
    """Return every leaf on one thing, the oldest first.

    Oversight sees all; an officer what their own participant did with it (so a desk can answer the person concerned).

    Raises:
        NotAllowed: the actor has neither the role oversight nor a participant.
    """
    found = Leaf.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("at", "id")
    if allowed(by, "use.read", Attributes()):
        return found
    if not by.participant:
        require(by, "use.read", Attributes())
    return found.filter(participant=by.participant)


def use(*, by: Actor, since: datetime, until: datetime, participant: str = "") -> QuerySet[Leaf]:
    """Return all use in a time, the newest first, for oversight.

    Raises:
        NotAllowed: the actor is not oversight.
    """
    require(by, "use.read", Attributes())
    found = Leaf.objects.filter(at__gte=since, at__lt=until).order_by("-at")
    return found.filter(participant=participant) if participant else found


def latest_checkpoint(log: str) -> Checkpoint | None:
    """Return the newest signed head of a log; it holds nothing about anybody and may be shown to everybody."""
    return Checkpoint.objects.filter(log=log).order_by("-size").first()
