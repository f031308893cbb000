"""Who works on a case: its lead, and leave given to others until a day. Leave to open shares the keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput
from comity.node.accounts.models import User
from comity.node.audit.actions import record
from comity.node.base import news, sealing
from comity.node.base.keyring import Keyring
from comity.node.base.models import KeyWrap, Participant
from comity.node.base.permissions import require
from comity.node.cases import faults, leave, permissions
from comity.node.cases.locking import locked
from comity.node.cases.models import Case, CaseGrant


@transaction.atomic
def assign(case: Case, lead: User, *, by: Actor, at: datetime, keyring: Keyring) -> Case:
    """Say who leads a case. The lead gets leave to work on it and to open its reports.

    Raises:
        NotAllowed: policy says no. Conflict: the case is closed.
    """
    row = locked(case)
    require(by, "case.assign", permissions.of(row, at=at))
    return lead_by(row, lead, by=by, at=at, keyring=keyring)


def lead_by(row: Case, lead: User, *, by: Actor, at: datetime, keyring: Keyring) -> Case:
    """Write down who leads, with the leave that goes with it; whether the actor may was asked before."""
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
    row = locked(case)
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
    share(data_keys, case, to, verbs, keyring)
    return CaseGrant.objects.create(case=case, to=to, role=role, verbs=verbs, until=until, by=by.label, at=at)


def share(data_keys: Iterable[Any], case: Case, to: str, verbs: Iterable[str], keyring: Keyring) -> None:
    """Wrap keys to the participant of whoever has leave to open, where that is not the owner's own."""
    other = _participant(to)
    if other.code == case.owner_id or "report.open" not in set(verbs):
        return
    for row in data_keys:
        key = sealing.open_as(row, case.owner_id, keyring)
        for public in other.sealing_keys:
            sealing.add_wrap(key, public, KeyWrap.For.PARTICIPANT)


def _participant(to: str) -> Participant:
    if (
        to.startswith("officer:")
        and to.removeprefix("officer:").isascii()
        and to.removeprefix("officer:").isdigit()
    ):
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
