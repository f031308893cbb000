"""From a request to an :class:`~comity.kernel.actor.Actor`: only doors and this module know how a person signed in.

A person counts as signed in only with a second factor: a passkey, or a password with a one-time code. Stepped up is who
gave one of them again a moment ago. The demonstration's one-click door records its own method, and that counts only where
``node.toml`` says demonstration.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from comity.kernel.actor import Actor
from comity.kernel.errors import NotAllowed, declare
from comity.node.accounts.models import User

DEMONSTRATION_METHOD = "demonstration"
NOT_A_DEMONSTRATION = declare(
    "accounts.sign_in.not_a_demonstration", "There is no sign-in without a second factor here."
)


def actor(request: HttpRequest) -> Actor | None:
    """Return who acts, or ``None`` for nobody, and for somebody whose second factor is still owed."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_active or not has_second_factor(request):
        return None
    return Actor(
        kind="officer",
        id=str(user.pk),
        participant=user.participant_id,
        roles=frozenset(user.roles),
        stepped_up=is_stepped_up(request),
    )


def has_second_factor(request: HttpRequest) -> bool:
    """Say whether this session was opened with a passkey, or with a one-time or recovery code after the password."""
    return any(_is_second(record) for record in _records(request))


def is_stepped_up(request: HttpRequest) -> bool:
    """Say whether the person showed a second factor a moment ago; a password alone does not count."""
    last = max(
        (float(record.get("at", 0)) for record in _records(request) if _is_second(record)), default=0.0
    )
    return time.time() - last < settings.COMITY_STEP_UP_SECONDS


def demonstration_sign_in(request: HttpRequest, user: User) -> None:
    """Sign a person of the demonstration in by one click.

    Raises:
        NotAllowed: this node is not a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise NotAllowed(NOT_A_DEMONSTRATION.fault())
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session["comity_seen"] = time.time()
    record_authentication(request, user, method=DEMONSTRATION_METHOD)


def came_by_one_click(request: HttpRequest) -> bool:
    """Say whether this session began at the demonstration's one-click door."""
    return any(record.get("method") == DEMONSTRATION_METHOD for record in _records(request))


def step_up_again(request: HttpRequest) -> None:
    """In the demonstration, step up by one click; elsewhere allauth's page does it.

    Raises:
        NotAllowed: this node is not a demonstration.
    """
    if not settings.DEMONSTRATION or not isinstance(request.user, User):
        raise NotAllowed(NOT_A_DEMONSTRATION.fault())
    record_authentication(request, request.user, method=DEMONSTRATION_METHOD, reauthenticated=True)


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return list(get_authentication_records(request, user))


def _is_second(record: dict[str, Any]) -> bool:
    if record.get("method") == DEMONSTRATION_METHOD:
        return bool(settings.DEMONSTRATION)
    return record.get("method") == "mfa" and record.get("type") in {"totp", "webauthn", "recovery_codes"}
