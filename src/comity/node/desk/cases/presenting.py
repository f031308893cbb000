"""What the pages of a case show, as plain values for their templates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from comity.kernel.actor import Actor
from comity.law.words import country_name
from comity.node.assistance import permissions as request_permissions
from comity.node.assistance import showing
from comity.node.assistance import words as said
from comity.node.assistance.models import Request, Step
from comity.node.base.permissions import allowed
from comity.node.cases import lists, permissions, queries
from comity.node.cases.models import Case
from comity.node.deadlines.models import Deadline
from comity.node.desk import page
from comity.node.desk.clocks import reading
from comity.node.desk.clocks.settled import is_settled
from comity.node.desk.inbox import words
from comity.node.letters.models import Letter
from comity.node.reports.models import Report
from comity.node.triage import queries as triage
from comity.node.triage.models import Decision
from comity.node.ui.labels import label


def tabs(case: Case, here: str) -> list[dict[str, Any]]:
    """Return the parts of a case's pages."""
    parts = [
        ("case", _("Overview")),
        ("case-facts", _("Facts")),
        ("case-people", _("People and silence")),
        ("case-seen", _("Who saw this")),
    ]
    found = [
        {"text": text, "href": page.link(name, case_id=case.pk), "current": name == here}
        for name, text in parts
    ]
    if law := page.link("law", query={"case": str(case.pk)}):
        found.insert(1, {"text": _("Law"), "href": law, "current": here == "law"})
    return found


