"""The real worker, walking its rounds at a pace of the test's, with an effect for clocks that can be counted, and bugs that the judge must find."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from typing import Any

SUBJECT = "test"


def effect(clock: Any, at: datetime) -> None:
    """Carry out what a clock of the tests stands for: a leaf says that it happened, when, and how late."""
    from comity.kernel.actor import system
    from comity.node.audit import actions as audit

    audit.record(
        "audit", "effect", by=system("tests"), at=at, subject_kind=SUBJECT, subject_id=clock.subject_id,
        participant=clock.owner_id, facts={"name": clock.name},
    )  # fmt: skip


def install() -> None:
    """Set the pause between two walks and register the effect."""
    from comity.node.deadlines import actions
    from comity.node.rounds import worker

    worker.PAUSE = float(os.environ.get("COMITY_TEST_PAUSE", "3"))
    actions.on_fire(SUBJECT, effect)


def plant(bug: str) -> None:
    """Plant a bug in the firing of clocks."""
    from comity.node.deadlines import actions

    true_fire = actions.fire_due
    if bug == "mark_apart":  # the mark is set in a transaction of its own, after the effect

        def fire(pk: Any, at: datetime) -> int:
            clock = actions.Deadline.objects.filter(
                pk=pk, fired_at=None, stopped_at=None, due__lte=at
            ).first()
            if clock is None:
                return 0
            with actions.transaction.atomic():
                effect(clock, at)
            time.sleep(0.03)
            clock.fired_at = at
            clock.save(update_fields=["fired_at"])
            return 1

        actions._fire = fire  # type: ignore[assignment]
    elif bug == "mark_first":

        def fire_late(pk: Any, at: datetime) -> int:
            done = actions.Deadline.objects.filter(pk=pk, fired_at=None, due__lte=at).update(fired_at=at)
            if done:
                time.sleep(0.03)
                with actions.transaction.atomic():
                    effect(actions.Deadline.objects.get(pk=pk), at)
            return done

        actions._fire = fire_late  # type: ignore[assignment]
    elif (
        bug == "wall_time"
    ):  # an hour early, as where the offset is taken from the wrong side of a zone's change
        actions._handlers[SUBJECT] = [lambda clock, at: effect(clock, at - timedelta(hours=1))]
        _replace_round(true_fire, lambda at: true_fire(at + timedelta(hours=1)))
    elif (
        bug == "only_new"
    ):  # a walk looks only at what became due since the last one: a restart or jump loses it
        _replace_round(true_fire, _only_new())
    else:
        raise ValueError(bug)


def _only_new() -> Any:
    from comity.node.deadlines import actions

    last: list[datetime] = []

    def fire(at: datetime) -> int:
        since, last[:] = (last[0] if last else at), [at]
        due = actions.Deadline.objects.filter(due__gt=since, due__lte=at, fired_at=None)
        return sum(actions._fire(pk, at) for pk in list(due.values_list("pk", flat=True)))

    return fire


def _replace_round(true: Any, false: Any) -> None:
    from comity.node.base import rounds

    for name, work in rounds.registered().items():
        if work is true:
            rounds._rounds[name] = false
