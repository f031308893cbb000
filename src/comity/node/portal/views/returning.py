"""Come back with the code: how it stands in words, letters, something to add, a copy, withdrawing."""

from __future__ import annotations

import hmac
import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from comity.custody.acknowledgement import neutral_file_name
from comity.kernel.errors import BadInput, Fault
from comity.node.base import sealing
from comity.node.letters import queries as letters
from comity.node.letters import words as letter_words
from comity.node.letters.models import Letter
from comity.node.portal import advised, fields, flow, limits
from comity.node.portal.page import listed, show
from comity.node.portal.views import files as file_views
from comity.node.portal.views.asking import lines
from comity.node.portal.views.sending import download
from comity.node.portal.visitor import (
    VISIT_OVER,
    Visitor,
    begins_anew,
    door,
    forget,
    reads_body_itself,
    remember,
)
from comity.node.reports import actions, drafts, facts, uploads
from comity.node.reports.actions import Own
from comity.node.reports.holding import holding
from comity.node.reports.models import Message, Report
from comity.node.reports.queries import acknowledgement_text
from comity.suites import codes
from comity.triage import guidance
from comity.triage.plain import text_faults

WORDS_LIMIT = 20_000


@door
@begins_anew
def back(visitor: Visitor) -> HttpResponse:
    """Take a code: of a report that was sent, or of one that waits to be finished."""
    if visitor.request.method != "POST":
        return _enter(visitor, [])
    try:
        code = codes.normalise(visitor.request.POST.get("code", ""))
        return _open(visitor, code)
    except BadInput as error:
        limits.limiter.knock("code", visitor.address, limits.CODES, visitor.now)
        return _enter(visitor, list(error.faults))


def _open(visitor: Visitor, code: str) -> HttpResponse:
    try:
        content = drafts.read(code, "report", keyring=visitor.keyring, at=visitor.now)
    except BadInput:
        actions.open_own(code, keyring=visitor.keyring)
    else:
        number = flow.way(content["answers"]).first_open()
        response = redirect("portal:step", number) if number else redirect("portal:check")
        remember(response, code)
        return response
    visit = drafts.begin("visit", {"code": code, "files": []}, keyring=visitor.keyring, at=visitor.now)
    response = redirect("portal:mine")
    remember(response, visit)
    return response


def _enter(visitor: Visitor, faults: list[Fault]) -> HttpResponse:
    typed = visitor.request.POST.get("code", "")[:80] if faults else ""
    context = {"errors": listed(faults, "#code"), "typed": typed}
    return show(visitor, "back", context, status=422 if faults else 200)


def own_of(visitor: Visitor) -> Own:
    """Open her report with the code of this visit; every page of a visit counts as a sign of life.

    Raises:
        BadInput: no visit, or it is over.
    """
    if not visitor.code:
        raise BadInput(VISIT_OVER.fault())
    try:
        with drafts.changing(visitor.code, "visit", keyring=visitor.keyring, at=visitor.now) as content:
            code = str(content["code"])
    except BadInput:
        raise BadInput(VISIT_OVER.fault()) from None
    return actions.open_own(code, keyring=visitor.keyring)


@door
def mine(visitor: Visitor) -> HttpResponse:
    """Show how her report stands, in words, and all she can do here."""
    own = own_of(visitor)
    with holding(code=own.code_digest):
        released = list(letters.released(own.report.data_key_id))
        said = list(Message.objects.filter(report=own.report))
        given = own.report.files.count()
    context = {
        "report": own.report,
        "status": _status(own.report, released),
        "withdrawn": any(one.kind == Message.Kind.WITHDRAWAL for one in said),
        "letters": [
            {
                "at": one.released_at,
                "href": reverse("portal:letter", args=(one.pk,)),
                "text": _subject(own, one),
            }
            for one in released
        ],
        "said": [
            {"at": one.said_at, "kind": one.kind, "text": sealing.read(one, own.key, "body")}
            for one in said
            if one.direction == Message.Direction.FROM_REPORTER
        ],
        "files_given": given,
        "lines": lines(visitor, fields.home_country(), ("victim", "child")),
        "advice": advised.advice(
            own.report.country or fields.home_country(), facts.marks_of(own.report), visitor.language
        ),
        "thanks": "said" in visitor.request.GET,
        "received": own.report.received_at,
        "ready": acknowledgement_text(visitor.visit(), keyring=visitor.keyring) is not None,
    }
    return show(visitor, "mine", context)


_ENDED = frozenset({"outcome", "closed_with_reasons"})
"""Letters that tell how it ended."""


def _status(report: Report, released: list[Letter]) -> str:
    """Say where her report stands: what the newest letter told her first, then what is known without one."""
    if released and released[0].kind in _ENDED:
        return "told"
    return "received" if report.state == Report.State.RECEIVED else "working"


def _subject(own: Own, letter: Letter) -> str:
    return letter_words.read(sealing.read_bytes(letter, own.key, "body")).subject


