"""The session's node among others: a signed directory with it and a foreign node whose keys the test holds.

A ``conftest.py`` imports the fixtures with ``from tests.support.wire import *``. The foreign node ("jp", with jp-contact and jp-police) is
the test itself: what it sends goes through the real gateway, what is sent to it stays in the outbox.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest

from comity.exchange import envelope, message
from comity.exchange import receipt as receipts
from comity.exchange.directory import Directory, Key, Node, Participant
from comity.exchange.publishing import add
from comity.kernel.actor import Actor
from comity.kernel.digest import digest
from comity.node.base import home
from comity.node.base.home import Home
from comity.suites import httpsig
from comity.suites.keys import generate_sealing, generate_signing, public
from comity.suites.text import unb64url
from tests.support.node import AT

__all__ = ["Foreign", "counterpart_trusted", "foreign", "officer", "published", "wire"]


@dataclass
class Foreign:
    """Another node, played by the test: its keys, and what it can put on the wire."""

    code: str = "jp"
    participants: tuple[str, ...] = ("jp-contact", "jp-police")
    gateway: str = "http://127.0.0.1:9"
    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    got: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)
    answer: Callable[[str, bytes], tuple[int, bytes]] = lambda _path, _body: (500, b"")

    def __post_init__(self) -> None:
        for kind in ("exchange", "receipt", "log"):
            self.keys[kind] = generate_signing()
        for name in self.participants:
            self.keys[f"{name}/signing"], self.keys[f"{name}/sealing"] = (
                generate_signing(),
                generate_sealing(),
            )

    @cached_property
    def entries(self) -> Directory:
        """The node and its participants as the directory lists them."""
        start = AT - timedelta(days=30)
        node_keys = tuple(
            Key(public(self.keys[kind]), kind, start) for kind in ("exchange", "receipt", "log")
        )  # type: ignore[arg-type]
        node = Node(self.code, self.code.upper(), self.gateway, f"portal.{self.code}.localhost", node_keys)
        found = [
            Participant(
                name, f"{name} (demonstration)", self.code.upper(), ("contact_point",), self.code,
                tuple(Key(public(self.keys[f"{name}/{use}"]), use, start) for use in ("signing", "sealing")),  # type: ignore[arg-type]
            )
            for name in self.participants
        ]  # fmt: skip
        return add(Directory(), node, *found)

    def write(
        self,
        *,
        to: str = "de-contact",
        sender: str = "",
        kind: str = "request",
        at: datetime = AT,
        **more: Any,
    ) -> message.Message:
        """Write a message of this node's first participant."""
        values: dict[str, Any] = {
            "sender": sender or self.participants[0], "to": to, "kind": kind, "matter": str(uuid4()),
            "body": {"words": "please keep"}, "purpose": "cooperation", "at": at,
        }  # fmt: skip
        return message.new(**(values | more))

    def seal(self, written: message.Message, recipients: list[dict[str, Any]]) -> bytes:
        """Seal a message in the name of its sender."""
        return envelope.seal(written, key=self.keys[f"{written.sender}/signing"], recipients=recipients)

    def receipt(self, data: bytes, event: str = "stored", *, key: str = "exchange", **more: Any) -> str:
        """Sign a receipt for an envelope that came here."""
        outer = json.loads(unb64url(json.loads(data)["signed"].split(".")[1], "outer"))
        values = {
            "message": outer["id"], "digest": digest(data), "sender": outer["to"], "to": outer["from"], "at": AT,
        }  # fmt: skip
        return receipts.sign(event, key=self.keys[key], **(values | more))  # type: ignore[arg-type]

    def store(self, _path: str, body: bytes) -> tuple[int, bytes]:
        """Answer as a good gateway does."""
        return 200, json.dumps({"receipt": self.receipt(body)}).encode()


