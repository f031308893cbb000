"""What was refused in a case: as the law engine reads events, so that it says what may follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from comity.kernel.actor import Actor
from comity.node.assistance import permissions
from comity.node.assistance.models import Request, Step
from comity.node.base.permissions import allowed
from comity.node.cases.models import Case

REFUSED = "refused"
"""The state of a life cycle in which help was refused."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One refusal: the step of the life cycle, when, under which instrument of which state, on which ground."""

    event: str
    at: datetime
    instrument: str
    requested: str
    ground: str


def of_case(case: Case, *, by: Actor, at: datetime) -> tuple[Refused, ...]:
    """Return the refusals of requests abroad for a case that the actor may look at, each once, the oldest first."""
    steps = Step.objects.filter(
        part__request__case=case, part__request__direction=Request.Direction.OUT, target=REFUSED, at__lte=at
    ).select_related("part__request")
    found = [
        Refused(one.event, one.at, one.part.request.instrument, one.part.request.requested, one.reason_code)
        for one in steps.order_by("at", "number")
        if allowed(by, "request.view", permissions.of(one.part.request, at=at))
    ]
    return tuple({(one.instrument, one.requested, one.ground): one for one in found}.values())
