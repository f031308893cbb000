"""Files are named by what they are, durable before a row speaks of them, and never lead anywhere else."""

import hashlib
import os
import stat
import time
from datetime import timedelta
from uuid import uuid4

import pytest

from comity.kernel.errors import BadInput, Conflict
from comity.node.blobs import store, sweep
from comity.node.blobs.growing import Growing
from tests.support.node import AT

SEALED = os.urandom(700_000)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "folder", lambda: tmp_path)
    return tmp_path


def test_what_is_written_can_be_read(own_folder):
    name = store.write(SEALED)
    assert name == hashlib.sha256(SEALED).hexdigest()
    assert b"".join(store.read(name)) == SEALED
    assert store.exists(name)
    assert store.verify(name)
    path = store.path_of(name, own_folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_mtime % 3600 == 0
    assert not list(store.parts())


def test_a_changed_file_is_noticed(own_folder):
    name = store.write(SEALED)
    path = store.path_of(name, own_folder)
    path.write_bytes(b"x" + SEALED[1:])
    assert not store.verify(name)


def test_an_unfinished_file_is_no_file():
    with store.writer() as file:
        file.write(SEALED)
    assert not list(store.parts())
    assert not list(store.names())


@pytest.mark.parametrize("name", ["../../etc/passwd", "ab", "A" * 64, "a" * 63 + "/", "", "a" * 64 + "\n"])
def test_a_name_leads_nowhere_else(name):
    with pytest.raises(BadInput):
        list(store.read(name))


def test_a_missing_file_is_said_so():
    with pytest.raises(BadInput, match="backup"):
        list(store.read("a" * 64))
    store.delete("a" * 64)


def test_a_full_disk_keeps_nothing_and_leaves_room_for_reports(monkeypatch):
    monkeypatch.setattr(store, "RESERVE", 10**18)
    with pytest.raises(Conflict, match="no room"):
        store.write(SEALED)
    assert not list(store.parts())


def test_the_same_bytes_are_one_file():
    assert store.write(SEALED) == store.write(SEALED)
    assert len(list(store.names())) == 1


def test_sweeping_takes_only_what_is_old_and_unused(own_folder, monkeypatch):
    monkeypatch.setattr(sweep, "_users", [])
    monkeypatch.setattr(sweep, "_last", [])
    used, unused, young = (store.write(data) for data in (b"used", b"unused", b"young"))
    old = time.time() - 10 * 86_400
    for name in (used, unused):
        os.utime(store.path_of(name, own_folder), (old, old))
    assert sweep.sweep(AT) == 0  # nobody told what is in use: nothing is touched
    sweep.register(lambda names: {name for name in names if name == used})
    assert sweep.sweep(AT) == 1
    assert {name for name, _ in store.names()} == {used, young}
    assert sweep.sweep(AT + timedelta(hours=1)) == 0


def test_a_growing_file_goes_on_where_it_was_left_and_is_no_file_before(own_folder):
    key, name = str(uuid4()), hashlib.sha256(SEALED).hexdigest()
    with Growing(key) as file:
        file.append(SEALED[:1000])
    assert not store.exists(name) and not list(store.names())
    with Growing(key) as file:
        assert file.size == 1000
        with pytest.raises(Conflict):
            Growing(key)
        file.append(SEALED[1000:])
        assert file.finish(name)
    assert b"".join(store.read(name)) == SEALED and not list(store.parts())
    path = store.path_of(name, own_folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and path.stat().st_mtime % 3600 == 0


def test_a_growing_file_that_is_not_what_was_announced_is_forgotten():
    key, name = str(uuid4()), hashlib.sha256(SEALED).hexdigest()
    with Growing(key) as file:
        file.append(SEALED[:-1] + b"x")
        assert not file.finish(name) and file.size == 0
    assert not store.exists(name)


def test_a_full_disk_keeps_what_came_before(monkeypatch):
    key = str(uuid4())
    with Growing(key) as file:
        file.append(SEALED[:1000])
        monkeypatch.setattr(store, "RESERVE", 1 << 62)
        with pytest.raises(Conflict):
            file.append(SEALED[1000:])
        assert file.size == 1000
