"""The notary's process: looks for waiting leaves until it is told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

from django.db import OperationalError, close_old_connections, connection

from comity.node.audit import notary
from comity.node.base import clock, home
from comity.node.base.keyring import Keyring

_log = logging.getLogger("comity.notary")


def run() -> None:
    """Order leaves for ever; a database that is restarting is waited for."""
    node = home.current()
    if node is None:
        raise RuntimeError("the notary needs COMITY_NODE")
    keyring = Keyring(node, "notary")
    over = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    _log.info("notary.started")
    while not over.is_set():
        try:
            busy = notary.order_all(keyring, clock.now) >= notary.BATCH
        except OperationalError:
            connection.close()
            busy = False
            _log.warning("notary.database.away")
        close_old_connections()
        over.wait(0 if busy else notary.PAUSE)
