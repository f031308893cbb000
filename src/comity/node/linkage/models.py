"""Keyed digests of selectors, and the links they make between reports of one participant."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comity.kernel.identifier import new_id
from comity.node.base.fields import DigestField, coded
from comity.node.base.times import InstantField


class SelectorDigest(models.Model):
    """HMAC of one normalised selector of a report, or of a value derived from it before sealing (design section 4)."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="digests")
    kind = coded(models.SlugField(max_length=20))
    rule = coded(models.SlugField(max_length=40, default="exact"))
    """``exact``, or the rule by which the value was derived, such as ``one_deletion`` or ``skeleton``."""
    digest = DigestField(db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["report", "kind", "rule", "digest"], name="one_digest_for_each_selector"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "kind", "digest"], name="digest_lookup")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.rule} {self.report_id}"


class Link(models.Model):
    """Two reports share a selector: which kind, by which rule, how strong. The value itself stays sealed."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="links_as_first")
    second = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="links_as_second")
    kind = coded(models.SlugField(max_length=20))
    rule = coded(models.SlugField(max_length=40, default="exact"))
    strength = coded(models.SlugField(max_length=12))
    found_at = coded(InstantField())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["first", "second", "kind", "rule"], name="one_link_for_each_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="links_are_ordered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.kind} {self.second_id}"


class Hub(models.Model):
    """A selector too common to join anything: a bank, a big host, free mail (the hub guard), by its digest."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    kind = coded(models.SlugField(max_length=20))
    digest = DigestField()
    reason_code = coded(models.SlugField(max_length=40))
    since = coded(InstantField())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "kind", "digest"], name="one_hub_for_each_selector"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reason_code}"
