"""Peers arrive only signed by a threshold; what is stale is shown as stale, and nothing new is sent by it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from comity.exchange import publishing as library
from comity.kernel.errors import BadInput
from comity.node.audit.models import Leaf
from comity.node.base import home
from comity.node.base.models import Participant
from comity.node.exchange import actions, directory, publishing, queries
from comity.node.exchange.models import Counterpart, DirectoryState
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node


@pytest.fixture
def source(published, home_folder, monkeypatch, tmp_path, participants):
    """A copy of the published repository that a test may spoil, as the node's source."""
    for path in (published / "repository").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(
        "comity.node.exchange.syncing.this_node", lambda: _With(home.current(), str(tmp_path))
    )
    return tmp_path


class _With:
    def __init__(self, node, source):
        self._node, self.directory_source = node, source

    def __getattr__(self, name):
        return getattr(self._node, name)


def sync(at=AT):
    with as_door("worker"):
        return actions.sync(at)


def files(source: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in source.glob("*.json")}


def spoil(source: Path, new: dict[str, bytes]) -> None:
    for name, data in new.items():
        (source / name).write_bytes(data)


def test_participants_become_rows(source):
    assert sync() == 1
    row = Participant.objects.get(pk="jp-contact")
    assert (row.hosted, row.country, len(row.sealing_keys)) == (False, "JP", 1)
    assert Counterpart.objects.get(pk="jp-contact").trust == "new"
    assert Participant.objects.get(pk="de-police").hosted
    assert Leaf.objects.filter(verb="directory.accept").count() == 1
    assert sync() == 0
    status = queries.directory_status(AT)
    assert (status.version, status.stale, status.faults) == (1, False, ())


def test_a_newer_one_is_taken_and_who_left_is_unlisted(source, published, foreign):
    sync()
    keys = publishing._keys(published)
    known = directory.trusted()
    less = {code: entry for code, entry in known.participants.items() if code != "jp-police"}
    content = library.add(type(known)(less, known.nodes))
    spoil(source, library.publish(files(source), content, keys, at=AT, valid=publishing.VALID))
    assert sync(AT + timedelta(hours=1)) == 1
    assert not Counterpart.objects.get(pk="jp-police").listed
    assert "jp-police" not in directory.trusted().participants


def refused(code: str, at=AT + timedelta(hours=1)) -> None:
    before = DirectoryState.objects.get()
    assert sync(at) == 0
    after = DirectoryState.objects.get()
    assert after.last_faults == [code]
    assert (after.files, after.synced_at, after.tried_at) == (before.files, before.synced_at, at)
    assert directory.trusted()


def test_rollback_is_refused(source, published):
    old = files(source)
    spoil(source, library.refresh(old, publishing._keys(published), at=AT, valid=publishing.VALID))
    sync()
    spoil(source, {"timestamp.json": old["timestamp.json"]})
    refused("exchange.directory.rolled_back")


def test_a_directory_of_other_keys_is_refused(source, tmp_path_factory, home_folder, foreign):
    sync()
    strangers = publishing._keys(tmp_path_factory.mktemp("strangers"))
    made = library.publish(library.init(strangers, at=AT), directory.trusted(), strangers, at=AT)
    spoil(source, {name: data for name, data in made.items() if name != "1.root.json"})
    refused("exchange.directory.not_signed")


def test_one_key_of_the_targets_is_not_enough(source, published):
    sync()
    keys = publishing._keys(published)
    with pytest.raises(BadInput):
        library.publish(
            files(source),
            directory.trusted(),
            library.Keys(keys.root, keys.targets[:1], keys.snapshot, keys.timestamp),
            at=AT,
        )


def test_a_changed_directory_is_refused(source):
    sync()
    body = next(source.glob("*.directory.json"))
    body.write_bytes(body.read_bytes().replace(b"jp-police", b"jp-polite"))
    refused("exchange.directory.damaged")


def test_held_back_it_becomes_stale_and_is_shown_so(source, published, officer):
    keys = publishing._keys(published)
    short = dict.fromkeys(library.VALID, timedelta(days=1))
    spoil(source, library.refresh(files(source), keys, at=AT - timedelta(minutes=1), valid=short))
    sync()
    later = AT + timedelta(days=2)
    refused("exchange.directory.expired", later)
    status = queries.directory_status(later)
    assert (status.stale, status.faults) == (True, ("exchange.directory.expired",))
    assert not queries.directory_status(AT).stale


def test_gone_source_keeps_the_last_one(source):
    sync()
    for path in source.iterdir():
        path.unlink()
    source.rmdir()
    refused("exchange.directory.unreachable")


def test_over_http_from_another_nodes_gateway(source, home_folder, monkeypatch, participants):
    """Any node can hand the directory on: its signatures make it safe from anybody's hand."""
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, directory=str(source), **kwargs)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr("comity.node.exchange.syncing.this_node", lambda: _With(home.current(), address))
        assert sync() == 1
        server.shutdown()


def test_renewed_for_nodes_that_read_it_already(published, home_folder, foreign, tmp_path):
    """Publishing twice keeps the root the nodes trust, and does not write [directory] twice."""
    publishing.publish([home_folder.path], published, at=AT - timedelta(hours=1), extra=foreign.entries)
    assert (home_folder.path / "node.toml").read_text().count("[directory]") == 1
    assert len(list((published / "repository").glob("*.root.json"))) == 1
    assert "DEMONSTRATION ONLY" in (published / "keys" / "DEMONSTRATION-ONLY.txt").read_text()
    assert all(path.stat().st_mode & 0o077 == 0 for path in (published / "keys").iterdir())