def head(case: Case, here: str, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return what stands on top of every page of a case."""
    flags = queries.flags(case, at)
    return {
        "case": case,
        "state": str(lists.STATES.get(case.state, case.state)),
        "closed_why": str(lists.CLOSING.get(case.closed_code, "")),
        "tabs": tabs(case, here),
        "flags": [{"reason": str(lists.SECRECY.get(one.reason_code, one.reason_code)), "until": one.until, "id": one.pk} for one in flags],
        "may_edit": case.state != Case.State.CLOSED and allowed(by, "case.edit", permissions.of(case, at=at)),
        "back": page.link("cases"),
    }  # fmt: skip


def reports(case: Case, *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return the reports of a case; their addresses only for whoever may view them."""
    from comity.node.reports import permissions as report_permissions

    found = []
    grants = permissions.grants(case)
    for one in case.joined.select_related("report").order_by("at", "id"):
        report: Report = one.report
        level = triage.level_of(report)
        sees = allowed(by, "report.view", report_permissions.of(report, at=at, grants=grants))
        found.append(
            {
                "reference": report.reference,
                "href": page.link("report", report_id=report.pk) if sees else "",
                "level": str(words.LEVEL.get(level, level)),
                "tone": words.LEVEL_TONE.get(level, "neutral"),
                "received": report.received_at,
                "amount": report.amount,
                "currency": report.currency,
                "country": report.country,
                "how": _("by a link") if one.reason_code == "link" else _("by an officer"),
            }
        )
    return found


def asked(case: Case) -> QuerySet[Request]:
    """Return the requests of a case: drafted in it, or from one of its reports (the stop of a payment is, before any case)."""
    from_reports = Decision.objects.filter(report__cases__case=case, request__isnull=False).values("request")
    return Request.objects.filter(Q(case=case) | Q(pk__in=from_reports), owner=case.owner_id)


def money(case: Case, *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return the money of a case: what was asked to be held, and each sum held, until when, and what became of it."""
    found = []
    for one in asked(case).filter(measure="payment_hold").order_by("drafted_at"):
        held = showing.money_held(one)
        found.append(
            {
                "request": one.reference,
                "href": page.link("request", request_id=one.pk)
                if allowed(by, "request.view", request_permissions.of(one, at=at))
                else "",
                "to": one.requested,
                "held": held,
                "state": "" if held else ", ".join(part["words"] for part in showing.parts(one)),
                "sent_at": one.sent_at,
            }
        )
    return found


def requests(case: Case, *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return the requests of a case with the state of each part."""
    found = []
    for one in asked(case).prefetch_related("parts").order_by("drafted_at"):
        found.append(
            {
                "reference": one.reference,
                "href": page.link("request", request_id=one.pk)
                if allowed(by, "request.view", request_permissions.of(one, at=at))
                else "",
                "measure": label(one.measure, "measure"),
                "to": one.requested if one.direction == Request.Direction.OUT else one.requesting,
                "direction": one.direction,
                "parts": [
                    {"data": label(part.data_category, "data"), "state": said.say(part.state, said.STATE)}
                    for part in one.parts.all()
                ],
                "sent_at": one.sent_at,
                "zones": page.walls(one.requested, one.requesting),
                "basis": one.legal_basis,
            }
        )
    return found


def clocks(case: Case) -> list[dict[str, Any]]:
    """Return the clocks that run on the requests of a case, the next first; those that can lose nothing any more stand last."""
    requests = {str(one.pk): one for one in asked(case).select_related("parent").prefetch_related("parts")}
    rows = Deadline.objects.filter(
        subject_kind="request", subject_id__in=list(requests), stopped_at=None
    ).order_by("due")
    shown = [reading.clock(one, settled=is_settled(one, requests[one.subject_id])) for one in rows]
    return sorted(shown, key=lambda one: one.get("state") == "met")


def timeline(case: Case, *, at: datetime) -> list[dict[str, Any]]:
    """Return what happened in a case, the oldest first: reports, facts, requests and their steps."""
    from comity.node.desk.cases import facts  # the pages of facts are made of this module

    events: list[dict[str, Any]] = [
        {
            "at": case.opened_at,
            "title": _("Case opened"),
            "who": case.opened_by,
            "side": "here",
            "state": "done",
        }
    ]
    for joined in case.joined.select_related("report"):
        events.append(
            {
                "at": joined.at,
                "title": _("Report %(reference)s joined") % {"reference": joined.report.reference},
                "who": joined.by,
            }
        )
    meanings = facts.meanings()
    for fact in case.facts.all():
        events.append(
            {
                "at": fact.at,
                "title": _("Fact stated: %(name)s") % {"name": meanings.get(fact.name, fact.name)},
                "who": fact.by,
            }
        )
    steps = (
        Step.objects.filter(part__request__in=asked(case))
        .select_related("part__request")
        .order_by("at", "number")
    )
    grouped: dict[tuple[Any, ...], list[str]] = {}
    requests_of: dict[Any, Request] = {}
    for step in steps:
        request = requests_of.setdefault(step.part.request_id, step.part.request)
        key = (step.at, step.event, step.by, step.side, request.pk)
        grouped.setdefault(key, []).append(label(step.part.data_category, "data"))
    for (moment, event, who, side, request_id), data in grouped.items():
        request = requests_of[request_id]
        events.append(
            {
                "at": moment, "title": f"{said.say(event, said.EVENT)}: {request.reference}", "text": ", ".join(dict.fromkeys(data)),
                "who": who, "side": "there" if side == "requested" else "here", "href": page.link("request", request_id=request_id),
                "zones": page.walls(request.requesting, request.requested),
            }
        )  # fmt: skip
    if case.closed_at:
        events.append(
            {
                "at": case.closed_at,
                "title": _("Case closed"),
                "text": str(lists.CLOSING.get(case.closed_code, "")),
            }
        )
    names = page.names(str(one.get("who", "")) for one in events)
    for one in events:
        one["who"] = names.get(str(one.get("who", "")), "")
    return sorted(events, key=lambda one: one["at"])


_SEVERAL = 4
"""From how many requests of one kind on they are folded: the offers to the states where people were harmed, say."""
_RECENT = 12


def folded(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return requests in groups for the page: those in sight under no title, and each long row of one kind under its own."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for one in given:
        kinds.setdefault(one["measure"], []).append(one)
    single = [one for one in given if len(kinds[one["measure"]]) < _SEVERAL]
    groups = [{"title": "", "rows": single}] if single or not given else []
    for measure, rows in kinds.items():
        if len(rows) >= _SEVERAL:
            states = {country_name(one["to"], page.language()) for one in rows}
            named = ", ".join(sorted(states)) if len(states) < _SEVERAL else ""
            title = _("%(measure)s: %(num)s requests") % {"measure": measure, "num": len(rows)}
            groups.append({"title": f"{title} ({named})" if named else title, "rows": rows})
    return groups


def recent(events: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Part a history into what is folded and the latest of it, which is in sight."""
    if len(events) <= _RECENT + 3:
        return [], events
    return events[:-_RECENT], events[-_RECENT:]


def letters(case: Case, *, at: datetime) -> list[dict[str, Any]]:
    """Return the letters on the reports of a case."""
    from comity.node.desk.inbox.presenting import letter

    about = list(case.joined.values_list("report", flat=True))
    known = dict(Report.objects.filter(pk__in=about).values_list("pk", "reference"))
    return [
        letter(one, at) | {"reference": known.get(one.about, "")}
        for one in Letter.objects.filter(about__in=about)
    ]


def leave(case: Case, at: datetime) -> list[dict[str, Any]]:
    """Return who has leave on a case, ended leave too."""
    from comity.node.cases.leave import LABELS

    rows = list(case.grants.all())
    names = page.names([*(one.to for one in rows), *(one.by for one in rows)])
    return [
        {
            "id": one.pk, "to": names[one.to], "role": str(LABELS.get(one.role, one.role)), "until": one.until, "by": names[one.by],
            "over": one.ended_at is not None or one.until <= at, "ended_at": one.ended_at,
            "end_href": page.link("case-grant-end", case_id=case.pk, grant_id=one.pk),
        }
        for one in rows
    ]  # fmt: skip
