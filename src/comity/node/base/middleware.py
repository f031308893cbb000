"""Around every request: its id, the headers of its answer, one time for all it does, and words for what went wrong."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from comity.kernel.errors import ComityError
from comity.node.base import clock, problems

_Next = Callable[[HttpRequest], HttpResponseBase]
_log = logging.getLogger("comity.request")


class RequestId:
    """Gives each request a random id, which goes into log lines and error pages. Nothing of the visitor is in it."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; doors other than the portal log route, status and duration, never a path or an address."""
        request.id = secrets.token_hex(8)  # type: ignore[attr-defined]
        began = time.perf_counter()
        response = self.get_response(request)
        if settings.DOOR != "portal" and request.path_info != "/health":
            match = request.resolver_match
            facts = {
                "request": request.id,  # type: ignore[attr-defined]
                "route": match.view_name if match else "",
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            }
            _log.info("request", extra={"facts": facts})
        return response


class Headers:
    """Nothing of a person's matter is kept by a browser or a proxy; features a page never needs are off."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with ``Cache-Control: no-store`` and a ``Permissions-Policy``."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Permissions-Policy"] = (
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=(), "
            "publickey-credentials-get=(self), publickey-credentials-create=(self)"
        )
        response.headers["X-Robots-Tag"] = "noindex" if settings.DOOR != "portal" else "index"
        response.headers["X-Frame-Options"] = "DENY"
        return response


class Clock:
    """Reads the clock once: everything a request does happens at one instant, ``request.now``."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the clock held."""
        with clock.holding() as now:
            request.now = now  # type: ignore[attr-defined]
            return self.get_response(request)


class Readable:
    """Refuses a form with a NUL in it before a view sees it: no keyboard writes one, no column holds one.

    Views that take the stream themselves (``csrf_exempt``: files sealed on their way in) are left alone, for reading the form here
    would take the files from them.
    """

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Answer with the sentence where the form cannot be read; else let the view do it."""
        if getattr(view, "csrf_exempt", False):
            return None
        lists = (*request.GET.lists(), *request.POST.lists())
        if any("\0" in str(value) for _name, values in lists for value in values):
            return problems.bad_request(request)
        return None


class Problems:
    """Turns errors of ours into pages or problem documents."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer an error; one that nobody foresaw is logged by class and place and goes on to the 500 page."""
        if isinstance(exception, ComityError):
            return problems.answer(request, exception)
        by_design = isinstance(exception, Http404 | PermissionDenied) or type(
            exception
        ).__module__.startswith("allauth.")
        if not by_design:  # allauth sends people to step up by raising; its middleware answers
            _log.error(
                "request.failed",
                exc_info=(type(exception), exception, exception.__traceback__),
                extra={"facts": {"request": getattr(request, "id", "")}},
            )
        return None
