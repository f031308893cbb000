"""Every refusal of the gateway has its status and its own code (RFC 9457); one that is meant for good is signed.

A sender gives a message up only on a *signed* refusal: an unsigned one could come from anybody on the way.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from comity.exchange import faults as library
from comity.exchange import refusal, verify
from comity.exchange.envelope import Outer
from comity.kernel.errors import ComityError
from comity.node.base import problems
from comity.node.exchange import faults
from comity.node.exchange.keys import keyring
from comity.suites import faults as suites

_STATUS = {
    faults.TOO_LARGE.code: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    suites.TOO_LARGE.code: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    faults.LENGTH_NEEDED.code: HTTPStatus.LENGTH_REQUIRED,
    faults.WRONG_MEDIA.code: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    faults.NO_SUCH_RECEIPT.code: HTTPStatus.NOT_FOUND,
    faults.NO_PARCEL.code: HTTPStatus.NOT_FOUND,
    faults.PARCEL_OVER.code: HTTPStatus.GONE,
    faults.PARCEL_RANGE.code: HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    faults.NO_DIRECTORY.code: HTTPStatus.SERVICE_UNAVAILABLE,
    faults.NO_ROOT.code: HTTPStatus.SERVICE_UNAVAILABLE,
    library.SUSPENDED.code: HTTPStatus.FORBIDDEN,
    library.REPLAYED_OTHER.code: HTTPStatus.CONFLICT,
    **dict.fromkeys(
        (
            suites.UNKNOWN_KID.code,
            suites.HTTP_UNSIGNED.code,
            suites.HTTP_BAD.code,
            suites.HTTP_DIGEST.code,
            suites.HTTP_STALE.code,
            suites.HTTP_REPLAY.code,
        ),
        HTTPStatus.UNAUTHORIZED,
    ),
}
FINAL = verify.FINAL | {faults.NOT_HOSTED.code, faults.NOT_ADMITTED.code, faults.SUSPENDED.code}
"""What sending the same bytes again cannot cure, until a person does something about it."""


def answer(request: HttpRequest, error: ComityError, *, about: Outer | None = None) -> HttpResponse:
    """Answer a request that is refused. ``about``: the envelope, once its outside is verified; then the refusal can be signed."""
    code = error.faults[0].code
    status = _STATUS.get(code, problems.status_of(error))
    if about is None or code not in FINAL:
        return problems.respond(request, status, error.faults)
    body = problems.document(status, error.faults, getattr(request, "id", ""))
    body["refusal"] = refusal.sign(
        message=about.id, digest=about.digest, sender=about.to, to=about.sender, code=code,
        at=request.now, key=keyring().node("exchange"),  # type: ignore[attr-defined]
    )  # fmt: skip
    return JsonResponse(body, status=status, content_type="application/problem+json")
