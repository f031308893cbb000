"""Attacks on an envelope are the names of these tests."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from comity.exchange import envelope, verify
from comity.exchange.publishing import revoke_key, suspend
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import digest
from comity.kernel.errors import ComityError, Untrusted
from comity.suites import jwe, jws
from comity.suites.keys import generate_sealing, generate_signing, public
from tests.exchange.world import AT, World, later

WORLD = World()
DIRECTORY = WORLD.directory
GOOD = WORLD.sealed()
KEYS = [WORLD.key("jp-contact", "sealing")]


def opened(data: bytes, **changes: Any) -> envelope.Opened:
    call: dict[str, Any] = {
        "directory": DIRECTORY,
        "keys": KEYS,
        "addressee": "jp-contact",
        "at": AT,
    } | changes
    return verify.opened(call.pop("directory"), data, **call)


def refusal(data: bytes, **changes: Any) -> str:
    with pytest.raises(ComityError) as error:
        opened(data, **changes)
    return error.value.faults[0].code


def parts(data: bytes = GOOD) -> dict[str, str]:
    found: dict[str, str] = json.loads(data)
    return found


def built(
    inner: str,
    *,
    sender: str = "de-contact",
    to: str = "jp-contact",
    by: str = "",
    seal_to: str = "jp-contact",
    **outer: str,
) -> bytes:
    """An envelope put together by somebody who has the keys of ``by``."""
    sealed = jwe.seal(inner.encode(), DIRECTORY.sealing_keys(seal_to, AT), typ=envelope.SEALED)
    content = {
        "schema": envelope.SCHEMA,
        "id": WORLD.message().id,
        "from": sender,
        "to": to,
        "sealed": digest(sealed.encode()),
    } | outer
    signed = jws.sign(canonical_json(content), WORLD.key(by or sender, "signing"), typ=envelope.SCHEMA)
    return canonical_json({"schema": envelope.SCHEMA, "sealed": sealed, "signed": signed})


def test_round_trip() -> None:
    written = WORLD.message()
    found = opened(WORLD.sealed(written))
    assert found.message == written
    assert (found.outer.sender, found.outer.to, found.outer.id) == ("de-contact", "jp-contact", written.id)


def test_the_gateway_learns_sender_addressee_and_digest_and_no_more() -> None:
    outer = verify.outer(DIRECTORY, GOOD, at=AT, addressees=["jp-contact", "jp-hoshi"])
    assert outer.digest == digest(GOOD)
    assert outer.sealed_to == ("jp-contact-sealing",)
    clear = GOOD + b"".join(part.encode() for part in parts().values())
    assert b"preservation" not in clear


def test_the_inner_text_proves_authorship_to_a_third_party() -> None:
    inner = opened(GOOD).inner
    assert jws.verify(inner, DIRECTORY.trust(AT).keys, typ="comity.message/1").kid == "de-contact-signing"


def test_old_and_new_keys_both_open_while_they_overlap() -> None:
    from comity.exchange.directory import new_key
    from comity.exchange.publishing import rotate_key

    fresh = generate_sealing("jp-contact-sealing-2")
    rotated = rotate_key(DIRECTORY, "jp-contact", new_key(fresh, "sealing", AT))
    data = envelope.seal(
        WORLD.message(),
        key=WORLD.key("de-contact", "signing"),
        recipients=rotated.sealing_keys("jp-contact", AT),
    )
    assert opened(data, directory=rotated).message == opened(data, directory=rotated, keys=[fresh]).message
    assert len(rotated.sealing_keys("jp-contact", later(days=31))) == 1


def test_forged_by_a_stranger() -> None:
    stranger = generate_signing("stranger")
    data = envelope.seal(WORLD.message(), key=stranger, recipients=DIRECTORY.sealing_keys("jp-contact", AT))
    assert refusal(data) == "exchange.directory.unknown_key"


def test_forged_under_a_listed_key_id() -> None:
    impostor = generate_signing("de-contact-signing")
    data = envelope.seal(WORLD.message(), key=impostor, recipients=DIRECTORY.sealing_keys("jp-contact", AT))
    assert refusal(data) == "suites.jws.bad_signature"


def test_one_participant_in_the_name_of_another() -> None:
    assert (
        refusal(WORLD.sealed(WORLD.message(sender="de-police"), by="de-contact"))
        == "suites.trust.not_their_key"
    )


def test_a_gateway_key_cannot_write_messages() -> None:
    data = envelope.seal(
        WORLD.message(), key=WORLD.key("de", "exchange"), recipients=DIRECTORY.sealing_keys("jp-contact", AT)
    )
    assert refusal(data) == "exchange.directory.key_purpose"


def test_wrongly_addressed() -> None:
    data = WORLD.sealed(WORLD.message(to="fr-police"))
    assert refusal(data) == "exchange.envelope.wrong_addressee"
    with pytest.raises(Untrusted) as error:
        verify.outer(DIRECTORY, data, at=AT, addressees=["jp-contact", "jp-hoshi"])
    assert "fr-police" in str(error.value)


def test_sealed_to_a_key_we_do_not_have() -> None:
    assert refusal(WORLD.sealed(to="fr-police")) == "exchange.envelope.no_key"


def test_forwarded_by_its_addressee_to_somebody_else() -> None:
    """Japan opens a German request and seals the inner text on to France, still in Germany's name."""
    inner = opened(GOOD).inner
    france = [WORLD.key("fr-police", "sealing")]
    own_name = built(inner, sender="jp-contact", to="fr-police", seal_to="fr-police")
    assert refusal(own_name, keys=france, addressee="fr-police") == "exchange.envelope.readdressed"
    foreign_name = built(inner, sender="de-contact", to="fr-police", by="jp-contact", seal_to="fr-police")
    assert refusal(foreign_name, keys=france, addressee="fr-police") == "suites.trust.not_their_key"


