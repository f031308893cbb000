"""Other people harmed, found in a seized list: offered to the state where they live; there, one notice for each of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comity.node.base.fields import Matter, SealedField, coded
from comity.node.base.times import InstantField


class Offer(Matter):
    """The people of one state in one list, offered to that state under one request (spontaneous information).

    ``persons`` holds that state's people and nobody else. Without ``request`` no way is open, ``reason_code`` says why;
    a request without counterpart goes on paper, as a draft marked *not sent*.
    """

    item = models.ForeignKey("evidence.Item", on_delete=models.PROTECT, related_name="offers")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="offers")
    request = models.OneToOneField(
        "assistance.Request", on_delete=models.PROTECT, null=True, related_name="offer"
    )
    country = coded(models.CharField(max_length=2))
    count = coded(models.PositiveIntegerField())
    reason_code = coded(models.CharField(max_length=80, blank=True, default=""))
    persons = SealedField()
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())

    class Meta:
        ordering: ClassVar[list[str]] = ["country"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "country"], name="one_offer_for_each_state"),
            models.CheckConstraint(condition=models.Q(count__gt=0), name="an_offer_is_about_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.count}"


class Notice(Matter):
    """One person whom this node shall tell: drafted by the arrival, told by an officer's release of the letter."""

    request = models.ForeignKey(
        "assistance.Request", on_delete=models.PROTECT, null=True, related_name="notices"
    )
    item = models.ForeignKey("evidence.Item", on_delete=models.PROTECT, null=True, related_name="notices")
    """The list it was found in, where that list is this node's own."""
    number = coded(models.PositiveIntegerField())
    language = coded(models.CharField(max_length=10))
    name = SealedField()
    contact = SealedField()
    what = SealedField()
    letter = models.OneToOneField("letters.Letter", on_delete=models.PROTECT, null=True, related_name="+")
    at = coded(InstantField())

    class Meta:
        ordering: ClassVar[list[str]] = ["request_id", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["request", "item", "number"], nulls_distinct=False, name="one_notice_for_each_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
