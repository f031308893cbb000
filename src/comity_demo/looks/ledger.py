"""Where a look writes down what it found, and the commands an outsider has."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from comity_demo.running import RunningNetwork
from comity_demo.walk import Walk


class Checking(Protocol):
    """Where checks are written down."""

    def check(self, what: str, holds: object, found: str = "") -> None:
        """Write down one check."""
        ...


Look = Callable[[Walk, RunningNetwork, Checking], None]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a ``comity`` command as an outsider would."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("comity")), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
