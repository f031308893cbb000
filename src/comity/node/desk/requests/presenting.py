"""Requests as rows of the desk's list, with the next clock of each and the walls they are read by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from comity.kernel.actor import Actor
from comity.kernel.errors import Fault
from comity.node.assistance import lawbook, showing
from comity.node.assistance.models import Request
from comity.node.base.models import Participant
from comity.node.deadlines.models import Deadline, Kind
from comity.node.desk import page
from comity.node.desk.requests import turn
from comity.node.ui.labels import label
from comity.node.ui.words import country

_NEXT = (Kind.DEADLINE, Kind.LAST_SAFE_DAY, Kind.CEILING, Kind.VALIDITY, Kind.REVIEW)


def walls(request: Request) -> tuple[str, ...]:
    """Return the zones of both ends, this desk's own first."""
    return page.walls(request.requesting, request.requested)


def is_of_form(fault: Fault) -> bool:
    """Say whether a fault is about what stands in the form, so that the form is where it is mended."""
    return fault.code.startswith("law.form.") and bool(fault.facts.get("field"))


def lacking(request: Request, found: Iterable[Fault]) -> list[dict[str, str]]:
    """Return what keeps a request from being sent, each with the way to where it is mended.

    A missing field is no advice here: nothing is sent without it. The promise is not in the form but a step of its own.
    """
    instrument = lawbook.book().instrument(request.instrument)
    promised = {field.name for field in instrument.fields if field.type == "commitment"}
    rows = []
    for fault in found:
        form = page.form_after_saving(request.pk)
        if fault.facts.get("field") in promised:
            form = page.link("request-commit", request_id=request.pk)
        rows.append({"text": showing.labelled(fault), "href": form if is_of_form(fault) else ""})
    return rows


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
            "with": names.get(row.counterpart, row.counterpart)
            or _("%(state)s, on paper")
            % {"state": country(row.requested if row.direction == Request.Direction.OUT else row.requesting)},
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
