"""Look over what was said, send it, hold the code."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from comity.custody.acknowledgement import neutral_file_name
from comity.kernel.errors import Conflict
from comity.node.base import home
from comity.node.portal import advised, fields, flow
from comity.node.portal.page import office_name, show
from comity.node.portal.sentences import say
from comity.node.portal.views.asking import HELPED, doubts_of, lines
from comity.node.portal.visitor import Visitor, door, forget
from comity.node.reports import drafts
from comity.node.reports.acknowledge import SHOWABLE
from comity.node.reports.content import Submission
from comity.node.reports.queries import acknowledgement_text
from comity.triage import guidance


@door
def check(visitor: Visitor) -> HttpResponse:
    """Show every answer with a way to change it, what the acknowledgement may show, and the one button."""
    content = visitor.draft()
    if content.get("sent"):
        return redirect("portal:done")
    way = flow.way(content["answers"])
    still_open = way.first_open()
    if still_open is not None:
        return redirect("portal:step", still_open)
    sent = flow.submission(content)
    rows = _rows(visitor, way, content)
    kinds = ("victim", "child") if way.marks & set(HELPED) else ("victim",)
    context = {
        "rows": [row for row in rows if row["value"]],
        "doubtful": [row for row in rows if row["doubts"]],
        "left_out": [row for row in rows if not row["value"]],
        "files": content["files"],
        "anonymous": sent.anonymous,
        "threat": bool(way.marks & set(HELPED)),
        "emergency": guidance.emergency(way.country),
        "showable": _showable(sent),
        "lines": lines(visitor, way.country, kinds),
        "back_href": reverse("portal:step", args=(len(way.pages),)),
        "effect": advised.legal_effect(fields.home_country(), visitor.language),
    }
    return show(visitor, "check", context)


def _rows(visitor: Visitor, way: flow.Way, content: drafts.Content) -> list[dict[str, Any]]:
    rows = []
    for question in way.questions:
        number = way.number_of(question)
        if question.kind == "notice":
            continue
        text, _ = question.words(visitor.language)
        value = fields.written(way.asked, question, way.answers.get(question.id), visitor.language)
        if question.kind == "files":
            value = ", ".join(one["name"] for one in content["files"])
        emergency = guidance.emergency(way.country)
        rows.append(
            {
                "key": fields.dressed(text.title.format(emergency=emergency), visitor.language),
                "value": value,
                "doubts": [say(doubt) for doubt in doubts_of(visitor, way, question)],
                "href": reverse("portal:step", args=(number,)) + "?change"
                if number > 1
                else reverse("portal:home"),
            }
        )
    return rows


def _showable(sent: Submission) -> list[str]:
    there = {
        "day": True,
        "kind": bool(sent.opening),
        "loss": sent.amount is not None,
        "country": bool(sent.country),
        "files": bool(sent.files),
    }
    return [name for name in SHOWABLE if there[name]]


@require_POST
@door
def send(visitor: Visitor) -> HttpResponse:
    """Send the report. Pressed twice, in two windows or after an answer was lost on the way, it is one report."""
    shows = [name for name in visitor.request.POST.getlist("shows") if name in SHOWABLE]
    with drafts.changing(visitor.code, "report", keyring=visitor.keyring, at=visitor.now) as content:
        if not content.get("sent"):
            content["shows"] = shows
    try:
        flow.send(visitor)
    except Conflict:
        return redirect("portal:check")
    return redirect("portal:done")


@door
def done(visitor: Visitor) -> HttpResponse:
    """Show the code, the reference and what happens next, and the signed file or, in the first moment, a link to look again."""
    content = visitor.draft()
    sent = content.get("sent")
    if not sent:
        return redirect("portal:check")
    node = home.current()
    ready = acknowledgement_text(content["secrets"]["code"], keyring=visitor.keyring) is not None
    context = {
        "ack": {
            "reference": sent["reference"],
            "code": content["secrets"]["code"],
            "received": datetime.fromisoformat(sent["received"]),
            "zones": (fields.home_zone(),),
            "office": office_name() or (node.name if node else ""),
            "site": visitor.request.get_host(),
            "return_address": visitor.request.build_absolute_uri(reverse("portal:back")),
            "phone": node.telephone if node else "",
        },
        "ready": ready,
        "advice": advised.advice(sent["country"], sent["marks"], visitor.language),
        "lines": lines(visitor, fields.home_country(), ("victim", "child")),
    }
    return show(visitor, "done", context)


@door
def proof(visitor: Visitor) -> HttpResponse:
    """Hand out the signed acknowledgement under a name that says nothing."""
    content = visitor.draft()
    if not content.get("sent"):
        return redirect("portal:check")
    text = acknowledgement_text(content["secrets"]["code"], keyring=visitor.keyring)
    return (
        redirect("portal:done")
        if text is None
        else download(text.encode(), neutral_file_name(text), "text/plain")
    )


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """Answer with a file to keep."""
    response = HttpResponse(data, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@door
def finish(visitor: Visitor) -> HttpResponse:
    """Take everything off this device: the draft with the code, and the cookie."""
    drafts.forget(visitor.code, keyring=visitor.keyring)
    response = redirect("portal:home")
    forget(response)
    return response
