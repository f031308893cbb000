"""What was thought of a report (by the engine) and what was decided about it (by a person)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from comity.kernel.identifier import new_id
from comity.node.base.fields import Matter, SealedField, coded
from comity.node.base.times import InstantField


class Assessment(models.Model):
    """What the engine said of a report at an instant: urgency with reasons, offences made out, the book it used.

    Never changed; a new look writes a new row, so what an officer saw when she decided can be shown again.
    """

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="assessments")
    at = coded(InstantField())
    urgency = coded(models.SlugField(max_length=20))
    urgency_reasons = coded(ArrayField(models.CharField(max_length=80), default=list, blank=True))
    offences = coded(models.JSONField(default=dict))
    """The answer ``comity.offences/1`` of the law engine: articles, verdicts, elements; no words of the reporter."""
    book_digest = coded(models.CharField(max_length=80))

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.at.isoformat()}"


class Decision(Matter):
    """What an officer decided about a report, with the reason. No report is screened out without one."""

    class Kind(models.TextChoices):
        """What can be decided."""

        OPEN_CASE = "open_case"
        JOIN_CASE = "join_case"
        STOP_PAYMENT = "stop_payment"
        REFER = "refer"
        URGENCY = "urgency"
        NO_FURTHER = "no_further"

    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="decisions")
    kind = coded(models.CharField(max_length=12, choices=Kind.choices))
    reason_code = coded(models.SlugField(max_length=60, blank=True, default=""))
    urgency = coded(models.SlugField(max_length=20, blank=True, default=""))
    """The level the officer set, where she overruled the engine."""
    note = SealedField()
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.report_id}"
