"""Two real nodes over real HTTP: a message goes from desk to desk; a stopped node is waited for; everything arrives once."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.support.fault_proxy import Fault, clean
from tests.support.network import Network

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with Network(tmp_path_factory.mktemp("network"), ("de", "jp")) as running:
        yield running


def post(network: Network, to: str = "jp-contact", count: int = 1, **more: object) -> list[str]:
    return network.post("de-contact", to, count, **more)


def test_from_desk_to_desk_and_the_receipts_back(network):
    matter = str(uuid4())
    [message] = post(network, matter=matter)
    network.walk()
    assert network["de"].ask("states")[message] == "stored"
    network.walk()
    assert network["jp"].ask("effects")[message] == 1

    assert network["jp"].ask("open_as_officer", door="desk", message=message, participant="jp-contact")
    assert network["jp"].ask("order", door="notary") > 0
    network.walk()
    assert network["de"].ask("states")[message] == "opened"
    held = [
        ["held", "opened", False],
        ["held", "opened", True],
        ["held", "stored", False],
        ["held", "stored", True],
    ]
    assert network["de"].ask("receipts", message=message) == held


def test_participants_of_one_node_go_the_same_way(network):
    [message] = post(network, to="de-police")
    network.walk()
    network.walk()
    assert network["de"].ask("states")[message] == "stored"
    assert network["de"].ask("effects")[message] == 1


def test_a_stopped_node_is_waited_for(network):
    network["jp"].stop_gateway()
    posted = post(network, count=5)
    for _ in range(3):
        network["de"].ask("hurry")
        network.walk()
    assert {network["de"].ask("states")[one] for one in posted} == {"waiting"}
    network["jp"].start_gateway()
    network.settle()
    assert network.verdict_on(network.posted) == []


@pytest.mark.parametrize("fault", [one for one in Fault if one is not Fault.NONE])
def test_each_fault_of_a_network(network, fault):
    proxy = network["jp"].proxy
    start = len(proxy.history)
    proxy.plan = lambda number: fault if number < start + 3 else clean(number)
    post(network, count=3)
    network.walk()
    network.settle()
    assert fault in {what for _, what in proxy.history[start:]}
    assert network.verdict_on(network.posted) == []


def test_killed_between_commit_and_answer(network):
    jp = network["jp"]
    jp.kill_file.write_text("answered")
    [message] = post(network)
    network.walk()
    assert not jp.kill_file.exists()
    assert jp.ask("inbox")[message]
    assert network["de"].ask("states")[message] == "waiting"
    jp.stop_gateway()
    jp.start_gateway()
    network.settle()
    assert network.verdict_on(network.posted) == []


def test_unknown_kind_is_told_to_its_sender(network):
    [message] = post(network, kind="seance")
    network.settle()
    assert network["jp"].ask("inbox")[message] == "not_understood"
    answers = [one for one, state in network["de"].ask("inbox").items() if state == "handled"]
    assert answers


def test_sent_from_a_folder_alone(network):
    """A drill, or the demonstration's planted request: the receiving node sees no difference."""
    from datetime import UTC, datetime

    from comity.node.exchange import outside

    answer = outside.send(
        network["de"].home.path, sender="de-police", to="jp-contact", matter=uuid4(), kind="test", body={"n": 7},
        at=datetime.now(UTC),
    )  # fmt: skip
    assert answer.good, answer.body
    before = sum(network["jp"].ask("effects").values())
    network["jp"].ask("walk")
    assert sum(network["jp"].ask("effects").values()) == before + 1
