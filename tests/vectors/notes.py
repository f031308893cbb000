"""Vectors of receipts, acknowledgements and checkpoints."""

from __future__ import annotations

from typing import Any

from comity.custody import verify
from comity.custody.checkpoint import Checkpoint
from comity.custody.checkpoint import sign as sign_checkpoint
from comity.exchange import receipt
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import digest
from comity.suites import jws
from comity.suites.text import json_object
from tests.custody.world import Node, acknowledgement
from tests.exchange.world import AT
from tests.vectors.making import NODE, STRANGER, WORLD, flipped, json_bytes, vector


def receipts() -> None:
    about = {
        "message": "7f1c2f5e-6f3b-4d2a-9d53-0c1f6f5f0a01",
        "digest": digest(b"envelope"),
        "sender": "jp-contact",
        "to": "de-contact",
        "at": AT,
    }
    key = WORLD.key("jp", "receipt")
    node = Node("jp.example/audit", "jp-contact", log_key=WORLD.key("jp", "log"))
    leaf = {"schema": "comity.exchange-leaf/1", "event": "stored", "digest": digest(b"envelope")}
    node.append(b"an earlier entry")
    index = node.append(canonical_json(leaf))
    log = node.proof(index).document()

    def made(**changes: Any) -> str:
        return receipt.sign("stored", **(about | {"key": key} | changes))  # type: ignore[arg-type]

    vector("receipt", "receipt", "4.1", "stored, without its place in the log", made())
    vector("receipt_logged", "receipt", "4.4", "stored, with its place in the log", made(leaf=leaf, log=log))
    vector(
        "receipt_opened",
        "receipt",
        "4.3",
        "opened, signed by the participant",
        receipt.sign("opened", **about, key=WORLD.key("jp-contact", "signing")),
    )  # type: ignore[arg-type]
    vector(
        "receipt_by_another_node",
        "receipt",
        "4.3",
        "Germany's node signs for a Japanese participant",
        made(key=WORLD.key("de", "receipt")),
        code="custody.signature.not_theirs",
    )
    vector(
        "receipt_with_a_log_key",
        "receipt",
        "4.3",
        "signed with the log key",
        made(key=WORLD.key("jp", "log")),
        code="custody.signature.wrong_purpose",
    )
    vector(
        "receipt_other_leaf",
        "receipt",
        "4.4",
        "the log entry shown is about something else",
        made(leaf={"schema": "x"}, log=log),
        code="custody.proof.other_leaf",
    )
    vector(
        "receipt_other_place",
        "receipt",
        "7.5",
        "another place in the log",
        made(leaf=leaf, log=log | {"index": 0}),
        code="custody.proof.broken",
    )
    vector(
        "receipt_changed",
        "receipt",
        "8.4",
        "one bit of the content",
        flipped(made().encode(), 200),
        code="custody.signature.broken",
    )


def acknowledgements() -> None:
    good = acknowledgement(NODE)
    kind = "acknowledgement"
    document = json_object(json_bytes(good.split(".")[1]), kind)

    def resigned(**changes: Any) -> str:
        return jws.sign(canonical_json(document | changes), NODE.key, typ=verify.ACKNOWLEDGEMENT)

    vector(kind, kind, "5.1", "a good acknowledgement", good)
    vector("acknowledgement_newline", kind, "5.1", "with a newline at its end", good + "\n")
    vector(
        "acknowledgement_to_the_hour",
        kind,
        "5.7",
        "of an anonymous report",
        acknowledgement(NODE, precision="hour"),
    )
    vector(
        "acknowledgement_changed",
        kind,
        "8.4",
        "one bit",
        flipped(good.encode(), 300),
        code="custody.signature.broken",
    )
    vector(
        "acknowledgement_stranger",
        kind,
        "8.2",
        "signed by nobody we know",
        acknowledgement(NODE, key=STRANGER),
        code="custody.signature.unknown_key",
    )
    vector(
        "acknowledgement_by_a_participant",
        kind,
        "5.1",
        "signed with a key that is not for receipts",
        acknowledgement(NODE, key=WORLD.key("de-police", "signing")),
        code="custody.signature.wrong_purpose",
    )
    vector(
        "acknowledgement_of_other_files",
        kind,
        "5.4",
        "the node leaves a file out afterwards",
        resigned(files=[]),
        code="custody.proof.other_leaf",
    )
    vector(
        "acknowledgement_other_place",
        kind,
        "7.5",
        "another place in the log",
        resigned(log=document["log"] | {"index": 1}),
        code="custody.proof.broken",
    )
    vector(
        "acknowledgement_fork",
        kind,
        "7.4",
        "a checkpoint that nobody signed",
        resigned(
            log=document["log"]
            | {
                "checkpoint": document["log"]["checkpoint"]
                .replace("\n2\n", "\n3\n")
                .replace("\n4\n", "\n5\n")
            }
        ),
        code="custody.checkpoint.broken",
    )


def checkpoints() -> None:
    point = Checkpoint("de.example/custody", 7, bytes(range(32)))
    good = sign_checkpoint(point, WORLD.key("de", "log"))
    vector("checkpoint", "checkpoint", "7.4", "a signed note", good)
    vector(
        "checkpoint_with_witness",
        "checkpoint",
        "7.4",
        "a second signature by a witness nobody here knows",
        good + sign_checkpoint(point, STRANGER).splitlines()[-1] + "\n",
    )
    vector(
        "checkpoint_of_another_log",
        "checkpoint",
        "7.4",
        "Germany's log key signs in Japan's name",
        sign_checkpoint(Checkpoint("jp.example/custody", 7, bytes(32)), WORLD.key("de", "log")),
        code="custody.checkpoint.unsigned",
    )
    vector(
        "checkpoint_size_changed",
        "checkpoint",
        "7.4",
        "another size",
        good.replace("\n7\n", "\n8\n"),
        code="suites.jws.bad_signature",
    )
