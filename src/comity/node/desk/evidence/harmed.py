"""People harmed: the offers of a list to their states, drafts for paper, and the notices to our own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput, Conflict
from comity.node.assistance import lanes, lawbook
from comity.node.assistance import words as fields
from comity.node.base.permissions import verb
from comity.node.desk import page
from comity.node.desk.evidence import presenting, words
from comity.node.evidence import faults
from comity.node.evidence import queries as evidence
from comity.node.evidence.models import Item
from comity.node.exchange.keys import keyring
from comity.node.letters.models import Letter
from comity.node.outreach import actions, notices, queries, wordings
from comity.node.outreach import faults as outreach_faults
from comity.node.outreach.models import Offer

TELLING = "to tell the people harmed"
_SHOWN = 500
_WORDINGS = 20
"""Different wordings to be read on one page; the others come after these are released."""


@verb("notice.offer")
@require_http_methods(["GET", "POST"])
def offers(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Read a list and offer each state its own people; afterwards, show how each offer stands."""
    by, at = page.actor(request), page.now(request)
    item = _item(request, item_id)
    errors: list[dict[str, str]] = []
    if request.method == "POST" and item.case is not None:
        given = request.POST
        try:
            actions.prepare_offers(
                item, case=item.case, conditions=given.get("conditions", "").splitlines(), why=given.get("why", ""), by=by, at=at,
                purpose=TELLING if given.get("purpose") == "inform_harmed" else "", instrument=given.get("instrument", ""),
            )  # fmt: skip
        except BadInput as error:
            errors = page.errors(error, "conditions", fields={outreach_faults.NO_WHY.code: "why"})
        else:
            messages.success(
                request, _("Drafted: an offer to each state, with its own people only. Nothing has left.")
            )
            return HttpResponseRedirect(request.get_full_path())
    found = queries.offers(item, by=by, at=at)
    own = list(item.notices.all())
    return page.render(
        request,
        "desk/evidence/harmed.html",
        {
            "item": item,
            "rows": [_offer_row(one) for one in found],
            "people": sum(one.count for one in found),
            "own": len(own),
            "notices_href": page.link("evidence-notices"),
            "sendable": sum(
                one.request is not None and bool(one.request.counterpart) and one.request.sent_at is None
                for one in found
            ),
            "instruments": _instruments(),
            "posted": request.POST,
            "purposes": presenting.purposes("inform_harmed"),
            "errors": errors,
            "wrong": page.beside(errors),
            "action": request.get_full_path(),
            "send_action": page.link("evidence-harmed-send", item_id=item.pk),
            "back": page.link("evidence-item", item_id=item.pk),
        },
        status=422 if errors else 200,
    )


