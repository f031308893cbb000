"""A peer with a good exchange key and bad intentions: nesting, wrong types, keys of another use, others' receipts and numbers."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from comity.kernel.canonical import canonical_json
from comity.node.exchange.models import Incoming, Outgoing, Receipt
from comity.suites import jws
from comity.suites.text import b64url
from tests.support.node import AT

pytestmark = pytest.mark.node


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"signed":' * 50_000,
        b'{"signed": {"a": 1}, "sealed": []}',
        b'{"signed": null, "sealed": null}',
        b"[]",
        b"7",
        b"null",
        b'"text"',
        b"\xff\xfe{}",
        b'{"signed":"a.b.c","sealed":"a.b.c.d.e","signed":"x"}',
        b'{"signed":"' + b"A" * 200_000 + b'","sealed":""}',
        b'{"signed": 1e999999, "sealed": -0}',
        b"{}\x00",
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_envelope_is_refused_with_a_sentence(
    wire: Any, counterpart_trusted: None, body: bytes
) -> None:
    answer = wire.post(body)
    assert 400 <= answer.status_code < 500, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json" and answer.json()["detail"]
    assert not Incoming.objects.exists()


def changed(
    data: bytes,
    wire: Any,
    *,
    header: dict[str, Any] | None = None,
    key: str = "jp-contact/signing",
    **claims: Any,
) -> bytes:
    """Sign the outside again with other claims, header or key of the same node."""
    document = json.loads(data)
    head, payload, _signature = document["signed"].split(".")
    import base64

    def opened(part: str) -> dict[str, Any]:
        return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))

    said = opened(payload) | claims
    typ = opened(head)["typ"]
    if header is None:
        document["signed"] = jws.sign(canonical_json(said), wire.foreign.keys[key], typ=typ)
    else:
        parts = [b64url(canonical_json(one)) for one in (opened(head) | header, said)]
        document["signed"] = ".".join([*parts, "" if header.get("alg") == "none" else b64url(bytes(64))])
    return canonical_json(document)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"header": {"alg": "none"}}, "no signature"),
        ({"header": {"alg": "HS256"}}, "another algorithm"),
        ({"header": {"alg": "EdDSA", "crit": ["b64"], "b64": False}}, "critical extension"),
        ({"header": {"jwk": {"kty": "OKP"}}}, "brings its own key"),
        ({"header": {"jku": "http://127.0.0.1:9/keys"}}, "says where keys are"),
        ({"key": "exchange"}, "the node's key signs for a participant"),
        ({"key": "receipt"}, "the receipt key signs a message"),
        ({"key": "jp-police/signing"}, "another participant's key"),
        ({"from": "de-police"}, "in the name of the addressee's own node"),
        ({"from": "jp-police"}, "in the name of another participant of the node"),
        ({"to": ["de-contact"]}, "an addressee that is a list"),
        ({"id": {"$gt": ""}}, "a number that is a table"),
        ({"at": "2026-11-22T20:52:00"}, "an instant without a zone"),
        ({"at": "9999-12-31T23:59:59+00:00"}, "an instant at the end of time"),
    ],
)  # fmt: skip
def test_the_outside_of_an_envelope_cannot_be_bent(
    wire: Any, counterpart_trusted: None, change: dict[str, Any], what: str
) -> None:
    _, data = wire.envelope()
    given = dict(change)
    header, key = given.pop("header", None), given.pop("key", "jp-contact/signing")
    answer = wire.post(changed(data, wire, header=header, key=key, **given))
    assert 400 <= answer.status_code < 500, (what, answer.content)
    assert not Incoming.objects.exists() and not Receipt.objects.exists()


def test_signed_again_as_it_was_it_is_taken(wire: Any, counterpart_trusted: None) -> None:
    """So that the refusals above are refusals of what was changed."""
    _, data = wire.envelope()
    assert wire.post(changed(data, wire)).status_code == 200 and Incoming.objects.count() == 1


def test_a_receipt_of_somebody_else_moves_no_message(
    wire: Any, counterpart_trusted: None, settings: Any
) -> None:
    """Another participant of the same node, another event, another message, another digest: none is the addressee's receipt."""
    from comity.kernel.actor import system
    from comity.node.exchange import actions

    settings.DOOR = "desk"
    actions.post(
        sender="de-contact",
        to="jp-contact",
        matter=uuid4(),
        kind="request",
        body={"a": 1},
        by=system("tests"),
        at=AT,
    )
    settings.DOOR = "gateway"
    row = Outgoing.objects.get()
    data = bytes(row.envelope)
    forged = [
        wire.foreign.receipt(data, key="jp-police/signing"),
        wire.foreign.receipt(data, key="log"),
        wire.foreign.receipt(data, sender="jp-police"),
        wire.foreign.receipt(data, to="de-police"),
        wire.foreign.receipt(data, message=str(uuid4())),
        wire.foreign.receipt(data, digest="sha256:" + "0" * 64),
        wire.foreign.receipt(data, "opened", key="jp-police/signing"),
    ]
    for text in forged:
        answer = wire.ask("POST", f"/exchange/receipts/{row.pk}", text.encode())
        assert 400 <= answer.status_code < 500, answer.content
    row.refresh_from_db()
    assert row.state == Outgoing.State.WAITING and not Receipt.objects.exists()


def test_receipts_of_another_nodes_messages_are_not_told(wire: Any, counterpart_trusted: None) -> None:
    answer = wire.ask("GET", f"/exchange/receipts/{uuid4()}")
    assert answer.status_code in (200, 404) and "receipts" not in answer.content.decode().replace(
        '"receipts":[]', ""
    ).replace('"receipts": []', "")


@pytest.mark.parametrize("name", ["..%2f..%2fnode.toml", "root.json%00", "../keys", "node.toml", "%2e%2e"])
def test_the_directory_hands_out_nothing_else(wire: Any, counterpart_trusted: None, name: str) -> None:
    answer = wire.client.get(f"/exchange/directory/{name}")
    assert answer.status_code in (404, 503) and b"participant" not in answer.content