def test_put_into_another_envelope_under_another_id() -> None:
    assert refusal(built(opened(GOOD).inner, sender="de-contact")) == "exchange.envelope.readdressed"


def test_authorship_stolen_from_the_message_inside() -> None:
    inner = opened(GOOD).inner
    assert refusal(built(inner, sender="xr-desk")) == "exchange.envelope.readdressed"


def test_signed_inside_with_another_s_key() -> None:
    message = WORLD.message()
    inner = jws.sign(message.payload(), WORLD.key("xr-desk", "signing"), typ="comity.message/1")
    assert refusal(built(inner, id=message.id)) == "suites.trust.not_their_key"


def test_a_receipt_sealed_as_if_it_were_a_message() -> None:
    inner = jws.sign(b"{}", WORLD.key("de-contact", "signing"), typ="comity.receipt/1")
    assert refusal(built(inner)) == "suites.jose.wrong_type"
    assert refusal(built("naïve")) == "exchange.envelope.malformed"


def test_parts_of_two_good_envelopes_mixed() -> None:
    other = parts(WORLD.sealed())
    mixed = canonical_json(parts() | {"sealed": other["sealed"]})
    assert refusal(mixed) == "exchange.envelope.changed"


def test_expired_and_from_the_future() -> None:
    assert refusal(GOOD, at=later(days=15)) == "exchange.envelope.expired"
    assert refusal(GOOD, at=later(minutes=-6)) == "exchange.envelope.from_the_future"
    assert opened(GOOD, at=later(minutes=-4)).message.kind == "request"


def test_sender_suspended() -> None:
    suspended = suspend(DIRECTORY, "de-contact", at=AT, reason="keys_exposed")
    assert refusal(GOOD, directory=suspended) == "exchange.directory.suspended"
    assert opened(GOOD, directory=suspended, at=later(minutes=-1)).message.kind == "request"


