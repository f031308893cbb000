"""The rail and the bar of the desk: only the places this person can enter, with what waits there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.kernel.actor import Actor
from comity.node.ui.chrome import Chrome, Place
from comity.policy import may_ever

_VERBS: Mapping[str, str] = {
    "inbox": "report.list",
    "cases": "case.list",
    "requests": "request.list",
    "clocks": "board.view",
    "evidence": "evidence.list",
    "law": "route.view",
    "figures": "figures.view",
    "directory": "directory.view",
}

ROLES: Mapping[str, Promise] = {
    "intake_officer": _("intake officer"),
    "duty_officer": _("duty officer"),
    "investigator": _("investigator"),
    "prosecutor": _("prosecutor"),
    "legal_officer": _("lawyer of the central authority"),
    "evidence_officer": _("evidence officer"),
    "filter_officer": _("filter officer"),
    "addressee_clerk": _("clerk"),
    "statistician": _("statistician"),
    "oversight": _("oversight"),
    "administrator": _("administrator"),
}


def fill(request: HttpRequest, chrome: Chrome) -> Chrome:
    """Fill in the places, the count of new reports and what one does most."""
    actor = getattr(request, "actor", None)
    if settings.DOOR != "desk" or not isinstance(actor, Actor):
        return chrome
    # Imported here: this function is named in the settings of every door, and only the desk has these addresses.
    from comity.node.desk import page, urls

    match = request.resolver_match
    here = (match.route if match else "").partition("/")[0]
    places = tuple(
        Place(
            key,
            _of_case(key, href, request),
            count=_count(key, actor),
            current=here == key or (key == "clocks" and here == ""),
        )
        for key in urls.PLACES
        if may_ever(actor, _VERBS[key]) and (href := page.link(key))
    )
    person = chrome.person
    if person is not None:
        person = replace(person, role=", ".join(str(ROLES.get(one, one)) for one in sorted(actor.roles)))
    drafts = any(
        may_ever(actor, verb) for verb in ("hold.draft", "assistance.draft", "query.draft", "notice.offer")
    )
    directory = page.link("directory") if may_ever(actor, "directory.view") else ""
    # A node serves several organisations: the head names the one this person works at, and nobody is told to call himself.
    # A clerk's head names her house, and the foot of her page the office of this node: those who ask, not herself.
    own = person.organisation if person is not None and not actor.has("addressee_clerk") else ""
    office = replace(chrome.office, name=own) if own else chrome.office
    calls = bool(directory) and not actor.has("prosecutor")
    return replace(
        chrome,
        office=office,
        person=person,
        home_href=page.link("home"),
        places=places,
        new_request_href=page.link("cases", query={"for": "request"})
        if drafts and may_ever(actor, "route.view") and may_ever(actor, "case.list")
        else "",
        duty_href=directory,
        prosecutor_href=page.link("directory", query={"role": "prosecution"}) if calls else "",
    )


def _of_case(key: str, href: str, request: HttpRequest) -> str:
    """Return the address of a place; the law is opened for the case whose page this is, so that the case is not lost."""
    match = request.resolver_match
    if key != "law" or match is None:
        return href
    case = match.kwargs.get("case_id") or (match.route.startswith("law/") and request.GET.get("case"))
    return f"{href}?{urlencode({'case': case})}" if case else href


def _count(key: str, actor: Actor) -> int | None:
    counter = _COUNTERS.get(key)
    return counter(actor) if counter is not None else None


def _new_reports(actor: Actor) -> int | None:
    from comity.node.reports import queries

    return queries.inbox(actor).count()


_COUNTERS: Mapping[str, Callable[[Actor], int | None]] = {"inbox": _new_reports}
