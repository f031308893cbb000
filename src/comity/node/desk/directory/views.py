"""The directory: who can be asked, with keys and freshness; who can be called here; whom this node trusts, by two persons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.exchange.directory import Participant as Entry
from comity.kernel.errors import BadInput, ComityError, Conflict, Untrusted
from comity.law.words import country_name
from comity.node.accounts.models import User
from comity.node.accounts.views import stepped_up
from comity.node.assistance import zones
from comity.node.base import home, lawbook
from comity.node.base.models import Participant
from comity.node.base.permissions import verb
from comity.node.desk import page
from comity.node.desk.directory import words
from comity.node.exchange import actions as exchange
from comity.node.exchange import directory, queries
from comity.node.exchange.models import Counterpart
from comity.node.exchange.trusting import REASONS
from comity.node.law.face import DESK

_ON_DUTY = ("duty_officer", "prosecutor")


@verb("directory.view")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List every participant, by country, and who of this node can be called."""
    by, at = page.actor(request), page.now(request)
    role = request.GET.get("role", "")
    status = queries.directory_status(at)
    trusts = {one.pk: one for one in queries.counterparts(by=by)}
    waiting = queries.waiting_for(by=by)
    rows = Participant.objects.order_by("country", "code")
    found = [one for one in rows if not role or role in one.roles]
    lang = page.language()
    roles = sorted({one for row in rows for one in row.roles})
    return page.render(request, "desk/directory/list.html", {
        "status": status,
        "duty": _duty(at, role),
        "tabs": [
            {"text": _("All"), "href": page.link("directory"), "current": not role},
            *({"text": str(words.ROLE.get(one, one)), "href": page.link("directory", query={"role": one}), "current": one == role} for one in roles),
        ],
        "rows": [
            {
                "name": one.name, "href": page.link("counterpart", code=one.code), "code": one.code, "country": country_name(one.country, lang),
                "roles": [str(words.ROLE.get(name, name)) for name in one.roles], "zone": zones.zone_of(one.country),
                "hosted": one.hosted, "trust": _trust(one, trusts.get(one.code)), "waiting": waiting.get(one.code, 0),
            }
            for one in found
        ],
        "countries": [
            {"country": code, "zone": zones.zone_of(code)} for code in dict.fromkeys(one.country for one in rows)
        ],
    })  # fmt: skip


@verb("directory.view")
@require_GET
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one participant: what the directory publishes of it, trust with its history, authorities of its state as the book knows them."""
    return _page(request, code)


@verb("counterpart.admit", "counterpart.suspend")
@require_POST
@stepped_up
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask to admit or suspend a participant; a second person confirms."""
    by, at = page.actor(request), page.now(request)
    try:
        exchange.ask_trust(code, request.POST.get("trust", ""), request.POST.get("reason", ""), by=by, at=at)
    except (BadInput, Conflict) as error:
        return _page(request, code, error)
    messages.success(
        request, _("Asked. It takes effect when a second person of the central authority confirms it.")
    )
    return HttpResponseRedirect(page.link("counterpart", code=code))


