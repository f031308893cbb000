"""Reports and what belongs to them. Each field is sealed, coded or a digest (design section 4)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from comity.kernel.identifier import new_id
from comity.node.base.fields import DigestField, Matter, SealedField, coded
from comity.node.base.times import InstantField


class Report(Matter):
    """What one person told, once.

    Her words, name, contact and answers are sealed under ``data_key``; the closed-list values that the engine,
    the clocks and the figures read are plain. ``code_digest`` finds it by the reporter's code; ``token`` makes a form
    sent twice one report. The private half of her own key pair (``reporter_private``) lies under her code, so
    letters and her copy open for her only while she enters it. Of an anonymous report every instant is a full hour.
    """

    class Mode(models.TextChoices):
        """For whom she reports."""

        SELF = "self"
        HELPER = "helper"
        WITNESS = "witness"
        BUSINESS = "business"
        CHILD = "child"

    class State(models.TextChoices):
        """Where a report stands. ``withdrawn_at`` is a wish beside it: police who know must often go on."""

        RECEIVED = "received"
        IN_TRIAGE = "in_triage"
        IN_CASE = "in_case"
        REFERRED = "referred"
        CLOSED = "closed"

    class Source(models.TextChoices):
        """How it came into the node."""

        PORTAL = "portal"
        IMPORT = "import"
        TICKET = "ticket"

    reference = coded(models.CharField(max_length=13, unique=True))
    code_digest = DigestField(null=True, unique=True)
    token = DigestField(unique=True)
    received_at = coded(InstantField(db_index=True))
    source = coded(models.CharField(max_length=10, choices=Source.choices))
    channel = coded(models.SlugField(max_length=30, default="web"))
    language = coded(models.CharField(max_length=10))
    country = coded(models.CharField(max_length=2, blank=True, default=""))
    mode = coded(models.CharField(max_length=10, choices=Mode.choices, default=Mode.SELF))
    anonymous = coded(models.BooleanField(default=False))
    safe_contact = coded(models.SlugField(max_length=20, blank=True, default=""))
    opening = coded(models.SlugField(max_length=40, blank=True, default=""))
    """What she answered on the first page."""

    urgency = coded(models.SlugField(max_length=20, blank=True, default=""))
    """Level of :mod:`comity.triage.urgency`; empty until the worker has read the report."""
    urgency_reasons = coded(ArrayField(models.CharField(max_length=80), default=list, blank=True))
    elements = coded(models.JSONField(default=dict))
    places = coded(models.JSONField(default=dict))
    facts = coded(models.JSONField(default=dict))
    """Other facts of closed lists, as :mod:`comity.triage` took them from the answers."""
    amount = coded(models.DecimalField(max_digits=38, decimal_places=18, null=True))
    currency = coded(models.CharField(max_length=12, blank=True, default=""))
    money_left_at = coded(InstantField(null=True))
    state = coded(
        models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED, db_index=True)
    )
    withdrawn_at = coded(InstantField(null=True))

    reporter_public = coded(models.JSONField(default=dict))
    """Her public key (a JWK): random, made for this report alone."""
    reporter_private = SealedField()
    own_words = SealedField()
    answers = SealedField()
    name = SealedField()
    contact = SealedField()
    origin = SealedField()
    """The id under which another system knew it (bulk import, ticket)."""
    content_digest = DigestField()
    """Salted digest of the whole content as sent, for the acknowledgement."""
    content_salt = DigestField()
    """32 random bytes, stated in the acknowledgement: with them her copy can be compared, and nothing guessed."""
    shows = coded(ArrayField(models.CharField(max_length=20), default=list, blank=True))
    """What she ticked that the acknowledgement may show; all of it from closed lists."""

    read_at = coded(InstantField(null=True))
    """When the worker had extracted, digested and assessed it; null: still to do."""
    attempts = coded(models.PositiveSmallIntegerField(default=0))
    next_try_at = coded(InstantField(null=True))
    failing_step = coded(models.SlugField(max_length=40, blank=True, default=""))

    class Meta:
        ordering: ClassVar[list[str]] = ["received_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_try_at", "received_at"],
                condition=models.Q(read_at__isnull=True),
                name="reports_still_to_read",
            ),
            models.Index(fields=["owner", "state", "-received_at"], name="reports_of_a_desk"),
        ]

    def __str__(self) -> str:
        return self.reference


class ReportFile(Matter):
    """A file given with a report: sealed chunks in the blob store, never opened as received (promise 9)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    blob = coded(models.CharField(max_length=80))
    """Where the sealed bytes lie: a name in the blob store."""
    media_kind = coded(models.SlugField(max_length=30))
    size = coded(models.BigIntegerField())
    name = SealedField()
    description = SealedField()
    digest = DigestField()
    """Salted digest of the plain content, as the acknowledgement names it."""
    given_at = coded(InstantField())
    at_first = coded(models.BooleanField(default=False))
    """Given with the report itself, so named in its acknowledgement; others came later."""

    class Meta:
        ordering: ClassVar[list[str]] = ["given_at", "id"]

    def __str__(self) -> str:
        return str(self.id)


