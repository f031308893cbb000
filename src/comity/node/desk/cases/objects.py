"""The objects of the addresses of cases, fetched and decided on before anything is shown."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comity.kernel.actor import Actor
from comity.kernel.errors import NotAllowed
from comity.node.base.permissions import require
from comity.node.cases import permissions
from comity.node.cases.models import Case, CaseGrant, Confidentiality
from comity.node.desk.inbox.objects import GONE


def case(case_id: UUID, verb: str, *, by: Actor, at: datetime, purpose: str = "") -> Case:
    """Return a case.

    Raises:
        NotAllowed: there is none, or policy says no; both read alike to somebody without leave.
    """
    row = Case.objects.select_related("owner", "data_key").filter(pk=case_id).first()
    if row is None:
        raise NotAllowed(GONE.fault())
    require(by, verb, permissions.of(row, purpose=purpose, at=at))
    return row


def grant(case: Case, grant_id: UUID) -> CaseGrant:
    """Return leave given on a case. Raises: NotAllowed, where it is another case's."""
    row = CaseGrant.objects.filter(pk=grant_id, case=case).first()
    if row is None:
        raise NotAllowed(GONE.fault())
    return row


def flag(case: Case, flag_id: UUID) -> Confidentiality:
    """Return a flag of a case. Raises: NotAllowed, where it is another case's."""
    row = Confidentiality.objects.filter(pk=flag_id, case=case).first()
    if row is None:
        raise NotAllowed(GONE.fault())
    return row
