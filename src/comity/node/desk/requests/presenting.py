"""Requests as rows of the desk's list, with the next clock of each and the walls they are read by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from comity.kernel.actor import Actor
from comity.kernel.errors import Fault
from comity.node.assistance import showing, words
from comity.node.assistance.models import Request
from comity.node.base.models import Participant
from comity.node.base.telling import tell
from comity.node.deadlines.models import Deadline, Kind
from comity.node.desk import page
from comity.node.desk.requests import turn
from comity.node.ui.labels import label

_NEXT = (Kind.DEADLINE, Kind.LAST_SAFE_DAY, Kind.CEILING, Kind.VALIDITY, Kind.REVIEW)


def walls(request: Request) -> tuple[str, ...]:
    """Return the zones of both ends, this desk's own first."""
    return page.walls(request.requesting, request.requested)


def labelled(fault: Fault) -> str:
    """Return the sentence of a fault with the field as people call it."""
    name = fault.facts.get("field")
    return tell(fault).replace(str(name), words.say(str(name), words.FIELD), 1) if name else tell(fault)


def lines(
    requests: Iterable[Request], *, by: Actor, ahead: Mapping[Any, Sequence[str]]
) -> list[dict[str, Any]]:
    """Return the rows of the list, with what comes next in words and the next clock of each.

    ``ahead``: the steps that wait for this person, by the id of the request.
    """
    rows = list(requests)
    names = dict(
        Participant.objects.filter(pk__in={row.counterpart for row in rows}).values_list("pk", "name")
    )
    clocks: dict[str, Deadline] = {}
    running = Deadline.objects.filter(
        subject_kind="request", subject_id__in=[str(row.pk) for row in rows], stopped_at=None, kind__in=_NEXT
    )
    for one in running.order_by("-due"):
        clocks[one.subject_id] = one
    return [
        {
            "reference": row.reference,
            "href": page.link("request", request_id=row.pk),
            "out": row.direction == Request.Direction.OUT,
            "with": names.get(row.counterpart, row.counterpart) or _("on paper"),
            "country": row.requested if row.direction == Request.Direction.OUT else row.requesting,
            "what": label(row.measure, "measure"),
            "basis": row.legal_basis,
            "parts": showing.parts(row),
            "stopped": row.rights_stop,
            "urgency": row.urgency,
            "clock": showing.clock(clocks[str(row.pk)]) if str(row.pk) in clocks else None,
            "zones": walls(row),
            "yours": list(ahead.get(row.pk, ()))[:3],
            "waits": turn.draft_step(row) if turn.is_draft(row) else "",
            "parent": row.parent.reference if row.parent is not None else "",
        }
        for row in rows
    ]
