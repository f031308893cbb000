"""Who acts, on every request of the officers' door; and the end of a session nobody used for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from comity.node.accounts.models import User
from comity.node.accounts.sign_in import actor, has_second_factor


class Signed:
    """Sets ``request.actor`` (``None`` where nobody is signed in) and ends idle sessions.

    Somebody who signed in with a password only is sent to set a second factor up before anything else is shown.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        request.actor = None  # type: ignore[attr-defined]
        if isinstance(_user(request), User):
            now = time.time()
            seen = float(request.session.get("comity_seen", now))
            if now - seen > settings.COMITY_IDLE_SECONDS:
                logout(request)  # and go on as nobody: an open page opens, any other leads to the sign-in
                return self.get_response(request)
            if now - seen > 30 or "comity_seen" not in request.session:
                request.session["comity_seen"] = now  # not at every request: a page is many
            who = actor(request)
            request.actor = who  # type: ignore[attr-defined]
            setting_up = request.path_info.startswith(("/account/", "/static/", "/health"))
            if who is None and not setting_up and not has_second_factor(request):
                return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)


def _user(request: HttpRequest) -> object:
    user: object = request.user
    if isinstance(user, SimpleLazyObject):
        user = user._wrapped if user.is_authenticated else None
    return user
