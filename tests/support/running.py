"""A real node in processes of its own, as ``comity node run`` starts it: for tests that kill, restart and look from outside.

with RunningNode.found(tmp_path / "de", country="DE") as node:
    httpx.get(node.url("portal") + "/health")
    node.kill("notary")
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import psycopg

from comity.kernel.country import Country
from comity.node.base import founding, home, keyring, roles
from comity.node.base.home import Home, ParticipantEntry


def free_ports(count: int) -> list[int]:
    """Find ports that nobody uses now."""
    taken = [socket.socket() for _ in range(count)]
    try:
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in taken]
    finally:
        for one in taken:
            one.close()


@dataclass
class RunningNode:
    """A node and the process that supervises it."""

    home: Home
    process: subprocess.Popen[str] | None = None
    said: list[str] = field(default_factory=list)

    @classmethod
    def found(
        cls, folder: Path, *, country: str = "DE", codes: tuple[str, ...] = ("de-police",)
    ) -> RunningNode:
        """Found a demonstration node with free ports; give it a folder below ``tmp_path``."""
        plan = founding.Plan(
            name=f"Node {country} (demonstration)", country=country, demonstration=True,
            ports=dict(zip(("portal", "desk", "gateway"), free_ports(3), strict=True)),
            participants=[ParticipantEntry(code, f"{code} (demonstration)", ("police",), Country(country)) for code in codes],
        )  # fmt: skip
        return cls(founding.found(folder, plan))

    @property
    def log(self) -> Path:
        """Where the processes write their lines."""
        return self.home.path / "log.jsonl"

    def start(self, *, patience: float = 200) -> RunningNode:
        """Start it and wait until all doors answer."""
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("COMITY_", "DJANGO_"))
        }
        self.process = subprocess.Popen(
            [str(Path(sys.executable).with_name("comity")), "node", "run", str(self.home.path), "--log", str(self.log)],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + patience
        for line in self._lines(end):
            self.said.append(line)
            if "is ready after" in line:
                return self
        self.stop(signal.SIGKILL)
        raise AssertionError("the node did not come up: " + "".join(self.said) + self.log.read_text()[-3000:])

    def stop(self, number: signal.Signals = signal.SIGINT, *, patience: float = 30) -> int:
        """Stop it as Ctrl-C does, or harder; return the exit status."""
        if self.process is None:
            return 0
        self.process.send_signal(number)
        status = self.process.wait(patience)
        if self.process.stdout is not None:
            self.said += self.process.stdout.readlines() if number is not signal.SIGKILL else []
            self.process.stdout.close()
        self.process = None
        return status

    def __enter__(self) -> RunningNode:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self.forget_cluster()

    def forget_cluster(self) -> None:
        """Take away a cluster that had to lie elsewhere, because root's folder was closed to the database's system user."""
        if not self.home.database.folder.is_relative_to(self.home.path):
            shutil.rmtree(self.home.database.folder, ignore_errors=True)

    def url(self, door: str) -> str:
        """Return the address of a door by number: names under localhost do not resolve for every program."""
        return f"http://127.0.0.1:{self.home.doors[door].port}"

    def pids(self, name: str) -> list[int]:
        """Return the processes of one name (``database``: the postmaster), told by their environment."""
        if name == "database":
            return [int((self.home.database.folder / "data" / "postmaster.pid").read_text().splitlines()[0])]
        wanted = {f"COMITY_NODE={self.home.path}".encode(), f"COMITY_DOOR={name}".encode(), b"COMITY_CHILD=1"}
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if wanted <= set((entry / "environ").read_bytes().split(b"\0")):
                        found.append(int(entry.name))
                except OSError:
                    continue
        return sorted(found)

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Kill every process of a name."""
        for pid in self.pids(name):
            os.kill(pid, number)

    def connect(self, role: str = "comity_owner") -> psycopg.Connection[Any]:
        """Connect to its database as one of its roles."""
        cluster = roles.cluster_of(self.home)
        password = keyring.read_secret(self.home, "database", role)
        return psycopg.connect(**cluster.dsn(role, password, self.home.database.name), autocommit=True)

    def _lines(self, end: float) -> Iterator[str]:
        import select

        assert self.process is not None
        assert self.process.stdout is not None
        while time.monotonic() < end:
            ready, _, _ = select.select([self.process.stdout], [], [], 0.2)
            if ready:
                line = self.process.stdout.readline()
                if not line:
                    return
                yield line


def wait_for(what: Any, *, patience: float = 30, pause: float = 0.1) -> Any:
    """Ask again and again until the answer is true, and return it.

    Raises:
        AssertionError: it never was.
    """
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            if answer := what():
                return answer
        except (OSError, psycopg.OperationalError, httpx.TransportError):
            pass
        time.sleep(pause)
    raise AssertionError(f"never true: {re.sub(chr(10), ' ', repr(what))}")


__all__ = ["RunningNode", "free_ports", "home", "wait_for"]
