"""Questions put to the law at the desk that take too long to wait for: asked by a person, answered by the worker, kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from comity.kernel.identifier import new_id
from comity.node.base.times import InstantField


class LawQuestion(models.Model):
    """What if, or which next steps: the question, and its answer as the document the command line prints. No row is about a person."""

    class Kind(models.TextChoices):
        """What can be asked."""

        WHAT_IF = "what_if"
        NEXT_STEPS = "next_steps"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    parameters = models.JSONField()
    """As :func:`comity.node.law.heavy.answer` reads them, without the kind."""
    book_digest = models.CharField(max_length=80)
    asked_by = models.CharField(max_length=80)
    asked_at = InstantField()
    answered_at = InstantField(null=True)
    answer = models.JSONField(null=True)
    """``comity.what-if/1`` or ``comity.next-steps/1``."""
    faults = models.JSONField(null=True)
    """What of the question could not be answered: ``[{"code", "facts"}]``."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer__isnull=True, faults__isnull=True)
                | Q(answered_at__isnull=False, answer__isnull=False, faults__isnull=True)
                | Q(answered_at__isnull=False, answer__isnull=True, faults__isnull=False),
                name="a_law_question_is_answered_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at.isoformat()}"
