"""Outbox and inbox, receipts, counterparts, and the signed directory as this node last saw it.

Truth is rows with a due time. An outgoing message and the row that says so are written in the transaction of the act
that sends it; an incoming one is a row before anybody is told that it arrived.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from comity.kernel.identifier import new_id
from comity.node.base.fields import SealedField, coded
from comity.node.base.times import InstantField

_DIGEST = 71  # "sha256:" and 64 hexadecimal digits


class Outgoing(models.Model):
    """A message of a hosted participant on its way: kept, and sent again with the same bytes, until a signed receipt."""

    matter = True

    class State(models.TextChoices):
        """How far it has come; only a verified receipt moves it forward."""

        WAITING = "waiting"
        STORED = "stored"
        OPENED = "opened"
        FAILED = "failed"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    """The id of the message: the same in both nodes and in every sending."""
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    to_code = coded(models.SlugField(max_length=50))
    matter_id = coded(models.UUIDField())
    """The matter it belongs to, under the id that both ends share."""
    kind = coded(models.CharField(max_length=60))
    instrument = coded(models.CharField(max_length=80, blank=True))
    envelope = SealedField()
    """The bytes that travel: signed by the sender, sealed to the addressee."""
    digest = coded(models.CharField(max_length=_DIGEST))
    state = coded(models.CharField(max_length=8, choices=State.choices, default=State.WAITING))
    posted_at = coded(InstantField())
    posted_by = coded(models.CharField(max_length=80))
    next_at = coded(InstantField(null=True))
    """When it is sent next; empty once a receipt is there or it was given up."""
    claim = coded(models.UUIDField(null=True))
    """Which sender of this node has it in hand; a claim ends with ``next_at``."""
    attempts = coded(models.PositiveIntegerField(default=0))
    last_fault = coded(models.CharField(max_length=80, blank=True))
    """The code of what went wrong last, never a text from outside."""
    deadline = coded(InstantField())
    """When trying ends and a person is told."""
    stored_at = coded(InstantField(null=True))
    opened_at = coded(InstantField(null=True))

    class Meta:
        ordering: ClassVar[list[str]] = ["posted_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_at"], name="outgoing_due", condition=Q(state="waiting")),
            models.Index(fields=["matter_id"], name="outgoing_of_matter"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False)
                | (~Q(state="waiting") & Q(next_at__isnull=True)),
                name="outgoing_waits_for_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Incoming(models.Model):
    """A message that arrived for a hosted participant: stored and receipted by the gateway, opened by the worker."""

    matter = True

    class State(models.TextChoices):
        """What the node did with it; ``opened_at`` says when an officer looked."""

        STORED = "stored"
        HANDLED = "handled"
        NOT_UNDERSTOOD = "not_understood"
        STUCK = "stuck"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = coded(models.UUIDField())
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    from_code = coded(models.SlugField(max_length=50))
    digest = coded(models.CharField(max_length=_DIGEST))
    envelope = SealedField()
    state = coded(models.CharField(max_length=14, choices=State.choices, default=State.STORED))
    stored_at = coded(InstantField())
    kind = coded(models.CharField(max_length=60, blank=True))
    matter_id = coded(models.UUIDField(null=True))
    instrument = coded(models.CharField(max_length=80, blank=True))
    data_key = models.ForeignKey("base.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    body = SealedField()
    """The message once it was opened, sealed again under the owner's data key."""
    next_at = coded(InstantField(null=True))
    """When the worker takes it up next; empty once it is done with."""
    attempts = coded(models.PositiveIntegerField(default=0))
    last_fault = coded(models.CharField(max_length=80, blank=True))
    handled_at = coded(InstantField(null=True))
    opened_at = coded(InstantField(null=True))
    opened_by = coded(models.CharField(max_length=80, blank=True))

    class Meta:
        ordering: ClassVar[list[str]] = ["stored_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_at"], name="incoming_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["matter_id"], name="incoming_of_matter"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The promise "takes effect once" rests on this index.
            models.UniqueConstraint(fields=["from_code", "message"], name="a_message_arrives_once"),
        ]

    def __str__(self) -> str:
        return f"message {self.message}"


class Parcel(models.Model):
    """A sealed file that goes with a message and is too large to travel inside it: its addressee's node fetches it here.

    The id is the reference: random, good for this message's addressee, for this one file, until ``until``.
    """

    matter = True

    id = models.UUIDField(primary_key=True, editable=False)
    message = models.OneToOneField(Outgoing, on_delete=models.PROTECT, related_name="parcel")
    blob = coded(models.CharField(max_length=64))
    """Name of the sealed file in the store: the digest of its bytes."""
    size = coded(models.BigIntegerField())
    until = coded(InstantField())

    def __str__(self) -> str:
        return str(self.id)


