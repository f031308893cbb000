"""One legal clock on one thing. Whether it is due is a query; that it fired is a mark in the transaction of its effect."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comity.kernel.identifier import new_id
from comity.node.base.models import Participant
from comity.node.base.times import InstantField


class Kind(models.TextChoices):
    """What the passing of the instant means."""

    DEADLINE = "deadline", "Due: must be done by then"
    MINIMUM = "minimum", "Floor: holds at least until then"
    CEILING = "ceiling", "Ceiling: ends at the latest then"
    VALIDITY = "validity", "Valid until then"
    LAST_SAFE_DAY = "last_safe_day", "Last safe day: later, it may be lost"
    REMINDER = "reminder", "Reminder"
    REVIEW = "review", "To be looked at again"


class Deadline(models.Model):
    """A clock on ``subject_kind``/``subject_id``.

    ``due`` is the instant (the end of the day, where the law counts days); ``day``, ``zone`` and ``rule`` say how it came to be and
    are what people are shown; ``cite`` is the law. ``stopped_at``: met, or void. ``fired_at``: its effect was carried out.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    starts = InstantField()
    nominal = InstantField(null=True)
    due = InstantField()
    day = models.DateField(null=True)
    zone = models.CharField(max_length=60)
    rule = models.CharField(max_length=60)
    cite = models.CharField(max_length=120, blank=True)
    fired_at = InstantField(null=True)
    stopped_at = InstantField(null=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due"], name="deadlines_waiting", condition=models.Q(fired_at=None, stopped_at=None)
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="deadlines_by_subject"),
            models.Index(fields=["owner", "due"], name="deadlines_by_owner"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Setting the same clock twice is one clock, also for two processes at once.
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "name"],
                condition=models.Q(stopped_at=None),
                name="one_live_clock_of_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_kind}:{self.subject_id}"
