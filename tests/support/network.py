"""Real nodes that talk over real HTTP, each behind a fault proxy of its own: databases of their own in one throw-away cluster.

    with Network(tmp_path, ("de", "jp")) as network:
        network["de"].ask("post", sender="de-contact", to="jp-contact")
        network["jp"].proxy.plan = broken
        network.settle()

Each node has a gateway (granian, door ``gateway``) and an agent (door ``worker``), with the database roles and keys of those doors.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import psycopg

from comity.kernel.country import Country
from comity.node.base import founding, home, roles
from comity.node.base.home import Home, ParticipantEntry
from comity.node.base.postgres import Cluster
from comity.node.exchange import publishing
from tests.support.fault_proxy import FaultProxy, clean
from tests.support.running import free_ports

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class NetworkNode:
    """One node: its folder, the proxy before its gateway, and its processes."""

    code: str
    home: Home
    proxy: FaultProxy
    port: int
    bug: str = ""
    gateway: subprocess.Popen[bytes] | None = None
    agents: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    @property
    def kill_file(self) -> Path:
        """What the gateway reads to know when to die."""
        return self.home.path / "kill"

    def environment(self, door: str) -> dict[str, str]:
        """Return the environment of a process of this node."""
        return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
            "COMITY_NODE": str(self.home.path), "COMITY_DOOR": door, "DJANGO_SETTINGS_MODULE": "comity.node.conf.settings",
            "COMITY_TEST_KILL": str(self.kill_file), "COMITY_TEST_BUG": self.bug if door == "gateway" else "",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }  # fmt: skip

    def start_gateway(self) -> None:
        """Start the gateway, behind the proxy, and wait until it answers."""
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--blocking-threads", "4", "--no-ws", "--http", "1", "--log-level", "error",
            "tests.support.faulty_gateway:application",
        ]  # fmt: skip
        with (self.home.path / "gateway.log").open("ab") as log:
            self.gateway = subprocess.Popen(
                command,
                env=self.environment("gateway"),
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_for_gateway()

    def wait_for_gateway(self, patience: float = 30) -> None:
        """Wait until the gateway answers."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/health", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError((self.home.path / "gateway.log").read_text()[-2000:])

    def revive(self) -> None:
        """Start the gateway again where it died, as the supervisor does; no order to die stays."""
        self.kill_file.unlink(missing_ok=True)
        try:
            httpx.get(f"http://127.0.0.1:{self.port}/health", timeout=5)
        except httpx.HTTPError:
            self.stop_gateway()
            self.start_gateway()

    def stop_gateway(self) -> None:
        """Kill the gateway with all its processes, as a power cut does."""
        if self.gateway is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.gateway.pid, signal.SIGKILL)
            self.gateway.wait(10)
            self.gateway = None

    def start_agent(self, door: str = "worker") -> subprocess.Popen[str]:
        """Start an agent that answers commands with the role and keys of a door."""
        with (self.home.path / f"agent-{door}.log").open("ab") as log:
            self.agents[door] = subprocess.Popen(
                [sys.executable, "-m", "tests.support.node_agent", "serve"], env=self.environment(door), cwd=ROOT,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
            )  # fmt: skip
        return self.agents[door]

    def ask(self, command: str, *, door: str = "worker", **arguments: Any) -> Any:
        """Have an agent do something and return what it says."""
        self.begin(command, door=door, **arguments)
        return self.finish(door=door)

    def begin(self, command: str, *, door: str = "worker", **arguments: Any) -> None:
        """Have an agent begin something."""
        agent = self.agents.get(door) or self.start_agent(door)
        assert agent.stdin is not None
        agent.stdin.write(json.dumps([command, arguments]) + "\n")
        agent.stdin.flush()

    def finish(self, *, door: str = "worker") -> Any:
        """Return what an agent says to what it was told last."""
        stream = self.agents[door].stdout
        assert stream is not None
        line = stream.readline()
        assert line, (self.home.path / f"agent-{door}.log").read_text()[-3000:]
        answer = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer["answer"]

    def kill_agent(self, door: str = "worker") -> None:
        """Kill an agent in the middle of whatever it does."""
        agent = self.agents.pop(door, None)
        if agent is not None:
            agent.kill()
            agent.wait(10)
            for stream in (agent.stdin, agent.stdout):
                if stream is not None:
                    stream.close()

    def sql(self, statement: str) -> None:
        """Do something to the database as its superuser."""
        with psycopg.connect(
            **roles.cluster_of(self.home).dsn(name=self.home.database.name), autocommit=True
        ) as database:
            database.execute(statement)  # type: ignore[call-overload]


