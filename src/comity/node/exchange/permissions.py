"""Messages and counterparts as attributes for ``comity.policy``."""

from __future__ import annotations

from datetime import datetime

from comity.kernel.actor import Actor
from comity.node.base.permissions import require
from comity.node.exchange.models import Incoming, Outgoing, TrustChange
from comity.policy import Attributes


def of_message(message: Outgoing | Incoming, *, at: datetime | None = None) -> Attributes:
    """Return what policy looks at for a message: it belongs to the participant at our end of it."""
    return Attributes(owner=message.owner_id, at=at)


def of_owner(code: str, *, at: datetime | None = None) -> Attributes:
    """Return what policy looks at where only the owning participant matters."""
    return Attributes(owner=code, at=at)


def of_change(change: TrustChange | None, *, at: datetime) -> Attributes:
    """Return what policy looks at for a change of trust: who asked cannot confirm."""
    return Attributes(done_by=frozenset({change.asked_by} if change else ()), at=at)


def require_own(actor: Actor, message: Outgoing | Incoming, *, at: datetime | None = None) -> None:
    """Require that the message's end here is the actor's participant.

    Raises:
        NotAllowed: it is another's, or the actor has no role that deals with requests.
    """
    verb = "order.read" if actor.has("addressee_clerk") else "request.view"
    require(actor, verb, of_message(message, at=at))
