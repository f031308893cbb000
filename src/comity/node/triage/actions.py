"""The verbs of triage: assess (the worker), decide (an officer). Nothing is screened out without a recorded reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, override

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, Conflict, declare
from comity.kernel.identifier import new_id
from comity.node.audit.actions import record
from comity.node.base import lawbook, news, sealing
from comity.node.base.keyring import Keyring
from comity.node.base.permissions import require
from comity.node.base.times import cut_to_hour
from comity.node.letters.models import Letter
from comity.node.reports import actions as reports
from comity.node.reports import extraction, facts
from comity.node.reports.models import Report
from comity.node.reports.readers import Reading
from comity.node.reports.writing import draft_letter
from comity.node.triage import assessing, permissions, reasons
from comity.node.triage.models import Assessment, Decision
from comity.triage.urgency import LEVELS

NO_LEVEL = declare("triage.urgency.unknown", "There is no urgency {level!r}.", "Known are: {known}.")
NO_REASON = declare(
    "triage.reason.missing",
    "Choose the reason: a report is never put aside without one.",
    "Known are: {known}.",
)
NO_WORDS = declare(
    "triage.note.missing", "Say why in a sentence or two.", "It is sealed and stays at this desk."
)
SETTLED = declare(
    "triage.report.settled",
    "This report is {state} already.",
    "Have it looked at again first, if that was wrong.",
)
_TAKEN = (Report.State.RECEIVED, Report.State.IN_TRIAGE)
_AFTER = {
    Decision.Kind.OPEN_CASE: Report.State.IN_CASE,
    Decision.Kind.JOIN_CASE: Report.State.IN_CASE,
    Decision.Kind.REFER: Report.State.REFERRED,
    Decision.Kind.NO_FURTHER: Report.State.CLOSED,
    Decision.Kind.LOOK_AGAIN: Report.State.IN_TRIAGE,
}


def assess_report(reading: Reading, at: datetime) -> None:
    """Write a new assessment of a report: a step of reading it in the worker."""
    report = reading.report
    moment = cut_to_hour(at) if report.anonymous else at
    level = extraction.how_urgent(reading)
    book = lawbook.book()
    found = assessing.assess(
        book,
        facts.of(report),
        [{"kind": one.kind, "value": one.value} for one in reading.selectors],
        here=report.owner.country,
        on=report.received_at.date(),
        marks=facts.marks_of(report),
    )
    last = report.assessments.aggregate(last=Max("number"))["last"] or 0
    Assessment.objects.create(
        report=report, at=moment, number=last + 1, urgency=level.level, urgency_reasons=assessing.reasons_document(level.reasons),
        offences=found.offences, referrals=found.referrals, countries=list(found.countries), selectors=found.selectors,
        book_digest=book.digest,
    )  # fmt: skip
    news.tell("triage.assessed", report=str(report.pk))


@transaction.atomic
def take_up(report: Report, *, by: Actor, at: datetime) -> Report:
    """Note that somebody has begun to look at a new report. Doing it twice changes nothing."""
    if report.state != Report.State.RECEIVED or by.kind != "officer":
        return report
    return reports.move(report, Report.State.IN_TRIAGE, by=by, at=at)


@transaction.atomic
def decide(
    report: Report,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    keyring: Keyring,
    reason_code: str = "",
    note: str = "",
    urgency: str = "",
    to: str = "",
    case: UUID | None = None,
    request: UUID | None = None,
) -> Decision:
    """Record a decision about a report and move it where the decision puts it.

    ``note`` is sealed under the report's own key. The decision keeps which assessment the officer had before her.

    Raises:
        NotAllowed: policy says no (the intake officer of the report's desk).
        BadInput: no such kind, or a reason, level or sentence is missing.
        Conflict: the report is settled already and this decision would settle it again.
    """
    wanted = Decision.Kind(kind)
    verb = "report.refer" if wanted is Decision.Kind.REFER else "report.triage"
    require(by, verb, permissions.of(report, at=at))
    _check(wanted, reason_code, note, urgency)
    row = Report.objects.select_for_update().get(pk=report.pk)
    target = _AFTER.get(wanted)
    joins_another = wanted is Decision.Kind.JOIN_CASE and row.state == Report.State.IN_CASE
    settles = target is not None and wanted is not Decision.Kind.LOOK_AGAIN
    if settles and row.state not in _TAKEN and not joins_another:
        raise Conflict(SETTLED.fault(state=row.state))
    key = sealing.open_as(row.data_key, row.owner_id, keyring)
    last = row.decisions.aggregate(last=Max("number"))["last"] or 0
    made = Decision(
        id=new_id(), owner_id=row.owner_id, data_key_id=row.data_key_id, report=row, kind=wanted, reason_code=reason_code,
        urgency=urgency, to=to[:60], case=case, request=request, assessment=row.assessments.first(), by=by.label, at=at,
        number=last + 1,
    )  # fmt: skip
    sealing.seal(made, key, note=note)
    made.save(force_insert=True)
    record(
        "audit", f"triage.{wanted}", by=by, at=at, subject_kind="report", subject_id=str(row.pk), participant=row.owner_id,
        facts={"decision": str(made.pk), "reason": reason_code, "urgency": urgency, "to": to, "case": str(case or "")},
    )  # fmt: skip
    if target is not None and row.state != target:
        reports.move(row, target, by=by, at=at)
    news.tell("triage.decided", report=str(row.pk), kind=wanted.value)
    return made


def overrule(
    report: Report, level: str, *, reason_code: str, note: str = "", by: Actor, at: datetime, keyring: Keyring
) -> Decision:
    """Set another urgency than the engine proposed; the proposal stays beside it.

    Raises: as :func:`decide`.
    """
    return decide(
        report, Decision.Kind.URGENCY, by=by, at=at, keyring=keyring, reason_code=reason_code, note=note, urgency=level
    )  # fmt: skip


def refer(
    report: Report, *, country: str, desk: str, reason_code: str, note: str = "", by: Actor, at: datetime, keyring: Keyring
) -> Decision:  # fmt: skip
    """Record that a report goes to another desk (Directive 2012/29/EU Art. 17 where that is another Member State).

    What is sent and how is a request of its own; here stands that, to whom and why.

    Raises: as :func:`decide`.
    """
    return decide(
        report, Decision.Kind.REFER, by=by, at=at, keyring=keyring, reason_code=reason_code, note=note, to=f"{country} {desk}"
    )  # fmt: skip


@transaction.atomic
def no_further(
    report: Report, *, reason_code: str, note: str, by: Actor, at: datetime, keyring: Keyring
) -> tuple[Decision, Letter]:
    """Decide not to go on, with the reason, and draft the letter that tells the reporter; an officer releases it.

    Raises: as :func:`decide`; BadInput where there is no sentence of reasons.
    """
    made = decide(
        report, Decision.Kind.NO_FURTHER, by=by, at=at, keyring=keyring, reason_code=reason_code, note=note
    )
    with override(report.language):
        values = {
            "reasons": str(reasons.NO_FURTHER[reason_code]),
            "review": gettext("You can ask us to look at it again; the code opens your report as before."),
        }
    letter = draft_letter(
        report,
        reasons.CLOSING_LETTER,
        event=f"decision-{made.number}",
        values=values,
        by=by,
        at=at,
        keyring=keyring,
    )
    return made, letter


def look_again(
    report: Report, *, reason_code: str, note: str = "", by: Actor, at: datetime, keyring: Keyring
) -> Decision:
    """Take a closed or referred report up again.

    Raises: as :func:`decide`.
    """
    return decide(
        report, Decision.Kind.LOOK_AGAIN, by=by, at=at, keyring=keyring, reason_code=reason_code, note=note
    )


def _check(kind: Decision.Kind, reason_code: str, note: str, urgency: str) -> None:
    faults = []
    known = reasons.of(kind)
    if known and reason_code not in known:
        faults.append(NO_REASON.fault(known=", ".join(known)))
    if kind is Decision.Kind.URGENCY and urgency not in LEVELS:
        faults.append(NO_LEVEL.fault(level=urgency, known=", ".join(LEVELS)))
    if kind is Decision.Kind.NO_FURTHER and not note.strip():
        faults.append(NO_WORDS.fault())
    if faults:
        raise BadInput(*faults)
