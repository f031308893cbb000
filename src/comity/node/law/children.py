"""The worker's child for heavy work: one at a time, so that two never share the machine's memory; a failed one is not tried at once.

What a child made lies in a file, put there whole: nothing is lost when the worker or the child dies between.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import time

REST = 600
"""Seconds before work that failed is tried again."""
_log = logging.getLogger("comity.law")


class Children:
    """The one child of this process, and what failed lately."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._work: tuple[str, ...] = ()
        self._failed: dict[tuple[str, ...], float] = {}

    def busy(self) -> bool:
        """Say whether a child is at work; take note of how the last one ended."""
        if self._child is None:
            return False
        code = self._child.poll()
        if code is None:
            return True
        self._child = None
        if code:
            self._failed[self._work] = time.monotonic()
            _log.error("law.heavy.failed", extra={"facts": {"work": self._work[0], "status": code}})
        return False

    def failed(self, *work: str) -> bool:
        """Say whether this work failed lately."""
        when = self._failed.get(work)
        return when is not None and time.monotonic() - when < REST

    def start(self, *work: str) -> bool:
        """Start a child, unless one is at work or this work failed lately; say whether it was started."""
        if self.busy() or self.failed(*work):
            return False
        command = [sys.executable, "-m", "comity.node.law.heavy", *work]
        self._child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self._work = work
        return True

    def wait(self, seconds: float = 120) -> None:
        """Wait for the child, for tests."""
        if self._child is not None:
            self._child.wait(seconds)


children = Children()
"""The child of this process."""
