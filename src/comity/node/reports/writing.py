"""Draft letters to the reporter of a report: opens its data key, takes the words from ``content/letters`` in her language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation

from comity.kernel.actor import Actor, system
from comity.kernel.identifier import reference
from comity.node.base import clock, home, sealing
from comity.node.base.keyring import Keyring
from comity.node.letters import actions as letters
from comity.node.letters.models import Letter
from comity.node.letters.words import Words
from comity.node.reports.models import Report
from comity.node.ui import times
from comity.triage.letters import kinds, render


def draft_letter(
    report: Report,
    kind: str,
    *,
    event: str,
    values: Mapping[str, str],
    by: Actor,
    at: datetime,
    keyring: Keyring,
    case: UUID | None = None,
    not_before: datetime | None = None,
    reason_code: str = "",
) -> Letter:
    """Draft a letter of a kind of ``content/letters``; an officer releases it. The same event drafts it once.

    ``values`` fills the template; ``reference`` and ``office`` are filled in here. A report without a reporter's key (import,
    ticket) gets a letter too: the desk sends or reads it out.

    Raises:
        BadInput: no such letter, a value missing or one too many.
        NotAllowed: policy says no, or the report is not sealed to its owner.
    """
    known = Letter.objects.filter(about=report.pk, kind=kind, event=event).first()
    if known is not None:
        return known
    filled = render(kind, report.language, _only_asked(kind, report, values))
    text = Words(
        number=reference(), subject=filled.subject, paragraphs=filled.paragraphs, signed=report.owner.name
    )
    return letters.draft(
        text,
        owner=report.owner,
        key=sealing.open_as(report.data_key, report.owner_id, keyring),
        about=report.pk,
        kind=kind,
        event=event,
        language=report.language,
        by=by,
        at=at,
        case=case,
        not_before=not_before,
        reason_code=reason_code,
    )


def on_moved(report: str, state: str, **_: object) -> None:
    """News ``report.moved``: once somebody has taken the report up, draft the letter that says so; an officer releases it."""
    if state not in {Report.State.IN_TRIAGE, Report.State.IN_CASE}:
        return
    row = Report.objects.select_related("owner", "data_key").get(pk=report)
    node = home.current()
    if node is None or row.source != Report.Source.PORTAL:
        return
    with translation.override(row.language):
        received = times.day(row.received_at.astimezone(home.zone_of(node)))
    draft_letter(
        row,
        "acknowledged",
        event="report_read",
        values={"received": received},
        by=system("letters"),
        at=clock.now(),
        keyring=Keyring(node, settings.DOOR),
    )


def _only_asked(kind: str, report: Report, values: Mapping[str, str]) -> dict[str, str]:
    """Add what every letter may take, and only where this one does."""
    asked = next((one.values for one in kinds() if one.kind == kind), frozenset())
    usual = {"reference": report.reference, "office": report.owner.name}
    return {**{name: text for name, text in usual.items() if name in asked}, **values}
