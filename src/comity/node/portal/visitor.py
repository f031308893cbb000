"""Who is at the door, as far as this door wants to know: a key in a cookie, a language, the time.

One cookie, set only once she starts answering (or enters a code): a random code that opens her draft and nothing else. Forms are
tied to it by a token derived from it; where there is no cookie yet, the browser's own word on where a form came from counts.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from comity.kernel.errors import BadInput, ComityError, declare
from comity.node.base import home
from comity.node.base.keyring import Keyring
from comity.node.base.permissions import public
from comity.node.base.problems import status_of
from comity.node.reports import drafts
from comity.node.ui.languages import current
from comity.suites import codes

STALE = declare(
    "portal.form.stale",
    "This page was open in another window or for too long, so we did not take the form.",
    "Go back, load the page again and send it once more. What you gave before is safe.",
)
TOO_BIG = declare(
    "portal.form.too_big",
    "What you sent is too large for this page, so we did not take it. What you gave before is safe.",
    "Go back: your text is still there. Shorten it, or save it as a file and add that.",
)

VISIT_OVER = declare(
    "portal.visit.over", "Your visit is over, so we have forgotten your code.", "Enter it again to go on."
)
GONE = frozenset({drafts.NO_DRAFT.code, VISIT_OVER.code})

COOKIE = "comity-note"
TOKEN = "token"  # noqa: S105 - the name of a form field
_P = ParamSpec("_P")
_View = TypeVar("_View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Visitor:
    """One request of somebody who comes to the portal."""

    request: HttpRequest
    keyring: Keyring
    now: datetime
    code: str
    """The code in her cookie, empty where there is none."""

    @property
    def language(self) -> str:
        """The language of the page."""
        return current().tag

    @property
    def form_token(self) -> str:
        """What her forms carry: tied to her cookie, told to nobody else."""
        if not self.code:
            return ""
        return hmac.digest(self.code.encode(), b"comity.form/1", "sha256").hex()[:32]

    @property
    def address(self) -> str:
        """The network address, for the limiter alone; empty where it is not known.

        Behind the proxy that ends TLS every connection comes from the proxy: what counts is the address that this proxy
        writes last. Without it all visitors would be one neighbourhood, and one of them could shut the door for all.
        """
        if settings.SECURE_PROXY_SSL_HEADER is None:
            return str(self.request.META.get("REMOTE_ADDR", ""))
        return str(self.request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()

    def draft(self) -> drafts.Content:
        """Return her draft.

        Raises:
            BadInput: she has none, or it has expired.
        """
        return self._read("report")

    def visit(self) -> str:
        """Return the report's code she entered for this visit.

        Raises:
            BadInput: no code was entered, or the visit is over.
        """
        return str(self._read("visit")["code"])

    def _read(self, kind: drafts.Kind) -> drafts.Content:
        if not self.code:
            raise BadInput(drafts.NO_DRAFT.fault())
        return drafts.read(self.code, kind, keyring=self.keyring, at=self.now)


def visitor_of(request: HttpRequest) -> Visitor:
    """Look at a request."""
    node = home.current()
    assert node is not None, "a door belongs to a node"
    return Visitor(request, Keyring(node, settings.DOOR), request.now, _code(request))  # type: ignore[attr-defined]


def door(
    view: Callable[Concatenate[Visitor, _P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponse]:
    """Make a view of a function of a :class:`Visitor`: public, its forms checked here instead of by a second cookie.

    What goes wrong is said on a page of the portal: a draft that is gone, a stale or too large form, knocking too often.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        visitor = visitor_of(request)
        try:
            if request.method not in {"GET", "HEAD"}:
                came_from_here(request)
                if getattr(view, "begins_anew", False):
                    _posted_token(visitor)
                elif not getattr(view, "reads_body_itself", False):
                    check_token(visitor)
            return view(visitor, *args, **kwargs)
        except ComityError as error:
            return _stopped(visitor, error)

    return cast("Callable[Concatenate[HttpRequest, _P], HttpResponse]", csrf_exempt(public(guarded)))


def _stopped(visitor: Visitor, error: ComityError) -> HttpResponse:
    """Answer with a page that says what happened, what is safe and what to do; never with a bare number."""
    from comity.node.portal.limits import TooOften
    from comity.node.portal.page import listed, show

    gone = any(fault.code in GONE for fault in error.faults)
    status = 429 if isinstance(error, TooOften) else 410 if gone else int(status_of(error))
    response = show(visitor, "stopped", {"faults": listed(error.faults), "gone": gone}, status=status)
    if isinstance(error, TooOften):
        response["Retry-After"] = str(60 * int(error.faults[0].facts["minutes"]))
    if gone:
        forget(response)
    return response


def reads_body_itself(view: _View) -> _View:
    """Mark a view that installs an upload handler before the body is read; it calls :func:`check_token` afterwards."""
    view.reads_body_itself = True  # type: ignore[attr-defined]
    return view


def begins_anew(view: _View) -> _View:
    """Mark a view whose form takes nothing from the cookie: it replaces it, so a note left from before is no matter.

    A browser keeps a strict cookie back from a page that was opened by a link on another site, and sends it with the form of
    that page: a token drawn without it would never fit. Such a form is taken as from somebody who has no cookie yet; the
    browser's own word on where it comes from counts.
    """
    view.begins_anew = True  # type: ignore[attr-defined]
    return view


def came_from_here(request: HttpRequest) -> None:
    """Check the browser's own word on where a form comes from, where it gives one.

    Raises:
        BadInput: from another site.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    foreign = site not in {"", "same-origin", "none"}
    # Under our Referrer-Policy a browser says "null" of our own forms too; then Sec-Fetch-Site and the token decide.
    if foreign or (origin not in {"", "null"} and urlsplit(origin).netloc != request.get_host()):
        raise BadInput(STALE.fault())


def check_token(visitor: Visitor) -> None:
    """Check that a form belongs to the cookie that came with it.

    Raises:
        BadInput: it does not, or the form is too large to be read.
    """
    given = _posted_token(visitor)
    if visitor.code and not hmac.compare_digest(given.encode(), visitor.form_token.encode()):
        raise BadInput(STALE.fault())


def _posted_token(visitor: Visitor) -> str:
    try:
        return str(visitor.request.POST.get(TOKEN, ""))
    except RequestDataTooBig:
        raise BadInput(TOO_BIG.fault()) from None


def remember(response: HttpResponse, code: str) -> None:
    """Set the one cookie: kept until the browser is closed, for this site alone, out of reach of scripts."""
    response.set_cookie(
        cookie_name(), code, secure=settings.CSRF_COOKIE_SECURE, httponly=True, samesite="Strict", path="/"
    )


def forget(response: HttpResponse) -> None:
    """Take the cookie away."""
    response.delete_cookie(cookie_name(), path="/", samesite="Strict")


def cookie_name() -> str:
    """Return the cookie's name; over https a browser keeps it for this host alone (RFC 6265bis 4.1.3.2)."""
    return f"__Host-{COOKIE}" if settings.CSRF_COOKIE_SECURE else COOKIE


def _code(request: HttpRequest) -> str:
    try:
        return codes.normalise(request.COOKIES.get(cookie_name(), ""))
    except BadInput:
        return ""
