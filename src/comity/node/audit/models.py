"""Leaves wait unordered; the notary gives each its position in a Merkle log and signs what the log has become.

No database role but the owner's may change or delete a row of these tables (docs/operate/grants.md).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comity.kernel.identifier import new_id
from comity.node.base.times import InstantField

LONGEST_PURPOSE = 300


class Log(models.TextChoices):
    """The logs of a node: ``audit`` all actions, ``custody`` items of evidence, ``reports`` what was acknowledged."""

    AUDIT = "audit"
    CUSTODY = "custody"
    REPORTS = "reports"


class Leaf(models.Model):
    """One thing that happened, written in the transaction in which it happened.

    ``actor`` is a label such as ``officer:7``, never a name. ``facts`` holds codes, ids and numbers. ``data`` is what the
    log hashes: a salted digest of the row, or the entry that the app gave; nothing personal, so the log can be shown.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    log = models.CharField(max_length=10, choices=Log.choices)
    verb = models.CharField(max_length=60)
    actor = models.CharField(max_length=80)
    participant = models.CharField(max_length=50, blank=True)
    at = InstantField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    purpose = models.CharField(max_length=LONGEST_PURPOSE, blank=True)
    facts = models.JSONField(default=dict)
    salt = models.BinaryField()
    data = models.BinaryField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="leaf_by_subject"),
            models.Index(fields=["participant", "at"], name="leaf_by_participant"),
            models.Index(fields=["actor", "at"], name="leaf_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind}:{self.subject_id}"


class Pending(models.Model):
    """A leaf without a position. A trigger of the database writes this row, so no process can leave one out."""

    id = models.BigAutoField(primary_key=True)
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="pending")
    log = models.CharField(max_length=10)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["log", "id"], name="pending_in_order")]

    def __str__(self) -> str:
        return str(self.leaf_id)


class Position(models.Model):
    """The place of a leaf in its log, and the hashes of all complete subtrees that end with it (the leaf's own first)."""

    leaf = models.OneToOneField(Leaf, primary_key=True, on_delete=models.PROTECT, related_name="position")
    log = models.CharField(max_length=10)
    index = models.BigIntegerField()
    subtrees = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["log", "index"], name="one_leaf_at_each_position"),
            models.CheckConstraint(condition=models.Q(index__gte=0), name="positions_start_at_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.log} {self.index}"


class Checkpoint(models.Model):
    """What the notary signed: the log had ``size`` leaves under ``root``; ``note`` is the C2SP signed note."""

    log = models.CharField(max_length=10)
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    at = InstantField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["log", "size"], name="one_checkpoint_for_each_size"),
        ]

    def __str__(self) -> str:
        return f"{self.log} {self.size}"
