"""Tonight: what is lost next, what others wait for from us, what we wait for. Made of rows; nothing is remembered here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.kernel.actor import Actor
from comity.law.words import country_name
from comity.node.approvals import queries as approvals
from comity.node.assistance import clocks, lawbook, words
from comity.node.assistance import queries as assistance
from comity.node.assistance import zones as other_walls
from comity.node.assistance.models import Request
from comity.node.base.permissions import allowed
from comity.node.deadlines.models import Deadline, Kind
from comity.node.desk import page
from comity.node.desk.clocks import ending, reading, settled
from comity.node.desk.requests import turn
from comity.node.letters import queries as letters
from comity.node.reports import queries as reports
from comity.node.reports.models import Report
from comity.node.triage import queries as triage
from comity.node.ui import times
from comity.node.ui.labels import label
from comity.policy import Attributes, may_ever

_OVER = clocks.ENDED | lawbook.SERVED_OUT
_ORDER = {Kind.LAST_SAFE_DAY: 0, Kind.CEILING: 1, Kind.VALIDITY: 2}
_SHOWN = 40
_REMEMBERED = timedelta(days=60)
"""How long the board names what lapsed."""


def groups(by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return the three groups of the board for this person."""
    requests = list(assistance.mine(by)) if may_ever(by, "request.list") else []
    running = _clocks(by, requests)
    by_request: dict[str, list[Deadline]] = defaultdict(list)
    for row in running:
        if row.subject_kind == clocks.SUBJECT:
            by_request[row.subject_id].append(row)
    return [
        {
            "title": _("What is lost next"),
            "hint": _("By the last safe day, not by the due day."),
            "empty": _("Nothing that is held runs out."),
            "rows": list(_lost(by, requests, by_request, running, at)),
        },
        {
            "title": _("Others wait for us"),
            "hint": _("Their wall beside ours."),
            "empty": _("Nobody waits for this desk."),
            "rows": list(_for_us(by, requests, by_request, at)),
        },
        {
            "title": _("We wait for"),
            "hint": "",
            "empty": _("Nothing is out."),
            "rows": list(_from_others(by, requests, by_request, at)),
        },
    ]


def _clocks(by: Actor, requests: Iterable[Request]) -> list[Deadline]:
    """Return the running clocks of this participant, and those of requests it takes part in."""
    ids = [str(one.pk) for one in requests]
    own = Deadline.objects.filter(owner=by.participant, stopped_at=None)
    shared = Deadline.objects.filter(subject_kind=clocks.SUBJECT, subject_id__in=ids, stopped_at=None)
    return sorted(own | shared, key=lambda row: row.due)


def _lost(
    by: Actor,
    requests: list[Request],
    by_request: dict[str, list[Deadline]],
    running: list[Deadline],
    at: datetime,
) -> Iterable[dict[str, Any]]:
    found: list[tuple[datetime, dict[str, Any]]] = []
    for one in requests:
        if one.direction != Request.Direction.OUT and not _is_order(one):
            continue
        ends = sorted(
            (
                row
                for row in by_request[str(one.pk)]
                if row.kind in _ORDER and not settled.is_settled(row, one)
            ),
            key=lambda row: (_ORDER[Kind(row.kind)], row.due),
        )
        if (gone := settled.lapsed_at(one)) is not None and at - gone.at < _REMEMBERED:
            found.append((gone.at, {
                **_what(one, by), "kind": Kind.CEILING, "due": gone.at, "zones": page.walls(one.requested),
                "next": _("Lapsed: what was held is held no more, and nothing of it was handed over."),
            }))  # fmt: skip
        if not ends:
            continue
        first, *others = ends
        floors = [row for row in by_request[str(one.pk)] if row.kind == Kind.MINIMUM]
        later = "; ".join(ending.said(row, one) for row in (*others, *floors))
        found.append((first.due, _row(one, first, by, next_words=later)))
    mine = {str(one.pk) for one in requests}
    for row in running:
        if (row.kind in _ORDER and row.subject_kind != clocks.SUBJECT) or (
            row.kind in _ORDER and row.subject_id not in mine
        ):
            found.append((row.due, {
                "title": reading.name(row.name), "href": page.link("clocks"), "kind": row.kind, "due": row.due, "zones": reading.zones(row),
                "who": row.cite,
            }))  # fmt: skip
    yield from (row for _due, row in sorted(found, key=lambda pair: pair[0])[:_SHOWN])


def _is_order(one: Request) -> bool:
    return one.direction == Request.Direction.IN and bool(one.ends_on)


