"""Step up: say again that it is you, before something that cannot be undone.

A view that leads to such an act is decorated with :func:`stepped_up`, below ``@verb``; the act itself is refused by policy all the same.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from comity.node.accounts import sign_in
from comity.node.base.permissions import verb

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def stepped_up(view: _View) -> _View:
    """Let only somebody in who showed a moment ago that it is them; others are sent to show it and come back.

    A form that comes too late is not kept (it may hold a person's words): one is sent back to its page.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = getattr(request, "actor", None)
        if actor is not None and not actor.stepped_up:
            back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
            return HttpResponseRedirect(
                f"{reverse('account_step_up')}?{urlencode({REDIRECT_FIELD_NAME: back})}"
            )
        return view(request, *args, **kwargs)

    return cast("_View", guarded)


@verb("account.own")
def step_up(request: HttpRequest) -> HttpResponseBase:
    """Ask for the second factor again; in a demonstration one button does."""
    back = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or "/"
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    if not settings.DEMONSTRATION or not sign_in.came_by_one_click(request):
        # What this person has: a code or a passkey, whichever allauth lists first; a password alone is no step-up.
        ways = [
            one["url"]
            for one in get_adapter().get_reauthentication_methods(request.user)
            if one["id"] != "reauthenticate"
        ]
        way = ways[0] if ways else reverse("mfa_index")
        return HttpResponseRedirect(f"{way}?{urlencode({REDIRECT_FIELD_NAME: back})}")
    if request.method == "POST":
        sign_in.step_up_again(request)
        return HttpResponseRedirect(back)
    return render(
        request, "accounts/step_up.html", {"next": back, "field": REDIRECT_FIELD_NAME}, using="jinja2"
    )
