"""What arrived of people harmed becomes notices: walked by the worker, each request once."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from comity.kernel.errors import ComityError
from comity.node.assistance import content, lawbook
from comity.node.assistance.models import Request, Step
from comity.node.audit import actions as audit
from comity.node.audit.models import Leaf
from comity.node.base.permissions import require
from comity.node.outreach import notices, permissions
from comity.node.outreach.actions import MEASURE, persons_in

ROUND = "outreach.take_in"
_LOOKED = "outreach.look"
_log = logging.getLogger("comity.outreach")


def take_in(at: datetime) -> int:
    """Make notices of every offer whose content has arrived and was not looked at yet."""
    rows = Request.objects.filter(direction=Request.Direction.IN, measure=MEASURE).select_related(
        "owner", "data_key"
    )
    looked = (
        set(Leaf.objects.filter(verb=_LOOKED, subject_kind="request").values_list("subject_id", flat=True))
        if rows
        else set()
    )
    done = 0
    for request in rows:
        if str(request.pk) in looked or not has_arrived(request):
            continue
        try:
            done += take_in_one(request, at=at)
        except ComityError as error:
            _log.warning(
                "outreach.not_a_list",
                extra={"facts": {"request": str(request.pk), "code": error.faults[0].code}},
            )
            _mark(request, at, people=0, fault=error.faults[0].code)
    return done


@transaction.atomic
def take_in_one(request: Request, *, at: datetime) -> int:
    """Open what one offer brought and make a notice for each person; return how many.

    Raises:
        BadInput: it says it is a list of people, and is none.
    """
    require(notices.SYSTEM, "outreach.take_in", permissions.of_owner(request.owner_id, at=at))
    instrument = lawbook.book().instrument(request.instrument)
    people = persons_in(content.read(request), instrument) or []
    own = [one for one in people if one.country == request.owner.country]
    _mark(request, at, people=len(own), others=len(people) - len(own))
    return len(notices.make(own, item=None, request=request, at=at))


def has_arrived(request: Request) -> bool:
    """Say whether the content is here: a step has been taken that only what was sent can take."""
    table = lawbook.table(request.instrument)
    received = {row.target for row in table.transitions if row.event == "receive"}
    return Step.objects.filter(part__request=request, target__in=received).exists()


@transaction.atomic
def _mark(request: Request, at: datetime, **facts: object) -> None:
    audit.record(
        "audit", _LOOKED, by=notices.SYSTEM, at=at, subject_kind="request", subject_id=str(request.pk), participant=request.owner_id,
        purpose="to tell the people concerned", facts=facts,
    )  # fmt: skip