def _for_us(
    by: Actor, requests: list[Request], by_request: dict[str, list[Deadline]], at: datetime
) -> Iterable[dict[str, Any]]:
    found: list[tuple[datetime, dict[str, Any]]] = []
    for one in requests:
        if one.direction == Request.Direction.OUT and one.sent_at is None:
            found.append(
                (one.drafted_at or at, _waiting(one, one.drafted_at or at, at, by, turn.draft_step(one)))
            )
            continue
        if one.direction != Request.Direction.IN or all(part.state in _OVER for part in one.parts.all()):
            continue
        steps = assistance.buttons(one, by=by, at=at)
        due = [row for row in by_request[str(one.pk)] if row.kind == Kind.DEADLINE]
        what = (
            _("Stopped at the rights gate: a named lawyer decides")
            if one.rights_stop
            else ", ".join(words.say(step.event, words.EVENT) for step in steps[:3])
        )
        if due:
            found.append((due[0].due, _row(one, due[0], by, next_words=what)))
        elif steps or one.rights_stop:
            found.append((one.received_at or at, _waiting(one, one.received_at or at, at, by, what)))
    for order in approvals.waiting(by=by, at=at):
        found.append((order.expires_at, {
            "title": _("Second person: %(verb)s") % {"verb": order.verb.replace(".", " ").replace("_", " ")}, "href": page.link("evidence") or page.link("clocks"),
            "kind": "deadline", "due": order.expires_at, "zones": (page.here(),), "who": page.names([order.asked_by])[order.asked_by],
        }))  # fmt: skip
    yield from (row for _due, row in sorted(found, key=lambda pair: pair[0])[:_SHOWN])
    yield from _inbox(by, at)


def _inbox(by: Actor, at: datetime) -> Iterable[dict[str, Any]]:
    if may_ever(by, "report.list") and allowed(by, "report.list", Attributes(owner=by.participant)):
        waiting = triage.queue(by, states=[Report.State.RECEIVED]).aggregate(
            number=Count("pk"), first=Min("received_at")
        )
        if waiting["number"]:
            yield {
                "title": ngettext("%(num)s new report", "%(num)s new reports", waiting["number"]) % {"num": waiting["number"]},
                "href": page.link("inbox"), "due": None, "since": waiting["first"], "left": _ago(at - waiting["first"]),
                "zones": (page.here(),), "kind": "", "who": _("the most urgent stands first"),
            }  # fmt: skip
        failing = reports.failing(by).count()
        if failing:
            yield {
                "title": ngettext("%(num)s report could not be read", "%(num)s reports could not be read", failing) % {"num": failing},
                "href": page.link("inbox"), "due": None, "left": "", "zones": (page.here(),), "kind": "", "who": "",
            }  # fmt: skip
    drafts = letters.drafts(by).count() if may_ever(by, "letter.release") else 0
    if drafts:
        yield {
            "title": ngettext("%(num)s letter to a reporter to be released", "%(num)s letters to reporters to be released", drafts) % {"num": drafts},
            "href": page.link("inbox", query={"view": "in_case"}), "due": None, "left": "", "zones": (page.here(),), "kind": "", "who": "",
        }  # fmt: skip


def _from_others(
    by: Actor, requests: list[Request], by_request: dict[str, list[Deadline]], at: datetime
) -> Iterable[dict[str, Any]]:
    found: list[tuple[datetime, dict[str, Any]]] = []
    for one in requests:
        if (
            one.direction != Request.Direction.OUT
            or one.sent_at is None
            or all(part.state in _OVER for part in one.parts.all())
        ):
            continue
        due = [row for row in by_request[str(one.pk)] if row.kind == Kind.DEADLINE]
        states = ", ".join(dict.fromkeys(words.say(part.state, words.STATE) for part in one.parts.all()))
        if due:
            found.append((due[0].due, _row(one, due[0], by, next_words=states)))
        else:
            found.append((one.sent_at, _waiting(one, one.sent_at, at, by, states)))
    yield from (row for _due, row in sorted(found, key=lambda pair: pair[0])[:_SHOWN])


def _row(one: Request, row: Deadline, by: Actor, *, next_words: str) -> dict[str, Any]:
    return {
        **_what(one, by),
        "kind": row.kind,
        "due": row.due,
        "zones": reading.zones(row),
        "next": next_words,
    }


def _waiting(one: Request, since: datetime, at: datetime, by: Actor, next_words: str) -> dict[str, Any]:
    other = one.requesting if one.direction == Request.Direction.IN else one.requested
    walls = tuple(dict.fromkeys([other_walls.zone_of(other), page.here()]))
    return {
        **_what(one, by),
        "kind": "",
        "due": None,
        "since": since,
        "left": _ago(at - since),
        "zones": walls,
        "next": next_words,
    }


def _what(one: Request, by: Actor) -> dict[str, Any]:
    other = one.requesting if one.direction == Request.Direction.IN else one.requested
    return {
        "title": f"{label(one.measure, 'measure')}, {country_name(other, page.language())}",
        "href": page.link("request", request_id=one.pk),
        "who": " · ".join(
            filter(
                None,
                (
                    one.reference,
                    one.case.working_name if one.case and one.case.owner_id == by.participant else "",
                    one.legal_basis,
                ),
            )
        ),
        "reference": one.reference,
    }


def _ago(gap: timedelta) -> str:
    return _("for %(gap)s") % {"gap": times.duration(max(gap, timedelta(0)))}
