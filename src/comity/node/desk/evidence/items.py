"""Items: the list, one with its chain of custody, taking in, the filter officer's decision."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.kernel.errors import BadInput, ComityError
from comity.node.assistance import queries as requests
from comity.node.assistance.models import Request
from comity.node.base.models import Participant
from comity.node.base.permissions import allowed, verb
from comity.node.cases import queries as cases
from comity.node.cases.models import Case
from comity.node.desk import page
from comity.node.desk.evidence import presenting, words
from comity.node.evidence import actions, custody, intake, permissions, queries, recipients
from comity.node.evidence.models import Item
from comity.policy import may_ever

_SHOWN = 200
_LEFT = ("transferred", "destroyed", "released")
LISTING = "to see which item it is"


@verb("evidence.list")
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """List the items of this desk, of one case or one request, with what waits for a second person and the packages."""
    by, at = page.actor(request), page.now(request)
    case, asked = _about(request)
    rows = list(queries.items(by=by, at=at, case=case, request=asked)[:_SHOWN])
    releases = queries.releases(by=by, at=at)[:20]
    packages = queries.packages(by=by, at=at)[:20]
    names = presenting.named(
        [one.received_from for one in rows]
        + [one.to for one in releases]
        + [one.counterpart for one in packages]
    )
    people = page.names([one.asked_by for one in releases] + [one.released_by for one in releases])
    return page.render(
        request,
        "desk/evidence/list.html",
        {
            "rows": [presenting.item_row(one, names) for one in rows],
            "waiting": [
                presenting.release_row(one, names, people) for one in releases if one.released_at is None
            ],
            "done": [
                presenting.release_row(one, names, people) for one in releases if one.released_at is not None
            ],
            "packages": [presenting.package_row(one, names) for one in packages],
            "case": case,
            "add_href": page.link("evidence-upload", query=_query(case, asked))
            if presenting.may_add(by)
            else "",
            "release_href": page.link("evidence-release", query={"request": str(asked.pk)})
            if asked is not None and recipients.gives_out(asked)
            else "",
            "consultations_href": page.link("consultations") if may_ever(by, "consultation.view") else "",
            "notices_href": page.link("evidence-notices") if may_ever(by, "outreach.list") else "",
            "back": page.link("case", case_id=case.pk) if case is not None else "",
        },
    )


@verb("evidence.list")
@require_GET
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Show what is known of an item and everything that happened to it, here and at other nodes. Never the item itself."""
    return one_item(request, item_id)


