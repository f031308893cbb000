"""Questions about consultations and outcomes, filtered by who asks; nothing sealed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput
from comity.node.base.permissions import require
from comity.node.cases.models import Case
from comity.node.cases.permissions import of as of_case
from comity.node.outcomes import faults, permissions
from comity.node.outcomes.models import Consultation, Outcome, Statement
from comity.policy import Attributes


def mine(*, by: Actor) -> QuerySet[Consultation]:
    """Return the consultations of the actor's participant and of its cases, the newest first.

    Raises:
        NotAllowed: no role that consults.
    """
    require(by, "consultation.view", Attributes(owner=by.participant))
    seen = Q(owner_id=by.participant) | Q(case__owner_id=by.participant)
    return Consultation.objects.filter(seen).select_related("owner", "case")


def one(pk: UUID, *, by: Actor, at: datetime) -> Consultation:
    """Return a consultation the actor may see.

    Raises:
        BadInput: there is none. NotAllowed: it is another's.
    """
    row = Consultation.objects.select_related("owner", "case", "data_key").filter(pk=pk).first()
    if row is None:
        raise BadInput(faults.NO_CONSULTATION.fault())
    require(by, "consultation.view", permissions.of(row, at=at))
    return row


def on_case(case: Case, *, by: Actor, at: datetime) -> tuple[list[Consultation], list[Outcome]]:
    """Return the consultations and outcomes of a case.

    Raises:
        NotAllowed: the case is another's.
    """
    require(by, "case.view", of_case(case, at=at))
    return list(case.consultations.all()), list(case.outcomes.all())


def last_decisions(row: Consultation) -> dict[str, Statement]:
    """Return each side's latest decision, by the code of the side."""
    found: dict[str, Statement] = {}
    for one_ in row.statements.filter(kind=Statement.Kind.DECISION).order_by("number"):
        found[one_.asserted_by] = one_
    return found


def agreed(row: Consultation) -> str:
    """Return the state of which both sides say that it prosecutes; empty while they do not say the same."""
    said = {(one_.code, one_.state) for one_ in last_decisions(row).values()}
    if len(last_decisions(row)) == 2 and len(said) == 1:
        code, state = said.pop()
        return state if code == "prosecutes" else ""
    return ""
