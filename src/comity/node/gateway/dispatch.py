"""Open what arrived and hand it on: every message once, none lost, none in the way of another.

Opening, effect and the mark *handled* are one transaction. A handler that fails takes its own effect back and nothing
else: the message is kept and tried again later, the next one goes on.
"""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comity.exchange.directory import Directory
from comity.kernel.actor import Actor, system
from comity.kernel.clock import Clock, SystemClock
from comity.kernel.errors import ComityError, Untrusted
from comity.node.exchange import actions, directory, faults
from comity.node.exchange.models import Incoming
from comity.node.gateway.table import handler_for

NOT_UNDERSTOOD = "not_understood"
_WORKER = system("exchange")
_log = logging.getLogger("comity.exchange")


def open_incoming(at: datetime, *, wire: Clock | None = None) -> int:
    """Open and hand on every message that is due; return how many were dealt with."""
    now = (wire or SystemClock()).now()
    due = actions.due(now)
    if not due:
        return 0
    known = directory.trusted()  # no directory is no fault of any message: the round fails, the messages wait
    return sum(_one(row, known, at=at, now=now) for row in due)


def _one(row: UUID, known: Directory, *, at: datetime, now: datetime) -> bool:
    try:
        with transaction.atomic():
            incoming = actions.take(row, now)
            if incoming is None:
                return False
            try:
                document = actions.open_message(incoming, known, by=_WORKER, at=at).document()
            except (
                Untrusted
            ) as error:  # what was no good message when it was stored does not become one by waiting
                _refuse(incoming, Incoming.State.REFUSED, error.faults[0].code, at=at)
                return True
            sender = Actor(kind="participant", id=incoming.from_code, participant=incoming.from_code)
            handler = handler_for(incoming.kind)
            if handler is None:
                _refuse(incoming, Incoming.State.NOT_UNDERSTOOD, faults.NOT_UNDERSTOOD.code, at=at)
            else:
                match handler(incoming, document, by=sender, at=at):
                    case actions.Waits():
                        actions.wait(incoming)
                    case actions.Refuses(code):
                        _refuse(incoming, Incoming.State.REFUSED, code, at=at)
                    case _:
                        actions.finish(incoming, Incoming.State.HANDLED, at=at)
            return True
    except Exception as error:
        code = error.faults[0].code if isinstance(error, ComityError) else faults.HANDLER_FAILED.code
        _log.exception("exchange.handler.failed", extra={"facts": {"incoming": str(row), "code": code}})
        actions.postpone(row, code, at=at, now=now)
        return False


def _refuse(incoming: Incoming, state: str, code: str, *, at: datetime) -> None:
    """Keep what takes no effect, tell a person here and its sender there, and never answer an answer.

    Without this answer a sender who holds the receipt *stored* would believe that the message took effect.
    """
    actions.finish(incoming, state, at=at, code=code)
    if incoming.kind == NOT_UNDERSTOOD:
        return
    try:
        with transaction.atomic():
            actions.post(
                sender=incoming.owner_id, to=incoming.from_code, matter=incoming.matter_id or incoming.message,
                kind=NOT_UNDERSTOOD, in_reply_to=incoming.message,
                body={"message": str(incoming.message), "code": code}, by=_WORKER, at=at,
            )  # fmt: skip
    except ComityError as error:  # suspended meanwhile, or the directory is stale: the person here knows
        _log.info("exchange.answer.not_sent", extra={"facts": {"code": error.faults[0].code}})
