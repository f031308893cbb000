"""Discard a draft: it leaves every list, and what was done with it stays on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import Conflict
from comity.node.assistance import faults, lanes, lawbook, permissions
from comity.node.assistance.models import Request
from comity.node.assistance.moving import locked, touch
from comity.node.audit import actions as audit
from comity.node.base.permissions import allowed, require


def may_discard(request: Request, *, by: Actor, at: datetime) -> bool:
    """Say whether this person drafted it, it has not left, and nothing hangs on it."""
    instrument = lawbook.book().instrument(request.instrument)
    return (
        _is_open(request)
        and request.drafted_by == by.label
        and allowed(by, lanes.draft_verb(instrument), permissions.of(request, at=at))
    )


def _is_open(request: Request) -> bool:
    instrument = lawbook.book().instrument(request.instrument)
    return (
        request.direction == Request.Direction.OUT
        and request.sent_at is None
        and request.discarded_at is None
        # An offer is withdrawn where the items are offered; an order or a request that others rest on stays.
        and lanes.draft_verb(instrument) != "notice.offer"
        and not request.follow_ups.filter(discarded_at=None).exists()
    )


@transaction.atomic
def discard(request: Request, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Discard a draft. Only who drafted it; the leaf says who and when, and the row stays for the record.

    Raises:
        NotAllowed: not this person's draft.
        Conflict: it has left, was discarded already, something follows it, or it was changed since it was seen.
    """
    row = locked(request, seen=seen)
    instrument = lawbook.book().instrument(row.instrument)
    require(by, lanes.draft_verb(instrument), permissions.of(row, at=at))
    if row.drafted_by != by.label or not _is_open(row):
        raise Conflict(faults.NOT_TO_DISCARD.fault())
    row.discarded_at = at
    touch(row, "discarded_at")
    audit.record(
        "audit", "request.discard", by=by, at=at, subject_kind="request", subject_id=str(row.pk), participant=row.owner_id,
        facts={"matter": str(row.matter_id), "instrument": row.instrument, "committed": row.committed_at is not None},
    )  # fmt: skip
    request.refresh_from_db()
