"""Run a node: PostgreSQL and five processes, restarted when they die, ended together and cleanly.

    portal, desk, gateway    granian (WSGI), one server each
    worker                   procrastinate and the rounds
    notary                   orders leaves and signs

Every child leads its own process group and is told to end when this process dies (``PR_SET_PDEATHSIG``); what a killed
supervisor left behind all the same is found by its environment and ended at the next start.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from comity.kernel.errors import Conflict, Fault, raise_all
from comity.node.base import faults, freshness
from comity.node.base.home import WEB_DOORS, Home
from comity.node.base.postgres import Cluster
from comity.node.base.processes import end_with_parent, port_free
from comity.node.base.roles import cluster_of

PROCESSES = (*WEB_DOORS, "worker", "notary")
_NEEDED_MB = 200
_CALM = 20.0  # seconds a child must live before its next death counts as the first
_LONGEST_PAUSE = 15.0
_LATE = 60.0  # seconds after which a start that is not ready says so
_THREADS = {"portal": 6, "desk": 4, "gateway": 4}
_MARK = "COMITY_CHILD"
# No secret in the environment; compiled modules are kept, or each of five processes would compile the house anew.
_NOT_INHERITED = frozenset({"DATABASE_URL", "COMITY_DOOR", "PYTHONDONTWRITEBYTECODE"})


@dataclass(slots=True)
class Child:
    """One process, how often it died in a row, and when it may be started again."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    deaths: int = 0
    due: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Keeps one node running until told to stop. ``say`` hears sentences for the person at the terminal."""

    home: Home
    say: Callable[[str], None]
    log: IO[bytes] | None = None
    cluster: Cluster | None = None
    stopping: bool = False
    children: dict[str, Child] = field(default_factory=dict)

    def run(self, *, when_ready: Callable[[], None] | None = None) -> None:
        """Start everything, watch it, and stop it on SIGINT or SIGTERM.

        Raises:
            Conflict: a second start, a port in use, too little disk, or the database does not come up.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        with self._locked():
            end_left_behind(self.home.path)
            raise_all(obstacles(self.home), Conflict)
            try:
                self._start_database()
                self._prepare()
                for name in PROCESSES:
                    self.children[name] = Child(name, lambda name=name: self._spawn(name))  # type: ignore[misc]
                self._watch(when_ready)
            finally:
                self._end_all()

    def _start_database(self) -> None:
        if self.home.database.server or self.stopping:
            return
        self.cluster = cluster_of(self.home)
        self.cluster.create()
        database = Child("database", self.cluster.start)
        database.process, database.born = self.cluster.start(), time.monotonic()
        self.children["database"] = database

    def _prepare(self) -> None:
        if self.stopping or freshness.is_fresh(self.home):
            return
        done = subprocess.run(
            [sys.executable, "-m", "comity.node.base.prepare"],
            env=self._environment("admin"),
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode != 0 and not self.stopping:
            lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
            log = str(self.home.database.folder / "postgres.log")
            raise Conflict(
                faults.DATABASE_FAILED.fault(what="could not be prepared", reason=lines[-1], log=log)
            )
        if done.returncode == 0:
            freshness.remember(self.home)

    def _watch(self, when_ready: Callable[[], None] | None) -> None:
        announced, look, late = when_ready is None, 0.0, time.monotonic() + _LATE
        while not self.stopping:
            now = time.monotonic()
            for child in self.children.values():
                self._tend(child, now)
            if not announced and now >= look:
                look = now + 0.5
                silent = [door for door in WEB_DOORS if not self._alive(door)]
                if not silent and when_ready is not None:
                    announced = True
                    when_ready()
                elif silent and now > late:
                    late = now + _LATE
                    self.say(
                        f"{self.home.name}: no answer yet from {', '.join(silent)}; the log lines say why."
                    )
            time.sleep(0.1)

    def _tend(self, child: Child, now: float) -> None:
        if child.process is not None and child.process.poll() is None:
            return
        if child.process is not None:
            _end_group(child.process.pid)
            status, child.process = child.process.returncode, None
            child.deaths = 1 if now - child.born > _CALM else child.deaths + 1
            pause = 0.0 if child.deaths == 1 else min(_LONGEST_PAUSE, 0.5 * 2 ** (child.deaths - 2))
            child.due = now + pause
            self.say(f"{self.home.name}: the {child.name} ended (status {status}) and is started again.")
        if now >= child.due and not self.stopping:
            try:
                child.process, child.born = child.start(), now
            except Conflict as error:
                child.deaths += 1
                child.due = now + min(_LONGEST_PAUSE, 2.0**child.deaths)
                self.say(f"{self.home.name}: {error}")

    def _alive(self, door: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.home.doors[door].port, timeout=2)
        try:
            connection.request("GET", "/health", headers={"Accept": "application/json"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _spawn(self, name: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command(self.home, name),
            env=self._environment(name),
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - the supervisor has one thread
        )

    def _environment(self, door: str) -> Mapping[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
        return kept | {
            "COMITY_NODE": str(self.home.path), "COMITY_DOOR": door, _MARK: "1",
            "DJANGO_SETTINGS_MODULE": "comity.node.conf.settings", "PYTHONUNBUFFERED": "1",
            "MALLOC_ARENA_MAX": "2",
        }  # fmt: skip

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _end_all(self) -> None:
        database = self.children.pop("database", None)
        living = [child.process for child in self.children.values() if child.process is not None]
        for process in living:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        end = time.monotonic() + 8
        for process in living:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, end - time.monotonic()))
            _end_group(process.pid)
            process.wait()
        if database is not None and database.process is not None and self.cluster is not None:
            self.cluster.stop(database.process)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.home.path / "lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                file.seek(0)
                pid = file.read().strip() or "unknown"
                raise Conflict(faults.SECOND_START.fault(path=str(self.home.path), pid=pid)) from error
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield


def command(home: Home, name: str) -> list[str]:
    """Return the command line of one of the five processes."""
    if name == "worker":
        return [sys.executable, "-m", "comity.node.rounds"]
    if name == "notary":
        return [sys.executable, "-m", "comity.node.audit"]
    threads = str(_THREADS[name])
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(home.doors[name].port),
        "--workers", "1", "--blocking-threads", threads, "--backlog", "1024", "--backpressure", "64",
        "--http", "1", "--no-ws", "--no-access-log", "--log-level", "warning",
        "--workers-kill-timeout", "5",
        "--http1-header-read-timeout", "10000",
        "comity.node.conf.wsgi:application",
    ]  # fmt: skip


def obstacles(home: Home) -> list[Fault]:
    """Find everything that stands against a start: ports in use, too little disk."""
    found = [
        faults.PORT_IN_USE.fault(port=entry.port, door=door, path=str(home.path))
        for door, entry in home.doors.items()
        if not port_free(entry.port)
    ]
    free = shutil.disk_usage(home.path).free // 1_000_000
    if free < _NEEDED_MB:
        found.append(faults.DISK_FULL.fault(free=free, needed=_NEEDED_MB, path=str(home.path)))
    return found


def end_left_behind(path: Path) -> None:
    """End processes that a killed supervisor of this very node left behind; told by their environment."""
    mark, node = f"{_MARK}=1".encode(), f"COMITY_NODE={path.resolve()}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                environment = (entry / "environ").read_bytes().split(b"\0")
                if mark in environment and node in environment:
                    os.kill(int(entry.name), signal.SIGKILL)


def _end_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
