"""``comity node run``, from outside: ready, restarted when killed, refused in words, stopped cleanly."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from comity.node.base.supervise import PROCESSES
from tests.support.node import reachable_folder
from tests.support.running import RunningNode, wait_for

pytestmark = [pytest.mark.node, pytest.mark.django_db(databases=[])]
COMITY = str(Path(sys.executable).with_name("comity"))


def comity(*arguments: str, **more) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("COMITY_", "DJANGO_"))
    }
    return subprocess.run(
        [COMITY, *arguments], check=False, capture_output=True, text=True, env=environment | more, timeout=90
    )


@pytest.fixture(scope="module")
def node():
    with reachable_folder() as folder, RunningNode.found(folder / "de") as running:
        yield running


def healthy(node: RunningNode, door: str) -> bool:
    return httpx.get(node.url(door) + "/health", timeout=5).status_code == 200


@pytest.mark.parametrize("door", ["portal", "desk", "gateway"])
def test_each_door_answers_and_keeps_nothing_in_caches(node, door):
    answer = httpx.get(node.url(door) + "/no-such-page")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "set-cookie" not in answer.headers


def test_the_gateway_answers_with_problem_documents(node):
    answer = httpx.get(node.url("gateway") + "/no-such-page")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:comity:problem:node.page.not_found"


def test_a_foreign_host_name_is_refused(node):
    answer = httpx.get(node.url("desk") + "/account/sign-in/", headers={"Host": "evil.example"})
    assert answer.status_code == 400


def test_no_door_but_its_own_port_and_no_tcp_database(node):
    found = {pid for name in PROCESSES for pid in node.pids(name)} | set(node.pids("database"))
    ports = set()
    inodes = {}
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        parts = line.split()
        if parts[3] == "0A":
            inodes[parts[9]] = (parts[1].split(":")[0], int(parts[1].split(":")[1], 16))
    for pid in found:
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            try:
                target = str(descriptor.readlink())
            except OSError:
                continue
            if target.startswith("socket:[") and target[8:-1] in inodes:
                ports.add(inodes[target[8:-1]])
    assert ports == {
        ("0100007F", entry.port) for entry in node.home.doors.values()
    }  # 127.0.0.1, little-endian


def test_a_second_start_is_refused_in_words(node):
    done = comity("node", "run", str(node.home.path))
    assert done.returncode == 2
    assert "already running" in done.stderr
    assert f"process {node.process.pid}" in done.stderr


def test_the_password_files_of_all_roles_work_and_differ(node):
    for role in ("comity_portal", "comity_desk", "comity_gateway", "comity_worker", "comity_notary"):
        with node.connect(role) as connection:
            assert connection.execute("SELECT current_user").fetchone()[0] == role


@pytest.mark.parametrize("name", ["portal", "worker", "database"])
def test_a_killed_process_comes_back(node, name):
    before = node.pids(name)
    node.kill(name)
    wait_for(lambda: node.pids(name) and not set(before) & set(node.pids(name)))
    for door in ("portal", "desk", "gateway"):
        wait_for(lambda door=door: healthy(node, door))


def test_check_says_all_that_speaks_against_production(node):
    done = comity("node", "check", str(node.home.path), "--json")
    assert done.returncode == 1
    assert "node.check.demonstration" in done.stdout
    assert "node.check.plain_http" in done.stdout
    assert "fsync" not in done.stdout


def test_ctrl_c_ends_everything_and_the_next_start_is_quick(tmp_path):
    node = RunningNode.found(tmp_path / "de").start()
    pids = [pid for name in (*PROCESSES, "database") for pid in node.pids(name)]
    assert len(pids) >= 6
    assert node.stop(signal.SIGINT) == 0
    assert "has stopped" in node.said[-1]
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
    began = time.monotonic()
    node.start()
    assert time.monotonic() - began < 30
    assert node.stop(signal.SIGTERM) == 0


def test_a_killed_supervisor_leaves_nothing_that_stands_in_the_way(tmp_path):
    node = RunningNode.found(tmp_path / "de").start()
    node.stop(signal.SIGKILL)
    node.start()
    assert healthy(node, "portal")
    assert node.stop() == 0


def test_a_port_in_use_is_named(tmp_path):
    node = RunningNode.found(tmp_path / "de")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", node.home.doors["desk"].port))
        taken.listen()
        done = comity("node", "run", str(node.home.path))
    assert done.returncode == 2
    assert f"Port {node.home.doors['desk'].port}, wanted for the desk" in done.stderr
    assert "node.toml" in done.stderr


def test_no_node_and_a_production_start_as_root_or_without_care_are_refused(tmp_path):
    assert "comity node init" in comity("node", "run", str(tmp_path)).stderr
    made = comity("node", "init", str(tmp_path / "de"), "--country", "DE", "--name", "Office")
    assert made.returncode == 0, made.stderr
    done = comity("node", "run", str(tmp_path / "de"))
    assert done.returncode == 2
    assert "recovery key lies on this machine" in done.stderr
