"""A letter to a reporter: drafted by an event, released by a person, sealed so that her code or the desk opens it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comity.kernel.identifier import new_id
from comity.node.base.fields import DigestField, Matter, SealedField, coded
from comity.node.base.times import InstantField


class Letter(Matter):
    """One letter, sealed under the data key of the report it is about (so the reporter's own wrap opens it).

    ``kind`` is the id of a template of ``content/letters``; ``about`` the id of the report. A letter under a
    confidentiality flag carries ``not_before`` and cannot be released before that instant.
    """

    class State(models.TextChoices):
        """Where a letter stands."""

        DRAFT = "draft"
        RELEASED = "released"
        WITHHELD = "withheld"

    about = coded(models.UUIDField(db_index=True))
    case = coded(models.UUIDField(null=True, db_index=True))
    kind = coded(models.SlugField(max_length=60))
    event = coded(models.SlugField(max_length=60))
    language = coded(models.CharField(max_length=10))
    body = SealedField()
    state = coded(models.CharField(max_length=10, choices=State.choices, default=State.DRAFT))
    drafted_by = coded(models.CharField(max_length=80))
    drafted_at = coded(InstantField())
    released_by = coded(models.CharField(max_length=80, blank=True, default=""))
    released_at = coded(InstantField(null=True))
    not_before = coded(InstantField(null=True))
    reason_code = coded(models.SlugField(max_length=60, blank=True, default=""))
    """Why it is withheld, from the closed list of :mod:`comity.node.letters.actions`."""

    class Meta:
        ordering: ClassVar[list[str]] = ["drafted_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["about", "kind", "event"], name="one_letter_for_each_event"),
            models.CheckConstraint(
                condition=~models.Q(state="released")
                | models.Q(released_at__isnull=False) & ~models.Q(released_by=""),
                name="a_released_letter_names_its_officer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SentMessage(models.Model):
    """Something we sent or showed, as digests: enough to answer "is this message really from us?" and nothing more.

    ``number`` is the digest of the number printed on it, ``words`` that of its words with blanks evened out.
    """

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = DigestField(unique=True)
    words = DigestField()
    sent_at = coded(InstantField())

    def __str__(self) -> str:
        return str(self.id)
