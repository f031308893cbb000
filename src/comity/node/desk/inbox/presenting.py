"""What the pages of the inbox show, as plain values for their templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.kernel.actor import Actor
from comity.node.audit.models import Leaf
from comity.node.base import lawbook
from comity.node.base.permissions import allowed
from comity.node.cases import queries as cases
from comity.node.desk import page
from comity.node.desk.inbox import words
from comity.node.letters import flags
from comity.node.letters.models import Letter
from comity.node.linkage import queries as links
from comity.node.reports import actions as reports
from comity.node.reports import permissions
from comity.node.reports.models import Report
from comity.node.triage import queries, reasons
from comity.policy.attributes import Grant
from comity.triage import questions


def row(report: Any, chosen: Report | None, view: str, at: datetime) -> dict[str, Any]:
    """Return one line of the queue; ``report`` is a row of ``triage.queries.queue``."""
    why = queries.reasons_in_words(report.reasons, page.language())
    return {
        "reference": report.reference,
        "href": page.link("report", report_id=report.pk),
        "show_href": page.link("inbox", query={"view": view, "show": str(report.pk)}),
        "level": str(words.LEVEL.get(report.level, report.level)),
        "tone": words.LEVEL_TONE.get(report.level, "neutral"),
        "overruled": bool(report.level != report.urgency and report.urgency),
        "why": why[0] if why else "",
        "received": report.received_at,
        "age": at - report.received_at,
        "amount": report.amount,
        "currency": report.currency,
        "state": str(words.STATE.get(report.state, report.state)),
        "news": report.news,
        "current": chosen is not None and chosen.pk == report.pk,
        "failing": report.failing_step,
    }


def preview(report: Report, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return what stands beside the queue: enough to decide whether to go in."""
    assessed = queries.assessment(report, by=by, at=at)
    level = queries.level_of(report)
    group = links.group_of(report) if allowed(by, "link.view", permissions.of(report, at=at)) else None
    return {
        "report": report,
        "href": page.link("report", report_id=report.pk),
        "level": str(words.LEVEL.get(level, level)),
        "tone": words.LEVEL_TONE.get(level, "neutral"),
        "reasons": queries.reasons_in_words(assessed.urgency_reasons, page.language()) if assessed else [],
        "counts": kinds(assessed.selectors) if assessed else [],
        "offences": made_out(assessed.offences, report)["shown"] if assessed else [],
        "group": group,
        "harm": links.harm(group.members) if group is not None and len(group.members) > 1 else None,
        "mode": str(words.MODE.get(report.mode, report.mode)),
    }


