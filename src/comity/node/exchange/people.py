"""When a machine gives up, a person is told: a clock due now stands on the board of the owner, and news go out."""

from __future__ import annotations

from datetime import datetime

from comity.kernel.actor import system
from comity.node.base import news
from comity.node.deadlines import actions as deadlines
from comity.node.deadlines.models import Deadline
from comity.node.exchange import faults
from comity.node.exchange.keys import this_node
from comity.node.exchange.models import Incoming, Outgoing

CLOCK = "message.needs_a_person"
_SENT_WELL = (Outgoing.State.STORED, Outgoing.State.OPENED)
_WORKER = system("exchange")


def tell(what: str, message: Outgoing | Incoming, *, at: datetime) -> None:
    """Put a message before a person. The row itself is what ``queries.dead_letters`` finds; twice is once."""
    deadlines.set_clock(
        CLOCK, by=_WORKER, at=at, owner=message.owner, subject_kind="message", subject_id=number(message),
        kind="reminder", due=at, zone=this_node().zone, rule="at_once",
    )  # fmt: skip
    news.tell(what, message=number(message), matter=message.matter_id, owner=message.owner_id)


def settle(at: datetime) -> int:
    """Take from people's boards what settled itself: a receipt came late, or a message was taken in after all."""
    done = 0
    for clock in Deadline.objects.filter(subject_kind="message", name=CLOCK, stopped_at=None):
        sent = Outgoing.objects.filter(pk=clock.subject_id, owner=clock.owner, state__in=_SENT_WELL)
        came = Incoming.objects.filter(
            message=clock.subject_id, owner=clock.owner, state=Incoming.State.HANDLED
        )
        if sent.exclude(last_fault=faults.NOT_UNDERSTOOD.code).exists() or came.exists():
            deadlines.stop_clock(
                CLOCK, by=_WORKER, at=at, subject_kind="message", subject_id=clock.subject_id
            )
            done += 1
    return done


def number(message: Outgoing | Incoming) -> str:
    """Return the id of the message, the same at both ends."""
    return str(message.message if isinstance(message, Incoming) else message.pk)