@door
@reads_body_itself
def add(visitor: Visitor) -> HttpResponse:
    """Add words or files to one's own report."""
    own = own_of(visitor)
    if visitor.request.method != "POST":
        return _add(visitor, own, "", [])
    taken: list[str] = []

    def note(blob: str) -> None:
        drafts.note_file(visitor.code, "visit", blob, keyring=visitor.keyring, at=visitor.now)
        taken.append(blob)

    with holding(code=own.code_digest):
        sizes = list(own.report.files.values_list("size", flat=True))
    handler = uploads.SealedUploadHandler(
        data_key=own.key.secret,
        salt=bytes(own.report.content_salt),
        room=uploads.Room(uploads.MAX_FILES - len(sizes), uploads.MAX_TOTAL - sum(sizes)),
        note=note,
    )
    form = file_views.receive(visitor, handler)
    text = str(form.get(fields.NAME, "")).replace("\r\n", "\n").strip()
    faults = [*handler.faults, *fields.broken(text), *text_faults(text, limit=WORDS_LIMIT)]
    if not text and not handler.accepted and not faults:
        faults = [fields.NOTHING.fault()]
    if handler.accepted:
        actions.add_files(own, handler.accepted, by=own.actor, at=visitor.now)
        drafts.let_go(visitor.code, taken, keyring=visitor.keyring)
    if faults:
        return _add(visitor, own, text, faults)
    if text:
        kind = "extension" if form.get("about") == "me" else "addition"
        actions.add_message(own, text, token=_token(own, form), by=own.actor, at=visitor.now, kind=kind)  # type: ignore[arg-type]
    return redirect(reverse("portal:mine") + "?said")


def _add(visitor: Visitor, own: Own, text: str, faults: list[Fault]) -> HttpResponse:
    context = {
        "text": text[:WORDS_LIMIT],
        "errors": listed(faults),
        "limits": file_views.limits_shown(),
        "anonymous": own.report.anonymous,
        "once": codes.new_code(),
    }
    return show(visitor, "add", context, status=422 if faults else 200)


def _token(own: Own, form: Any) -> bytes:
    """Tie the form to the report, so that the same form sent twice is one message."""
    return hmac.digest(bytes(own.report.content_salt), str(form.get("once", "")).encode(), "sha256")


@door
def letter(visitor: Visitor, pk: UUID) -> HttpResponse:
    """Show a released letter; it opens because she entered her code."""
    own = own_of(visitor)
    with holding(code=own.code_digest):
        row = letters.released(own.report.data_key_id).filter(pk=pk).first()
    if row is None:
        raise Http404
    text = letter_words.read(sealing.read_bytes(row, own.key, "body"))
    return show(visitor, "letter", {"text": text, "row": row, "reference": own.report.reference})


@door
def copy(visitor: Visitor) -> HttpResponse:
    """Show all that she told, to read or to print."""
    own = own_of(visitor)
    document = own.document()
    way = flow.way(document.get("answers", {}))
    rows = []
    for question in way.questions:
        value = fields.written(way.asked, question, way.answers.get(question.id), visitor.language)
        if value:
            text, _ = question.words(visitor.language)
            title = text.title.format(emergency=guidance.emergency(way.country))
            rows.append({"key": fields.dressed(title, visitor.language), "value": value})
    return show(visitor, "copy", {"document": document, "rows": rows, "received": own.report.received_at})


@door
def copy_file(visitor: Visitor) -> HttpResponse:
    """Hand out the exact bytes whose digest the acknowledgement states."""
    data = own_of(visitor).copy()
    pretty = json.loads(data)
    name = neutral_file_name(pretty["nonce"]).replace(".txt", ".json")
    return download(data, name, "application/json")


@door
def proof(visitor: Visitor) -> HttpResponse:
    """Hand out the signed acknowledgement again."""
    own_of(visitor)
    text = acknowledgement_text(visitor.visit(), keyring=visitor.keyring)
    return (
        redirect("portal:mine")
        if text is None
        else download(text.encode(), neutral_file_name(text), "text/plain")
    )


@door
def withdraw(visitor: Visitor) -> HttpResponse:
    """Say what withdrawing does in law here, and take the wish."""
    own = own_of(visitor)
    effect = advised.legal_effect(fields.home_country(), visitor.language)
    if visitor.request.method == "POST":
        text = visitor.request.POST.get(fields.NAME, "").replace("\r\n", "\n").strip()
        faults = [*fields.broken(text), *text_faults(text, limit=WORDS_LIMIT)]
        if not faults:
            token = hmac.digest(bytes(own.report.content_salt), b"withdrawal", "sha256")
            actions.add_message(own, text, token=token, by=own.actor, at=visitor.now, kind="withdrawal")
            return redirect(reverse("portal:mine") + "?said")
        context = {"effect": effect, "text": text[:WORDS_LIMIT], "errors": listed(faults)}
        return show(visitor, "withdraw", context, status=422)
    return show(visitor, "withdraw", {"effect": effect, "text": ""})


@require_POST
@door
def end(visitor: Visitor) -> HttpResponse:
    """End the visit: the code is forgotten here at once."""
    drafts.forget(visitor.code, keyring=visitor.keyring, kind="visit")
    response = redirect("portal:back")
    forget(response)
    return response