class Awaited(models.Model):
    """A parcel that a message announced, on its way here. The message takes effect once all of it is here, or is refused."""

    matter = True

    class State(models.TextChoices):
        """Whether it is still fetched."""

        WAITING = "waiting"
        HERE = "here"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incoming = models.OneToOneField(Incoming, on_delete=models.PROTECT, related_name="awaited")
    reference = coded(models.UUIDField())
    blob = coded(models.CharField(max_length=64))
    size = coded(models.BigIntegerField())
    until = coded(InstantField())
    state = coded(models.CharField(max_length=8, choices=State.choices, default=State.WAITING))
    next_at = coded(InstantField(null=True))
    attempts = coded(models.PositiveIntegerField(default=0))
    spoiled = coded(models.PositiveIntegerField(default=0))
    """How often all of it came and was not what was announced."""
    last_fault = coded(models.CharField(max_length=80, blank=True, default=""))

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_at"], name="awaited_due", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class Receipt(models.Model):
    """A signed receipt: one that we gave for what arrived, or one that we hold for what we sent. Never changed."""

    class Side(models.TextChoices):
        """Whether we signed it or hold it."""

        GIVEN = "given"
        HELD = "held"

    class Event(models.TextChoices):
        """What the receipt says happened."""

        STORED = "stored"
        OPENED = "opened"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    side = models.CharField(max_length=5, choices=Side.choices)
    message = models.UUIDField()
    counterpart = models.SlugField(max_length=50)
    """The other end: the sender of what we received, the addressee of what we sent."""
    event = models.CharField(max_length=6, choices=Event.choices)
    logged = models.BooleanField(default=False)
    """Whether it proves its place in the signed log; one without promises it, and comes first."""
    text = models.TextField()
    at = InstantField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["side", "counterpart", "message", "event", "logged"],
                name="one_receipt_for_each_event",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.message}"


class ReceiptDelivery(models.Model):
    """A receipt on its way to the sender's node: *opened*, or one with its place in the log."""

    receipt = models.OneToOneField(
        Receipt, primary_key=True, on_delete=models.PROTECT, related_name="delivery"
    )
    next_at = InstantField(null=True)
    """When it is sent next; empty once the other node has it, or it was given up."""
    attempts = models.PositiveIntegerField(default=0)
    deadline = InstantField()
    sent_at = InstantField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_at"], name="receipt_due", condition=Q(next_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.receipt_id)


class Counterpart(models.Model):
    """A participant of the directory, and whether this node has chosen to deal with it."""

    class Trust(models.TextChoices):
        """``new`` is not yet trusted: nothing is accepted from it and nothing sent to it."""

        NEW = "new"
        ADMITTED = "admitted"
        SUSPENDED = "suspended"

    participant = models.OneToOneField(
        "base.Participant", primary_key=True, on_delete=models.PROTECT, related_name="counterpart"
    )
    node = models.CharField(max_length=100)
    gateway = models.URLField(max_length=300)
    listed = models.BooleanField(default=True)
    """Whether the directory still lists it."""
    trust = models.CharField(max_length=9, choices=Trust.choices, default=Trust.NEW)
    since = InstantField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["participant_id"]

    def __str__(self) -> str:
        return str(self.participant_id)


class TrustChange(models.Model):
    """A decision to admit or suspend a counterpart: asked by one named person, confirmed by another, with its reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    counterpart = models.ForeignKey(Counterpart, on_delete=models.PROTECT, related_name="changes")
    trust = models.CharField(max_length=9, choices=Counterpart.Trust.choices)
    reason_code = models.CharField(max_length=60)
    asked_by = models.CharField(max_length=80)
    asked_at = InstantField()
    confirmed_by = models.CharField(max_length=80, blank=True)
    confirmed_at = InstantField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(asked_by=models.F("confirmed_by")), name="trust_takes_two_persons"
            ),
            models.UniqueConstraint(
                fields=["counterpart"], condition=Q(confirmed_at__isnull=True), name="one_open_trust_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counterpart_id}: {self.trust}"


class HttpNonce(models.Model):
    """A nonce of a signed request that was accepted; forgotten once its time window has passed."""

    kid = models.CharField(max_length=128)
    nonce = models.CharField(max_length=64)
    seen_at = InstantField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kid", "nonce"], name="a_nonce_counts_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["seen_at"], name="nonce_age")]

    def __str__(self) -> str:
        return self.kid


class DirectoryState(models.Model):
    """The signed directory as last verified: one row. Its files are verified again whenever a process reads them."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    files = models.JSONField(default=dict)
    """File name -> text of the signed metadata."""
    version = models.PositiveIntegerField(default=0)
    expires_at = InstantField(null=True)
    synced_at = InstantField(null=True)
    tried_at = InstantField(null=True)
    last_faults = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(id=1), name="one_directory"),
        ]

    def __str__(self) -> str:
        return f"directory {self.version}"