def kinds(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return how many selectors of each kind were found."""
    return [{"kind": str(words.SCHEME.get(kind, kind)), "number": number} for kind, number in counts.items()]


def made_out(document: dict[str, Any], report: Report) -> dict[str, Any]:
    """Return the rows of the offences made out, in sight and under "more"."""
    rows = queries.offence_rows(lawbook.book(), document, report.elements)
    return {"shown": list(rows.shown), "more": list(rows.more)}


def report(found: Report, *, by: Actor, at: datetime, grants: Sequence[Grant]) -> dict[str, Any]:
    """Return a report as it is coded, with what this person may do."""
    assessed = queries.assessment(found, by=by, at=at, grants=grants)
    level = queries.level_of(found)
    book = lawbook.book()
    return {
        "report": found,
        "level": str(words.LEVEL.get(level, level)),
        "tone": words.LEVEL_TONE.get(level, "neutral"),
        "proposed": str(words.LEVEL.get(found.urgency, "")) if level != found.urgency else "",
        "reasons": queries.reasons_in_words(assessed.urgency_reasons, page.language()) if assessed else [],
        "assessed_at": assessed.at if assessed else None,
        "offences": made_out(assessed.offences, found) if assessed else {"shown": [], "more": []},
        "asked_in": assessed.countries if assessed else [],
        "counts": kinds(assessed.selectors) if assessed else [],
        "referrals": referrals(assessed.referrals) if assessed else [],
        "book": {"version": book.version, "digest": assessed.book_digest if assessed else book.digest},
        "on": found.received_at.date(),
        "state": str(words.STATE.get(found.state, found.state)),
        "mode": str(words.MODE.get(found.mode, found.mode)),
        "cases": [
            {"text": f"{one.working_name} ({one.reference})", "href": page.link("case", case_id=one.pk)}
            for one in cases.cases_of(found, by=by, at=at)
        ],
        "acts": acts(found, by=by, at=at),
        "seen_href": page.link("report-seen", report_id=found.pk),
        "may_open": allowed(by, "report.open", permissions.of(found, purpose="-", at=at, grants=grants)),
        "files_count": found.files.count(),
        "withdrawn": found.withdrawn_at,
        "walls": page.walls(),
    }


def referrals(stored: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return who should have it, in words."""
    return [
        {
            "country": one["country"],
            "desk": str(words.DESKS.get(one["desk"], one["desk"])),
            "first": one.get("first", False),
            "reasons": queries.reasons_in_words(one["reasons"], page.language()),
        }
        for one in stored
    ]


def acts(found: Report, *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return what this person may do with the report now: the first is the page's one filled button."""
    if not allowed(by, "report.triage", permissions.of(found, at=at)):
        return []
    waiting = found.state in queries.OPEN
    offered = [
        ("report-case", _("Open a case"), waiting),
        ("report-payment", _("Have the payment stopped"), found.amount is not None),
        ("report-join", _("Join to a case"), waiting or found.state == Report.State.IN_CASE),
        ("report-urgency", _("Set the urgency"), waiting),
        ("report-refer", _("Refer to another desk"), waiting),
        ("report-close", _("Nobody goes on with it"), waiting),
        ("report-again", _("Look at it again"), found.state in {Report.State.CLOSED, Report.State.REFERRED}),
    ]
    return [
        {"text": text, "href": page.link(name, report_id=found.pk)} for name, text, fits in offered if fits
    ]


def opened(found: reports.Opened, said: dict[bytes, str]) -> dict[str, Any]:
    """Return an opened report for the page; nothing of it is kept."""
    answers = found.document.get("answers", {})
    return {
        "own_words": _own_words(found.own_words, answers if isinstance(answers, dict) else {}),
        "name": found.name,
        "contact": found.contact,
        "messages": [{"at": one.said_at, "kind": one.get_kind_display(), "text": text} for one, text in found.messages],
        "files": [
            {"name": name or _("without a name"), "about": about, "size": one.size, "kind": one.media_kind, "at": one.given_at}
            for one, name, about in found.files
        ],
        "selectors": [
            {
                "kind": str(words.SCHEME.get(one["kind"], one["kind"])),
                "value": one["value"],
                "found": str(words.FOUND.get(one["found"], one["found"])),
            }
            for one in found.selectors
        ],
        "answers": answers if isinstance(answers, dict) else {},
        "anonymous": found.report.anonymous,
    }  # fmt: skip


def _own_words(written: str, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what she wrote, each answer under its question; without one where it came by another way than the questions."""
    asked = questions.load()
    said = questions.own_words_from(asked, answers)
    if "\n\n".join(said.values()) != written:
        return [{"question": "", "parts": _paragraphs(written)}] if written.strip() else []
    known = {one.id: one.words(page.language())[0].title for one in asked.questions}
    return [{"question": known[name], "parts": _paragraphs(text)} for name, text in said.items()]


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n") if part.strip()]


def decisions(found: Report, notes: dict[str, str]) -> list[dict[str, Any]]:
    """Return what was decided, for a timeline; notes only where the report is open."""
    rows = list(found.decisions.all())
    names = page.names(one.by for one in rows)
    made = []
    for one in rows:
        text = str(reasons.of(one.kind).get(one.reason_code, "")) or one.to
        if one.urgency:
            text = f"{words.LEVEL.get(one.urgency, one.urgency)}. {text}"
        note = notes.get(str(one.pk), "")
        made.append(
            {
                "at": one.at,
                "title": str(reasons.KINDS.get(one.kind, one.kind)),
                "text": f"{text} {note}".strip(),
                "who": names.get(one.by, one.by),
                "href": page.link("case", case_id=one.case)
                if one.case
                else (page.link("request", request_id=one.request) if one.request else ""),
            }
        )
    return made


def letters(found: Report, *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return the letters on a report with what holds them back."""
    rows = Letter.objects.filter(owner_id=found.owner_id, about=found.pk)
    return [letter(one, at) for one in rows]


def letter(one: Letter, at: datetime) -> dict[str, Any]:
    """Return a letter in a list: its kind and state, never its words."""
    flag = flags.standing(one, at) if one.state == Letter.State.DRAFT else None
    return {
        "kind": str(words.LETTER.get(one.kind, one.kind)),
        "state": str(words.LETTER_STATE.get(one.state, one.state)),
        "draft": one.state == Letter.State.DRAFT,
        "href": page.link("letter", letter_id=one.pk),
        "drafted_at": one.drafted_at,
        "released_at": one.released_at,
        "flag": flag,
        "language": one.language,
    }


def leaves(found: Iterable[Leaf]) -> list[dict[str, Any]]:
    """Return the leaves of the audit for a timeline: who, what, when and for what purpose."""
    rows = list(found)
    names = page.names(one.actor for one in rows)
    return [
        {
            "at": one.at,
            "title": words.act(one.verb),
            "text": _("Purpose: %(purpose)s") % {"purpose": one.purpose} if one.purpose else "",
            "who": f"{names.get(one.actor, one.actor)}" + (f", {one.participant}" if one.participant else ""),
        }
        for one in rows
    ]


def in_words(number: int) -> str:
    """Return how many reports a group has."""
    return ngettext("%(num)s report", "%(num)s reports", number) % {"num": number}
