"""Ask, approve, use. Both persons must have stepped up; a yes counts only for exactly what was asked.

order = approvals.actions.ask("evidence.release", by=one, at=..., owner=..., subject_kind="item", subject_id=..., document={...})
approvals.actions.approve(order, by=other, at=..., attributes=...)
approvals.actions.use(order.id, by=one, at=..., document={...})     # in the transaction of the act itself
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from comity.kernel.actor import Actor
from comity.kernel.digest import digest_of
from comity.kernel.errors import Conflict, NotAllowed, declare
from comity.node.approvals.models import Approval, Order
from comity.node.audit import actions as audit
from comity.node.base import news
from comity.node.base.models import Participant
from comity.node.base.permissions import require
from comity.policy import Attributes

LIVES = timedelta(hours=24)
OPEN_ALREADY = declare(
    "approvals.order.open_already", "This is asked for already and waits for a second person."
)
CLOSED = declare(
    "approvals.order.closed",
    "This order was used, withdrawn, or has expired.",
    "Ask again if it is still needed.",
)
TWICE = declare("approvals.approval.twice", "You approved this already.")
NOT_APPROVED = declare(
    "approvals.order.not_approved", "Nobody else has approved this yet.", "Ask a colleague to look at it."
)
NO_PART = declare(
    "approvals.order.no_part",
    "You neither asked for this nor approved it.",
    "One of the two persons does it.",
)
CHANGED = declare(
    "approvals.order.changed",
    "What is to be done is not what was approved.",
    "Ask again, with what you want done now.",
)
STEP_UP = declare("approvals.actor.step_up", "Confirm that it is you: sign in again.", "You come back here.")


@transaction.atomic
def ask(
    verb: str,
    *,
    by: Actor,
    at: datetime,
    owner: Participant,
    subject_kind: str,
    subject_id: str,
    document: Mapping[str, Any],
    lives: timedelta = LIVES,
) -> Order:
    """Ask for something that needs a second person. The app has decided before that the asker may ask.

    Raises:
        NotAllowed: the asker has not stepped up.
        Conflict: the same is open already.
    """
    _stepped_up(by)
    expired = Order.objects.filter(
        verb=verb,
        subject_kind=subject_kind,
        subject_id=subject_id,
        used_at=None,
        withdrawn_at=None,
        expires_at__lte=at,
    )
    expired.update(withdrawn_at=at)
    try:
        with transaction.atomic():
            order = Order.objects.create(
                owner=owner, verb=verb, subject_kind=subject_kind, subject_id=subject_id, digest=digest_of(dict(document)),
                asked_by=by.label, asked_at=at, expires_at=at + lives,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(OPEN_ALREADY.fault()) from error
    _leaf("approval.ask", order, by, at)
    news.tell("approval.asked", order=order.pk)
    return order


@transaction.atomic
def approve(order: Order, *, by: Actor, at: datetime, attributes: Attributes) -> Approval:
    """Say yes as the second person. ``attributes`` describe the thing; who asked is added to those who may not.

    Raises:
        NotAllowed: the same person, not stepped up, or without the right to the act itself.
        Conflict: the order is closed, or this person approved it already.
    """
    locked = Order.objects.select_for_update().get(pk=order.pk)
    given = replace(attributes, done_by=attributes.done_by | {locked.asked_by}, at=at)
    require(by, "approval.give", given)
    require(by, locked.verb, given)
    _open(locked, at)
    try:
        with transaction.atomic():
            approval = Approval.objects.create(
                order=locked, given_by=by.label, asked_by=locked.asked_by, given_at=at
            )
    except IntegrityError as error:
        raise Conflict(TWICE.fault()) from error
    _leaf("approval.give", locked, by, at)
    news.tell("approval.given", order=locked.pk)
    return approval


@transaction.atomic
def use(order_id: uuid.UUID, *, by: Actor, at: datetime, document: Mapping[str, Any]) -> Order:
    """Use an approved order, once, in the transaction of the act; ``document`` must be what was asked for.

    Raises:
        NotAllowed: nobody else approved it, or whoever uses it took no part in it.
        Conflict: used before, expired, or something else is to be done than what was approved.
    """
    order = Order.objects.select_for_update().get(pk=order_id)
    _open(order, at)
    others = set(order.approvals.values_list("given_by", flat=True)) - {order.asked_by}
    if not others:
        raise NotAllowed(NOT_APPROVED.fault())
    if by.label not in {order.asked_by, *others}:
        raise NotAllowed(NO_PART.fault())
    if order.digest != digest_of(dict(document)):
        raise Conflict(CHANGED.fault())
    order.used_at = at
    order.save(update_fields=["used_at"])
    _leaf("approval.use", order, by, at)
    return order


@transaction.atomic
def withdraw(order: Order, *, by: Actor, at: datetime) -> Order:
    """Take back what one asked for oneself.

    Raises:
        NotAllowed: somebody else asked.
    """
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if locked.asked_by != by.label:
        raise NotAllowed(CLOSED.fault())
    _open(locked, at)
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    _leaf("approval.withdraw", locked, by, at)
    return locked


def _open(order: Order, at: datetime) -> None:
    if order.used_at is not None or order.withdrawn_at is not None or order.expires_at <= at:
        raise Conflict(CLOSED.fault())


def _stepped_up(by: Actor) -> None:
    if not by.stepped_up:
        raise NotAllowed(STEP_UP.fault())


def _leaf(verb: str, order: Order, by: Actor, at: datetime) -> None:
    audit.record(
        "audit", verb, by=by, at=at, subject_kind=order.subject_kind, subject_id=order.subject_id,
        participant=order.owner_id, facts={"order": str(order.pk), "verb": order.verb, "digest": order.digest},
    )  # fmt: skip
