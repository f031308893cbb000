"""The network's folder: founded once, read again, never over something else, and forgotten."""

from __future__ import annotations

import socket

import pytest
from click.testing import CliRunner

from comity.kernel.errors import Conflict
from comity_demo import network, people, running
from comity_demo.commands import run


@pytest.fixture
def founded(tmp_path):
    return network.found(tmp_path / "demo", 41_000)


def codes(error: Conflict) -> list[str]:
    return [fault.code for fault in error.faults]


def test_three_nodes_and_a_sender(founded):
    assert set(founded.homes) == set(people.COUNTRIES)
    assert founded.address("de", "portal") == "http://de.localhost:41001"
    assert founded.address("jp", "gateway") == "http://127.0.0.1:41006"
    assert founded.local("fr", "desk") == "http://127.0.0.1:41008"
    assert all(home.demonstration and home.directory_source for home in founded.homes.values())
    ports = [door.port for home in founded.homes.values() for door in home.doors.values()]
    assert len(ports) == len(set(ports))
    hosts = [
        door.host for home in founded.homes.values() for name, door in home.doors.items() if name != "gateway"
    ]
    assert len(hosts) == len(set(hosts)), "cookies do not tell ports apart"


def test_founded_twice_is_the_same(founded):
    again = network.found(founded.folder, 41_000)
    assert again.token == founded.token


def test_another_port_is_refused(founded):
    with pytest.raises(Conflict) as caught:
        network.found(founded.folder, 42_000)
    assert codes(caught.value) == ["demo.start.other_port"]


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("dear")
    for act in (
        lambda: network.found(tmp_path / "letters", 41_000),
        lambda: network.forget(tmp_path / "letters"),
    ):
        with pytest.raises(Conflict) as caught:
            act()
        assert codes(caught.value) == ["demo.folder.other"]
    assert (tmp_path / "letters" / "one.txt").read_text() == "dear"


def test_a_founding_that_was_cut_off_begins_anew(tmp_path):
    folder = tmp_path / "demo"
    (folder / "de" / "keys").mkdir(parents=True)
    (folder / "founding").touch()
    assert network.found(folder, 41_000).homes["de"].name.startswith("Zentrale")
    assert not (folder / "founding").exists()


def test_forgotten(founded):
    assert network.forget(founded.folder)
    assert not founded.folder.exists()
    assert not network.forget(founded.folder)


def test_a_second_start_is_told_where_the_first_runs(tmp_path):
    def start():
        return running.lock(tmp_path / "demo", "http://localhost:1/")

    with start(), pytest.raises(Conflict) as caught, start():
        pass
    assert codes(caught.value) == ["demo.start.second"]
    assert "http://localhost:1/" in str(caught.value.faults[0].text) + str(caught.value.faults[0].facts)


def test_the_address_of_a_running_network_is_its_own_and_not_the_one_asked_for(tmp_path):
    """Found by a first-time user: with PORT=9000 the sentence named port 9000, where nothing ran."""
    with (
        running.lock(tmp_path / "demo", "http://localhost:8400/"),
        pytest.raises(Conflict) as caught,
        running.lock(tmp_path / "demo", "http://localhost:9000/"),
    ):
        pass
    assert "http://localhost:8400/" in str(caught.value)
    assert "9000" not in str(caught.value)


def test_every_port_in_use_is_named():
    base = running.free_block(13)
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", base))
        two.bind(("127.0.0.1", base + 5))
        with pytest.raises(Conflict) as caught:
            running.ports(base)
    assert codes(caught.value) == ["demo.start.port_in_use"] * 2


def test_a_full_disk_is_said(tmp_path, monkeypatch):
    class Usage:
        free = 10_000_000

    monkeypatch.setattr(running.shutil, "disk_usage", lambda _path: Usage)
    with pytest.raises(Conflict) as caught:
        running.space(tmp_path / "not" / "there")
    assert codes(caught.value) == ["demo.start.disk_full"]


def test_a_port_that_no_port_can_be_is_bad_usage():
    answer = CliRunner().invoke(run, ["--port", "99999"])
    assert answer.exit_code == 2
    assert "range" in answer.output
