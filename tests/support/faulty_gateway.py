"""The real gateway with a way to kill it at a chosen point, and with bugs that the judge of the exchange must find.

``COMITY_TEST_KILL`` names a file; what it says happens once: ``sql:N`` SIGKILL before the N-th statement of a request, ``answered``
SIGKILL when everything is committed and nothing was answered yet. ``COMITY_TEST_BUG`` plants a bug.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from comity.node.conf.wsgi import application as real

_KILL = Path(os.environ["COMITY_TEST_KILL"])
_BUG = os.environ.get("COMITY_TEST_BUG", "")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Serve a request; perhaps die of it."""
    from django.db import connection

    order = _KILL.read_text().strip() if _KILL.exists() else ""
    if not environ["PATH_INFO"].startswith("/exchange/envelopes"):
        order = ""
    count = 0

    def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        if order == f"sql:{count}":
            _die()
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        answer = real(environ, start_response)
    if order == "answered":
        _die()
    return answer


def _die() -> None:
    _KILL.unlink()
    os.kill(os.getpid(), signal.SIGKILL)


def _plant(bug: str) -> None:
    from django.db import transaction

    from comity.node.exchange import actions, receiving

    true_receive = receiving.receive
    if bug == "no_dedup":  # goes with a dropped unique index
        receiving._known_receipt = lambda outer: ""  # type: ignore[assignment]
    elif bug == "receipt_without_commit":

        def receive(*arguments: Any, **named: Any) -> str:
            with transaction.atomic():
                text = true_receive(*arguments, **named)
                transaction.set_rollback(True)
            return text

        actions.receive = receive  # type: ignore[assignment]


if _BUG:
    _plant(_BUG)
