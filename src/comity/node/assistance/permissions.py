"""Requests as attributes for ``comity.policy``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from comity.kernel.actor import Actor
from comity.node.assistance.models import Request
from comity.node.base.permissions import require
from comity.node.cases import permissions as case_permissions
from comity.policy import Attributes
from comity.policy.attributes import Grant


def of(
    request: Request,
    *,
    at: datetime | None = None,
    purpose: str = "",
    done_by: Iterable[str] = (),
    authorised: bool | None = None,
) -> Attributes:
    """Return what policy looks at for a request: its owner, who takes part, leave on its case, who took earlier steps."""
    return Attributes(
        owner=request.owner_id,
        parties=frozenset(request.parties),
        grants=grants_of(request),
        purpose=purpose,
        done_by=frozenset(filter(None, done_by)),
        authorised=authorised,
        life_at_risk=request.life_at_risk,
        at=at,
    )


def grants_of(request: Request) -> tuple[Grant, ...]:
    """Return the leave given on the request's case, which reaches its requests."""
    return case_permissions.grants(request.case) if request.case is not None else ()


def of_new(owner: str, *, at: datetime, grants: tuple[Grant, ...] = ()) -> Attributes:
    """Return what policy looks at before a request exists: it will belong to the drafter's participant."""
    return Attributes(owner=owner, grants=grants, at=at)


def view_verb(actor: Actor) -> str:
    """Return the verb by which an actor looks at a request: a holder's clerk reads an order."""
    return "order.read" if actor.has("addressee_clerk") else "request.view"


def require_view(actor: Actor, request: Request, *, at: datetime) -> None:
    """Require that the actor may look at a request.

    Raises:
        NotAllowed: it is another's.
    """
    require(actor, view_verb(actor), of(request, at=at))
