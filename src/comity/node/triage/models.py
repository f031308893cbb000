"""What was thought of a report (by the engine) and what was decided about it (by a person)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from comity.kernel.identifier import new_id
from comity.node.base.fields import Matter, SealedField, coded
from comity.node.base.times import InstantField


class Assessment(models.Model):
    """What the engine said of a report at an instant: urgency with reasons, offences made out, who should have it, the book.

    Never changed; a new look writes a new row, so what an officer saw when she decided can be shown again.
    """

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="assessments")
    at = coded(InstantField())
    number = coded(models.PositiveIntegerField(default=1))
    urgency = coded(models.SlugField(max_length=20))
    urgency_reasons = coded(models.JSONField(default=list))
    """Codes with their parameters (hours, an amount): ``[{"code", "params"}]``; the sentence is made when it is shown."""
    offences = coded(models.JSONField(default=dict))
    """The answer ``comity.offences/1`` of the law engine: articles, verdicts, elements; no words of the reporter."""
    referrals = coded(models.JSONField(default=list))
    """Which desk of which country should have it, with the reasons (``comity.triage.referral``)."""
    countries = coded(ArrayField(models.CharField(max_length=2), default=list, blank=True))
    """States the facts and the account numbers touch, the desk's own first."""
    selectors = coded(models.JSONField(default=dict))
    """How many selectors of each kind were found; the values stay sealed."""
    book_digest = coded(models.CharField(max_length=80))

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "number"], name="assessments_have_an_order"),
        ]

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
        LOOK_AGAIN = "look_again"

    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="decisions")
    kind = coded(models.CharField(max_length=12, choices=Kind.choices))
    reason_code = coded(models.SlugField(max_length=60, blank=True, default=""))
    urgency = coded(models.SlugField(max_length=20, blank=True, default=""))
    """The level the officer set, where she overruled the engine."""
    case = coded(models.UUIDField(null=True))
    """The case it went into (cases stand above triage, so this is its id)."""
    request = coded(models.UUIDField(null=True))
    """The stop-payment request that was drafted of it, by its id."""
    to = coded(models.CharField(max_length=60, blank=True, default=""))
    """To which desk it was referred: a code of the list of :mod:`comity.triage.referral`, with the country."""
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="+")
    """What the engine had said when it was decided."""
    note = SealedField()
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())
    number = coded(models.PositiveIntegerField(default=1))

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "number"], name="decisions_have_an_order"),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["no_further", "urgency", "refer"]) | ~models.Q(reason_code=""),
                name="nothing_is_screened_out_without_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.report_id}"
