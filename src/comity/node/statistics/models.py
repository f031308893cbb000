"""Built figures. Counts only: no row here is about a person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from comity.kernel.identifier import new_id
from comity.node.base.times import InstantField


class Release(models.Model):
    """The figures of the node as counted at one instant, small cells suppressed already; public once a person released them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    built_at = InstantField()
    threshold = models.PositiveSmallIntegerField()
    document = models.JSONField()
    """``comity.figures/1``: suppressed cells hold no number."""
    digest = models.CharField(max_length=80)
    released_by = models.CharField(max_length=80, blank=True, default="")
    released_at = InstantField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-built_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by="")
                | (Q(released_at__isnull=False) & ~Q(released_by="")),
                name="figures_are_published_by_a_person",
            ),
            models.CheckConstraint(condition=Q(threshold__gte=2), name="a_threshold_hides_something"),
        ]

    def __str__(self) -> str:
        return f"figures {self.built_at.isoformat()}"