class Network:
    """Several nodes with one directory; use as a context manager."""

    def __init__(
        self, folder: Path, codes: tuple[str, ...] = ("de", "jp"), *, bugs: Mapping[str, str] | None = None
    ) -> None:
        self.folder, self.codes, self.bugs = folder, codes, dict(bugs or {})
        self.nodes: dict[str, NetworkNode] = {}
        self.posted: list[str] = []
        """Every message posted so far that is to take effect."""
        self._cluster: Cluster | None = None
        self._server: subprocess.Popen[bytes] | None = None

    def __getitem__(self, code: str) -> NetworkNode:
        return self.nodes[code]

    def __enter__(self) -> Network:
        try:
            self._found()
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every process that was started."""
        for node in self.nodes.values():
            for door in list(node.agents):
                node.kill_agent(door)
            node.stop_gateway()
            node.proxy.__exit__(None, None, None)
        if self._cluster is not None and self._server is not None:
            self._cluster.stop(self._server, mode=signal.SIGQUIT)

    def post(self, sender: str, to: str, count: int = 1, *, kind: str = "test", **more: Any) -> list[str]:
        """Post messages from one participant to another; return their ids."""
        made: list[str] = self.nodes[sender[:2]].ask(
            "post", sender=sender, to=to, count=count, kind=kind, **more
        )
        self.posted += made if kind == "test" else []
        return made

    def walk(self) -> None:
        """Walk the rounds of every node once, all at the same time."""
        for node in self.nodes.values():
            node.begin("walk")
        for node in self.nodes.values():
            node.finish()

    def settle(self, patience: float = 60) -> float:
        """Let everything through and walk until nothing waits; return how many seconds that took."""
        began = time.monotonic()
        for node in self.nodes.values():
            node.proxy.plan = clean
            node.revive()
        quiet = 0
        while (
            quiet < 2 and time.monotonic() - began < patience
        ):  # what a walk opens may post an answer of its own
            waiting = sum(node.ask("hurry") for node in self.nodes.values())
            self.walk()
            stored = any("stored" in node.ask("inbox").values() for node in self.nodes.values())
            quiet = 0 if waiting or stored else quiet + 1
        return time.monotonic() - began

    def verdict_on(self, posted: list[str]) -> list[str]:
        """Judge all that was posted in this network."""
        from tests.support.exchange_judge import judge

        effects: dict[str, int] = {}
        told: dict[str, str] = {}
        for node in self.nodes.values():
            for message, count in node.ask("effects").items():
                effects[message] = effects.get(message, 0) + count
            told |= node.ask("states")
        return judge(posted, effects, told)

    def _found(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o711)
        self.folder.parent.chmod(0o711)
        first: Home | None = None
        for code in self.codes:
            port = free_ports(1)[0]
            proxy = FaultProxy(("127.0.0.1", port))
            proxy.__enter__()
            path = self.folder / code
            if first is not None:  # one cluster, so one set of database passwords
                shutil.copytree(first.keys / "database", path / "keys" / "database")
            others = free_ports(2)
            founded = founding.found(path, founding.Plan(
                name=f"Node {code} (demonstration)", country=code.upper(), demonstration=True,
                hosts={"gateway": "127.0.0.1"}, ports={"portal": others[0], "desk": others[1], "gateway": proxy.port},
                participants=[
                    ParticipantEntry(f"{code}-{role}", f"{code}-{role} (demonstration)", (kind,), Country(code.upper()))
                    for role, kind in (("contact", "contact_point"), ("police", "police"))
                ],
            ))  # fmt: skip
            first = first or founded
            toml = path / "node.toml"
            text = re.sub(r'(?m)^folder = ".*"$', f'folder = "{first.database.folder}"', toml.read_text())
            toml.write_text(text.replace('name = "comity"', f'name = "comity_{code}"'))
            node = NetworkNode(code, home.read(path), proxy, port, bug=self.bugs.get(code, ""))
            self.nodes[code] = node
        publishing.publish(
            [node.home.path for node in self.nodes.values()], self.folder / "directory", at=datetime.now(UTC)
        )
        for node in self.nodes.values():
            node.home = home.read(node.home.path)

    def _start(self) -> None:
        first = self.nodes[self.codes[0]]
        known = roles.cluster_of(first.home)
        self._cluster = Cluster(known.folder, known.password, durable=False, archive=False)
        self._cluster.create()
        self._server = self._cluster.start()
        for node in self.nodes.values():
            self._setup(node)
            if node is first:
                for other in self.nodes.values():
                    if other is not first:
                        first_name = first.home.database.name
                        with psycopg.connect(**self._cluster.dsn(), autocommit=True) as server:
                            server.execute(
                                f"CREATE DATABASE {other.home.database.name} TEMPLATE {first_name} OWNER comity_owner"
                            )  # type: ignore[call-overload]
                        other.sql("TRUNCATE base_participant, exchange_directorystate CASCADE")
        for node in self.nodes.values():
            node.start_agent()
            node.start_gateway()

    def _setup(self, node: NetworkNode) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.node_agent", "setup"], env=node.environment("admin"), cwd=ROOT,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
