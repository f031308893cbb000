"""What a clock of a request does when it rings: a ceiling at the executing end, a deadline at the end that waits; a floor nothing."""

from __future__ import annotations

from datetime import datetime

from comity.kernel.actor import system
from comity.node.assistance import clocks, lawbook, telling
from comity.node.assistance.models import Request
from comity.node.assistance.moving import Move, apply, locked
from comity.node.deadlines.models import Deadline, Kind

_ROUNDS = system("rounds")
_ENDING = {
    Kind.CEILING: Request.Direction.IN,
    Kind.VALIDITY: Request.Direction.IN,
    Kind.DEADLINE: Request.Direction.OUT,
}
"""Which end's clock ends what: keeping is the holder's, waiting is the asker's. The other end is told."""


def ring(deadline: Deadline, at: datetime) -> None:
    """Take the step that a clock's end takes by the record, in the transaction in which it fired, and tell the other end."""
    row = Request.objects.filter(pk=deadline.subject_id).first()
    if row is None or _ENDING.get(Kind(deadline.kind)) != row.direction:
        return
    request = locked(row)
    instrument = lawbook.book().instrument(request.instrument)
    name = clocks.rule_of(deadline.name)
    due = [
        part.data_category
        for part in clocks.categories_of(deadline.name, list(request.parts.all()))
        if clocks.ends_by(name, instrument, part.state)
    ]
    if not due:
        return
    event = next(row.event for row in instrument.transitions if row.side == "clock" and row.fired_by)
    move = Move(event, tuple(due), "clock", cite=deadline.cite[:80], message=telling.message_for(request))
    made = apply(request, move, by=_ROUNDS, at=at, verb="request.period_ends")
    telling.tell(request, move, due, by=_ROUNDS, at=at)
    telling.tell_parent_of_money(request, made, by=_ROUNDS, at=at)
