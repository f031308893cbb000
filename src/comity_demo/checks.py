"""The assertions of the case: what must be seen before and after a step, looked up on pages and with the verifying commands."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
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


def before(key: str, walk: Walk, running: RunningNetwork, ledger: Checking) -> None:
    """Make the checks that belong before a step."""
    if key in BEFORE:
        BEFORE[key](walk, running, ledger)


def after(key: str, walk: Walk, running: RunningNetwork, ledger: Checking) -> None:
    """Make the checks that belong after a step."""
    if key in AFTER:
        AFTER[key](walk, running, ledger)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a ``comity`` command as an outsider would."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("comity")), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def acknowledgement(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """The signed file verifies off line; with one byte changed it does not."""
    folder = walk.network.folder / "kept"
    file, keys = folder / "acknowledgement.jws", folder / "office-keys.json"
    good = command("receipt", "verify", str(file), "--trust", str(keys))
    ledger.check(
        "the acknowledgement verifies off line with public keys only",
        good.returncode == 0,
        good.stderr[-300:],
    )
    bad = folder / "changed.jws"
    data = bytearray(file.read_bytes())
    place = len(data) // 2
    data[place] = ord("A") if data[place] != ord("A") else ord("B")
    bad.write_bytes(bytes(data))
    worse = command("receipt", "verify", str(bad), "--trust", str(keys))
    ledger.check("with one byte changed it is refused", worse.returncode == 1, f"status {worse.returncode}")
    ledger.check("her code has at least 128 bits", len(walk.memory["code"].replace("-", "")) * 5 - 10 >= 128)


def instants_between(page_instants: list[str], wanted: str) -> bool:
    """Say whether an instant, to the minute in UTC, stands among those of a page."""
    return any(one.startswith(wanted) for one in page_instants)


def read_json(path: Path) -> object:
    """Read a JSON file."""
    return json.loads(path.read_bytes())


BEFORE: Mapping[str, Look] = {}
AFTER: Mapping[str, Look] = {"report": acknowledgement}
