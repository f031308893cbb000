"""Which kind of message goes to whom. The one place where the exchange, below, meets the matters, above it.

A handler is ``handler(incoming, document, *, by, at)``. It runs in the transaction in which the message becomes
*handled*: both happen or neither. It raises to have the message tried again, answers ``Waits()`` or ``Refuses(code)`` of
:mod:`comity.node.exchange.actions` where it takes no effect yet, or never; it never talks HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

Handler = Callable[..., object]
"""``handler(incoming: Incoming, document: Mapping, *, by: Actor, at: datetime)``."""

HANDLERS: dict[str, str] = {
    "request": "comity.node.assistance.actions:receive_request",
    "order": "comity.node.assistance.actions:receive_request",
    "step": "comity.node.assistance.actions:receive_step",
    "package": "comity.node.evidence.receiving:receive_package",
    "consultation": "comity.node.outcomes.receiving:receive_consultation",
    "not_understood": "comity.node.exchange.opening:not_understood_there",
}
"""Kind -> ``module:function``, found when it is first needed."""


def handler_for(kind: str) -> Handler | None:
    """Return the handler of a kind of message; ``None`` for a kind nobody here knows."""
    place = HANDLERS.get(kind)
    if place is None:
        return None
    module, _, name = place.partition(":")
    found: Handler = getattr(import_module(module), name)
    return found
