"""The end of a case, with its reasons; and its beginning again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput
from comity.node.audit.actions import record
from comity.node.base import news
from comity.node.base.keyring import Keyring
from comity.node.base.permissions import require
from comity.node.cases import faults, lists, notes, permissions
from comity.node.cases.locking import locked
from comity.node.cases.models import Case


@transaction.atomic
def close(case: Case, *, reason_code: str, words: str, by: Actor, at: datetime, keyring: Keyring) -> Case:
    """Close a case with its reasons; leave on it ends at once, so that nobody reads on out of habit.

    Raises:
        NotAllowed: policy says no (the prosecutor decides). BadInput: no reason, or no words. Conflict: it is closed.
    """
    row = locked(case)
    require(by, "case.close", permissions.of(row, at=at))
    if reason_code not in lists.CLOSING:
        raise BadInput(faults.NO_CLOSING_REASON.fault(known=", ".join(lists.CLOSING)))
    notes.write(row, words, "closing", by=by, at=at, keyring=keyring)
    row.state, row.closed_at, row.closed_code = Case.State.CLOSED, at, reason_code
    row.save(update_fields=["state", "closed_at", "closed_code"])
    row.grants.filter(ended_at=None).exclude(to=row.lead).update(ended_at=at)
    record(
        "audit", "case.close", by=by, at=at, subject_kind="case", subject_id=str(row.pk), participant=row.owner_id,
        facts={"reason": reason_code},
    )  # fmt: skip
    news.tell("case.closed", case=str(row.pk))
    return row


@transaction.atomic
def reopen(case: Case, *, by: Actor, at: datetime) -> Case:
    """Open a closed case again.

    Raises:
        NotAllowed: policy says no.
    """
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    require(by, "case.close", permissions.of(row, at=at))
    row.state, row.closed_at, row.closed_code = Case.State.OPEN, None, ""
    row.save(update_fields=["state", "closed_at", "closed_code"])
    record(
        "audit",
        "case.reopen",
        by=by,
        at=at,
        subject_kind="case",
        subject_id=str(row.pk),
        participant=row.owner_id,
    )
    return row