@verb("notice.offer")
@require_POST
def send(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Send every offer that can be sent: with its condition, without anybody's data."""
    item = _item(request, item_id)
    sent, failed = actions.send_all(item, by=page.actor(request), at=page.now(request))
    if sent:
        messages.success(
            request,
            ngettext("%(n)s offer was sent.", "%(n)s offers were sent.", len(sent)) % {"n": len(sent)},
        )
    for country, error in failed.items():
        messages.warning(request, f"{country}: {error}")
    return HttpResponseRedirect(page.link("evidence-harmed", item_id=item.pk))


@verb("notice.offer")
@require_GET
def draft(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Show an offer as a paper to print, marked as not sent where it was not."""
    offer, document = _draft(request, offer_id)
    return page.render(
        request,
        "desk/evidence/draft.html",
        {
            "offer": offer,
            "document": document,
            "fields": [
                {"key": fields.say(name, fields.FIELD), "value": _plain(value)}
                for name, value in document["fields"].items()
            ],
            "back": page.link("evidence-harmed", item_id=offer.item_id),
            "json_href": page.link("evidence-offer-json", offer_id=offer.pk),
        },
    )


@verb("notice.offer")
@require_GET
def draft_json(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Hand an offer out as JSON."""
    offer, document = _draft(request, offer_id)
    response = HttpResponse(canonical_json(document), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="offer-{offer.country.lower()}.json"'
    return response


@verb("outreach.list")
@require_GET
def notices_page(request: HttpRequest) -> HttpResponse:
    """List the people this desk shall tell, by number, never by name."""
    by = page.actor(request)
    rows = list(queries.notices(by=by).order_by("-at", "number")[:_SHOWN])
    drafts = sum(one.letter is not None and one.letter.state == Letter.State.DRAFT for one in rows)
    return page.render(
        request,
        "desk/evidence/notices.html",
        {
            "rows": [
                {
                    "number": one.number,
                    "href": page.link("evidence-notice", notice_id=one.pk),
                    "language": one.language,
                    "source": one.request.reference
                    if one.request is not None
                    else (one.item.reference if one.item is not None else ""),
                    "from": one.request.requesting if one.request is not None else "",
                    "state": str(words.LETTERS[one.letter.state]) if one.letter is not None else "",
                    "tone": "sea"
                    if one.letter is not None and one.letter.state == Letter.State.RELEASED
                    else "amber",
                    "at": one.at,
                }
                for one in rows
            ],
            "drafts": drafts,
            "read_href": page.link("evidence-notices-read"),
            "back": page.link("evidence"),
        },
    )


@verb("letter.release")
@require_GET
def read_notices(request: HttpRequest) -> HttpResponse:
    """Show every different wording of the letters that wait, once each, and release the letters that say it."""
    by, at = page.actor(request), page.now(request)
    found = wordings.read(list(queries.notices(by=by)), by=by, at=at, keyring=keyring())
    shown = found[:_WORDINGS]
    return page.render(
        request,
        "desk/evidence/notices_read.html",
        {
            "wordings": shown,
            "letters": sum(one.count for one in shown),
            "later": sum(one.count for one in found[_WORDINGS:]),
            "at": at,
            "action": page.link("evidence-notices-release"),
            "back": page.link("evidence-notices"),
        },
    )


@verb("letter.release")
@require_POST
def release_notices(request: HttpRequest) -> HttpResponse:
    """Release the letters whose wording was read; or the one named."""
    by, at = page.actor(request), page.now(request)
    one = request.POST.get("notice", "")
    chosen = [queries.one_notice(_number(one), by=by)] if one else list(queries.notices(by=by))
    try:
        count, left = notices.release_all(chosen, read=request.POST.getlist("read"), by=by, at=at)
    except Conflict:
        count, left = 0, len(wordings.waiting(chosen))
    if count:
        messages.success(
            request,
            ngettext("%(n)s letter was released.", "%(n)s letters were released.", count) % {"n": count},
        )
    if left:
        messages.warning(
            request,
            ngettext(
                "%(n)s letter still waits: nobody has read what it says now.",
                "%(n)s letters still wait: nobody has read what they say now.",
                left,
            )
            % {"n": left},
        )
    return HttpResponseRedirect(page.link("evidence-notices"))


@verb("outreach.open")
@require_GET
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Open one notice: who is to be told, and the letter to print. The reading stays in the audit."""
    by, at = page.actor(request), page.now(request)
    row = queries.one_notice(notice_id, by=by)
    person, letter = notices.open_notice(row, by=by, at=at, purpose=TELLING)
    return page.render(
        request,
        "desk/evidence/notice.html",
        {
            "notice": row,
            "person": person,
            "letter": letter,
            "draft": row.letter is not None and row.letter.state == Letter.State.DRAFT,
            "read": wordings.mark_of(row, row.letter, keyring=keyring()) if row.letter is not None else "",
            "released_at": row.letter.released_at if row.letter is not None else None,
            "office": row.owner.name,
            "action": page.link("evidence-notices-release"),
            "back": page.link("evidence-notices"),
        },
    )


def _number(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise BadInput(outreach_faults.NO_NOTICE.fault()) from None


def _item(request: HttpRequest, item_id: UUID) -> Item:
    """Return an item whose case the person works on, also where she reads none of its items (the contact point sends)."""
    row = Item.objects.select_related("owner", "case", "case__owner", "data_key").filter(pk=item_id).first()
    if row is None:
        raise BadInput(faults.NO_ITEM.fault())
    by, at = page.actor(request), page.now(request)
    if row.case is None or not queries.may_offer(row.case, by=by, at=at):
        return evidence.one(item_id, by=by, at=at)
    return row


def _draft(request: HttpRequest, offer_id: UUID) -> tuple[Offer, dict[str, Any]]:
    by, at = page.actor(request), page.now(request)
    offer = queries.one_offer(offer_id, by=by, at=at)
    return offer, actions.draft_document(offer, by=by, at=at, purpose=TELLING)


def _offer_row(one: Offer) -> dict[str, object]:
    where = str(getattr(one, "where", ""))
    row = one.request
    return {
        "country": one.country,
        "count": one.count,
        "where": str(words.OFFERS.get(where, where.replace("_", " "))),
        "tone": {"paper": "amber", "no_way": "unknown", "draft": "neutral"}.get(where, "sea"),
        "basis": row.legal_basis if row is not None else "",
        "href": page.link("request", request_id=row.pk) if row is not None else "",
        "reference": row.reference if row is not None else "",
        "draft_href": page.link("evidence-offer", offer_id=one.pk),
    }


def _instruments() -> list[dict[str, str]]:
    """Return the instruments by which somebody can be told without asking, from the book."""
    found = [
        one
        for one in lawbook.book().contents.instruments
        if actions.MEASURE in one.measures and lanes.lane(one) == "notice" and one.sendable
    ]
    return [
        {"value": "", "text": _("As the law engine finds it")},
        *({"value": one.id, "text": f"{one.title} ({one.legal_basis})"} for one in found),
    ]


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values())
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
