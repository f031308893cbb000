"""Refuse strangers before anything of theirs is read as a message: size first, then the outer signature (RFC 9421).

The order is the promise: (1) the announced size, before a byte is read; (2) exactly that many bytes; (3) a signature by
the exchange key of a node in the signed directory, over method, address, digest and time; (4) a nonce not seen before.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from comity.exchange.directory import Directory
from comity.kernel.actor import Actor
from comity.kernel.clock import SystemClock
from comity.kernel.errors import BadInput, ComityError
from comity.node.exchange import actions, directory, faults
from comity.node.exchange.keys import this_node
from comity.node.gateway import problems
from comity.suites import httpsig

View = Callable[..., HttpResponse]


def by_a_node(limit: int, media: str = "") -> Callable[[View], View]:
    """Let a view see only requests signed by a node of the directory; ``request.node`` is its name, ``request.data`` the body,
    ``request.directory`` what was believed."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if media and request.content_type != media:
                    raise BadInput(
                        faults.WRONG_MEDIA.fault(wanted=media, said=str(request.content_type)[:60])
                    )
                data = read_body(request, limit) if request.method == "POST" else b""
                known = directory.trusted()
                node = _signer(request, data, known)
            except ComityError as error:
                return problems.answer(request, error)
            request.actor = Actor(kind="participant", id=f"node-{node}")  # type: ignore[attr-defined]
            request.node, request.data, request.directory = node, data, known  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def read_body(request: HttpRequest, limit: int) -> bytes:
    """Read a body of a size that was announced and is allowed.

    Raises:
        BadInput: no size announced, too large, or the connection ended before.
    """
    announced = request.META.get("CONTENT_LENGTH") or ""
    if not (announced.isascii() and announced.isdigit() and len(announced) < 20):
        raise BadInput(faults.LENGTH_NEEDED.fault())
    size = int(announced)
    if size > limit:
        raise BadInput(faults.TOO_LARGE.fault(size=size, limit=limit))
    data = request.read(size)
    if len(data) != size:
        raise BadInput(faults.CUT_SHORT.fault(announced=size, came=len(data)))
    return data


def _signer(request: HttpRequest, data: bytes, known: Directory) -> str:
    """Return the code of the node that signed the request."""
    now = SystemClock().now()
    url = this_node().address("gateway") + request.get_full_path()
    keys = known.trust(request.now, suspended=True).keys  # type: ignore[attr-defined]
    verified = httpsig.verify(
        request.method or "", url, request.headers, data, keys, at=now,
        seen=lambda kid, nonce: actions.remember_nonce(kid, nonce, now),
    )  # fmt: skip
    return known.require_key(verified.kid, request.now, "exchange")  # type: ignore[attr-defined]
