"""Participants, the data keys of their matters, and the clock of a demonstration."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from comity.kernel.identifier import new_id
from comity.node.base.times import InstantField


class Participant(models.Model):
    """An organisation that takes part: police desk, contact point, central authority, provider, bank.

    Every row of a matter has an owning participant, and every query starts from the actor's. ``hosted`` ones live at
    this node and their private keys lie in its ``keys/``; others are known from the signed directory.
    """

    code = models.SlugField(primary_key=True, max_length=50)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    roles = ArrayField(models.CharField(max_length=30), default=list)
    hosted = models.BooleanField(default=False)
    demonstration = models.BooleanField(default=False)
    public_keys = models.JSONField(default=dict)
    """``{"signing": JWK, "sealing": [JWK, ...]}``; new matters are sealed to every sealing key listed."""

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def sealing_keys(self) -> list[dict[str, Any]]:
        """The public keys to which matters of this participant are sealed."""
        return list(self.public_keys.get("sealing", []))


class DataKey(models.Model):
    """The key of one report, item or message; the key itself is only in its wraps. No wrap left: nobody can read it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    destroyed_at = InstantField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class KeyWrap(models.Model):
    """A data key sealed to one public key. Deleting a matter is deleting its wraps."""

    class For(models.TextChoices):
        """For whom the wrap is."""

        PARTICIPANT = "participant"
        RECOVERY = "recovery"
        REPORTER = "reporter"

    data_key = models.ForeignKey(DataKey, on_delete=models.CASCADE, related_name="wraps")
    kid = models.CharField(max_length=128)
    made_for = models.CharField(max_length=12, choices=For.choices)
    sealed = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["data_key", "kid"], name="one_wrap_for_each_key"),
        ]

    def __str__(self) -> str:
        return f"{self.data_key_id} for {self.kid}"


class DemonstrationClock(models.Model):
    """The one row that all processes of a demonstration node read the time from; production ignores it.

    The clock said ``at`` when the machine's clock said ``set_at``; while ``running`` it goes on from there.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = InstantField()
    set_at = InstantField()
    running = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_demonstration_clock"),
        ]

    def __str__(self) -> str:
        return str(self.at)