class Message(Matter):
    """Something said after the report was sent, by the reporter or (by letter) to her."""

    class Direction(models.TextChoices):
        """Who speaks."""

        FROM_REPORTER = "from_reporter"
        TO_REPORTER = "to_reporter"

    class Kind(models.TextChoices):
        """What is said."""

        ADDITION = "addition"
        EXTENSION = "extension"
        WITHDRAWAL = "withdrawal"
        LETTER = "letter"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="messages")
    direction = coded(models.CharField(max_length=14, choices=Direction.choices))
    kind = coded(models.CharField(max_length=12, choices=Kind.choices, default=Kind.ADDITION))
    token = DigestField(unique=True)
    """A form sent twice is one message."""
    body = SealedField()
    said_at = coded(InstantField())
    released_at = coded(InstantField(null=True))
    read_at = coded(InstantField(null=True))
    """When the worker took what is said here into account; null: still to do."""
    letter = models.ForeignKey("letters.Letter", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["said_at", "id"]

    def __str__(self) -> str:
        return str(self.id)


class SelectorValue(Matter):
    """A selector found in a report: its kind plain, the value and how it was written sealed."""

    class Found(models.TextChoices):
        """Where it was found."""

        WORDS = "words"
        ANSWER = "answer"
        GIVEN = "given"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="selectors")
    kind = coded(models.SlugField(max_length=20))
    found = coded(models.CharField(max_length=8, choices=Found.choices))
    value = SealedField()
    as_written = SealedField()

    def __str__(self) -> str:
        return str(self.id)


class Draft(models.Model):
    """A report not sent yet, or a visit with a code: readable only with the key in the reporter's cookie.

    ``holder`` is a digest of that key. Nothing else is known of it, not even whose it is; when it expires it is gone.
    """

    matter = True

    class Kind(models.TextChoices):
        """What the cookie holds the key of."""

        REPORT = "report"
        VISIT = "visit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    holder = DigestField(unique=True)
    kind = coded(models.CharField(max_length=8, choices=Kind.choices))
    content = SealedField()
    version = coded(models.PositiveIntegerField(default=0))
    """Counts the writes, so that two windows do not silently undo each other."""
    expires_at = coded(InstantField(db_index=True))

    def __str__(self) -> str:
        return str(self.id)


class DraftFile(models.Model):
    """A sealed file of a draft: known by its place in the blob store, so that it goes when the draft expires."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    blob = coded(models.CharField(max_length=80))

    def __str__(self) -> str:
        return str(self.id)


class AcknowledgementFile(models.Model):
    """The signed acknowledgement of a report (a JWS): reference, time, digests and log position, nothing personal."""

    report = models.OneToOneField(
        Report, on_delete=models.PROTECT, primary_key=True, related_name="acknowledgement"
    )
    text = models.TextField()
    signed_at = InstantField()

    def __str__(self) -> str:
        return str(self.report_id)
