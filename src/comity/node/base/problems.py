"""What a person or a machine is told when something cannot be done: a page, or a problem document (RFC 9457).

Every :class:`~comity.kernel.errors.ComityError` has its status here; all its faults are named. What nobody foresaw is a
500 with the request's id and nothing else.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from comity.kernel.errors import BadInput, ComityError, Conflict, Fault, NotAllowed, Untrusted, declare
from comity.node.base.telling import told

_log = logging.getLogger("comity.problems")

NOT_FOUND = declare(
    "node.page.not_found", "There is no such page here.", "Check the address, or begin at the first page."
)
BAD_REQUEST = declare("node.request.unreadable", "The request could not be read.", "Go back and try again.")
FAILED = declare(
    "node.request.failed",
    "Something went wrong on our side; nothing was changed.",
    "Try again. If it stays, give us the number {request}.",
)
AWAY = declare(
    "node.database.away",
    "We cannot take anything at this moment: our records cannot be reached. Only what was confirmed is stored for certain.",
    "Try again in a minute.",
)
STALE_FORM = declare(
    "node.form.stale",
    "This page was open for too long or your browser keeps no cookies, so the form was not accepted.",
    "Go back, load the page again and send it once more.",
)
LOCKED_OUT = declare(
    "node.sign_in.locked",
    "Too many attempts to sign in.",
    "Wait a quarter of an hour, or ask your administrator.",
)

_STATUS: tuple[tuple[type[ComityError], HTTPStatus], ...] = (
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (Conflict, HTTPStatus.CONFLICT),
    (Untrusted, HTTPStatus.BAD_REQUEST),
    (BadInput, HTTPStatus.UNPROCESSABLE_ENTITY),
)


def status_of(error: ComityError) -> HTTPStatus:
    """Return the HTTP status of an error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)


def document(status: HTTPStatus, faults: Iterable[Fault], request_id: str) -> dict[str, Any]:
    """Return the problem document: ``type`` is the stable code of the first fault, ``faults`` holds all of them."""
    listed = [{"code": fault.code, "detail": fault.text} for fault in faults]
    return {
        "schema": "comity.problem/1",
        "type": f"urn:comity:problem:{listed[0]['code']}",
        "title": status.phrase,
        "status": int(status),
        "detail": listed[0]["detail"],
        "instance": f"urn:comity:request:{request_id}",
        "faults": listed,
    }


def respond(
    request: HttpRequest, status: HTTPStatus, faults: Iterable[Fault], *, page: str = "base/problem.html"
) -> HttpResponse:
    """Answer with a page where people read, with a problem document where machines do."""
    listed = tuple(faults)
    request_id = getattr(request, "id", "")
    _log.info(
        "problem",
        extra={
            "facts": {"request": request_id, "status": int(status), "codes": [one.code for one in listed]}
        },
    )
    if (
        settings.DOOR == "gateway"
        or "application/json" in request.headers.get("Accept", "").partition(";")[0]
    ):
        body = document(status, listed, request_id)
        return JsonResponse(body, status=status, content_type="application/problem+json")
    context = {"status": int(status), "faults": told(listed), "request_id": request_id, "door": settings.DOOR}
    return render(request, page, context, status=status, using="jinja2")


def answer(request: HttpRequest, error: ComityError) -> HttpResponse:
    """Answer an error of ours."""
    return respond(request, status_of(error), error.faults)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 404 handler; existence is not told to those it is not for."""
    return respond(request, HTTPStatus.NOT_FOUND, [NOT_FOUND.fault()])


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 400 handler."""
    return respond(request, HTTPStatus.BAD_REQUEST, [BAD_REQUEST.fault()])


def failed(request: HttpRequest) -> HttpResponse:
    """Django's 500 handler; a database that is away is a 503, and says when to come back."""
    if database_away(sys.exc_info()[1]):
        return away(request)
    return respond(
        request, HTTPStatus.INTERNAL_SERVER_ERROR, [FAILED.fault(request=getattr(request, "id", ""))]
    )


def database_away(error: BaseException | None) -> bool:
    """Say whether an error, or one that led to it, is that of a database that stops, starts or is cut off."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def away(request: HttpRequest) -> HttpResponse:
    """Answer 503 without asking the database anything.

    Whether the last words reached it nobody knows (it may have died between writing and saying so), so the page claims
    neither that they are stored nor that they are not.
    """
    # Who is signed in and what waits for them stands in the database, and the layouts would ask.
    for asked in ("user", "actor", "chrome", "_messages"):
        if hasattr(request, asked):
            delattr(request, asked)
    answer = respond(request, HTTPStatus.SERVICE_UNAVAILABLE, [AWAY.fault()], page="base/away.html")
    answer.headers["Retry-After"] = "5"
    return answer


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF failure view."""
    return respond(request, HTTPStatus.FORBIDDEN, [STALE_FORM.fault()])


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """django-axes' answer to somebody who guesses passwords."""
    return respond(request, HTTPStatus.TOO_MANY_REQUESTS, [LOCKED_OUT.fault()])
