"""News: what is told to others once a transaction is durable, and never before.

An action says ``news.tell("report.received", report=report.pk)``; after the commit every listener hears it. News carry
ids and codes only. A listener that fails is logged and does not undo what happened: whoever must not miss it reads rows.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import transaction

Listener = Callable[..., None]
_listeners: dict[str, list[Listener]] = defaultdict(list)
_log = logging.getLogger("comity.news")


def listen(name: str, listener: Listener) -> None:
    """Call ``listener(**facts)`` after each commit that told ``name``; registering twice counts once."""
    if listener not in _listeners[name]:
        _listeners[name].append(listener)


def tell(name: str, **facts: Any) -> None:
    """Tell news when the transaction around has been committed; where it is rolled back, nobody hears it."""
    transaction.on_commit(lambda: _deliver(name, facts))


def _deliver(name: str, facts: dict[str, Any]) -> None:
    for listener in _listeners[name]:
        try:
            listener(**facts)
        except Exception:
            _log.exception("news.listener.failed", extra={"facts": {"news": name}})
