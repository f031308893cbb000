"""Cases and what belongs to them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from comity.kernel.identifier import new_id
from comity.node.base.fields import Matter, SealedField, coded
from comity.node.base.times import InstantField


class Case(Matter):
    """An inquiry of one participant. ``working_name`` is a code word such as "Lantern", never a person's name."""

    class State(models.TextChoices):
        """Where a case stands."""

        OPEN = "open"
        SUSPENDED = "suspended"
        CLOSED = "closed"

    reference = coded(models.CharField(max_length=13, unique=True))
    working_name = coded(models.CharField(max_length=40))
    title = SealedField()
    state = coded(models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_index=True))
    opened_at = coded(InstantField())
    opened_by = coded(models.CharField(max_length=80))
    lead = coded(models.CharField(max_length=80, blank=True, default=""))
    """Label of the person who leads it (``officer:7``)."""
    closed_at = coded(InstantField(null=True))
    closed_code = coded(models.SlugField(max_length=60, blank=True, default=""))
    handling = coded(models.SlugField(max_length=14, default="amber"))

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_at", "id"]

    def __str__(self) -> str:
        return self.reference


class CaseReport(models.Model):
    """A report joined to a case: by whom, when, and whether a link suggested it."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="joined")
    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="cases")
    reason_code = coded(models.SlugField(max_length=40, default="officer"))
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "report"], name="a_report_joins_a_case_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.report_id}"


class CaseFact(models.Model):
    """A fact of the case as an officer states it: coded, with its source; a later row of the same name replaces it.

    ``name`` is the place of the fact in a scenario (``elements.access_to_system``, ``places.provider``, ``consent``); ``value`` any
    JSON value of a closed list there, ``null`` to take the fact back.
    """

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="facts")
    name = coded(models.CharField(max_length=80))
    value = coded(models.JSONField(null=True))
    source_code = coded(models.SlugField(max_length=40, default="officer"))
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())
    number = coded(models.PositiveIntegerField(default=1))

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="facts_of_a_case_have_an_order"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"


class CaseGrant(models.Model):
    """Leave on a case for a person (``officer:7``) or a participant, for some verbs, until a day.

    ``role`` names the bundle of :mod:`comity.node.cases.leave` the verbs came from. Ended early: ``ended_at``; never deleted.
    """

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grants")
    to = coded(models.CharField(max_length=80))
    role = coded(models.SlugField(max_length=20, default="work"))
    verbs = coded(ArrayField(models.CharField(max_length=60)))
    until = coded(InstantField())
    ended_at = coded(InstantField(null=True))
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.to}"


class Confidentiality(models.Model):
    """While a flag holds, no letter about the case may be released (lantern: told by a person, not by a rule)."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="confidentiality")
    reason_code = coded(models.SlugField(max_length=60))
    since = coded(InstantField())
    until = coded(InstantField(null=True))
    by = coded(models.CharField(max_length=80))
    lifted_at = coded(InstantField(null=True))
    lifted_by = coded(models.CharField(max_length=80, blank=True, default=""))

    class Meta:
        ordering: ClassVar[list[str]] = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason_code}"


class Note(Matter):
    """Something an officer wrote into the case: sealed. ``kind`` tells a note from the reasons of closing."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    kind = coded(models.SlugField(max_length=20, default="note"))
    body = SealedField()
    by = coded(models.CharField(max_length=80))
    at = coded(InstantField())

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return str(self.id)
