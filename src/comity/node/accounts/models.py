"""The user model: one person at one participant, with roles. No reporter ever has an account."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models

from comity.node.base.models import Participant
from comity.node.base.times import InstantField


class Role(models.TextChoices):
    """Roles of people at a node (design section 4); the policy speaks of these."""

    INTAKE_OFFICER = "intake_officer", "Intake officer"
    DUTY_OFFICER = "duty_officer", "Duty officer of the contact point"
    INVESTIGATOR = "investigator", "Investigator"
    PROSECUTOR = "prosecutor", "Prosecutor"
    LEGAL_OFFICER = "legal_officer", "Lawyer of the central authority"
    EVIDENCE_OFFICER = "evidence_officer", "Evidence officer"
    FILTER_OFFICER = "filter_officer", "Filter officer (privilege)"
    ADDRESSEE_CLERK = "addressee_clerk", "Clerk of a provider, registrar or bank"
    STATISTICIAN = "statistician", "Statistician"
    OVERSIGHT = "oversight", "Oversight"
    ADMINISTRATOR = "administrator", "Administrator"


class UserManager(BaseUserManager["User"]):
    """Finds people by user name; rows are made by ``accounts.actions`` only."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by user name, whatever the case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in at the officers' or the addressees' door.

    ``language`` and ``zone`` are how pages speak to this person. An account is switched off, never deleted: audit
    entries name it by its id.
    """

    username = models.CharField(
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9.@_-]*\Z", "Small letters, digits, . @ _ -")],
    )
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="people")
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices), default=list)
    language = models.CharField(max_length=10, default="en")
    zone = models.CharField(max_length=60, default="UTC")
    is_active = models.BooleanField(default=True)
    joined_at = InstantField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_staff = False
    is_superuser = False

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering: ClassVar[list[str]] = ["username"]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """Return the name as shown to colleagues."""
        return self.name

    def get_short_name(self) -> str:
        """Return the user name."""
        return self.username

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Return no: ``comity.policy`` decides, never Django's permission tables."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Return no: see :meth:`has_perm`."""
        return False
