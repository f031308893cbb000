"""Items of evidence and what happened to them. What is written here stays: no role may change or delete an item or an entry.

The state of an item is its last custody entry. The entry itself is a leaf of the log ``custody``; the row here gives its
number and finds it.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from comity.kernel.identifier import new_id
from comity.node.base.fields import Matter, SealedField, coded
from comity.node.base.times import InstantField


class MarkKind(models.TextChoices):
    """Whose confidence an item may touch. Anything but ``none`` is opened by a filter officer outside the case first."""

    NONE = "none"
    PRIVILEGED = "privileged"
    PRESS = "press"
    MEDICAL = "medical"


class Item(Matter):
    """One item as its owner holds it. ``item_id`` is the id that custody entries name, the same at every node.

    The file has a key of its own (``content_key``, sealed under the data key), so that it can be handed on without
    anything else of this row. ``blob`` names the sealed bytes by their digest.
    """

    class Origin(models.TextChoices):
        """How it came here."""

        UPLOAD = "upload"
        HOLDER = "holder"
        PACKAGE = "package"

    item_id = coded(models.UUIDField(default=new_id))
    reference = coded(models.CharField(max_length=13, unique=True))
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="items")
    request = models.ForeignKey(
        "assistance.Request", on_delete=models.PROTECT, null=True, related_name="items"
    )
    package = models.ForeignKey("Package", on_delete=models.PROTECT, null=True, related_name="arrived")
    """The package it arrived in."""
    parties = coded(ArrayField(models.CharField(max_length=50), default=list, blank=True))
    """Codes of further participants of this node whose matter it is: who asked, who drafted."""
    origin = coded(models.CharField(max_length=8, choices=Origin.choices))
    received_from = coded(models.CharField(max_length=50, blank=True, default=""))
    blob = coded(models.CharField(max_length=64))
    content_key = SealedField()
    digest = SealedField()
    """Digest of the content in clear: sealed, since it tells whether somebody has a known file."""
    salt = SealedField()
    salted = coded(models.CharField(max_length=80))
    """The salted digest that custody entries hold."""
    size = coded(models.BigIntegerField())
    sealed_size = coded(models.BigIntegerField())
    media_kind = coded(models.CharField(max_length=30))
    format = coded(models.CharField(max_length=60, blank=True, default=""))
    """A declared form that the node can read, such as a list of people harmed; empty for anything else."""
    mark = coded(models.CharField(max_length=12, choices=MarkKind.choices, default=MarkKind.NONE))
    use_limits = coded(ArrayField(models.CharField(max_length=200), default=list, blank=True))
    """Under which condition it may be used, as cited text of the instrument's record."""
    title = SealedField()
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "item_id"], name="an_item_once_at_an_owner"),
        ]

    def __str__(self) -> str:
        return self.reference


class CustodyEntry(models.Model):
    """An entry of our own log, by item and number. Two acts at once cannot both be the next one."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="entries")
    number = coded(models.PositiveIntegerField())
    verb = coded(models.CharField(max_length=12))
    counterpart = coded(models.CharField(max_length=50, blank=True, default=""))
    authorisation = coded(models.CharField(max_length=80, blank=True, default=""))
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())
    leaf = models.OneToOneField("audit.Leaf", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["item_id", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "number"], name="one_entry_for_each_number"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.number} {self.verb}"


class EarlierEntry(models.Model):
    """An entry of another log that came with a package and was proven; ``place`` counts them in the order of travel."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="earlier")
    place = coded(models.PositiveIntegerField())
    log = coded(models.CharField(max_length=200))
    document = coded(models.JSONField())

    class Meta:
        ordering: ClassVar[list[str]] = ["item_id", "place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "place"], name="earlier_entries_have_an_order"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.place}"


class Filtering(models.Model):
    """What a filter officer, who does not work on the case, decided about a marked item."""

    matter = True

    class Decision(models.TextChoices):
        """Let it go on, or keep it sealed."""

        CLEARED = "cleared"
        SEALED = "sealed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="filterings")
    decision = coded(models.CharField(max_length=8, choices=Decision.choices))
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.decision}"


class Release(models.Model):
    """Items to be let go to the other side of a request: asked by one person, released by another, under one authorisation."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("assistance.Request", on_delete=models.PROTECT, related_name="releases")
    items = models.ManyToManyField(Item, related_name="releases")
    to = coded(models.CharField(max_length=50))
    authorisation = models.ForeignKey(
        "assistance.Authorisation", on_delete=models.PROTECT, related_name="releases"
    )
    order = models.OneToOneField("approvals.Order", on_delete=models.PROTECT, related_name="+")
    use_limits = coded(ArrayField(models.CharField(max_length=200), default=list, blank=True))
    asked_by = coded(models.CharField(max_length=80))
    asked_at = coded(InstantField())
    released_by = coded(models.CharField(max_length=80, blank=True, default=""))
    released_at = coded(InstantField(null=True))

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(released_by=F("asked_by")), name="a_release_takes_two"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by="")
                | (Q(released_at__isnull=False) & ~Q(released_by="")),
                name="a_release_names_who_gave_it",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Package(Matter):
    """A package of evidence: on its way, sent, received, or made for the file. The whole of it lies sealed in the blob store."""

    class Kind(models.TextChoices):
        """Where it goes or came from."""

        OUT = "out"
        IN = "in"
        OWN = "own"

    class State(models.TextChoices):
        """Where it stands; ``waiting``: until the notary has placed its entries in the log."""

        WAITING = "waiting"
        READY = "ready"
        SENT = "sent"
        RECEIVED = "received"
        REFUSED = "refused"

    kind = coded(models.CharField(max_length=3, choices=Kind.choices))
    state = coded(models.CharField(max_length=8, choices=State.choices))
    request = models.ForeignKey(
        "assistance.Request", on_delete=models.PROTECT, null=True, related_name="packages"
    )
    release = models.OneToOneField(Release, on_delete=models.PROTECT, null=True, related_name="package")
    items = models.ManyToManyField(Item, related_name="packages")
    counterpart = coded(models.CharField(max_length=50, blank=True, default=""))
    authorisations = coded(models.JSONField(default=list))
    use_limits = coded(ArrayField(models.CharField(max_length=200), default=list, blank=True))
    blob = coded(models.CharField(max_length=64, blank=True, default=""))
    content_key = SealedField()
    digest = coded(models.CharField(max_length=80, blank=True, default=""))
    """Digest of the package file as it leaves."""
    size = coded(models.BigIntegerField(default=0))
    message_id = coded(models.UUIDField(null=True))
    fault = coded(models.CharField(max_length=80, blank=True, default=""))
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "message_id"], condition=Q(kind="in"), name="a_package_arrives_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
