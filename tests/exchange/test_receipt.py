from __future__ import annotations

import random
from typing import Any

import pytest

from comity.custody import verify as alone
from comity.custody.acknowledgement import verifier_keys
from comity.exchange import receipt, verify
from comity.exchange.publishing import suspend
from comity.exchange.replay import Again, New, Stored, decide
from comity.kernel.digest import digest
from comity.kernel.errors import Conflict, Untrusted
from comity.suites import jws
from tests.custody.world import Node
from tests.exchange.world import AT, World

WORLD = World()
TRUST = WORLD.directory.trust(AT)
ENVELOPE = WORLD.sealed()
ABOUT: dict[str, Any] = {
    "message": WORLD.message().id,
    "digest": digest(ENVELOPE),
    "sender": "jp-contact",
    "to": "de-contact",
}
GOOD = receipt.sign("stored", **ABOUT, at=AT, key=WORLD.key("jp", "receipt"))


def refusal(text: str, **changes: Any) -> str:
    with pytest.raises(Untrusted) as error:
        receipt.check(text, TRUST, **(ABOUT | changes))
    return error.value.faults[0].code


def test_the_gateway_may_promise_at_once() -> None:
    text = receipt.sign("stored", **ABOUT, at=AT, key=WORLD.key("jp", "exchange"))
    assert receipt.check(text, TRUST, **ABOUT).kid == "jp-exchange"


def test_stored_by_the_node_opened_by_the_participant() -> None:
    stored = receipt.check(GOOD, TRUST, **ABOUT)
    assert (stored.event, stored.kid, stored.at, stored.logged) == ("stored", "jp-receipt", AT, False)
    text = receipt.sign("opened", **ABOUT, at=AT, key=WORLD.key("jp-contact", "signing"))
    assert verify.receipted(WORLD.directory, text, **ABOUT, at=AT).event == "opened"


def test_a_receipt_for_something_else_counts_for_nothing() -> None:
    for change in (
        {"message": "other"},
        {"digest": digest(b"")},
        {"sender": "jp-hoshi"},
        {"to": "fr-police"},
    ):
        assert refusal(GOOD, **change) == "exchange.receipt.of_another_message"


def test_nobody_gives_a_receipt_for_another() -> None:
    for key in (
        WORLD.key("de", "receipt"),
        WORLD.key("xr-desk", "signing"),
        WORLD.key("de-contact", "signing"),
    ):
        assert refusal(receipt.sign("stored", **ABOUT, at=AT, key=key)) == "suites.trust.not_their_key"
    assert (
        refusal(receipt.sign("stored", **ABOUT, at=AT, key=WORLD.key("jp", "log")))
        == "suites.trust.wrong_purpose"
    )


def test_a_message_is_no_receipt() -> None:
    assert (
        refusal(jws.sign(b"{}", WORLD.key("jp", "receipt"), typ="comity.message/1"))
        == "suites.jose.wrong_type"
    )
    assert (
        refusal(jws.sign(b"{}", WORLD.key("jp", "receipt"), typ=receipt.SCHEMA))
        == "exchange.receipt.malformed"
    )
    assert refusal("") == "suites.jws.malformed"
    assert refusal("x" * 100_000) == "suites.text.too_large"


def test_a_suspended_receiver_s_receipt_still_proves_what_happened() -> None:
    suspended = suspend(WORLD.directory, "jp-contact", at=AT, reason="review")
    text = receipt.sign("opened", **ABOUT, at=AT, key=WORLD.key("jp-contact", "signing"))
    assert verify.receipted(suspended, text, **ABOUT, at=AT).event == "opened"


def test_every_changed_byte() -> None:
    chance = random.Random(3)
    for at in range(len(GOOD)):
        changed = bytearray(GOOD.encode())
        changed[at] ^= 1 << chance.randrange(8)
        with pytest.raises(Untrusted):
            receipt.check(changed.decode("latin-1"), TRUST, **ABOUT)
        with pytest.raises(alone.Refused):
            alone.receipt(bytes(changed), verifier_keys(TRUST))


def test_with_its_place_in_the_log_the_lone_verifier_proves_it() -> None:
    node = Node("jp.example/log", "jp-contact", log_key=WORLD.key("jp", "log"))
    from comity.kernel.canonical import canonical_json

    leaf = {"schema": "comity.audit/1", "verb": "message.stored", "digest": ABOUT["digest"]}
    node.append(b"before")
    index = node.append(canonical_json(leaf))
    text = receipt.sign(
        "stored", **ABOUT, at=AT, key=WORLD.key("jp", "receipt"), leaf=leaf, log=node.proof(index).document()
    )
    assert receipt.check(text, TRUST, **ABOUT).logged
    assert alone.receipt(text.encode(), verifier_keys(TRUST))["log"]["index"] == 1
    lying = receipt.sign(
        "stored",
        **ABOUT,
        at=AT,
        key=WORLD.key("jp", "receipt"),
        leaf={"other": 1},
        log=node.proof(index).document(),
    )
    with pytest.raises(alone.Refused) as error:
        alone.receipt(lying.encode(), verifier_keys(TRUST))
    assert error.value.code == "custody.proof.other_leaf"
    with pytest.raises(ValueError, match="belong together"):
        receipt.sign("stored", **ABOUT, at=AT, key=WORLD.key("jp", "receipt"), leaf=leaf)


def test_replay() -> None:
    first, other = digest(b"a"), digest(b"b")
    assert decide(None, first) == New()
    assert decide(Stored(first, "text"), first) == Again("text")
    assert decide(Stored(first), first) == Again("")
    with pytest.raises(Conflict) as error:
        decide(Stored(first, "text"), other, "7f1c")
    assert error.value.faults[0].code == "exchange.replay.other_bytes"
