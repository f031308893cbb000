"""A case is opened, and reports are joined to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput
from comity.kernel.identifier import new_id, reference
from comity.node.accounts.models import User
from comity.node.audit.actions import record
from comity.node.base import news, sealing
from comity.node.base.keyring import Keyring
from comity.node.base.models import Participant
from comity.node.base.permissions import require
from comity.node.cases import faults, people, permissions
from comity.node.cases.locking import locked
from comity.node.cases.models import Case, CaseReport
from comity.node.linkage import queries as links
from comity.node.reports.models import Report
from comity.node.triage import actions as triage
from comity.node.triage.models import Decision

_NAMES_NOBODY = re.compile(r"[@\d]{3,}|@|\+\d|https?:", re.IGNORECASE)


@transaction.atomic
def open_case(
    working_name: str,
    *,
    by: Actor,
    at: datetime,
    keyring: Keyring,
    reports: Sequence[Report] = (),
    with_linked: bool = False,
    title: str = "",
    lead: User | None = None,
) -> Case:
    """Open a case of the actor's participant, from no, one or several of its reports.

    ``with_linked``: the reports of the same group come along, as the links and the judgements of officers have it.
    ``lead`` gets leave to work on it; an investigator or prosecutor who names nobody leads it.

    Raises:
        NotAllowed: policy says no.
        BadInput: no working name, or one that could name somebody; another desk's report.
    """
    require(by, "case.create", permissions.of_owner(by.participant, at=at))
    owner = Participant.objects.get(pk=by.participant)
    key = sealing.new_key(owner)
    row = Case(
        id=new_id(), owner=owner, data_key=key.row, reference=reference(), working_name=_working_name(working_name),
        opened_at=at, opened_by=by.label,
    )  # fmt: skip
    sealing.seal(row, key, title=title)
    row.save(force_insert=True)
    record(
        "audit", "case.create", by=by, at=at, subject_kind="case", subject_id=str(row.pk), participant=owner.code,
        facts={"reports": len(reports)},
    )  # fmt: skip
    for number, report in enumerate(reports):
        _join(
            row,
            report,
            "first" if number == 0 else "officer",
            Decision.Kind.OPEN_CASE,
            by=by,
            at=at,
            keyring=keyring,
        )
    if with_linked and reports:
        join_linked(row, reports[0], by=by, at=at, keyring=keyring)
    if lead is not None:
        people.assign(row, lead, by=by, at=at, keyring=keyring)
    elif by.has("investigator", "prosecutor"):
        people.lead_by(row, User.objects.get(pk=by.id), by=by, at=at, keyring=keyring)
    news.tell("case.opened", case=str(row.pk))
    return row


def _working_name(given: str) -> str:
    name = " ".join(given.split())
    if not name:
        raise BadInput(faults.NO_NAME.fault())
    if len(name) > 40:
        raise BadInput(faults.NAME_TOO_LONG.fault(length=len(name)))
    if _NAMES_NOBODY.search(name):
        raise BadInput(faults.NAMES_A_PERSON.fault())
    return name


@transaction.atomic
def join(
    case: Case, report: Report, *, by: Actor, at: datetime, keyring: Keyring, reason_code: str = "officer"
) -> CaseReport:
    """Join a report of the same desk to a case; joining it twice changes nothing.

    Raises:
        NotAllowed: policy says no (deciding on a report is the intake officer's). BadInput: another desk's report. Conflict: the case is closed.
    """
    row = locked(case)
    return _join(row, report, reason_code, Decision.Kind.JOIN_CASE, by=by, at=at, keyring=keyring)


@transaction.atomic
def join_linked(case: Case, report: Report, *, by: Actor, at: datetime, keyring: Keyring) -> list[CaseReport]:
    """Join the reports of a report's group that nobody decided on yet.

    Raises: as :func:`join`.
    """
    row = locked(case)
    members = [one for one in links.group(report, by=by, at=at).members if one != report.pk]
    waiting = Report.objects.filter(pk__in=members, state__in=[Report.State.RECEIVED, Report.State.IN_TRIAGE])
    return [
        _join(row, one, "link", Decision.Kind.JOIN_CASE, by=by, at=at, keyring=keyring)
        for one in waiting.order_by("received_at", "pk")
    ]


def _join(
    case: Case, report: Report, reason_code: str, kind: str, *, by: Actor, at: datetime, keyring: Keyring
) -> CaseReport:  # fmt: skip
    if report.owner_id != case.owner_id:
        raise BadInput(faults.OTHER_DESK.fault())
    known = CaseReport.objects.filter(case=case, report=report).first()
    if known is not None:
        return known
    triage.decide(report, kind, by=by, at=at, keyring=keyring, case=case.pk)
    made = CaseReport.objects.create(case=case, report=report, reason_code=reason_code, by=by.label, at=at)
    for grant in case.grants.filter(ended_at=None, until__gt=at):
        people.share([report.data_key], case, grant.to, grant.verbs, keyring)
    record(
        "audit", "case.join", by=by, at=at, subject_kind="case", subject_id=str(case.pk), participant=case.owner_id,
        facts={"report": str(report.pk), "reason": reason_code},
    )  # fmt: skip
    news.tell("case.joined", case=str(case.pk), report=str(report.pk))
    return made
