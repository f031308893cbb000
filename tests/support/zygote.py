"""Sets one door of a node up once and forks a fresh process of it for each line read: a restart in milliseconds.

    python -m tests.support.zygote FOLDER      (door by COMITY_DOOR; orders and journals in FOLDER)

The forked process runs what ``comity node run`` would: granian with the portal, the notary, the worker. It leads its own process
group, so that it can be killed whole.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import django

Plant = Callable[[str], None]


def portal(folder: Path) -> tuple[Callable[[], None], Plant]:
    """Return what the portal's process does: granian, with the settings of the supervisor."""
    from granian import Granian
    from granian.constants import Interfaces

    from comity.node.base import home
    from tests.support import faulty_portal

    node = home.current()
    assert node is not None
    application, plant = faulty_portal.install(folder)

    def run() -> None:
        server = Granian(
            "tests.support.faulty_portal:application", address="127.0.0.1", port=node.doors["portal"].port, interface=Interfaces.WSGI,
            workers=1, blocking_threads=6, backpressure=64, backlog=1024, websockets=False, log_access=False,
        )  # fmt: skip
        server.serve(target_loader=lambda: application, wrap_loader=False)  # type: ignore[arg-type]

    return run, plant


def notary(folder: Path) -> tuple[Callable[[], None], Plant]:
    """Return what the notary's process does."""
    from comity.node.audit.process import run

    return run, _no_bug


def worker(folder: Path) -> tuple[Callable[[], None], Plant]:
    """Return what the worker's process does; it walks its rounds at a pace of the test's."""
    from comity.node.rounds import worker as process
    from tests.support import faulty_worker

    faulty_worker.install()
    return lambda: asyncio.run(process.work()), faulty_worker.plant


def _no_bug(bug: str) -> None:
    raise ValueError(bug)


def main(folder: Path) -> None:
    """Fork for each line (the name of a bug, or nothing) until the pipe closes, then end."""
    django.setup()
    door = os.environ["COMITY_DOOR"]
    run, plant = {"portal": portal, "notary": notary, "worker": worker}[door](folder)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not our business
    log = os.open(folder / f"{door}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    print("ready", flush=True)
    child = 0
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setsid()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for number, source in enumerate((os.open(os.devnull, os.O_RDONLY), log, log)):
                os.dup2(source, number)
            if bug := line.strip():
                plant(bug)
            run()
            os._exit(0)
        print(child, flush=True)
    if child:  # whoever started us is gone: so is what we started
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
