"""Release: asked by one person, given by another, under a recorded decision."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.kernel.errors import BadInput, ComityError
from comity.node.assistance import queries as requests
from comity.node.base.permissions import allowed, verb
from comity.node.desk import page
from comity.node.desk.evidence import presenting, words
from comity.node.evidence import actions, permissions, queries, recipients
from comity.node.evidence.models import Item
from comity.node.ui.labels import label


@verb("evidence.ask_release")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Choose items that shall go to the other side of a request, and ask for their release.

    ``?request=`` names the request; ``?item=`` an item, for which it is chosen first among those that ask for it.
    """
    by, at = page.actor(request), page.now(request)
    item = _named(request, "item")
    if "request" not in request.GET and item is not None:
        return _choose(request, queries.one(item, by=by, at=at))
    number = _named(request, "request")
    if number is None:
        raise BadInput(requests.NO_SUCH_REQUEST.fault())
    asked = requests.one(number, by=by, at=at)
    sides = {asked.owner_id, asked.via, *asked.parties}
    rows = [
        one
        for one in queries.items(by=by, at=at)
        if not sides.isdisjoint({one.owner_id, *one.parties})
        and getattr(one, "state", "") not in ("transferred", "destroyed")
    ]
    errors: list[dict[str, str]] = []
    status = 200
    if request.method == "POST":
        chosen = [one for one in rows if str(one.pk) in request.POST.getlist("items")]
        limits = [line.strip() for line in request.POST.get("use_limits", "").splitlines() if line.strip()]
        try:
            made = actions.ask_release(chosen, asked, by=by, at=at, use_limits=limits)
        except ComityError as error:
            errors, status = page.errors(error, "items"), 422
        else:
            messages.success(request, _("Asked for. Another person has to release it."))
            return HttpResponseRedirect(page.link("evidence-release-one", release_id=made.pk))
    kind, recorded = queries.authorisation_of(asked)
    names = presenting.named([asked.counterpart])
    titles = actions.titles_of(rows, by=by, at=at, purpose="to choose what is released")
    return page.render(
        request,
        "desk/evidence/ask.html",
        {
            "asked": asked,
            "to": names.get(asked.counterpart, ""),
            "choices": [{"value": str(one.pk), "text": titles[one.pk], "hint": _hint(one)} for one in rows],
            "chosen": request.POST.getlist("items") or [str(item)],
            "decider": words.DECIDERS.get(kind, kind),
            "recorded": recorded,
            "authorise_href": page.link("request-authorisation", request_id=asked.pk)
            or page.link("request", request_id=asked.pk),
            "limit": actions.PACKAGE_LIMIT,
            "errors": errors,
            "action": request.get_full_path(),
            "back": page.link("request", request_id=asked.pk),
            **presenting.confirm(request),
        },
        status=status,
    )


def _named(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _choose(request: HttpRequest, item: Item) -> HttpResponse:
    """Let the person choose to which request an item shall go: only those that ask for it are there to choose from."""
    by, at = page.actor(request), page.now(request)
    rows = recipients.askers(item, by=by, at=at)
    names = presenting.named([row.counterpart for row in rows])
    context = {
        "item": item,
        "action": page.link("evidence-release"),
        "choices": [
            {
                "value": str(row.pk),
                "text": names[row.counterpart],
                "hint": f"{label(row.measure, 'measure')} · {row.reference}",
            }
            for row in rows
        ],
        "back": page.link("evidence-item", item_id=item.pk),
    }
    return page.render(request, "desk/evidence/ask_to_whom.html", context)


@verb("evidence.list")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Show what shall leave; the second person releases it here."""
    by, at = page.actor(request), page.now(request)
    row = queries.one_release(release_id, by=by, at=at)
    errors: list[dict[str, str]] = []
    status = 200
    if request.method == "POST":
        try:
            actions.release(row, by=by, at=at)
        except ComityError as error:
            errors, status = page.errors(error), 403
        else:
            messages.success(
                request, _("Released. The package leaves as soon as its entries stand in the log.")
            )
            return HttpResponseRedirect(request.get_full_path())
    items = list(row.items.select_related("data_key", "owner", "case").order_by("item_id"))
    people = page.names([row.asked_by, row.released_by])
    names = presenting.named([row.to])
    package = getattr(row, "package", None)
    may = bool(items) and allowed(
        by, "evidence.release", permissions.of_release(row, items[0], at=at, authorised=True)
    )
    return page.render(
        request,
        "desk/evidence/release.html",
        {
            "release": row,
            "to": names.get(row.to, row.to),
            "items": [
                {
                    "reference": item.reference,
                    "href": page.link("evidence-item", item_id=item.pk),
                    "kind": item.media_kind,
                    "size": item.size,
                }
                for item in items
            ],
            "asked_by": people.get(row.asked_by, row.asked_by),
            "released_by": people.get(row.released_by, "") if row.released_by else "",
            "mine": row.asked_by == by.label,
            "may": may or not by.stepped_up,
            "kind": words.DECIDERS[row.authorisation.kind],
            "package": presenting.package_row(package, names) if package is not None else None,
            "request_href": page.link("request", request_id=row.request_id),
            "errors": errors,
            "action": request.get_full_path(),
            "back": page.link("evidence"),
            "expires": row.order.expires_at,
            **presenting.confirm(request),
        },
        status=status,
    )


def _hint(one: Item) -> str:
    return f"{one.reference} · {one.media_kind} · {one.size}"
