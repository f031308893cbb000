"""Requests of one participant to another under an instrument; both ends keep their own row with the same matter id.

Which instrument, form, steps, clocks and grounds there are is in the book's record; nothing here names one. A request
moves per data category (:class:`Part`): executed for the logs, a notice for the content, counted as "in part".
Orders of an authority to a provider or bank of its own state are requests too, under the home power's instrument.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from comity.kernel.identifier import new_id
from comity.node.base.fields import Matter, SealedField, coded
from comity.node.base.times import InstantField


class Request(Matter):
    """One exchange under an instrument, as its owner sees it. ``matter_id`` is the id both ends share."""

    class Direction(models.TextChoices):
        """Whether the owner asks or is asked."""

        OUT = "out"
        IN = "in"

    matter_id = coded(models.UUIDField(default=new_id, db_index=True))
    reference = coded(models.CharField(max_length=13, unique=True))
    counterpart_reference = coded(models.CharField(max_length=13, blank=True, default=""))
    direction = coded(models.CharField(max_length=3, choices=Direction.choices))
    parties = coded(ArrayField(models.CharField(max_length=50), default=list, blank=True))
    """Codes of further participants of this node whose matter it is by the course of the work: who commits, sends, executes."""
    via = coded(models.CharField(max_length=50, blank=True, default=""))
    """Code of the participant of this node that speaks on the wire: the contact point for the police that drafted."""
    counterpart = coded(models.CharField(max_length=50, blank=True, default=""))
    """Code of the participant at the other end; empty where the state has no node and the request goes on paper."""
    requesting = coded(models.CharField(max_length=2))
    requested = coded(models.CharField(max_length=2))
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="requests")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="follow_ups")
    """The request this one serves or follows: a hold and the assistance request after it, a foreign request and the
    order at home that executes it."""
    instrument = coded(models.CharField(max_length=60))
    legal_basis = coded(models.CharField(max_length=200))
    """As the book's record words it on the day of drafting, or the statute of the home power."""
    measure = coded(models.CharField(max_length=60))
    urgency = coded(models.CharField(max_length=12, default="routine"))
    confidential = coded(models.BooleanField(default=False))
    offence_articles = coded(ArrayField(models.CharField(max_length=30), default=list, blank=True))
    tags = coded(ArrayField(models.CharField(max_length=30), default=list, blank=True))
    book_digest = coded(models.CharField(max_length=80))
    answer = coded(models.JSONField(default=dict))
    """The engine's route for this ask when it was drafted (codes, verdicts, citations)."""
    fields = SealedField()
    """The form's values as JSON, keyed by the field names of the instrument's record."""
    stated = coded(models.JSONField(default=dict))
    """What the requesting side states for the rights gate: maximum penalty in months, political character."""
    from_role = coded(models.CharField(max_length=30, blank=True, default=""))
    to_role = coded(models.CharField(max_length=30, blank=True, default=""))
    statute_confidence = coded(models.CharField(max_length=10, blank=True, default=""))
    """Of an order at home: how sure the record of the power is."""
    period_days = coded(models.PositiveIntegerField(null=True))
    """Of an order at home: how many days the power gives; counted from the confirmation."""
    ends_on = coded(models.DateField(null=True))
    """Of an order at home: the day it names, to answer by or to hold until."""
    origin_released = coded(models.BooleanField(default=False))
    """Whether the requesting state may be named to a holder; it never is unless it said so."""
    life_at_risk = coded(models.BooleanField(default=False))
    version = coded(models.PositiveIntegerField(default=0))
    """Counted up by everything that changes the request; a page that was read before says which it saw."""
    rights_stop = coded(models.BooleanField(default=False))
    """Stopped at the rights gate until a named lawyer has given reasons (promise 16)."""
    drafted_by = coded(models.CharField(max_length=80, blank=True, default=""))
    drafted_at = coded(InstantField(null=True))
    committed_by = coded(models.CharField(max_length=80, blank=True, default=""))
    committed_at = coded(InstantField(null=True))
    sent_by = coded(models.CharField(max_length=80, blank=True, default=""))
    sent_at = coded(InstantField(null=True))
    discarded_at = coded(InstantField(null=True))
    """When its drafter gave a draft up; it then stands in no list."""
    received_at = coded(InstantField(null=True))

    class Meta:
        ordering: ClassVar[list[str]] = ["-drafted_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "matter_id"], name="one_request_for_each_matter_and_end"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "direction", "instrument"], name="requests_of_a_desk"),
        ]

    def __str__(self) -> str:
        return self.reference


