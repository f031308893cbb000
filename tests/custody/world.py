"""Two nodes, their logs, and an item that travels from one to the other."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from comity.custody import entry as entries
from comity.custody import log, package
from comity.custody.acknowledgement import LogProof, commitment, sign
from comity.custody.checkpoint import Checkpoint
from comity.custody.checkpoint import sign as sign_checkpoint
from comity.custody.entry import Entry
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import Digest, digest
from comity.suites import fields
from comity.suites.files import Sealer, seal_pieces
from comity.suites.keys import generate_sealing, generate_signing, public
from comity.suites.trust import Trust

START = datetime(2027, 1, 14, 1, 0, tzinfo=UTC)
ORDER = {"kind": "judge", "dated": "2027-01-14", "reference": "salted"}
ORDER_DIGEST = entries.document_digest(ORDER)


@dataclass
class Node:
    origin: str
    participant: str
    key: dict[str, Any] = field(default_factory=generate_signing)
    log_key: dict[str, Any] = field(default_factory=generate_signing)
    leaves: list[bytes] = field(default_factory=list)
    chains: dict[str, list[tuple[int, Entry]]] = field(default_factory=dict)
    frontier: log.Frontier = log.EMPTY

    def append(self, leaf: bytes) -> int:
        self.leaves.append(log.leaf_hash(leaf))
        self.frontier, _ = self.frontier.append(self.leaves[-1])
        return len(self.leaves) - 1

    def record(self, entry: Entry) -> Entry:
        self.chains.setdefault(entry.item, []).append((self.append(entry.leaf()), entry))
        return entry

    def act(self, item: str, verb: str, **more: Any) -> Entry:
        chain = [entry for _, entry in self.chains[item]]
        at = chain[-1].at + timedelta(minutes=5)
        return self.record(
            entries.following(chain[-1], verb, at=at, released=entries.is_released(chain), **more)
        )  # type: ignore[arg-type]

    def checkpoint(self) -> tuple[str, Checkpoint]:
        point = Checkpoint(self.origin, self.frontier.size, self.frontier.root())
        return sign_checkpoint(point, self.log_key), point

    def proof(self, index: int) -> LogProof:
        note, point = self.checkpoint()
        return LogProof(
            index, point.size, tuple(log.inclusion_proof(log.in_memory(self.leaves), index, point.size)), note
        )

    def chain(self, *items: str) -> package.Chain:
        note, point = self.checkpoint()
        placed = [pair for item in items for pair in self.chains[item]]
        return package.chain(note, point, placed, log.in_memory(self.leaves))

    def trusted(self) -> list[dict[str, Any]]:
        return [
            public(self.key) | {"participant": self.participant},
            public(self.log_key) | {"origin": self.origin, "hosts": [self.participant], "purpose": "log"},
        ]


@dataclass
class Travel:
    """An item collected in JP, released by a judge's order, received in DE; ``contents`` by item id."""

    jp: Node = field(default_factory=lambda: Node("jp.example/log", "jp-justice"))
    de: Node = field(default_factory=lambda: Node("de.example/log", "de-justice"))
    contents: dict[str, bytes] = field(default_factory=dict)
    opening: dict[str, Any] = field(default_factory=lambda: generate_sealing("de-justice-open"))
    salt: bytes = b"0123456789abcdef"

    def __post_init__(self) -> None:
        contents = {
            "11111111-1111-4111-8111-111111111111": b"access log of the panel\n" * 40,
            "22222222-2222-4222-8222-222222222222": b"image",
        }
        for item, content in contents.items():
            self.add(item, content)

    def add(self, item: str, content: bytes) -> None:
        self.contents[item] = content
        salted = entries.salted(self.salt, digest(content))
        self.jp.append(b'{"schema":"comity.audit/1","verb":"sign_in"}')
        self.jp.record(
            entries.first(item, "collected", at=START, participant=self.jp.participant, content=salted)
        )
        self.jp.act(item, "sealed")
        self.jp.act(
            item, "released", authorisation=ORDER_DIGEST, actor=entries.salted_actor(self.salt, "officer:7")
        )
        last = self.jp.act(item, "transferred", counterpart=self.de.participant)
        self.de.append(b"another entry of the log")
        got = entries.first(
            item,
            "received",
            at=last.at + timedelta(hours=1),
            participant=self.de.participant,
            content=salted,
            continues=last.hash,
            counterpart=self.jp.participant,
        )
        self.de.record(got)
        self.de.act(item, "opened")
        self.de.act(item, "copied")

    def trust(self) -> Trust:
        return Trust.from_jwks({"keys": [*self.jp.trusted(), *self.de.trusted()]})

    def item(self, item: str, *, sealed: bool = False) -> package.Item:
        content = self.contents[item]
        if not sealed:
            return package.Item(
                item,
                digest(content),
                len(content),
                digest(content),
                self.salt,
                lambda: [content],
                media_kind="text/plain",
            )
        key, context = b"k" * 32, f"item/{item}"
        data = b"".join(seal_pieces([content], Sealer(key, context=context)))
        wrap = fields.wrap(key, public(self.opening))
        return package.Item(
            item,
            digest(data),
            len(data),
            digest(content),
            self.salt,
            lambda: [data],
            sealed=True,
            wraps=(wrap,),
            context=context,
        )

    def package(self, *, sealed: bool = False, **changes: Any) -> bytes:
        sink = io.BytesIO()
        items = list(self.contents)
        call: dict[str, Any] = {
            "id": "33333333-3333-4333-8333-333333333333",
            "made": START + timedelta(days=30),
            "by": "de-justice",
            "to": "de-prosecution",
            "items": [self.item(item, sealed=sealed) for item in items],
            "chains": [self.jp.chain(*items), self.de.chain(*items)],
            "authorisations": [ORDER | {"digest": ORDER_DIGEST}],
            "key": self.de.key,
        }
        package.write(sink, **(call | changes))
        return sink.getvalue()


def acknowledgement(
    node: Node, *, content: bytes = b"her report", files: tuple[bytes, ...] = (b"picture",), **changes: Any
) -> str:
    salt = b"fedcba9876543210"
    salted = entries.salted(salt, digest(content))
    salted_files = [entries.salted(salt, digest(file)) for file in files]
    leaf = {
        "schema": "comity.audit/1",
        "verb": "report.received",
        "facts": {"content": commitment(salted, salted_files)},
    }
    index = node.append(canonical_json(leaf))
    node.append(b"a later entry")
    call: dict[str, Any] = {
        "reference": "4F7K-2QX-9M0W",
        "received": datetime(2026, 11, 22, 20, 52, 31, tzinfo=UTC),
        "precision": "second",
        "office": "Zentrale Ansprechstelle Cybercrime Kassel (demonstration)",
        "salt": salt,
        "content": salted,
        "files": salted_files,
        "shown": {"Kind": "false page", "Amount": "4,200.00 EUR"},
        "leaf": leaf,
        "log": node.proof(index),
        "key": node.key,
    }
    return sign(**(call | changes))


def as_digest(text: str) -> Digest:
    return Digest(text)
