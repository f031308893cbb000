"""Links on the page of a report: each with its reasons as a picture and a sentence, and the officer's judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput
from comity.node.base.permissions import allowed, verb
from comity.node.desk import page
from comity.node.desk.inbox import objects, words
from comity.node.linkage import actions, lookup, permissions, queries
from comity.node.linkage.models import LinkReason
from comity.node.reports.models import Report
from comity.policy.attributes import Grant


def shown(
    report: Report, *, by: Actor, at: datetime, grants: Sequence[Grant], said: Mapping[bytes, str]
) -> dict[str, Any]:
    """Return the links of a report for its page: each pair once, the strongest reason as the picture."""
    if not allowed(by, "link.view", permissions.of_owner(report.owner_id, at=at, grants=grants)):
        return {"rows": [], "harm": None, "held": 0, "more": False, "may_see": False}
    found = queries.links(report, by=by, at=at, grants=grants)
    group = queries.group(report, by=by, at=at, grants=grants)
    judge = allowed(by, "link.judge", permissions.of_owner(report.owner_id, at=at, grants=grants))
    rows = [_row(report, one, said, judge) for one in found]
    return {
        "rows": rows,
        "harm": queries.harm(group.members) if len(group.members) > 1 else None,
        "held": group.held,
        "more": group.more,
        "may_see": True,
    }


def _row(report: Report, one: queries.Linked, said: Mapping[bytes, str], judge: bool) -> dict[str, Any]:
    standing = [why for why in one.reasons if not why.ended_code]
    phrases = [why for why in standing if why.scheme == "words"]
    told = [why for why in standing if why.scheme != "words"] + phrases[:1]
    return {
        "other": one.other.reference,
        "other_href": page.link("report", report_id=one.other.pk),
        "other_state": str(words.STATE.get(one.other.state, one.other.state)),
        "received": one.other.received_at,
        "joins": one.joins,
        "apart": one.apart,
        "judge_href": page.link("report-link", report_id=report.pk, link_id=one.link) if judge else "",
        "pictures": [_picture(report, one, why, said) for why in told[:1]],
        "further": [_sentence(why, said) for why in told[1:]],
        "ended": len(one.reasons) - len(standing),
    }


def _picture(
    report: Report, one: queries.Linked, why: queries.Reason, said: Mapping[bytes, str]
) -> dict[str, Any]:
    value = said.get(why.digest, "")
    return {
        "left": report.reference,
        "right": one.other.reference,
        "kind": str(words.SCHEME.get(why.scheme, why.scheme)),
        "value": (value or _("sealed")) if why.exact else _("worked out"),
        "reason": _sentence(why, said),
        "strength": "strong" if one.joins else "weak",
    }


def _sentence(why: queries.Reason, said: Mapping[bytes, str]) -> str:
    value = said.get(why.digest, "")
    name = (
        "words"
        if why.scheme == "words"
        else ("exact" if why.exact else "near") + ("" if value else "_sealed")
    )
    text = str(words.BOTH[name]) % {"kind": words.SCHEME.get(why.scheme, why.scheme), "value": value}
    if why.held_by > 2 and why.scheme != "words":
        text += " " + _("It stands in %(number)s reports.") % {"number": why.held_by}
    return text


@verb("link.judge")
@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, report_id: UUID, link_id: UUID) -> HttpResponse:
    """Keep two reports apart or undo that; declare a shared key worthless or undo that. Each with a reason, all kept."""
    by, at = page.actor(request), page.now(request)
    link = objects.link(link_id, "link.judge", by=by, at=at)
    report, other = (link.first, link.second) if link.first_id == report_id else (link.second, link.first)
    if report.pk != report_id:
        objects.report(report_id, "report.view", by=by, at=at)
        raise BadInput(objects.GONE.fault())
    reasons = list(LinkReason.objects.filter(link=link).exclude(scheme="words"))

    def act() -> str:
        _judge(request, report, other, reasons, by=by, at=at)
        return page.link("report", report_id=report.pk)

    answer, found = page.press(
        request, act, field="what", done=_("Kept with your reason. The links follow at once.")
    )
    if answer is not None:
        return answer
    apart = bool(lookup.apart(link.owner_id, [link.first_id, link.second_id]))
    choices = [
        {
            "value": "together" if apart else "apart",
            "text": _("Let them belong together again") if apart else _("Keep these two reports apart"),
        }
    ]
    choices += [
        {"value": str(one.pk), "text": _key_words(one)} for one in reasons if one.ended_code != LinkReason.Ended.CROWDED
    ]  # fmt: skip
    history = (
        queries.history(report, by=by, at=at) if allowed(by, "link.view", permissions.of(link, at=at)) else []
    )
    names = page.names(one.by for one in history)
    return page.render(
        request,
        "desk/inbox/judge.html",
        {
            "report": report,
            "other": other,
            "choices": choices,
            "reasons": page.choices({**words.PAIR, **words.KEY}),
            "errors": found,
            "action": page.link("report-link", report_id=report.pk, link_id=link.pk),
            "back": page.link("report", report_id=report.pk),
            "history": [
                {
                    "at": one.at,
                    "title": str(words.JUDGED.get(one.kind, one.kind)),
                    "text": str({**words.PAIR, **words.KEY}.get(one.reason_code, one.reason_code)),
                    "who": names[one.by],
                }
                for one in history
                if {one.first_id, one.second_id} == {report.pk, other.pk}
            ],
        },
        status=422 if found else 200,
    )


def _key_words(one: LinkReason) -> str:
    kind = words.SCHEME.get(one.scheme, one.scheme)
    text = (
        _("Let the shared %(kind)s count again")
        if one.ended_code
        else _("Let the shared %(kind)s count for nothing, in all reports of this desk")
    )
    return text % {"kind": kind}


def _judge(
    request: HttpRequest,
    report: Report,
    other: Report,
    reasons: Sequence[LinkReason],
    *,
    by: Actor,
    at: datetime,
) -> None:
    what, reason = request.POST.get("what", ""), request.POST.get("reason", "")
    if what in {"apart", "together"}:
        actions.judge_pair(report, other, apart=what == "apart", reason_code=reason, by=by, at=at)
        return
    chosen = next((one for one in reasons if str(one.pk) == what), None)
    if chosen is None:
        raise BadInput(page.NOT_LISTED.fault())
    actions.judge_key(chosen, worthless=not chosen.ended_code, reason_code=reason, by=by, at=at)
