"""What the demonstration adds to a node's doors: its clock, its state, one-click sign-in, the way into a step of the tour."""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from comity.kernel.errors import BadInput, NotAllowed, declare
from comity.node.base import clock, home
from comity.node.base.permissions import public
from comity_demo import faults, people
from comity_demo.network import TOKEN_HEADER
from comity_demo.strip import COOKIE, place, start_address

NO_TOKEN = declare("demo.clock.no_token", "Only the demonstration's own programs move its clock.")
BAD_INSTANT = declare("demo.clock.bad_instant", "{text!r} is not an instant with a zone.")


@public
@csrf_exempt
@require_POST
def set_clock(request: HttpRequest) -> JsonResponse:
    """Move this node's clock: a POST of ``{"at": instant}`` with the network's token."""
    known = place()
    given = request.headers.get(TOKEN_HEADER, "")
    if known is None or not hmac.compare_digest(given, known.token):
        raise NotAllowed(NO_TOKEN.fault())
    document = json.loads(request.body or b"{}")
    text = str(document.get("at", ""))
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(BAD_INSTANT.fault(text=text[:60])) from None
    if at.tzinfo is None:
        raise BadInput(BAD_INSTANT.fault(text=text[:60]))
    clock.jump(at, running=bool(document.get("running", True)))
    return JsonResponse({"schema": "comity.demonstration-clock/1", "at": at.isoformat()})


@public
@require_GET
def state(request: HttpRequest) -> JsonResponse:
    """Say what time it is here and which stops of the live line and steps of the tour this node has seen: nothing of a matter."""
    from comity_demo import records, stops

    node = home.current()
    assert node is not None
    return JsonResponse(
        {
            "schema": "comity.demonstration-state/1",
            "node": node.country.lower(),
            "now": clock.now().isoformat(),
            "stops": stops.seen(),
            "steps": records.shown(),
        }
    )


@public
@require_GET
def people_here(request: HttpRequest) -> HttpResponse:
    """Show everybody who works at this node, each with a one-click sign-in."""
    node = home.current()
    assert node is not None
    groups: dict[str, list[dict[str, Any]]] = {}
    for person in people.of(node.country.lower()):
        organisation = people.ORGANISATIONS[person.participant].name
        address = reverse("demonstration:enter", args=(person.username,))
        groups.setdefault(organisation, []).append(
            {"text": person.name, "hint": _(person.doing), "href": address}
        )
    return render(request, "demonstration/people.html", {"groups": groups, "start_href": start_address()})


@public
@require_GET
def enter(request: HttpRequest, username: str) -> HttpResponse:
    """Sign a person in by one click and go to a page of this door."""
    from comity.node.accounts.models import User
    from comity.node.accounts.sign_in import demonstration_sign_in

    person = people.PEOPLE.get(username)
    user = User.objects.filter(username=username, is_active=True).first() if person else None
    if person is None or user is None:
        raise BadInput(faults.UNKNOWN_PERSON.fault(name=username[:60]))
    demonstration_sign_in(request, user)
    return _onward(request, person.door)


@public
@require_GET
def step(request: HttpRequest) -> HttpResponse:
    """Come to this door in a step of the tour, as nobody in particular."""
    return _onward(request, "/")


@public
@require_GET
def stop(request: HttpRequest) -> HttpResponse:
    """End the tour at this door: the strip goes."""
    response = HttpResponseRedirect(start_address() or "/")
    response.delete_cookie(COOKIE)
    return response


def _onward(request: HttpRequest, usual: str) -> HttpResponseRedirect:
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    response = HttpResponseRedirect(wanted if safe else usual)
    if chosen := request.GET.get("step", ""):
        response.set_cookie(
            COOKIE, chosen[:40], httponly=True, samesite="Lax", secure=settings.CSRF_COOKIE_SECURE
        )
    return response
