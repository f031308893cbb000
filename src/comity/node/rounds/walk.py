"""Walk one round, or all of them: each in peace from the others, at one instant."""

from __future__ import annotations

import logging
import time

from django.db import close_old_connections

from comity.node.base import clock
from comity.node.base.rounds import is_quiet, registered

_log = logging.getLogger("comity.rounds")


def one(name: str) -> int:
    """Walk a round now and return how much was done; an unknown name is none."""
    work = registered().get(name)
    if work is None:
        _log.error("rounds.unknown", extra={"facts": {"round": name}})
        return 0
    began = time.perf_counter()
    with clock.holding() as now:
        done = work(now)
    if done and not is_quiet(name):
        took = round((time.perf_counter() - began) * 1000, 1)
        _log.info("rounds.done", extra={"facts": {"round": name, "done": done, "ms": took}})
    return done


def all_of_them() -> int:
    """Walk every round; one that fails is logged and tried again ten seconds later, the others go on."""
    done = 0
    for name in registered():
        close_old_connections()
        try:
            done += one(name)
        except Exception:
            _log.exception("rounds.failed", extra={"facts": {"round": name}})
    return done
