"""The running network: one supervisor for each node under one parent, and the guide with the start page.

Everything ends with the parent: children ask to be told of its death (``PR_SET_PDEATHSIG``).
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from comity.kernel.errors import Conflict, Fault, raise_all
from comity.node.base.processes import end_with_parent, port_free
from comity_demo import faults, people
from comity_demo.network import Network

_NEEDED_MB = 1_500
_PATIENCE = 240.0
_NOT_INHERITED = ("COMITY_", "DJANGO_", "DATABASE_URL")


@dataclass
class NodeProcess:
    """One node's supervisor as a child process; it keeps the node's five processes and its database."""

    network: Network
    code: str
    process: subprocess.Popen[str] | None = None
    said: list[str] = field(default_factory=list)
    ready: bool = False

    @property
    def log(self) -> Path:
        """Where the node's processes write."""
        return self.network.logs / f"{self.code}.jsonl"

    def start(self) -> None:
        """Start it; :meth:`listen` says when its doors are open."""
        home = self.network.homes[self.code]
        self.ready, self.said = False, []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "comity_demo.node_process", str(home.path), "--log", str(self.log)],
            env=environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1,
            start_new_session=True, preexec_fn=end_with_parent,  # noqa: PLW1509 - this program has one thread
        )  # fmt: skip

    def listen(self, say: Callable[[str], None]) -> None:
        """Read what the supervisor has said since, without waiting; hand on everything but that it is ready."""
        assert self.process is not None
        assert self.process.stdout is not None
        while select.select([self.process.stdout], [], [], 0)[0]:
            line = self.process.stdout.readline()
            if not line:
                return
            self.said.append(line.strip())
            if " is ready after " in line:
                self.ready = True
            elif line.strip():
                say(line.strip())

    def wait_ready(self, say: Callable[[str], None] = lambda _: None, *, patience: float = _PATIENCE) -> None:
        """Wait until its doors answer.

        Raises:
            Conflict: it ended, or did not come up in time.
        """
        end = time.monotonic() + patience
        while not self.ready:
            self.listen(say)
            assert self.process is not None
            ended = self.process.poll() is not None
            if ended:
                self.listen(say)
            if (ended and not self.ready) or time.monotonic() > end:
                reason = self.said[-1] if self.said else "it said nothing"
                raise Conflict(faults.NODE_FAILED.fault(node=self.code, reason=reason, log=str(self.log)))
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it as Ctrl-C does and wait."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(40)
        self._close()

    def kill(self) -> None:
        """Kill the supervisor, its database and every process of the node at once: a machine that loses its power."""
        if self.process is None:
            return
        for pid in [self.process.pid, *processes_of(self.network.homes[self.code].path)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(20)
        self._close()

    def _close(self) -> None:
        assert self.process is not None
        if self.process.stdout is not None:
            self.process.stdout.close()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process = None


def processes_of(path: Path) -> list[int]:
    """Return the processes of a node told by their environment, and its database's."""
    mark = f"COMITY_NODE={path}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
    from comity.node.base.home import read

    with contextlib.suppress(OSError, ValueError, IndexError):
        postmaster = int((read(path).database.folder / "data" / "postmaster.pid").read_text().split()[0])
        found.append(postmaster)
    return found


@contextlib.contextmanager
def lock(network_folder: Path, address: str) -> Iterator[None]:
    """Hold the network's folder for this process, and write down for the next who holds it and where it is to be used.

    Raises:
        Conflict: another process runs it; its address is the one it wrote down, not the one asked for now.
    """
    network_folder.mkdir(parents=True, exist_ok=True, mode=0o711)
    with (network_folder / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            pid, _, used = file.read().strip().partition(" ")
            raise Conflict(
                faults.ALREADY_RUNNING.fault(
                    path=str(network_folder), pid=pid or "unknown", address=used or address
                )
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()} {address}")
        file.flush()
        yield


def space(folder: Path) -> None:
    """Require room on the disk.

    Raises:
        Conflict: too little.
    """
    place = folder
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free // 1_000_000
    if free < _NEEDED_MB:
        raise Conflict(faults.DISK_FULL.fault(free=free, needed=_NEEDED_MB, path=str(folder)))


def ports(port: int) -> None:
    """Require that every port the network wants is free; all that are not are named.

    Raises:
        Conflict: one or more are in use.
    """
    wanted = [(port, "the start page")]
    for place, code in enumerate(people.RUNNING):
        wanted += [
            (port + 1 + 3 * place + number, f"the {door} of {code.upper()}")
            for number, door in enumerate(("portal", "desk", "gateway"))
        ]
    found: list[Fault] = [
        faults.PORT_IN_USE.fault(port=number, what=what) for number, what in wanted if not port_free(number)
    ]
    raise_all(found, Conflict)


@dataclass
class RunningNetwork:
    """All nodes and the guide, from :meth:`start` to :meth:`stop`."""

    network: Network
    say: Callable[[str], None] = lambda _: None
    with_guide: bool = True
    nodes: dict[str, NodeProcess] = field(default_factory=dict)
    guide: subprocess.Popen[bytes] | None = None
    guide_log: IO[bytes] | None = None

    def start(self) -> None:
        """Start everything and wait until all doors are open."""
        self.network.logs.mkdir(exist_ok=True)
        self.nodes = {code: NodeProcess(self.network, code) for code in people.RUNNING}
        try:
            for one in self.nodes.values():
                one.start()
            if self.with_guide:
                self._start_guide()
            for one in self.nodes.values():
                one.wait_ready(self.say)
            if self.with_guide:
                self._wait_guide()
        except BaseException:
            self.stop()
            raise

    def watch(self) -> None:
        """Stay until interrupted, or a supervisor ends.

        Raises:
            Conflict: a node ended by itself.
        """
        while True:
            for one in self.nodes.values():
                one.listen(self.say)
                assert one.process is not None
                if one.process.poll() is not None:
                    raise Conflict(
                        faults.NODE_FAILED.fault(
                            node=one.code,
                            reason=f"it ended with status {one.process.returncode}",
                            log=str(one.log),
                        )
                    )
            if self.guide is not None and self.guide.poll() is not None:
                self.say("The start page ended and is started again.")
                self._start_guide()
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop everything, the nodes at the same time."""
        if self.guide is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.guide.pid, signal.SIGTERM)
            try:
                self.guide.wait(8)
            except subprocess.TimeoutExpired:
                os.killpg(self.guide.pid, signal.SIGKILL)
                self.guide.wait()
            self.guide = None
        if self.guide_log is not None:
            self.guide_log.close()
            self.guide_log = None
        for one in self.nodes.values():
            if one.process is not None:
                with contextlib.suppress(ProcessLookupError):
                    one.process.send_signal(signal.SIGINT)
        for one in self.nodes.values():
            one.stop()

    def __enter__(self) -> RunningNetwork:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _start_guide(self) -> None:
        if self.guide_log is None:
            self.guide_log = (self.network.logs / "guide.jsonl").open("ab")
        self.guide = subprocess.Popen(
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.network.port),
                "--workers", "1", "--blocking-threads", "4", "--http", "1", "--no-ws", "--no-access-log", "--log-level", "warning",
                "comity_demo.guide.wsgi:application",
            ],
            env=environment() | {"COMITY_DEMONSTRATION": str(self.network.folder), "DJANGO_SETTINGS_MODULE": "comity_demo.guide.settings"},
            stdin=subprocess.DEVNULL, stdout=self.guide_log, stderr=self.guide_log, start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - this program has one thread
        )  # fmt: skip

    def _wait_guide(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if _answers(self.network.port):
                return
            if self.guide is not None and self.guide.poll() is not None:
                break
            time.sleep(0.2)
        log = str(self.network.logs / "guide.jsonl")
        raise Conflict(
            faults.NODE_FAILED.fault(node="guide", reason="the start page does not answer", log=log)
        )


def environment() -> dict[str, str]:
    """Return the environment of a child: nothing of another node, nothing of a secret."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_INHERITED)}
    return kept | {"PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "2"}


def free_block(count: int) -> int:
    """Find a port from which ``count`` ports upward nobody uses now."""
    start = 20_000 + (os.getpid() * 37) % 20_000
    for base in range(start, start + 20_000, count):
        if all(port_free(base + number) for number in range(count)):
            return base
    raise OSError("no block of free ports")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
