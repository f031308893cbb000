"""Keyed digests of selectors, the links they make between reports of one participant, and what officers judged of them.

Nothing here is a plain selector: two reports hold the same digest, and ``comity.linkage`` says what that proves.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from comity.kernel.identifier import new_id
from comity.node.base.fields import DigestField, coded
from comity.node.base.times import InstantField


class SelectorDigest(models.Model):
    """HMAC of one key of a report: a normalised selector, or a value derived from it before sealing (design section 4)."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="digests")
    scheme = coded(models.SlugField(max_length=20))
    """How the key was made and so what it proves (:data:`comity.linkage.SCHEMES`)."""
    band = coded(models.SmallIntegerField(default=0))
    digest = DigestField()
    made_at = coded(InstantField())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["report", "scheme", "band", "digest"], name="one_digest_for_each_key"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "digest", "-made_at"], name="digest_lookup")
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.report_id}"


class Link(models.Model):
    """Two reports that share something. ``weight`` is what all standing reasons prove together; from one point on it joins."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="links_as_first")
    second = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="links_as_second")
    weight = coded(models.FloatField())
    joins = coded(models.BooleanField())
    found_at = coded(InstantField())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["first", "second"], name="one_link_for_each_pair"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="links_are_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class LinkReason(models.Model):
    """One key that both ends of a link hold. A reason is never deleted: it ends, and ``ended_code`` says why."""

    matter = True

    class Ended(models.TextChoices):
        """Why a reason proves nothing any more."""

        CROWDED = "crowded"
        CUT = "cut"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="reasons")
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    scheme = coded(models.SlugField(max_length=20))
    band = coded(models.SmallIntegerField(default=0))
    digest = DigestField()
    weight = coded(models.FloatField())
    found_at = coded(InstantField())
    ended_at = coded(InstantField(null=True))
    ended_code = coded(models.CharField(max_length=8, choices=Ended.choices, blank=True, default=""))

    class Meta:
        ordering: ClassVar[list[str]] = ["-weight", "scheme", "band"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["link", "scheme", "band", "digest"], name="a_reason_is_given_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["owner", "digest"], name="reasons_standing", condition=Q(ended_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.scheme}"


class Judgement(models.Model):
    """What an officer decided about linking; a row is never changed, the last one on the same thing counts.

    ``apart``/``together``: two reports. ``cut``/``restore``: a key that proves nothing (a landlord's telephone, a shared box).
    """

    matter = True

    class Kind(models.TextChoices):
        """What is decided."""

        APART = "apart"
        TOGETHER = "together"
        CUT = "cut"
        RESTORE = "restore"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    kind = coded(models.CharField(max_length=8, choices=Kind.choices))
    first = models.ForeignKey("reports.Report", on_delete=models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey("reports.Report", on_delete=models.PROTECT, null=True, related_name="+")
    scheme = coded(models.SlugField(max_length=20, blank=True, default=""))
    digest = DigestField(null=True)
    reason_code = coded(models.SlugField(max_length=40))
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())
    number = coded(models.PositiveBigIntegerField())
    """Order of the decisions of one participant; instants may be equal."""

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "number"], name="judgements_have_an_order"),
            models.CheckConstraint(
                condition=Q(kind__in=["apart", "together"], first__lt=models.F("second"), digest__isnull=True)
                | Q(
                    kind__in=["cut", "restore"], first__isnull=True, second__isnull=True, digest__isnull=False
                ),
                name="a_judgement_is_about_a_pair_or_a_key",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["first", "second"], name="judgements_on_a_pair"),
            models.Index(fields=["owner", "digest"], name="judgements_on_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
