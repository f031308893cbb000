"""A node trusts by choice: two named persons admit or suspend a counterpart, with a reason from a list."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, Conflict, NotAllowed
from comity.node.audit import actions as audit
from comity.node.base import news
from comity.node.base.permissions import require
from comity.node.exchange import faults, people, permissions
from comity.node.exchange.models import Counterpart, Outgoing, TrustChange

REASONS = (
    "agreement_in_force",
    "same_country",
    "review_passed",
    "treaty_suspended",
    "keys_compromised",
    "misuse_of_requests",
    "rights_at_risk",
    "unreachable",
)
_VERBS = {Counterpart.Trust.ADMITTED: "counterpart.admit", Counterpart.Trust.SUSPENDED: "counterpart.suspend"}


@transaction.atomic
def ask_trust(code: str, trust: str, reason_code: str, *, by: Actor, at: datetime) -> TrustChange:
    """Ask to admit or suspend a counterpart; it takes effect when a second person confirms.

    Raises:
        NotAllowed: policy: the central authority's people, signed in again a moment ago.
        BadInput: not in the directory, or no such trust or reason.
        Conflict: another change waits for its second person.
    """
    wanted = _wanted(trust)
    if reason_code not in REASONS:
        raise BadInput(faults.UNKNOWN_REASON.fault(reason=reason_code, known=", ".join(REASONS)))
    require(by, _VERBS[wanted], permissions.of_change(None, at=at))
    row = _lock(code)
    if row.changes.filter(confirmed_at=None).exists():
        raise Conflict(faults.CHANGE_OPEN.fault(code=code))
    change = TrustChange.objects.create(
        counterpart=row, trust=wanted, reason_code=reason_code, asked_by=by.label, asked_at=at
    )
    _leaf(f"{_VERBS[wanted]}.ask", change, by, at)
    return change


@transaction.atomic
def confirm_trust(code: str, *, by: Actor, at: datetime) -> Counterpart:
    """Confirm, as the second person, what another one asked for. A suspension hands what still waits to people.

    Raises:
        NotAllowed: policy, or the same person asked.
        Conflict: nobody asked for anything.
    """
    row = _lock(code)
    change = row.changes.filter(confirmed_at=None).first()
    if change is None:
        raise Conflict(faults.NO_CHANGE_ASKED.fault(code=code))
    require(by, _VERBS[_wanted(change.trust)], permissions.of_change(change, at=at))
    if change.asked_by == by.label:
        raise NotAllowed(faults.SAME_PERSON.fault())
    change.confirmed_by, change.confirmed_at = by.label, at
    change.save(update_fields=["confirmed_by", "confirmed_at"])
    row.trust, row.since = change.trust, at
    row.save(update_fields=["trust", "since"])
    _leaf(_VERBS[_wanted(change.trust)], change, by, at)
    if change.trust == Counterpart.Trust.SUSPENDED:
        waiting = Outgoing.objects.filter(to_code=code, state=Outgoing.State.WAITING)
        for message in waiting.select_for_update(of=("self",)).select_related("owner"):
            message.state, message.next_at, message.claim = Outgoing.State.FAILED, None, None
            message.last_fault = faults.SUSPENDED.code
            message.save(update_fields=["state", "next_at", "claim", "last_fault"])
            people.tell("exchange.failed", message, at=at)
    news.tell("counterpart.changed", code=code, trust=change.trust)
    return row


def require_trust(code: str) -> None:
    """Require that a participant may be dealt with: hosted here, or admitted.

    Raises:
        BadInput: not in the directory.
        NotAllowed: new, or suspended.
    """
    row = Counterpart.objects.select_related("participant").filter(pk=code, listed=True).first()
    if row is None:
        raise BadInput(faults.NOT_LISTED.fault(code=code))
    if row.trust == Counterpart.Trust.SUSPENDED:
        raise NotAllowed(faults.SUSPENDED.fault(code=code))
    if row.trust != Counterpart.Trust.ADMITTED and not row.participant.hosted:
        raise NotAllowed(faults.NOT_ADMITTED.fault(code=code))


def _wanted(trust: str) -> Counterpart.Trust:
    if trust not in _VERBS:
        raise BadInput(faults.UNKNOWN_REASON.fault(reason=trust, known=", ".join(_VERBS)))
    return Counterpart.Trust(trust)


def _lock(code: str) -> Counterpart:
    row = Counterpart.objects.select_for_update().filter(pk=code).first()
    if row is None:
        raise BadInput(faults.NOT_LISTED.fault(code=code))
    return row


def _leaf(verb: str, change: TrustChange, by: Actor, at: datetime) -> None:
    audit.record(
        "audit", verb, by=by, at=at, subject_kind="counterpart", subject_id=change.counterpart_id,
        facts={"trust": change.trust, "reason": change.reason_code},
    )  # fmt: skip
