"""What stands around every page of this node: its office, the demonstration's ribbon, who is signed in."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from comity.node.base import home
from comity.node.ui.chrome import Chrome, Office, Person, Ribbon
from comity.node.ui.labels import said_hours


def fill(request: HttpRequest, chrome: Chrome) -> Chrome:
    """Fill in what ``node.toml``, the clock and the signed-in person say."""
    node = home.current()
    if node is None:
        return chrome
    office = Office(
        name=node.name, phone=node.telephone, hours=said_hours(node.hours), site=node.address("portal")
    )
    now = getattr(request, "now", None)  # not known where the database is away: an error page needs no ribbon
    ribbon = Ribbon(at=now, zones=(node.zone,)) if node.demonstration and now is not None else None
    return replace(chrome, office=office, ribbon=ribbon, person=_person(request))


def _person(request: HttpRequest) -> Person | None:
    user = getattr(request, "user", None)
    if settings.DOOR != "desk" or user is None or not user.is_authenticated:
        return None
    try:
        sign_out = reverse("account_logout")
    except NoReverseMatch:
        sign_out = ""
    return Person(
        name=user.get_full_name(),
        role=", ".join(user.roles),
        organisation=user.participant.name,
        sign_out_href=sign_out,
    )
