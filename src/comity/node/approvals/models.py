"""An order, and the approvals given to it. The database itself refuses a second approval by the same person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comity.kernel.identifier import new_id
from comity.node.base.models import Participant
from comity.node.base.times import InstantField


class Order(models.Model):
    """What shall be done to which thing, asked by one person: it needs another one's approval before it is used, once.

    ``digest`` is the digest of exactly what was asked; what is approved is what is done, and nothing else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    digest = models.CharField(max_length=71)
    asked_by = models.CharField(max_length=80)
    asked_at = InstantField()
    expires_at = InstantField()
    used_at = InstantField(null=True)
    withdrawn_at = InstantField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["verb", "subject_kind", "subject_id"],
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="one_open_order_on_a_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind}:{self.subject_id}"


class Approval(models.Model):
    """One person's yes to an order. ``asked_by`` is the order's own, copied so that a constraint can compare the two."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="approvals")
    given_by = models.CharField(max_length=80)
    asked_by = models.CharField(max_length=80)
    given_at = InstantField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["order", "given_by"], name="one_approval_by_a_person"),
            models.CheckConstraint(
                condition=~models.Q(given_by=models.F("asked_by")), name="approved_by_another_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} by {self.given_by}"
