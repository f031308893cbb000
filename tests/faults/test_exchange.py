"""Promise 3 at its CI figure: every message takes effect once, or its sender is told. Three nodes, faults everywhere, crashes.

The history is judged by ``tests.support.exchange_judge``, which knows nothing of the implementation, and which must go red on
planted bugs.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comity.node.base import home
from comity.node.exchange import publishing
from tests.support.exchange_judge import judge
from tests.support.fault_proxy import Fault, FaultProxy, broken, seeded
from tests.support.network import Network, NetworkNode
from tests.support.running import RunningNode

pytestmark = pytest.mark.faults
MESSAGES = 2_000
HEALING = 60  # seconds


@pytest.mark.timeout(900)
def test_every_message_takes_effect_once(tmp_path: Path, seed: int) -> None:
    """2,000 messages among three nodes: half of all exchanges spoiled, partitions, gateways and senders killed."""
    dice = random.Random(seed)
    with Network(tmp_path, ("de", "jp", "fr")) as network:
        codes = list(network.nodes)
        for number, code in enumerate(codes):
            network[code].proxy.plan = seeded(seed + number, rate=0.5)
            network[code].proxy.hold_seconds = 0.05
        while len(network.posted) < MESSAGES:
            sender = dice.choice(codes)
            to = dice.choice([f"{code}-{role}" for code in codes for role in ("contact", "police")])
            if to != f"{sender}-contact":
                network.post(f"{sender}-contact", to, min(50, MESSAGES - len(network.posted)))
            _do_something(network, dice, seed)
        healing = network.settle(patience=HEALING * 5)
        faults = sum(len(node.proxy.history) for node in network.nodes.values())
        print(f"{len(network.posted)} messages, {faults} exchanges, healed in {healing:.1f} s")
        assert network.verdict_on(network.posted) == []
        assert healing <= HEALING


def _do_something(network: Network, dice: random.Random, seed: int) -> None:
    """Let time pass, break something, or mend it."""
    for node in network.nodes.values():
        if not node.kill_file.exists():  # the order was carried out, or there was none
            node.revive()
    node = network[dice.choice(list(network.nodes))]
    what = dice.random()
    if what < 0.5:
        node.ask("hurry")
        network.walk()
    elif what < 0.6:
        node.kill_file.write_text(dice.choice(["answered", f"sql:{dice.randrange(1, 16)}"]))
    elif what < 0.7:
        node.stop_gateway()
        node.start_gateway()
    elif what < 0.8:
        node.begin("walk")  # killed in the middle of delivering or opening
        node.kill_agent()
    elif what < 0.9:
        node.proxy.plan = broken
    else:
        node.proxy.plan = seeded(seed + dice.randrange(1000), rate=0.5)


@pytest.mark.timeout(600)
def test_killed_at_every_statement_of_the_gateway(tmp_path: Path) -> None:
    """SIGKILL before each statement the gateway runs for an envelope, and between commit and answer."""
    with Network(tmp_path, ("de", "jp")) as network:
        jp = network["jp"]
        points = [f"sql:{number}" for number in range(1, 40)]
        reached = []
        for point in [*points, "answered"]:
            if point != "answered" and reached and reached[-1] == "beyond":
                continue
            jp.kill_file.write_text(point)
            network.post("de-contact", "jp-contact")
            network.walk()
            if jp.kill_file.exists():
                jp.kill_file.unlink()
                reached.append("beyond")
                continue
            reached.append(point)
            jp.stop_gateway()
            jp.start_gateway()
            network.settle()
            assert network.verdict_on(network.posted) == [], point
        assert "answered" in reached
        assert len(reached) > 8
        network.settle()
        assert network.verdict_on(network.posted) == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("bug", "sign"),
    [("no_dedup", "took effect 2 times"), ("receipt_without_commit", "it took no effect")],
)
def test_the_judge_finds_planted_bugs(tmp_path: Path, bug: str, sign: str) -> None:
    """A gateway that forgets what came before, and one that receipts before it commits."""
    with Network(tmp_path, ("de", "jp"), bugs={"jp": bug}) as network:
        jp = network["jp"]
        if bug == "no_dedup":
            jp.sql("ALTER TABLE exchange_incoming DROP CONSTRAINT a_message_arrives_once")
            jp.sql("ALTER TABLE exchange_receipt DROP CONSTRAINT one_receipt_for_each_event")
        jp.proxy.plan = lambda number: Fault.DROP_RESPONSE if number == 0 else Fault.NONE
        network.post("de-contact", "jp-contact", 2)
        network.walk()
        network.settle(patience=20)
        verdict = network.verdict_on(network.posted)
        assert any(sign in line for line in verdict), verdict


def test_the_judge_itself() -> None:
    """Each kind of breach by a history of its own; a kept promise is none."""
    assert judge(["a", "b", "c"], {"a": 1, "b": 1}, {"a": "stored", "b": "opened", "c": "failed"}) == []
    for effects, told, sign in (
        ({"a": 2}, {"a": "stored"}, "took effect 2 times"),
        ({}, {"a": "stored"}, "took no effect"),
        ({"a": 1}, {"a": "failed"}, "was told that it failed"),
        ({"a": 1}, {"a": "waiting"}, "nobody was told"),
        ({"a": 1}, {}, "nobody was told"),
        ({"a": 1, "x": 1}, {"a": "stored"}, "nobody posted it"),
    ):
        assert [line for line in judge(["a"], effects, told) if sign in line], sign


@pytest.mark.timeout(180)
def test_the_processes_of_a_node_do_it_alone(tmp_path: Path) -> None:
    """As ``comity node run`` starts them: posted at the desk, stored and handed on within seconds, the worker killed in between."""
    node = RunningNode.found(tmp_path / "de", codes=("de-contact", "de-police"))
    publishing.publish([node.home.path], tmp_path / "directory", at=datetime.now(UTC))
    agent = NetworkNode("de", home.read(node.home.path), FaultProxy(("127.0.0.1", 1)), 1)
    with node:
        try:
            _wait(lambda: _count(node, "SELECT count(*) FROM exchange_counterpart") == 2)
            for number in range(3):
                [message] = agent.ask("post", door="desk", sender="de-contact", to="de-police")
                if number == 1:
                    node.kill("worker")
                _wait(lambda: agent.ask("states", door="desk")[message] == "stored")
                _wait(lambda: agent.ask("inbox", door="desk")[message] == "not_understood")
            assert _count(node, "SELECT count(*) FROM exchange_incoming WHERE kind = 'test'") == 3
        finally:
            agent.kill_agent("desk")


def _wait(holds: Callable[[], bool], patience: float = 60) -> None:
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)


def _count(node: RunningNode, query: str) -> int:
    with node.connect() as database:
        row = database.execute(query).fetchone()  # type: ignore[call-overload]
    return int(row[0])
