"""Whose turn it is: what this person can do with a request now, and what is only waited for, each in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from comity.kernel.actor import Actor
from comity.node.assistance import actions, lanes, lawbook, orders, permissions, queries, words
from comity.node.assistance.drafting import needs_commitment
from comity.node.assistance.models import Request
from comity.node.base.permissions import allowed
from comity.node.desk import page
from comity.node.desk.requests import executing


def is_draft(row: Request) -> bool:
    """Say whether a request of ours has not left yet."""
    return row.direction == Request.Direction.OUT and row.sent_at is None and row.discarded_at is None


def waiting(row: Request, *, by: Actor, at: datetime) -> list[str]:
    """Return the steps that wait for this person, in words, the most useful first; none where it is another's turn.

    A draft waits for whoever may fill, promise or send it; a request that arrived for whoever may go on with it. Of what was
    sent only a state that the other side cannot leave waits here: that one may always withdraw or extend is no step that waits.
    """
    steps = [one["text"] for one in todo(row, by=by, at=at)]
    if steps or is_draft(row):
        return steps
    going = [one for one in queries.buttons(row, by=by, at=at) if not one.refuses and not one.asks_back]
    if row.direction == Request.Direction.OUT:
        instrument = lawbook.book().instrument(row.instrument)
        theirs = {one.from_ for one in instrument.transitions if one.side not in ("requesting", "clock")}
        ours = {part.data_category for part in row.parts.all() if part.state not in theirs}
        going = [one for one in going if ours.intersection(one.categories)]
    return [words.say(one.event, words.EVENT) for one in going]


def draft_step(row: Request) -> str:
    """Return what a draft waits for, whoever does it."""
    if needs_commitment(lawbook.book().instrument(row.instrument)) and row.committed_at is None:
        return _("Draft: the prosecutor has to commit")
    return _("Draft: to be checked and sent")


def buttons(row: Request, *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return the steps this person may take now. The first that goes forward is the filled one."""
    found = queries.buttons(row, by=by, at=at)
    return [
        {
            "text": words.say(one.event, words.EVENT),
            "href": page.link("request-step", request_id=row.pk, event=one.event),
            "event": one.event,
            "refuses": one.refuses,
            "kinds": one.categories,
        }
        for one in sorted(found, key=lambda one: (one.refuses, one.asks_back))
    ]


def todo(row: Request, *, by: Actor, at: datetime) -> list[dict[str, str]]:
    """Return what this person could do next beside the life cycle's own steps, the most useful first."""
    instrument = lawbook.book().instrument(row.instrument)
    attributes = permissions.of(row, at=at, done_by=[], authorised=actions.is_authorised(row))
    found: list[dict[str, str]] = []

    def add(name: str, text: str) -> None:
        found.append({"text": text, "href": page.link(name, request_id=row.pk), "name": name})

    if row.rights_stop and allowed(by, "safeguard.decide", permissions.of(row, at=at, purpose="decide")):
        add("request-rights", _("Decide at the rights gate"))
    if is_draft(row):
        kinds = [part.data_category for part in row.parts.all()]
        promised = actions.needs_commitment(instrument)
        sender = lanes.send_verb(instrument, kinds, needs_judge=actions.kind_needed(row) == "judge")
        may_send = allowed(
            by,
            sender,
            permissions.of(
                row, at=at, done_by=[row.drafted_by, row.committed_by], authorised=actions.is_authorised(row)
            ),
        )
        if may_send and row.counterpart and (row.committed_at is not None or not promised):
            add("request-leaves", _("See what leaves, and send"))
        if (
            promised
            and row.committed_at is None
            and allowed(
                by, lanes.commit_verb(instrument), permissions.of(row, at=at, done_by=[row.drafted_by])
            )
        ):
            add("request-commit", _("Commit to the follow-up request"))
        if (
            instrument.at_home
            and orders.needs_decision(row)
            and actions.is_authorised(row) is not True
            and allowed(by, "authorisation.record", attributes)
        ):
            add(
                "request-authorisation",
                _("Record the judge's decision")
                if orders.needs_decision(row) == "judge"
                else _("Record the prosecutor's decision"),
            )
        if not row.counterpart:
            add("request-paper", _("Print: this state has no node"))
        if (
            row.committed_at is None
            and not instrument.at_home
            and allowed(by, lanes.draft_verb(instrument), attributes)
        ):
            add("request-form", _("Fill in the form"))
    return found + executing.steps(row, by=by, at=at)
