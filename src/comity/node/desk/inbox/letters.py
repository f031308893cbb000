"""Letters to reporters: an officer reads the draft, releases it or keeps it back; nothing under a flag leaves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, ComityError, declare
from comity.node.base.permissions import allowed, verb
from comity.node.cases import lists
from comity.node.cases import permissions as case_permissions
from comity.node.cases.models import Case
from comity.node.desk import page
from comity.node.desk.inbox import objects, words
from comity.node.letters import actions, flags
from comity.node.letters.models import Letter
from comity.node.reports.models import Report

NO_REASON = declare("desk.letter.no_reason", "Choose why the letter is kept back.")


@verb("letter.release")
@require_GET
def show(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Show a letter as the reporter would read it, and what holds it back. The reading is in the audit."""
    return _page(request, letter_id)


@verb("letter.release")
@require_POST
def release(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Release a letter: from now on the reporter's code opens it."""
    by, at = page.actor(request), page.now(request)
    letter, grants = objects.letter(letter_id, "letter.release", by=by, at=at)
    try:
        actions.release(letter, by=by, at=at, keyring=page.keyring(), grants=grants)
    except ComityError as error:
        return _page(request, letter_id, error)
    messages.success(
        request,
        _("Released. Whoever has the code of the report can read it now; nothing was sent to anybody."),
    )
    return HttpResponseRedirect(_onward(letter, by=by, at=at))


@verb("letter.release")
@require_POST
def withhold(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Keep a letter back, until a day or for good, with a reason."""
    by, at = page.actor(request), page.now(request)
    letter, grants = objects.letter(letter_id, "letter.release", by=by, at=at)
    try:
        reason = request.POST.get("reason", "")
        if reason not in words.WITHHOLD:
            raise BadInput(NO_REASON.fault())
        until = page.day(request.POST, "until")
        actions.withhold(
            letter, reason, until=page.end_of(until) if until else None, by=by, at=at, grants=grants
        )
    except BadInput as error:
        return _page(request, letter_id, error)
    messages.success(request, _("Kept back."))
    return HttpResponseRedirect(_onward(letter, by=by, at=at))


def _onward(letter: Letter, *, by: Actor, at: datetime) -> str:
    """Return where this person goes on from a letter: its report, else its case, else the letter itself.

    Who releases letters need not be one who may see the report: the leave on the case of its reader may be another's.
    """
    if objects.may_view(letter.about, by=by, at=at):
        return page.link("report", report_id=letter.about)
    case = Case.objects.filter(pk=letter.case).first() if letter.case else None
    if case is not None and allowed(by, "case.view", case_permissions.of(case, at=at)):
        return page.link("case", case_id=case.pk)
    return page.link("letter", letter_id=letter.pk)


def _page(request: HttpRequest, letter_id: UUID, error: ComityError | None = None) -> HttpResponse:
    by, at = page.actor(request), page.now(request)
    letter, grants = objects.letter(letter_id, "letter.release", by=by, at=at)
    text = actions.open_letter(letter, by=by, at=at, keyring=page.keyring(), grants=grants)
    report = Report.objects.filter(pk=letter.about).first()
    flag = flags.standing(letter, at) if letter.state == Letter.State.DRAFT else None
    return page.render(
        request,
        "desk/inbox/letter.html",
        {
            "letter": letter,
            "report": report,
            "shown": {
                "from": letter.owner.name, "date": (letter.released_at or letter.drafted_at).date(), "reference": text.number,
                "subject": text.subject, "paragraphs": list(text.paragraphs), "signed": text.signed, "role": text.role,
                "draft": letter.state == Letter.State.DRAFT,
            },
            "flag": flag,
            "flag_reason": str({**lists.SECRECY, **words.WITHHOLD}.get(flag.reason_code, flag.reason_code)) if flag else "",
            "contact": str(words.CONTACT.get(report.safe_contact, "")) if report else "",
            "reasons": page.choices(words.WITHHOLD),
            "state": str(words.LETTER_STATE.get(letter.state, letter.state)),
            "release_href": page.link("letter-release", letter_id=letter.pk),
            "withhold_href": page.link("letter-withhold", letter_id=letter.pk),
            "back": _onward(letter, by=by, at=at),
            "back_text": report.reference if report is not None and objects.may_view(letter.about, by=by, at=at) else "",
            "errors": page.errors(error) if error is not None else [],
        },
        status=422 if error is not None else 200,
    )  # fmt: skip