def one_item(
    request: HttpRequest, item_id: UUID, *, errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """Draw the page of an item, with what was wrong with a form on it."""
    by, at = page.actor(request), page.now(request)
    one = queries.one(item_id, by=by, at=at)
    lines = queries.chain(one)
    packages = queries.packages(by=by, at=at, items=[one])
    codes = (
        {line.participant for line in lines}
        | {line.counterpart for line in lines}
        | {one.received_from, one.owner_id}
    )
    names = presenting.named(codes | {package.counterpart for package in packages})
    return page.render(
        request,
        "desk/evidence/item.html",
        {
            "item": one,
            "title": actions.titles_of([one], by=by, at=at, purpose=LISTING)[one.pk],
            "owner": names.get(one.owner_id, one.owner_id),
            "from": names.get(one.received_from, ""),
            "origin": words.ORIGINS[one.origin],
            "mark": words.MARKS[one.mark],
            "cleared": actions.is_cleared(one),
            "may_filter": one.mark != "none"
            and allowed(by, "evidence.filter", permissions.of(one, done_by=[one.by])),
            "state": words.STATES[custody.state(one)],
            "chain": presenting.chain(lines),
            "walls": presenting.walls_of(codes),
            "packages": [presenting.package_row(package, names) for package in packages],
            "may_package": presenting.may_package(by, one),
            "purposes": presenting.purposes("court", "defence", "other_authority", "check"),
            "trust_href": page.link("evidence-trust"),
            "package_action": page.link("evidence-package", item_id=one.pk),
            "mark_action": page.link("evidence-mark", item_id=one.pk),
            "release_href": page.link("evidence-release", query={"item": str(one.pk)})
            if custody.state(one) not in _LEFT
            and may_ever(by, "evidence.ask_release")
            and recipients.askers(one, by=by, at=at)
            else "",
            "harmed_href": page.link("evidence-harmed", item_id=one.pk)
            if one.case_id and may_ever(by, "notice.offer")
            else "",
            "case_href": page.link("case", case_id=one.case_id) if one.case_id else "",
            "request_href": page.link("request", request_id=one.request_id) if one.request_id else "",
            "back": page.link("evidence"),
            "errors": errors or [],
            "wrong": page.beside(errors or []),
            **presenting.confirm(request, back=page.link("evidence-item", item_id=one.pk)),
        },
        status=422 if errors else 200,
    )


@csrf_exempt
@verb("evidence.add")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Take files in. The bytes are sealed on their way in, so the handler has to stand before the form is read."""
    request.upload_handlers = [intake.SealingHandler()]
    checked: HttpResponse = _add(request)
    return checked


@csrf_protect
def _add(request: HttpRequest) -> HttpResponse:
    by, at = page.actor(request), page.now(request)
    case, asked = _about(request)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            files = intake.given(request)
            titles = [request.POST.get("title", "").strip()] if len(files) == 1 else []
            made = actions.take_in(
                files, owner=_owner(by.participant, case), by=by, at=at, case=case, request=asked, titles=titles,
                mark=request.POST.get("mark", "none"),
            )  # fmt: skip
        except ComityError as error:
            if not isinstance(error, BadInput):
                raise
            errors = page.errors(error, "file")
        else:
            messages.success(request, _("Taken in, sealed, and written into the log."))
            one = made[0] if len(made) == 1 else None
            return HttpResponseRedirect(
                page.link("evidence-item", item_id=one.pk)
                if one
                else page.link("evidence", query=_query(case, asked))
            )
    return page.render(
        request,
        "desk/evidence/add.html",
        {
            "errors": errors,
            "case": case,
            "asked": asked,
            "marks": page.choices(words.MARKS),
            "action": page.link("evidence-upload", query=_query(case, asked)),
            "back": page.link("evidence", query=_query(case, asked)),
        },
        status=422 if errors else 200,
    )


@verb("evidence.filter")
@require_POST
def mark(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Decide, as the filter officer, about a marked item."""
    one = _any(item_id)
    actions.decide_mark(one, request.POST.get("decision", ""), by=page.actor(request), at=page.now(request))
    messages.success(request, _("Decided, and written into the chain of custody."))
    return HttpResponseRedirect(page.link("evidence"))


def _any(item_id: UUID) -> Item:
    from comity.node.evidence import faults

    row = Item.objects.select_related("owner", "case", "data_key").filter(pk=item_id).first()
    if row is None:
        raise BadInput(faults.NO_ITEM.fault())
    return row


def _about(request: HttpRequest) -> tuple[Case | None, Request | None]:
    """Read which case or request the page is about, from its address."""
    by, at = page.actor(request), page.now(request)
    case = _uuid(request.GET.get("case", ""))
    asked = _uuid(request.GET.get("request", ""))
    return (
        cases.one(case, by=by, at=at) if case is not None else None,
        requests.one(asked, by=by, at=at) if asked is not None else None,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _query(case: Case | None, asked: Request | None) -> dict[str, str]:
    found = {
        "case": str(case.pk) if case is not None else "",
        "request": str(asked.pk) if asked is not None else "",
    }
    return {name: value for name, value in found.items() if value}


def _owner(participant: str, case: Case | None) -> Participant:
    return case.owner if case is not None else Participant.objects.get(pk=participant)