def test_sender_s_key_revoked_or_past_its_day() -> None:
    revoked = revoke_key(DIRECTORY, "de-contact", "de-contact-signing", at=AT)
    assert refusal(GOOD, directory=revoked) == "exchange.directory.key_not_valid"
    assert refusal(GOOD, at=AT - timedelta(days=400)) == "exchange.directory.key_not_valid"


def test_too_large_is_refused_before_it_is_read() -> None:
    assert refusal(b"x" * (envelope.MAX_BYTES + 1)) == "suites.text.too_large"
    with pytest.raises(Untrusted) as error:
        WORLD.sealed(WORLD.message(body={"text": "x" * envelope.MAX_MESSAGE}))
    assert error.value.faults[0].code == "suites.text.too_large"


def test_a_megabyte_passes() -> None:
    message = WORLD.message(body={"text": "x" * (envelope.MAX_MESSAGE - 2000)})
    assert opened(WORLD.sealed(message)).message == message


def test_a_wrong_algorithm_in_each_layer() -> None:
    found = parts()
    header = jws.read_header(found["signed"])
    from comity.suites.text import b64url

    for changed in ({"alg": "none"}, {"alg": "HS256"}, {"alg": "EdDSA"}):
        first = b64url(json.dumps(header | changed).encode())
        signed = ".".join([first, *found["signed"].split(".")[1:]])
        assert refusal(canonical_json(found | {"signed": signed})) == "suites.jose.wrong_algorithm"


def test_truncated_anywhere() -> None:
    for length in range(0, len(GOOD), 37):
        refusal(GOOD[:length])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"schema":"comity.envelope/1","sealed":1,"signed":"x"}',
        b"{" * 60_000,
    ],
)
def test_what_is_no_envelope(data: bytes) -> None:
    refusal(data)


def test_three_thousand_changed_bytes_are_refused_from_the_outside_already() -> None:
    """Without any private key: the outer signature covers every byte."""
    chance, codes = random.Random(29), set()
    trust = DIRECTORY.trust(AT)
    for _ in range(3000):
        changed = bytearray(GOOD)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        with pytest.raises(Untrusted) as error:
            envelope.check_outer(bytes(changed), trust)
        codes.add(error.value.faults[0].code)
    assert {"exchange.envelope.changed", "suites.jws.bad_signature", "suites.text.not_json"} <= codes


def test_structural_changes_are_refused_from_the_outside() -> None:
    found, trust = parts(), DIRECTORY.trust(AT)
    signed, sealed = found["signed"].split("."), found["sealed"].split(".")
    changed = [
        GOOD + b"\n",
        GOOD.replace(b'","', b'", "', 1),
        canonical_json(found | {"more": ""}),
        canonical_json({name: found[name] for name in ("schema", "sealed")}),
        canonical_json(found | {"schema": "comity.envelope/2"}),
        canonical_json(found | {"signed": found["sealed"], "sealed": found["signed"]}),
        *(canonical_json(found | {"signed": ".".join(signed[:at] + signed[at + 1 :])}) for at in range(3)),
        *(canonical_json(found | {"sealed": ".".join(sealed[:at] + sealed[at + 1 :])}) for at in range(5)),
        *(
            canonical_json(found | {"sealed": ".".join(random.Random(n).sample(sealed, 5))})
            for n in range(20)
        ),
    ]
    for data in changed:
        if data != GOOD:
            with pytest.raises(Untrusted):
                envelope.check_outer(data, trust)


def test_every_refusal_is_a_sentence_with_a_next_step() -> None:
    with pytest.raises(Untrusted) as error:
        opened(WORLD.sealed(WORLD.message(to="fr-police")))
    assert str(error.value).startswith("The envelope is addressed to fr-police, not to jp-contact.")
    assert replace(WORLD.message(), kind="x").kind == "x"


def test_public_keys_do_not_open() -> None:
    assert refusal(GOOD, keys=[public(KEYS[0])]) == "suites.key.no_private_part"
