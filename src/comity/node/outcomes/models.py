"""Consultations on who prosecutes, and the outcomes of cases."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from comity.kernel.identifier import new_id
from comity.node.base.fields import Matter, SealedField, coded
from comity.node.base.times import InstantField


class Consultation(Matter):
    """Two authorities settle who prosecutes. ``matter_id`` is shared by both ends; each keeps all entries of both.

    ``claims`` is what the law engine set out as facts (``comity.jurisdiction/1``): claims, factors, duties. Nobody is
    ranked by it and nothing is decided by it.
    """

    matter_id = coded(models.UUIDField(default=new_id))
    reference = coded(models.CharField(max_length=13, unique=True))
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="consultations")
    counterpart = coded(models.CharField(max_length=50))
    states = coded(ArrayField(models.CharField(max_length=2), default=list))
    claims = coded(models.JSONField(default=dict))
    opened_by = coded(models.CharField(max_length=80))
    opened_at = coded(InstantField())
    opened_here = coded(models.BooleanField())

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "matter_id"], name="one_consultation_for_each_matter_and_end"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Statement(Matter):
    """Something one side said: a factor it asserts for a state, its decision, or what it will do next."""

    class Kind(models.TextChoices):
        """What is said."""

        FACTOR = "factor"
        DECISION = "decision"
        FOLLOW_UP = "follow_up"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="statements")
    kind = coded(models.CharField(max_length=9, choices=Kind.choices))
    code = coded(models.SlugField(max_length=40))
    """Of the closed list of its kind (:mod:`comity.node.outcomes.lists`)."""
    state = coded(models.CharField(max_length=2, blank=True, default=""))
    """The state it speaks for, or that is to prosecute."""
    asserted_by = coded(models.CharField(max_length=50))
    """Code of the participant that said it."""
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())
    number = coded(models.PositiveIntegerField())
    message_id = coded(models.UUIDField(null=True))
    words = SealedField()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["consultation", "number"], name="statements_have_an_order"),
            models.UniqueConstraint(
                fields=["consultation", "message_id"],
                condition=models.Q(message_id__isnull=False),
                name="a_statement_arrives_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Outcome(models.Model):
    """What came of a case, from a closed list. Later ones stand beside earlier ones; nothing is overwritten."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="outcomes")
    kind = coded(models.SlugField(max_length=40))
    state = coded(models.CharField(max_length=2, blank=True, default=""))
    """Where it happened, if in another state."""
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "kind", "state"], name="an_outcome_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
