"""The verbs of cases: open, join, assign, state facts, give leave, flag, note, close. Each one transaction with one leaf."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, Conflict
from comity.kernel.identifier import new_id, reference
from comity.node.accounts.models import User
from comity.node.audit.actions import record
from comity.node.base import news, sealing
from comity.node.base.keyring import Keyring
from comity.node.base.models import KeyWrap, Participant
from comity.node.base.permissions import require
from comity.node.cases import faults, leave, lists, permissions, queries
from comity.node.cases.models import Case, CaseFact, CaseGrant, CaseReport, Confidentiality, Note
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
        assign(row, lead, by=by, at=at, keyring=keyring)
    elif by.has("investigator", "prosecutor"):
        _lead(row, User.objects.get(pk=by.id), by=by, at=at, keyring=keyring)
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
    row = _locked(case)
    return _join(row, report, reason_code, Decision.Kind.JOIN_CASE, by=by, at=at, keyring=keyring)


@transaction.atomic
def join_linked(case: Case, report: Report, *, by: Actor, at: datetime, keyring: Keyring) -> list[CaseReport]:
    """Join the reports of a report's group that nobody decided on yet.

    Raises: as :func:`join`.
    """
    row = _locked(case)
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
        _share([report.data_key], case, grant.to, grant.verbs, keyring)
    record(
        "audit", "case.join", by=by, at=at, subject_kind="case", subject_id=str(case.pk), participant=case.owner_id,
        facts={"report": str(report.pk), "reason": reason_code},
    )  # fmt: skip
    news.tell("case.joined", case=str(case.pk), report=str(report.pk))
    return made


@transaction.atomic
def assign(case: Case, lead: User, *, by: Actor, at: datetime, keyring: Keyring) -> Case:
    """Say who leads a case. The lead gets leave to work on it and to open its reports.

    Raises:
        NotAllowed: policy says no. Conflict: the case is closed.
    """
    row = _locked(case)
    require(by, "case.assign", permissions.of(row, at=at))
    return _lead(row, lead, by=by, at=at, keyring=keyring)


def _lead(row: Case, lead: User, *, by: Actor, at: datetime, keyring: Keyring) -> Case:
    label = f"officer:{lead.pk}"
    row.lead = label
    row.save(update_fields=["lead"])
    _give(row, label, "work", at + leave.USUAL, by=by, at=at, keyring=keyring)
    record(
        "audit", "case.assign", by=by, at=at, subject_kind="case", subject_id=str(row.pk), participant=row.owner_id,
        facts={"lead": label},
    )  # fmt: skip
    news.tell("case.assigned", case=str(row.pk))
    return row


@transaction.atomic
def grant(
    case: Case,
    to: str,
    role: str,
    *,
    until: datetime,
    purpose: str,
    by: Actor,
    at: datetime,
    keyring: Keyring,
) -> CaseGrant:
    """Give leave on a case to a person (``officer:7``) or a participant of this node, until an instant.

    Where the leave lets open what is sealed and whoever gets it belongs to another participant, the keys are shared with that one.

    Raises:
        NotAllowed: policy says no, or no purpose is written.
        BadInput: no such bundle of verbs, nobody of that name at this node, no end or one too far away.
        Conflict: the case is closed.
    """
    row = _locked(case)
    require(by, "case.grant", permissions.of(row, purpose=purpose, at=at))
    if role not in leave.ROLES:
        raise BadInput(faults.NO_SUCH_ROLE.fault(role=role, known=", ".join(leave.ROLES)))
    if not at < until <= at + leave.LONGEST:
        raise BadInput(faults.NO_END.fault(days=leave.LONGEST.days))
    made = _give(row, to, role, until, by=by, at=at, keyring=keyring)
    record(
        "audit", "case.grant", by=by, at=at, subject_kind="case", subject_id=str(row.pk), participant=row.owner_id,
        purpose=purpose, facts={"to": to, "role": role, "until": until.isoformat(), "grant": str(made.pk)},
    )  # fmt: skip
    return made


def _give(
    case: Case, to: str, role: str, until: datetime, *, by: Actor, at: datetime, keyring: Keyring
) -> CaseGrant:
    CaseGrant.objects.filter(case=case, to=to, role=role, ended_at=None).update(ended_at=at)
    verbs = list(leave.ROLES[role])
    data_keys = [
        case.data_key,
        *(one.report.data_key for one in case.joined.select_related("report__data_key")),
    ]
    _share(data_keys, case, to, verbs, keyring)
    return CaseGrant.objects.create(case=case, to=to, role=role, verbs=verbs, until=until, by=by.label, at=at)


def _share(data_keys: Iterable[Any], case: Case, to: str, verbs: Iterable[str], keyring: Keyring) -> None:
    """Wrap keys to the participant of whoever has leave to open, where that is not the owner's own."""
    other = _participant(to)
    if other.code == case.owner_id or "report.open" not in set(verbs):
        return
    for row in data_keys:
        key = sealing.open_as(row, case.owner_id, keyring)
        for public in other.sealing_keys:
            sealing.add_wrap(key, public, KeyWrap.For.PARTICIPANT)


