"""Verbs on clocks: set, move, stop; and the round that fires what is due, each once.

deadlines.actions.on_fire("hold", handler)       # in AppConfig.ready: handler(deadline, at) runs in the firing transaction
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from comity.kernel.actor import Actor, system
from comity.kernel.errors import Conflict, declare
from comity.node.audit import actions as audit
from comity.node.base import news
from comity.node.base.models import Participant
from comity.node.deadlines.models import Deadline, Kind

Handler = Callable[[Deadline, datetime], None]
_handlers: dict[str, list[Handler]] = {}
_log = logging.getLogger("comity.deadlines")
NO_CLOCK = declare(
    "deadlines.clock.none",
    "There is no running clock {name!r} on this.",
    "Load the page again: it may have been stopped.",
)


def on_fire(subject_kind: str, handler: Handler) -> None:
    """Have ``handler(deadline, at)`` carry out the effect of clocks on a kind of thing; twice counts once.

    It runs in the transaction of the fired mark: both happen or neither, so an effect happens exactly once.
    """
    listed = _handlers.setdefault(subject_kind, [])
    if handler not in listed:
        listed.append(handler)


@transaction.atomic
def set_clock(
    name: str,
    *,
    by: Actor,
    at: datetime,
    owner: Participant,
    subject_kind: str,
    subject_id: str,
    kind: str,
    due: datetime,
    zone: str,
    rule: str,
    starts: datetime | None = None,
    nominal: datetime | None = None,
    day: date | None = None,
    cite: str = "",
) -> Deadline:
    """Set a clock; where one of that name runs on the thing already, it is moved to the new instant."""
    values = {
        "owner": owner, "kind": Kind(kind).value, "starts": starts or at, "nominal": nominal, "due": due, "day": day,
        "zone": zone, "rule": rule, "cite": cite,
    }  # fmt: skip
    key = {"subject_kind": subject_kind, "subject_id": subject_id, "name": name, "stopped_at": None}
    try:
        with transaction.atomic():
            clock = Deadline.objects.create(**key, **values)
            verb = "deadline.set"
    except IntegrityError:
        clock = Deadline.objects.select_for_update().get(**key)
        if all(getattr(clock, field) == value for field, value in values.items()):
            return clock
        if clock.due != due:
            clock.fired_at = None
        for field, value in values.items():
            setattr(clock, field, value)
        clock.save()
        verb = "deadline.moved"
    _leaf(verb, clock, by, at, due=due.isoformat())
    news.tell(verb, deadline=clock.pk)
    return clock


@transaction.atomic
def stop_clock(
    name: str, *, by: Actor, at: datetime, subject_kind: str, subject_id: str, outcome: str = "met"
) -> Deadline:
    """Stop a running clock: ``met`` when what it waited for was done, ``void`` when it no longer counts.

    Raises:
        Conflict: no such clock runs.
    """
    clock = (
        Deadline.objects.select_for_update()
        .filter(subject_kind=subject_kind, subject_id=subject_id, name=name, stopped_at=None)
        .first()
    )
    if clock is None:
        raise Conflict(NO_CLOCK.fault(name=name))
    clock.stopped_at, clock.outcome = at, outcome
    clock.save(update_fields=["stopped_at", "outcome"])
    _leaf("deadline.stopped", clock, by, at, outcome=outcome)
    return clock


def fire_due(at: datetime) -> int:
    """Fire every clock that is due, each in a transaction of its own; return how many fired.

    The row is locked while it fires, a second worker skips it; a handler that fails leaves the clock unfired for the next round.
    """
    fired = 0
    for pk in list(
        Deadline.objects.filter(due__lte=at, fired_at=None, stopped_at=None)
        .order_by("due")
        .values_list("pk", flat=True)
    ):
        try:
            fired += _fire(pk, at)
        except Exception:
            _log.exception("deadlines.fire.failed", extra={"facts": {"deadline": str(pk)}})
    return fired


@transaction.atomic
def _fire(pk: uuid.UUID, at: datetime) -> int:
    clock = (
        Deadline.objects.select_for_update(skip_locked=True)
        .filter(pk=pk, fired_at=None, stopped_at=None, due__lte=at)
        .first()
    )
    if clock is None:
        return 0
    clock.fired_at = at
    clock.save(update_fields=["fired_at"])
    for handler in _handlers.get(clock.subject_kind, []):
        handler(clock, at)
    _leaf("deadline.fired", clock, system("rounds"), at)
    news.tell("deadline.fired", deadline=clock.pk)
    return 1


def _leaf(verb: str, clock: Deadline, by: Actor, at: datetime, **facts: object) -> None:
    audit.record(
        "audit", verb, by=by, at=at, subject_kind=clock.subject_kind, subject_id=clock.subject_id,
        participant=clock.owner_id, facts={"deadline": str(clock.pk), "name": clock.name, "kind": clock.kind, **facts},
    )  # fmt: skip
