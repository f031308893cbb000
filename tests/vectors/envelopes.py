"""Vectors of envelopes."""

from __future__ import annotations

from comity.exchange import envelope
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import digest
from comity.suites import jwe, jws
from comity.suites.text import json_object
from tests.exchange.world import AT
from tests.vectors.making import STRANGER, WHEN, WORLD, vector


def envelopes() -> None:
    message = WORLD.message()
    good = WORLD.sealed(message)
    inner = jws.sign(message.payload(), WORLD.key("de-contact", "signing"), typ="comity.message/1")

    def add(name: str, clause: str, says: str, data: bytes, code: str = "", **more: str) -> None:
        vector(
            f"envelope_{name}" if name else "envelope",
            "envelope",
            clause,
            says,
            data,
            code=code,
            **({"at": WHEN, "addressee": "jp-contact"} | more),
        )

    def built(text: str, *, by: str, **outer: str) -> bytes:
        sealed = jwe.seal(text.encode(), WORLD.directory.sealing_keys("jp-contact", AT), typ=envelope.SEALED)
        content = {
            "schema": envelope.SCHEMA,
            "id": message.id,
            "from": "de-contact",
            "to": "jp-contact",
            "sealed": digest(sealed.encode()),
        } | outer
        return canonical_json(
            {
                "schema": envelope.SCHEMA,
                "sealed": sealed,
                "signed": jws.sign(canonical_json(content), WORLD.key(by, "signing"), typ=envelope.SCHEMA),
            }
        )

    document = json_object(good, "envelope")
    add("", "3.3", "a good envelope", good)
    add(
        "unknown_kind",
        "2.4",
        "a kind of message nobody knows yet",
        WORLD.sealed(WORLD.message(kind="arrest_warrant")),
    )
    add(
        "not_canonical",
        "3.5",
        "a space between two members",
        good.replace(b'","', b'", "', 1),
        "suites.text.not_json",
    )
    add(
        "member_added",
        "3.5",
        "a fourth member",
        canonical_json(document | {"note": "urgent"}),
        "exchange.envelope.malformed",
    )
    add("truncated", "3.5", "cut in the middle", good[: len(good) // 2], "suites.text.not_json")
    add(
        "stranger",
        "3.6",
        "a sender that is not listed",
        envelope.seal(message, key=STRANGER, recipients=WORLD.directory.sealing_keys("jp-contact", AT)),
        "exchange.directory.unknown_key",
    )
    add(
        "in_another_s_name",
        "3.6",
        "one participant signs as another",
        envelope.seal(
            WORLD.message(sender="de-police"),
            key=WORLD.key("de-contact", "signing"),
            recipients=WORLD.directory.sealing_keys("jp-contact", AT),
        ),
        "suites.trust.not_their_key",
    )
    add(
        "machine_key",
        "3.4",
        "signed with the key for requests",
        envelope.seal(
            message,
            key=WORLD.key("de", "exchange"),
            recipients=WORLD.directory.sealing_keys("jp-contact", AT),
        ),
        "exchange.directory.key_purpose",
    )
    add(
        "suspended",
        "1.5",
        "the sender is suspended",
        good,
        "exchange.directory.suspended",
        directory="directory-suspended.json",
    )
    add(
        "key_revoked",
        "1.4",
        "the sender's key was revoked before",
        good,
        "exchange.directory.key_not_valid",
        directory="directory-revoked.json",
    )
    add(
        "sealed_exchanged",
        "3.7",
        "the sealed text of another envelope",
        canonical_json(document | {"sealed": json_object(WORLD.sealed(), "envelope")["sealed"]}),
        "exchange.envelope.changed",
    )
    add(
        "wrong_addressee",
        "3.8",
        "addressed to another participant",
        WORLD.sealed(WORLD.message(to="fr-police")),
        "exchange.envelope.wrong_addressee",
    )
    add(
        "key_of_another",
        "3.9",
        "sealed to a key the addressee does not have",
        WORLD.sealed(message, to="fr-police"),
        "exchange.envelope.no_key",
    )
    add(
        "author_stolen",
        "3.10",
        "the inner text of Germany in an envelope of Ruritania",
        built(inner, by="xr-desk", **{"from": "xr-desk"}),
        "exchange.envelope.readdressed",
    )
    forged = jws.sign(message.payload(), WORLD.key("xr-desk", "signing"), typ="comity.message/1")
    add(
        "inner_forged",
        "3.10",
        "the message inside is signed by somebody else",
        built(forged, by="de-contact"),
        "suites.trust.not_their_key",
    )
    add(
        "readdressed",
        "3.11",
        "a message to Japan's provider passed on to its contact point",
        built(
            jws.sign(
                WORLD.message(to="jp-hoshi").payload(),
                WORLD.key("de-contact", "signing"),
                typ="comity.message/1",
            ),
            by="de-contact",
        ),
        "exchange.envelope.readdressed",
    )
    add(
        "id_changed",
        "3.11",
        "put into another envelope under a new id",
        built(inner, by="de-contact", id="7f1c2f5e-6f3b-4d2a-9d53-0c1f6f5f0a02"),
        "exchange.envelope.readdressed",
    )
    add(
        "not_a_message",
        "3.10",
        "a receipt sealed as if it were a message",
        built(jws.sign(b"{}", WORLD.key("de-contact", "signing"), typ="comity.receipt/1"), by="de-contact"),
        "suites.jose.wrong_type",
    )
    add(
        "expired",
        "3.12",
        "arrived after its life",
        good,
        "exchange.envelope.expired",
        at="2027-01-01T00:00:00Z",
    )
    add(
        "from_the_future",
        "3.12",
        "written an hour from now",
        good,
        "exchange.envelope.from_the_future",
        at="2026-11-23T01:12:00Z",
    )
