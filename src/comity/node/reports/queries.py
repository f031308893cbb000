"""Questions about reports, filtered by who asks; never sealed content."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from comity.kernel.actor import Actor
from comity.kernel.errors import NotAllowed, declare
from comity.kernel.identifier import read_reference
from comity.node.base.keyring import Keyring
from comity.node.base.models import Participant
from comity.node.base.permissions import require
from comity.node.reports.holding import holding
from comity.node.reports.models import AcknowledgementFile, Report
from comity.policy import Attributes
from comity.suites import codes, mac

NO_DESK = declare(
    "reports.desk.missing",
    "This node has no desk that takes reports.",
    "Give a hosted participant the role police in node.toml.",
)


def mine(by: Actor) -> QuerySet[Report]:
    """Return the reports of the actor's participant.

    Raises:
        NotAllowed: no role that reads reports.
    """
    require(by, "report.list", Attributes(owner=by.participant))
    return Report.objects.filter(owner_id=by.participant)


def inbox(by: Actor) -> QuerySet[Report]:
    """Return the reports nobody has decided on yet, the oldest first; the desk sorts them by urgency."""
    return mine(by).filter(state__in=[Report.State.RECEIVED, Report.State.IN_TRIAGE])


def failing(by: Actor) -> QuerySet[Report]:
    """Return the reports that the worker could not read yet: somebody should look why."""
    return mine(by).filter(read_at__isnull=True, attempts__gt=0)


def by_reference(text: str, by: Actor) -> Report | None:
    """Find one of the participant's reports by the reference a person says on the telephone.

    Raises:
        BadInput: mistyped.
    """
    return mine(by).filter(reference=read_reference(text)).first()


def waiting_to_be_read(at: datetime, limit: int) -> list[Report]:
    """Return reports the worker has still to read and whose next try is due, the oldest first."""
    due = Report.objects.filter(read_at__isnull=True).exclude(next_try_at__gt=at)
    return list(due.order_by("next_try_at", "received_at")[:limit])


def desk_for_reports() -> Participant:
    """Return the hosted participant that answers for reports given at this node's portal: its police desk.

    Raises:
        NotAllowed: there is none.
    """
    desk = Participant.objects.filter(hosted=True, roles__contains=["police"]).order_by("code").first()
    if desk is None:
        raise NotAllowed(NO_DESK.fault())
    return desk


def acknowledgement_text(code: str, *, keyring: Keyring) -> str | None:
    """Return the signed acknowledgement of the report with this code, ``None`` while the notary has not come to it."""
    code_digest = mac.code_digest(keyring.code(), codes.normalise(code))
    with holding(code=code_digest):
        return (
            AcknowledgementFile.objects.filter(report__code_digest=code_digest)
            .values_list("text", flat=True)
            .first()
        )
