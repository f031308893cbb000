"""The register of rounds: work that is found by a query over rows, not remembered by a queue.

An app registers a round in its ``AppConfig.ready``; the worker walks all of them every ten seconds, and at once when
somebody rings (:func:`ring`). A round does everything that is due and answers how much that was. A lost ring costs
ten seconds, never work.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

Round = Callable[[datetime], int]
_rounds: dict[str, Round] = {}
_quiet: set[str] = set()
_log = logging.getLogger("comity.rounds")


def register(name: str, work: Round, *, quiet: bool = False) -> None:
    """Register ``work(at) -> how many things were done`` under a name.

    ``quiet``: no line of the log says that it did something, as its second would tell when an anonymous reporter came.

    Raises:
        ValueError: another function has that name.
    """
    if _rounds.setdefault(name, work) is not work:
        raise ValueError(f"two rounds are called {name!r}")
    if quiet:
        _quiet.add(name)


def registered() -> Mapping[str, Round]:
    """Return the rounds by name."""
    return dict(_rounds)


def is_quiet(name: str) -> bool:
    """Say whether a round leaves no line in the log."""
    return name in _quiet


def ring(name: str) -> None:
    """Ask the worker to walk a round as soon as this transaction is durable."""
    transaction.on_commit(lambda: _ring(name))


def _ring(name: str) -> None:
    from procrastinate import exceptions
    from procrastinate.contrib.django import app

    try:
        app.configure_task("comity.round", queueing_lock=name, queue="rounds").defer(name=name)
    except exceptions.AlreadyEnqueued:
        return
    except Exception:
        _log.exception("rounds.ring.failed", extra={"facts": {"round": name}})
