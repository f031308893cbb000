"""A real node whose processes the test starts and kills itself: PostgreSQL, portal, notary, worker; restarts take milliseconds.

with Doors.found(tmp_path / "de") as node:
    httpx.get(node.portal + "/health")
    node.kill("portal")          # comes up again by itself, as under the supervisor
    node.stop_database()         # pg_ctl stop -m immediate
    node.start_database()
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import psycopg

from comity.kernel.country import Country
from comity.node.base import founding, keyring, roles
from comity.node.base.home import Home, ParticipantEntry
from comity.node.base.postgres import Cluster
from tests.support import power_cut
from tests.support.running import free_ports

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = ("portal", "notary", "worker")


class Doors:
    """The processes of one node; use as a context manager."""

    def __init__(self, home: Home, *, processes: tuple[str, ...] = PROCESSES, pause: float = 3.0) -> None:
        self.home, self.processes, self.pause = home, processes, pause
        self.bugs: dict[str, str] = {}
        self.cluster: Cluster = roles.cluster_of(home)
        self.folder = home.path / "test"
        (self.folder / "tmp").mkdir(parents=True, exist_ok=True)
        self.restarts = dict.fromkeys(processes, 0)
        self.lost_to_power: list[str] = []
        self._server: subprocess.Popen[bytes] | None = None
        self._zygotes: dict[str, subprocess.Popen[str]] = {}
        self._pids: dict[str, int] = {}
        self._lock = threading.RLock()
        self._over = threading.Event()
        self._tender = threading.Thread(target=self._tend_for_ever, daemon=True)

    @classmethod
    def found(
        cls, folder: Path, *, codes: tuple[str, ...] = ("de-police",), demonstration: bool = True, **more: Any
    ) -> Doors:
        """Found a node with free ports; the folder above is opened for the database's system user."""
        folder.parent.chmod(0o711)
        plan = founding.Plan(
            name="Node DE (demonstration)", country="DE", zone="Europe/Berlin", demonstration=demonstration,
            ports=dict(zip(("portal", "desk", "gateway"), free_ports(3), strict=True)),
            participants=[ParticipantEntry(code, f"{code} (demonstration)", ("police",), Country("DE")) for code in codes],
        )  # fmt: skip
        return cls(founding.found(folder, plan), **more)

    @property
    def portal(self) -> str:
        """The address of the portal."""
        return f"http://127.0.0.1:{self.home.doors['portal'].port}"

    def environment(self, door: str) -> dict[str, str]:
        """Return the environment of a process of this node."""
        return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
            "COMITY_NODE": str(self.home.path), "COMITY_DOOR": door, "DJANGO_SETTINGS_MODULE": "comity.node.conf.settings",
            "COMITY_TEST_PAUSE": str(self.pause), "TMPDIR": str(self.folder / "tmp"), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }  # fmt: skip

    def __enter__(self) -> Doors:
        self.cluster.create()
        self._server = self.cluster.start()
        try:
            self.run("-c", "from comity.node.base.prepare import prepare; prepare(statics=False)")
            for name in self.processes:
                self._zygotes[name] = self._zygote(name)
            for name, zygote in self._zygotes.items():
                assert zygote.stdout is not None
                assert zygote.stdout.readline() == "ready\n", self.log(name)
            self._tender.start()
            if "portal" in self.processes:
                self.wait_for_portal()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._tender.ident is not None:
            self._tender.join()
        for name, zygote in self._zygotes.items():
            self._kill_group(name)
            assert zygote.stdin is not None
            assert zygote.stdout is not None
            zygote.stdin.close()
            zygote.wait(10)
            zygote.stdout.close()
        self.stop_database(signal.SIGQUIT)

    def run(self, *arguments: str, door: str = "admin") -> str:
        """Run a Python program of this node to its end and return what it prints."""
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment(door), cwd=ROOT, capture_output=True, text=True, check=False
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def log(self, name: str) -> str:
        """Return the end of what a process wrote."""
        path = self.folder / f"{name}.log"
        return path.read_text()[-3000:] if path.exists() else "no log"

    def kill(self, name: str) -> None:
        """SIGKILL a process with all it started, at this very moment; it comes up again by itself."""
        self._kill_group(name)

    @contextmanager
    def bug(self, name: str, bug: str) -> Iterator[None]:
        """Run a process with a planted bug."""
        self.bugs[name] = bug
        self.restart(name)
        try:
            yield
        finally:
            del self.bugs[name]
            self.restart(name)

    def restart(self, name: str) -> None:
        """Kill a process and wait until another one is there; the portal, until it answers."""
        before = self.restarts[name]
        self.kill(name)
        self.wait_until(lambda: self.restarts[name] > before)
        if name == "portal":
            self.wait_for_portal()

    def stop_database(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """Stop PostgreSQL at once (``pg_ctl stop -m immediate``): nothing is flushed, the next start recovers."""
        if self._server is not None:
            self.cluster.stop(self._server, mode=how)
            self._server = None

    def start_database(self) -> None:
        """Start PostgreSQL again and wait until it answers."""
        self._server = self.cluster.start()

    def revive_database(self) -> None:
        """Start PostgreSQL again where it gave up, as the supervisor does."""
        if self._server is None or self._server.poll() is not None or not self.cluster.answers():
            self.stop_database()
            self.start_database()

    def connect(self, role: str = "comity_owner") -> psycopg.Connection[Any]:
        """Connect to the database as one of its roles."""
        password = keyring.read_secret(self.home, "database", role)
        return psycopg.connect(**self.cluster.dsn(role, password, self.home.database.name), autocommit=True)

    def sql(self, statement: str) -> list[Any]:
        """Ask or change the database as its superuser."""
        with psycopg.connect(**self.cluster.dsn(name=self.home.database.name), autocommit=True) as database:
            cursor = database.execute(statement)  # type: ignore[call-overload]
            return list(cursor.fetchall()) if cursor.description else []

    def order(self, text: str) -> None:
        """Order the portal to die at a point of its next request of a route (``tests.support.faulty_portal``)."""
        (self.folder / "order").write_text(text)

    def order_carried_out(self) -> bool:
        """Say whether the portal died as ordered; an order not carried out is taken back."""
        left = (self.folder / "order").exists()
        (self.folder / "order").unlink(missing_ok=True)
        return not left

    def points(self) -> dict[str, int]:
        """Return how many points each route had at most so far."""
        found: dict[str, int] = {}
        for line in (self.folder / "counts").read_text().splitlines():
            route, count = line.split()
            found[route] = max(found.get(route, 0), int(count))
        return found

    def wait_for_portal(self, patience: float = 60) -> None:
        """Wait until the portal answers."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            with suppress(httpx.HTTPError):
                if httpx.get(self.portal + "/health", timeout=5, trust_env=False).status_code == 200:
                    return
            time.sleep(0.02)
        raise AssertionError(self.log("portal"))

    def wait_until(self, what: Callable[[], Any], *, patience: float = 60) -> Any:
        """Ask again and again until the answer is true, and return it."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            with suppress(psycopg.OperationalError):
                if answer := what():
                    return answer
            time.sleep(0.05)
        raise AssertionError(
            "never true\n" + "\n".join(f"{name}: {self.log(name)}" for name in self.processes)
        )

    def _zygote(self, name: str) -> subprocess.Popen[str]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.support.zygote", str(self.folder)], env=self.environment(name), cwd=ROOT,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
            )  # fmt: skip

    def _tend_for_ever(self) -> None:
        while not self._over.wait(0.01):
            with self._lock:
                for name in self.processes:
                    if not _lives(self._pids.get(name)):
                        self._fork(name)

    def _fork(self, name: str) -> None:
        if name in self._pids:
            self._kill_group(name)
            self.restarts[name] += 1
            if name == "portal":
                self.lost_to_power += power_cut.cut(self.home.blobs, self.folder / "journal")
        zygote = self._zygotes[name]
        assert zygote.stdin is not None
        assert zygote.stdout is not None
        zygote.stdin.write(self.bugs.get(name, "") + "\n")
        zygote.stdin.flush()
        self._pids[name] = int(zygote.stdout.readline())

    def _kill_group(self, name: str) -> None:
        if name in self._pids:
            with suppress(ProcessLookupError):
                os.killpg(self._pids[name], signal.SIGKILL)


def _lives(pid: int | None) -> bool:
    try:
        if pid is not None:
            os.kill(pid, 0)
            return True
    except ProcessLookupError:
        pass
    return False
