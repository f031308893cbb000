"""Verbs on accounts: make one, change its roles, switch it off. Each leaves an audit leaf; none shows a matter."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import Conflict, Fault, declare, raise_all
from comity.node.accounts.models import Role, User
from comity.node.audit import actions as audit
from comity.node.base.models import Participant
from comity.node.base.permissions import require
from comity.policy import Attributes

UNKNOWN_ROLE = declare("accounts.role.unknown", "{role!r} is not a role.", "Roles are: {known}.")
NAME_TAKEN = declare(
    "accounts.username.taken", "There is already an account {username!r}.", "Choose another user name."
)
BAD_FIELD = declare("accounts.field.bad", "{field}: {reason}")
UNKNOWN_PARTICIPANT = declare(
    "accounts.participant.unknown",
    "{code!r} is no participant of this node.",
    "Participants are listed in node.toml.",
)


@transaction.atomic
def create_user(
    username: str,
    *,
    by: Actor,
    at: datetime,
    participant: str,
    name: str,
    roles: Iterable[str] = (),
    password: str | None = None,
    email: str = "",
    language: str = "en",
    zone: str = "UTC",
) -> User:
    """Make an account. Without a password nobody can sign in with one (passkey, ministry's sign-in or demonstration).

    Raises:
        BadInput: every value that cannot be used is named.
        Conflict: the user name is taken.
        NotAllowed: the actor may not make accounts there.
    """
    require(by, "account.create", Attributes(owner=participant, at=at))
    owner = Participant.objects.filter(code=participant, hosted=True).first()
    user = User(
        username=username.lower(),
        name=name,
        email=email,
        roles=sorted(set(roles)),
        language=language,
        zone=zone,
        joined_at=at,
    )
    found = [*_faults(user, password), *_role_faults(user.roles)]
    if owner is None:
        found.append(UNKNOWN_PARTICIPANT.fault(code=participant))
        raise_all(found)
    raise_all(found)
    assert owner is not None
    user.participant = owner
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Conflict(NAME_TAKEN.fault(username=username)) from error
    _leaf("account.create", user, by, at, roles=user.roles)
    return user


@transaction.atomic
def set_roles(user: User, roles: Collection[str], *, by: Actor, at: datetime) -> User:
    """Give a person other roles; nobody changes their own.

    Raises:
        BadInput: an unknown role.
        NotAllowed: not an administrator there, or the person themselves.
    """
    require(
        by, "account.change", Attributes(owner=user.participant_id, done_by=frozenset({label(user)}), at=at)
    )
    raise_all(_role_faults(roles))
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.roles = sorted(set(roles))
    locked.save(update_fields=["roles"])
    _leaf("account.change", locked, by, at, roles=locked.roles)
    return locked


@transaction.atomic
def switch(user: User, *, active: bool, by: Actor, at: datetime) -> User:
    """Switch an account on or off."""
    require(
        by, "account.change", Attributes(owner=user.participant_id, done_by=frozenset({label(user)}), at=at)
    )
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.is_active = active
    locked.save(update_fields=["is_active"])
    _leaf("account.change", locked, by, at, active=active)
    return locked


def label(user: User) -> str:
    """Return how audit entries and policy name a person."""
    return Actor(kind="officer", id=str(user.pk)).label


def _leaf(verb: str, user: User, by: Actor, at: datetime, **facts: object) -> None:
    audit.record("audit", verb, by=by, at=at, subject_kind="account", subject_id=str(user.pk), facts=facts)


def _role_faults(roles: Collection[str]) -> list[Fault]:
    known = set(Role.values)
    return [
        UNKNOWN_ROLE.fault(role=role, known=", ".join(sorted(known))) for role in roles if role not in known
    ]


def _faults(user: User, password: str | None) -> list[Fault]:
    found: list[Fault] = []
    try:
        user.clean_fields(exclude={"participant", "password", "roles"})
    except ValidationError as error:
        found += [
            BAD_FIELD.fault(field=field, reason=" ".join(reasons))
            for field, reasons in error.message_dict.items()
        ]
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            found += [BAD_FIELD.fault(field="password", reason=reason) for reason in error.messages]
    return found