@verb("counterpart.admit", "counterpart.suspend")
@require_POST
@stepped_up
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm, as the second person, what another one asked for."""
    by, at = page.actor(request), page.now(request)
    try:
        exchange.confirm_trust(code, by=by, at=at)
    except (BadInput, Conflict) as error:
        return _page(request, code, error)
    messages.success(request, _("Confirmed. It holds from now on."))
    return HttpResponseRedirect(page.link("counterpart", code=code))


def _page(request: HttpRequest, code: str, error: ComityError | None = None) -> HttpResponse:
    by, at = page.actor(request), page.now(request)
    found = Participant.objects.filter(pk=code).first()
    if found is None:
        raise BadInput(words.NOT_LISTED.fault(code=code))
    try:
        trusted, changes = queries.counterpart(code, by=by)
    except BadInput:  # hosted here, and this node stands alone
        trusted, changes = None, []
    listed, node = _listed(code), home.current()
    book = lawbook.book()
    open_change = next((one for one in changes if one.confirmed_at is None), None)
    names = page.names(label for one in changes for label in (one.asked_by, one.confirmed_by))
    return page.render(request, "desk/directory/show.html", {
        "found": found,
        "country": country_name(found.country, page.language()),
        "roles": [str(words.ROLE.get(name, name)) for name in found.roles],
        "walls": page.walls(found.country),
        "keys": [
            {"use": use, "kid": one.get("kid", ""), "alg": one.get("alg", "")}
            for use, one in (("signing", found.public_keys.get("signing", {})), *(("sealing", key) for key in found.sealing_keys)) if one
        ],
        "trust": _trust(found, trusted),
        "counterpart": trusted,
        "events": [_event(one, names) for one in changes],
        "open_change": open_change,
        "may_ask": trusted is not None and not found.hosted and open_change is None and by.has("legal_officer"),
        "may_confirm": open_change is not None and open_change.asked_by != by.label and by.has("legal_officer"),
        "mine": open_change is not None and open_change.asked_by == by.label,
        "reasons": [{"value": one, "text": str(words.REASON.get(one, one))} for one in REASONS],
        "wanted": [
            {"value": "admitted", "text": _("Deal with it")} if trusted is None or trusted.trust != Counterpart.Trust.ADMITTED else {"value": "suspended", "text": _("Suspend it")},
        ],
        "authorities": [
            {"name": one.name, "role": str(words.BOOK_ROLE.get(one.role, one.role)), "function": one.function.replace("_", " "), "confidence": one.confidence}
            for one in book.authorities(found.country)
        ],
        "record": DESK.link("country", code=found.country) if book.country(found.country) else "",
        "status": queries.directory_status(at),
        "ask_href": page.link("counterpart-ask", code=code),
        "confirm_href": page.link("counterpart-confirm", code=code),
        "errors": page.errors(error) if error is not None else [],
        "languages": list(listed.languages) if listed is not None else [],
        "suspended": listed is not None and listed.suspension is not None and listed.suspension.holds(at),
        "reach": {"telephone": node.telephone, "hours": node.hours} if node is not None else {},
        "people": [one.name for one in page.colleagues([code], _ON_DUTY)] if found.hosted else [],
        "back": page.link("directory"),
    }, status=422 if error is not None else 200)  # fmt: skip


def _listed(code: str) -> Entry | None:
    """Return what the signed directory says of a participant; nothing where this node stands alone or the directory cannot be trusted."""
    try:
        return directory.trusted().participants.get(code)
    except (BadInput, Untrusted):
        return None


def _event(one: Any, names: dict[str, str]) -> dict[str, Any]:
    confirmed = (
        _("confirmed by %(name)s") % {"name": names[one.confirmed_by]}
        if one.confirmed_by
        else _("not confirmed yet")
    )
    return {
        "at": one.asked_at,
        "title": _("Admit") if one.trust == Counterpart.Trust.ADMITTED else _("Suspend"),
        "text": str(words.REASON.get(one.reason_code, one.reason_code)),
        "who": f"{names.get(one.asked_by, one.asked_by)}; {confirmed}",
        "state": "done" if one.confirmed_at else "now",
    }


def _trust(found: Participant, trusted: Counterpart | None) -> dict[str, str]:
    if found.hosted:
        return {"text": _("this node"), "tone": "sea"}
    if trusted is None or not trusted.listed:
        return {"text": _("not in the directory"), "tone": "unknown"}
    return {
        Counterpart.Trust.ADMITTED: {"text": _("admitted"), "tone": "sea"},
        Counterpart.Trust.SUSPENDED: {"text": _("suspended"), "tone": "red"},
    }.get(Counterpart.Trust(trusted.trust), {"text": _("not yet admitted"), "tone": "amber"})


def _duty(at: Any, role: str) -> list[dict[str, Any]]:
    """Return who of this node has the role to be called; no roster is kept, and of other nodes the directory knows offices, not people."""
    node = home.current()
    if node is None:
        return []
    wanted = "prosecutor" if role == "prosecution" else "duty_officer"
    people = User.objects.filter(
        roles__contains=[wanted], is_active=True, participant__hosted=True
    ).select_related("participant")
    return [
        {
            "name": one.name, "organisation": one.participant.name, "country": one.participant.country, "zone": one.zone if one.zone != "UTC" else node.zone,
            "now": at, "phone": node.telephone, "languages": [one.language, *(x for x in node.languages if x != one.language)],
        }
        for one in people.order_by("name")
    ]  # fmt: skip