def _participant(to: str) -> Participant:
    if to.startswith("officer:") and to.removeprefix("officer:").isdigit():
        user = (
            User.objects.filter(pk=to.removeprefix("officer:"), is_active=True)
            .select_related("participant")
            .first()
        )
        if user is not None:
            return user.participant
    else:
        found = Participant.objects.filter(pk=to, hosted=True).first()
        if found is not None:
            return found
    raise BadInput(faults.NOBODY.fault(to=to))


@transaction.atomic
def end_grant(given: CaseGrant, *, by: Actor, at: datetime) -> CaseGrant:
    """End leave before its day. What was shared stays readable to nobody whom the policy refuses.

    Raises:
        NotAllowed: policy says no.
    """
    row = CaseGrant.objects.select_for_update(of=("self",)).select_related("case").get(pk=given.pk)
    require(by, "case.assign", permissions.of(row.case, at=at))
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        record(
            "audit", "case.grant.end", by=by, at=at, subject_kind="case", subject_id=str(row.case_id),
            participant=row.case.owner_id, facts={"grant": str(row.pk), "to": row.to},
        )  # fmt: skip
    return row


@transaction.atomic
def state_fact(case: Case, name: str, value: Any, *, source: str, by: Actor, at: datetime) -> CaseFact:
    """State a fact of the case, or take one's statement back (``value`` ``None``). Only values of closed lists, days and places.

    Raises:
        NotAllowed: policy says no.
        BadInput: no such fact, a value it cannot have, no source; or the facts together would contradict each other.
        Conflict: the case is closed.
    """
    row = _locked(case)
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
    row = _locked(case)
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


@transaction.atomic
def add_note(
    case: Case, words: str, *, by: Actor, at: datetime, keyring: Keyring, kind: str = "note"
) -> Note:
    """Write something into the case, sealed under its key.

    Raises:
        NotAllowed: policy says no, or the case is not sealed to the actor's participant. BadInput: nothing written.
    """
    row = _locked(case)
    require(by, "case.edit", permissions.of(row, at=at))
    return _note(row, words, kind, by=by, at=at, keyring=keyring)


def _note(row: Case, words: str, kind: str, *, by: Actor, at: datetime, keyring: Keyring) -> Note:
    if not words.strip():
        raise BadInput(faults.NO_WORDS.fault())
    key = sealing.open_as(row.data_key, by.participant, keyring)
    made = Note(
        id=new_id(),
        owner_id=row.owner_id,
        data_key_id=row.data_key_id,
        case=row,
        kind=kind,
        by=by.label,
        at=at,
    )
    sealing.seal(made, key, body=words)
    made.save(force_insert=True)
    record(
        "audit", "case.note", by=by, at=at, subject_kind="case", subject_id=str(row.pk), participant=row.owner_id,
        facts={"note": str(made.pk), "kind": kind},
    )  # fmt: skip
    return made


@transaction.atomic
def open_notes(
    case: Case, *, by: Actor, at: datetime, purpose: str, keyring: Keyring
) -> tuple[str, list[tuple[Note, str]]]:
    """Open the title and the notes of a case, with a purpose that stays in the audit.

    Raises:
        NotAllowed: policy says no, no purpose, or the case is not sealed to the actor's participant.
    """
    require(by, "case.open", permissions.of(case, purpose=purpose, at=at))
    key = sealing.open_as(case.data_key, by.participant, keyring)
    record(
        "audit", "case.open", by=by, at=at, subject_kind="case", subject_id=str(case.pk), participant=by.participant,
        purpose=purpose,
    )  # fmt: skip
    return sealing.read(case, key, "title"), [
        (one, sealing.read(one, key, "body")) for one in case.notes.all()
    ]


@transaction.atomic
def close(case: Case, *, reason_code: str, words: str, by: Actor, at: datetime, keyring: Keyring) -> Case:
    """Close a case with its reasons; leave on it ends at once, so that nobody reads on out of habit.

    Raises:
        NotAllowed: policy says no (the prosecutor decides). BadInput: no reason, or no words. Conflict: it is closed.
    """
    row = _locked(case)
    require(by, "case.close", permissions.of(row, at=at))
    if reason_code not in lists.CLOSING:
        raise BadInput(faults.NO_CLOSING_REASON.fault(known=", ".join(lists.CLOSING)))
    _note(row, words, "closing", by=by, at=at, keyring=keyring)
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


def _locked(case: Case) -> Case:
    row = Case.objects.select_for_update(of=("self",)).select_related("owner", "data_key").get(pk=case.pk)
    if row.state == Case.State.CLOSED:
        raise Conflict(faults.NOT_OPEN.fault(state=row.state))
    return row