class Wire:
    """The session's node as seen from the wire: its gateway, asked with signed requests."""

    def __init__(self, client: Any, node: Home, foreign: Foreign) -> None:
        self.client, self.node, self.foreign = client, node, foreign

    def sealing_key(self, code: str) -> dict[str, Any]:
        """Return the public key to which messages for a hosted participant are sealed."""
        found: dict[str, Any] = json.loads(
            (self.node.keys / "public" / "participants" / f"{code}.sealing.json").read_bytes()
        )
        return found

    def envelope(self, **more: Any) -> tuple[message.Message, bytes]:
        """Write and seal a message for a participant of this node."""
        written = self.foreign.write(**more)
        code = written.to if written.to != "de-nobody" else "de-contact"
        return written, self.foreign.seal(written, [self.sealing_key(code)])

    def ask(
        self, method: str, path: str, body: bytes = b"", *, key: dict[str, Any] | None = None, at: datetime | None = None,
        headers: dict[str, str] | None = None, media: str = "application/jose", **more: Any,
    ) -> Any:  # fmt: skip
        """Ask the gateway; ``headers`` replaces those of the signature."""
        url = self.node.address("gateway") + path
        signed = headers if headers is not None else httpsig.sign(
            method, url, body, key or self.foreign.keys["exchange"], at=at or datetime.now(UTC)
        )  # fmt: skip
        return self.client.generic(method, path, body, content_type=media, headers=signed, **more)

    def post(self, body: bytes, **more: Any) -> Any:
        """Post an envelope."""
        return self.ask("POST", "/exchange/envelopes", body, **more)


class ForeignGateway(BaseHTTPRequestHandler):
    """The foreign node's gateway: keeps what it is sent, and answers as the test wants."""

    owner: Foreign

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.owner.got.append((self.path, body, dict(self.headers)))
        status, answer = self.owner.answer(self.path, body)
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_GET(self) -> None:
        self.headers["Content-Length"] = "0"
        self.do_POST()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def foreign() -> Iterator[Foreign]:
    """Return the foreign node; its gateway listens for the length of the session."""
    owner = Foreign()
    handler = type("Gateway", (ForeignGateway,), {"owner": owner})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        owner.gateway = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        yield owner
        server.shutdown()


@pytest.fixture(scope="session")
def published(home_folder: Home, foreign: Foreign) -> Iterator[Path]:
    """Publish a directory with both nodes and have the session's node read it."""
    from comity.node.exchange import publishing

    toml = home_folder.path / "node.toml"
    before = toml.read_text()
    folder = Path(tempfile.mkdtemp(prefix="comity-directory-"))
    publishing.publish([home_folder.path], folder, at=AT - timedelta(days=2), extra=foreign.entries)
    home._current.cache_clear()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
    toml.write_text(before)
    (home_folder.path / "directory" / "root.json").unlink()
    home._current.cache_clear()


@pytest.fixture
def counterpart_trusted(published: Path, participants: dict[str, Any]) -> None:
    """Read the directory and admit jp-contact by two persons; jp-police stays new."""
    from comity.node.exchange import actions

    assert actions.sync(AT) == 1
    actions.ask_trust("jp-contact", "admitted", "agreement_in_force", by=legal("1"), at=AT)
    actions.confirm_trust("jp-contact", by=legal("2"), at=AT)


def legal(number: str) -> Actor:
    """Return one of the central authority's people, signed in again a moment ago."""
    return Actor("officer", number, "de-justice", frozenset({"legal_officer"}), stepped_up=True)


@pytest.fixture
def officer() -> Callable[..., Actor]:
    """Return a maker of officers: ``officer("duty_officer", "de-contact")``."""
    return lambda role, participant, number="7": Actor(
        "officer", number, participant, frozenset({role}), True
    )


@pytest.fixture
def wire(gateway: Any, home_folder: Home, foreign: Foreign, counterpart_trusted: None, at: datetime) -> Wire:
    """Return the wire to the session's node, whose clock is held at ``AT``."""
    return Wire(gateway, home_folder, foreign)
