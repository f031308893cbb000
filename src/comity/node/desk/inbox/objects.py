"""The objects of the inbox's addresses, fetched and decided on: nothing is shown of a thing before policy said yes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comity.kernel.actor import Actor
from comity.kernel.errors import NotAllowed, declare
from comity.node.base.permissions import require
from comity.node.cases import permissions as cases
from comity.node.letters import permissions as letters
from comity.node.letters.models import Letter
from comity.node.linkage import permissions as links
from comity.node.linkage.models import Link
from comity.node.reports import permissions
from comity.node.reports.models import Report
from comity.policy.attributes import Grant

GONE = declare("desk.thing.not_here", "There is no such thing here for you.", "Look it up in the list.")


def report(
    report_id: UUID, verb: str, *, by: Actor, at: datetime, purpose: str = ""
) -> tuple[Report, tuple[Grant, ...]]:
    """Return a report and the leave given on its cases.

    Raises:
        NotAllowed: there is none, or policy says no; both read alike to somebody of another desk.
    """
    row = Report.objects.select_related("owner", "data_key").filter(pk=report_id).first()
    if row is None:
        raise NotAllowed(GONE.fault())
    grants = cases.grants_on_report(row)
    require(by, verb, permissions.of(row, purpose=purpose, at=at, grants=grants))
    return row, grants


def may_view(report_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Say whether somebody may see a report, so that nobody is sent to a page that refuses."""
    try:
        report(report_id, "report.view", by=by, at=at)
    except NotAllowed:
        return False
    return True


def link(link_id: UUID, verb: str, *, by: Actor, at: datetime) -> Link:
    """Return a link.

    Raises:
        NotAllowed: there is none, or policy says no.
    """
    row = Link.objects.select_related("first", "second").filter(pk=link_id).first()
    if row is None:
        raise NotAllowed(GONE.fault())
    grants = (*cases.grants_on_report(row.first_id), *cases.grants_on_report(row.second_id))
    require(by, verb, links.of(row, at=at, grants=grants))
    return row


def letter(letter_id: UUID, verb: str, *, by: Actor, at: datetime) -> tuple[Letter, tuple[Grant, ...]]:
    """Return a letter and the leave given on the cases of its report.

    Raises:
        NotAllowed: there is none, or policy says no.
    """
    row = Letter.objects.select_related("owner", "data_key").filter(pk=letter_id).first()
    if row is None:
        raise NotAllowed(GONE.fault())
    grants = cases.grants_on_report(row.about)
    require(by, verb, letters.of(row, at=at, grants=grants))
    return row, grants
