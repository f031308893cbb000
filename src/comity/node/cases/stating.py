"""What officers state of a case: facts with their source, and flags that nothing may be told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, Conflict
from comity.node.audit.actions import record
from comity.node.base import news
from comity.node.base.permissions import require
from comity.node.cases import faults, lists, permissions, queries
from comity.node.cases.locking import locked
from comity.node.cases.models import Case, CaseFact, Confidentiality


@transaction.atomic
def state_fact(case: Case, name: str, value: Any, *, source: str, by: Actor, at: datetime) -> CaseFact:
    """State a fact of the case, or take one's statement back (``value`` ``None``). Only values of closed lists, days and places.

    Raises:
        NotAllowed: policy says no.
        BadInput: no such fact, a value it cannot have, no source; or the facts together would contradict each other.
        Conflict: the case is closed.
    """
    row = locked(case)
    require(by, "case.edit", permissions.of(row, at=at))
    if source not in lists.SOURCES:
        raise BadInput(faults.NO_SUCH_SOURCE.fault(known=", ".join(lists.SOURCES)))
    queries.check_fact(row, name, value)
    last = row.facts.aggregate(last=Max("number"))["last"] or 0
    made = CaseFact.objects.create(
        case=row, name=name, value=value, source_code=source, by=by.label, at=at, number=last + 1
    )
    record(
        "audit", "case.fact", by=by, at=at, subject_kind="case", subject_id=str(row.pk), participant=row.owner_id,
        facts={"name": name, "source": source, "back": value is None},
    )  # fmt: skip
    news.tell("case.facts", case=str(row.pk))
    return made


@transaction.atomic
def flag(case: Case, reason_code: str, *, until: datetime | None, by: Actor, at: datetime) -> Confidentiality:
    """Forbid that anything about the case is told to its reporters, until an instant or until the flag is lifted.

    Raises:
        NotAllowed: policy says no. BadInput: no such reason, or an end that lies behind us.
    """
    row = locked(case)
    require(by, "case.edit", permissions.of(row, at=at))
    if reason_code not in lists.SECRECY:
        raise BadInput(faults.NO_SUCH_FLAG.fault(known=", ".join(lists.SECRECY)))
    if until is not None and until <= at:
        raise BadInput(faults.FLAG_PAST.fault())
    made = Confidentiality.objects.create(
        case=row, reason_code=reason_code, since=at, until=until, by=by.label
    )
    record(
        "audit", "case.flag", by=by, at=at, subject_kind="case", subject_id=str(row.pk), participant=row.owner_id,
        facts={"reason": reason_code, "until": until.isoformat() if until else "", "flag": str(made.pk)},
    )  # fmt: skip
    return made


@transaction.atomic
def lift(raised: Confidentiality, *, by: Actor, at: datetime) -> Confidentiality:
    """Lift a flag.

    Raises:
        NotAllowed: policy says no. Conflict: it was lifted already.
    """
    row = Confidentiality.objects.select_for_update(of=("self",)).select_related("case").get(pk=raised.pk)
    require(by, "case.edit", permissions.of(row.case, at=at))
    if row.lifted_at is not None:
        raise Conflict(faults.FLAG_OVER.fault())
    row.lifted_at, row.lifted_by = at, by.label
    row.save(update_fields=["lifted_at", "lifted_by"])
    record(
        "audit", "case.flag.lift", by=by, at=at, subject_kind="case", subject_id=str(row.case_id),
        participant=row.case.owner_id, facts={"flag": str(row.pk)},
    )  # fmt: skip
    return row
