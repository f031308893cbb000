"""Open what is sealed in a request: a verb with a purpose, and a leaf of who read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comity.kernel.actor import Actor
from comity.node.assistance import content, permissions, stepping
from comity.node.assistance.models import Request, Step
from comity.node.audit import actions as audit
from comity.node.base import sealing
from comity.node.base.permissions import require


@dataclass(frozen=True, slots=True)
class Opened:
    """The plain content of a request, for one page: the form's values, notes and answers of its steps, reasons of lawyers."""

    values: Mapping[str, Any]
    notes: Mapping[UUID, str]
    contents: Mapping[UUID, Mapping[str, Any]]
    reasons: Mapping[UUID, str]
    papers: Mapping[UUID, str]


@transaction.atomic
def open_request(request: Request, *, by: Actor, at: datetime, purpose: str) -> Opened:
    """Open a request. The first opening by the addressee sends the sender its receipt *opened*.

    A clerk opens an order that is addressed to her house; officers give a purpose.

    Raises:
        NotAllowed: it is another's, or no purpose is given.
    """
    verb = "order.read" if by.has("addressee_clerk") else "request.open"
    require(by, verb, permissions.of(request, at=at, purpose=purpose))
    request.refresh_from_db()
    key = content.open_key(request.data_key)
    steps = list(Step.objects.filter(part__request=request))
    opened = Opened(
        content.read(request, key),
        {step.pk: sealing.read(step, key, "note") for step in steps if step.note},
        {step.pk: content.read_json(step, key, "content") for step in steps if step.content},
        {row.pk: sealing.read(row, key, "reasons") for row in request.rights_decisions.all()},
        {row.pk: sealing.read(row, key, "paper_reference") for row in request.authorisations.all()},
    )
    audit.record(
        "audit", "request.open", by=by, at=at, subject_kind="request", subject_id=str(request.pk), participant=request.owner_id,
        purpose=purpose or verb, facts={"matter": str(request.matter_id)},
    )  # fmt: skip
    stepping.mark_seen(request, by=by, at=at)
    return opened