class Part(models.Model):
    """One data category of a request (one with an empty category where the instrument has none) and its state."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="parts")
    data_category = coded(models.CharField(max_length=20, blank=True, default=""))
    state = coded(models.CharField(max_length=50))

    class Meta:
        ordering: ClassVar[list[str]] = ["data_category"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "data_category"], name="one_part_for_each_category"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.data_category} {self.state}"


class Step(Matter):
    """One transition of one part, kept for ever: the event, from, to, by whom, on which side, with reason and citation."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="steps")
    number = coded(models.PositiveIntegerField(default=0))
    """In which order the steps of a request happened; instants may be equal."""
    event = coded(models.CharField(max_length=80))
    source = coded(models.CharField(max_length=50))
    target = coded(models.CharField(max_length=50))
    side = coded(models.CharField(max_length=12))
    by = coded(models.CharField(max_length=80))
    role = coded(models.CharField(max_length=30, blank=True, default=""))
    at = coded(InstantField())
    since = coded(InstantField(null=True))
    """From when its clocks count, where that is another instant: a holder confirmed before the contact point told it."""
    message_id = coded(models.UUIDField(null=True))
    """The message by which the step was told or learnt."""
    reason_code = coded(models.CharField(max_length=80, blank=True, default=""))
    cite = coded(models.CharField(max_length=80, blank=True, default=""))
    note = SealedField()
    content = SealedField()
    """What was told with the step, as JSON: an answer, an amount, a path."""

    class Meta:
        ordering: ClassVar[list[str]] = ["number", "at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["part", "message_id", "event"], name="a_message_steps_once"),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} {self.event}"


class Authorisation(Matter):
    """A recorded authorisation: what kind, by which authority, of which day; the paper itself by digest."""

    class Kind(models.TextChoices):
        """Who authorised."""

        JUDGE = "judge"
        PROSECUTOR = "prosecutor"
        POLICE = "police"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="authorisations")
    kind = coded(models.CharField(max_length=12, choices=Kind.choices))
    authority = coded(models.CharField(max_length=120))
    dated = coded(models.DateField())
    statute = coded(models.CharField(max_length=200, blank=True, default=""))
    paper_reference = SealedField()
    paper_digest = coded(models.CharField(max_length=80, blank=True, default=""))
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())

    def __str__(self) -> str:
        return f"{self.kind} {self.dated.isoformat()}"


class RightsDecision(Matter):
    """What a named lawyer decided at the rights gate, and why (promise 16)."""

    class Outcome(models.TextChoices):
        """Go on, or not."""

        CLEARED = "cleared"
        REFUSED = "refused"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="rights_decisions")
    outcome = coded(models.CharField(max_length=8, choices=Outcome.choices))
    marks = coded(ArrayField(models.CharField(max_length=40), default=list, blank=True))
    """What stopped it: tags, engaged grounds, an open question of the death penalty."""
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())
    reasons = SealedField()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.outcome}"


class Hold(Matter):
    """Money held at a bank: an amount, never the whole account; with the day it ends and the law it rests on."""

    class State(models.TextChoices):
        """Where a hold stands."""

        HELD = "held"
        SEIZED = "seized"
        LAPSED = "lapsed"
        RELEASED = "released"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="holds")
    part = models.OneToOneField(Part, on_delete=models.PROTECT, related_name="hold")
    amount = coded(models.DecimalField(max_digits=38, decimal_places=18))
    asked = coded(models.DecimalField(max_digits=38, decimal_places=18, null=True))
    """How much was asked, in the same currency; nothing where it is not known."""
    currency = coded(models.CharField(max_length=12))
    confirmed_at = coded(InstantField())
    ends_on = coded(models.DateField())
    state = coded(models.CharField(max_length=10, choices=State.choices, default=State.HELD))
    ended_at = coded(InstantField(null=True))
    basis = coded(models.CharField(max_length=200))
    basis_confidence = coded(models.CharField(max_length=10, default="recalled"))
    account = SealedField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="a_hold_has_an_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"


class Commitment(Matter):
    """The promise of a follow-up request: who gives it, under which instrument, by which day."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="commitment")
    instrument = coded(models.CharField(max_length=60))
    by_day = coded(models.DateField())
    by = coded(models.CharField(max_length=80))
    by_participant = coded(models.CharField(max_length=50))
    at = coded(InstantField())
    words = SealedField()

    def __str__(self) -> str:
        return f"{self.instrument} {self.by_day.isoformat()}"


class Call(models.Model):
    """A telephone call logged before a request is sent at night, or with a counterpart that has no node."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="calls")
    to = coded(models.CharField(max_length=50))
    reached = coded(models.BooleanField())
    confirms = coded(models.BooleanField(default=False))
    """Whether whoever was reached is the second person and said yes (promise 23)."""
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())

    def __str__(self) -> str:
        return f"{self.to} {self.at.isoformat()}"
