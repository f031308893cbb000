from __future__ import annotations

import random
from typing import Any

import pytest

from comity.custody import acknowledgement as acknowledgements
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import digest
from comity.kernel.errors import Untrusted
from comity.suites import jws
from comity.suites.text import json_object
from comity.suites.trust import Trust
from tests.custody.world import Node, acknowledgement

NODE = Node("de.example/log", "de-police")
TRUST = Trust.from_jwks({"keys": NODE.trusted()})
GOOD = acknowledgement(NODE)


def refusal(text: str | bytes, trust: Trust = TRUST) -> str:
    with pytest.raises(Untrusted) as error:
        acknowledgements.check(text if isinstance(text, bytes) else text.encode(), trust)
    return error.value.faults[0].code


def resigned(**changes: Any) -> str:
    """What the node itself could make, with its own key, of a good acknowledgement."""
    document = (
        json_object(jws.verify(GOOD, TRUST.keys, typ=acknowledgements.SCHEMA).payload, "test") | changes
    )
    return jws.sign(canonical_json(document), NODE.key, typ=acknowledgements.SCHEMA)


def test_it_shows_receipt_and_not_truth() -> None:
    document = acknowledgements.check(GOOD.encode(), TRUST)
    assert document["received"] == "2026-11-22T20:52:31Z"
    assert "does not show that what it says has been established" in document["statement"]
    assert acknowledgements.check(GOOD.encode() + b"\n", TRUST) == document


def test_she_can_prove_her_copy_and_her_file() -> None:
    document = acknowledgements.check(GOOD.encode(), TRUST)
    assert acknowledgements.matches(document, content=digest(b"her report"), files=[digest(b"picture")])
    assert not acknowledgements.matches(document, content=digest(b"another report"))
    assert not acknowledgements.matches(document, files=[digest(b"another picture")])


def test_it_gives_nothing_away() -> None:
    assert digest(b"her report") not in GOOD
    document = acknowledgements.check(GOOD.encode(), TRUST)
    assert set(document["shown"]) == {"Kind", "Amount"}
    assert digest(b"picture") not in str(document)


def test_an_anonymous_report_is_known_to_the_hour() -> None:
    text = acknowledgement(NODE, precision="hour")
    assert acknowledgements.check(text.encode(), TRUST)["received"] == "2026-11-22T20:00:00Z"


def test_the_file_name_is_neutral() -> None:
    name = acknowledgements.neutral_file_name(GOOD)
    assert name.startswith("note-")
    assert "comity" not in name
    assert name != acknowledgements.neutral_file_name(GOOD + "x")


def test_each_fault_has_its_own_code() -> None:
    other = Node("de.example/log", "de-police")
    stranger = Trust.from_jwks({"keys": other.trusted()})
    document = acknowledgements.check(GOOD.encode(), TRUST)
    assert refusal(GOOD, stranger) == "custody.signature.unknown_key"
    assert refusal(GOOD[:-10] + "AAAAAAAAAA") in {"custody.signature.broken", "custody.text.malformed"}
    assert (
        refusal(GOOD[:200])
        == refusal("")
        == refusal(b"\xff")
        == refusal("x" * 20_000_000)
        == "custody.text.malformed"
    )
    assert refusal(jws.sign(b"{}", NODE.key, typ="comity.receipt/1")) == "custody.signature.wrong_kind"
    assert refusal(jws.sign(b"{}", NODE.key, typ=acknowledgements.SCHEMA)) == "custody.signature.wrong_kind"
    assert refusal(resigned(leaf={"facts": "something else"})) == "custody.proof.other_leaf"
    assert refusal(resigned(files=[])) == "custody.proof.other_leaf"
    assert refusal(resigned(content=document["files"][0])) == "custody.proof.other_leaf"
    assert refusal(resigned(log=document["log"] | {"index": 1})) == "custody.proof.broken"
    assert refusal(resigned(log=document["log"] | {"size": 9})) == "custody.proof.broken"
    assert refusal(resigned(log=document["log"] | {"proof": []})) == "custody.proof.broken"
    assert refusal(resigned(log={})) == "custody.text.malformed"
    assert (
        refusal(resigned(log=document["log"] | {"checkpoint": other.checkpoint()[0]}))
        == "custody.checkpoint.broken"
    )
    assert refusal(resigned(extra=1)) == "custody.text.malformed"
    assert refusal(resigned(leaf=document["leaf"] | {"verb": "other"})) == "custody.proof.broken"


def test_every_single_byte_matters() -> None:
    data = GOOD.encode()
    chance = random.Random(7)
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= chance.choice((1, 2, 4, 8, 16, 32, 64, 128))
        refusal(bytes(changed))
    for at in range(0, len(data), 7):
        refusal(data[:at] + data[at + 1 :])
        refusal(data[:at] + b"A" + data[at:])
