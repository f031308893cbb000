from __future__ import annotations

import json

import pytest

from comity.kernel.errors import Untrusted
from comity.suites import jose, jws
from comity.suites.keys import KeySet, generate_sealing, generate_signing, public
from comity.suites.text import b64url

KEY = generate_signing("signer")
TRUST = KeySet([public(KEY)])
TYPE = "comity.test/1"


def code(error: pytest.ExceptionInfo[Untrusted]) -> str:
    return error.value.faults[0].code


def forged(header: object, payload: bytes = b"x", signature: bytes = b"s" * 64) -> str:
    return ".".join([b64url(json.dumps(header).encode()), b64url(payload), b64url(signature)])


def test_round_trip() -> None:
    verified = jws.verify(jws.sign(b"content", KEY, typ=TYPE), TRUST, typ=TYPE)
    assert (verified.payload, verified.kid, verified.header["typ"]) == (b"content", "signer", TYPE)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({"alg": "none", "kid": "signer", "typ": TYPE}, "suites.jose.wrong_algorithm"),
        ({"alg": "HS256", "kid": "signer", "typ": TYPE}, "suites.jose.wrong_algorithm"),
        ({"alg": "EdDSA", "kid": "signer", "typ": TYPE}, "suites.jose.wrong_algorithm"),
        ({"alg": "Ed25519", "kid": "signer", "typ": "comity.other/1"}, "suites.jose.wrong_type"),
        ({"alg": "Ed25519", "kid": "stranger", "typ": TYPE}, "suites.key.unknown"),
        ({"alg": "Ed25519", "kid": "signer", "typ": TYPE, "jwk": public(KEY)}, "suites.jws.header"),
        (
            {"alg": "Ed25519", "kid": "signer", "typ": TYPE, "crit": ["b64"], "b64": False},
            "suites.jws.header",
        ),
        ({"alg": "Ed25519", "kid": "signer", "typ": TYPE, "jku": "https://a.example"}, "suites.jws.header"),
        ({"alg": "Ed25519", "typ": TYPE}, "suites.jws.header"),
        ({"alg": "Ed25519", "kid": 7, "typ": TYPE}, "suites.jws.header"),
        (["alg"], "suites.text.not_json"),
        ({"alg": "Ed25519", "kid": "signer", "typ": TYPE}, "suites.jws.bad_signature"),
    ],
)
def test_forged_headers_are_refused_each_with_its_code(header: object, expected: str) -> None:
    with pytest.raises(Untrusted) as error:
        jws.verify(forged(header), TRUST, typ=TYPE)
    assert code(error) == expected


def test_a_name_twice_in_the_header_is_refused() -> None:
    text = b64url(b'{"alg":"Ed25519","kid":"signer","kid":"signer","typ":"comity.test/1"}')
    with pytest.raises(Untrusted) as error:
        jws.verify(f"{text}.eA.eA", TRUST, typ=TYPE)
    assert code(error) == "suites.text.not_json"


def test_every_changed_character_is_refused() -> None:
    good = jws.sign(b"a short content", KEY, typ=TYPE)
    for at in range(len(good)):
        for replacement in ("A", "B", ".", "=", "\u00e9"):
            if good[at] == replacement:
                continue
            with pytest.raises(Untrusted):
                jws.verify(good[:at] + replacement + good[at + 1 :], TRUST, typ=TYPE)


@pytest.mark.parametrize("cut", [0, 1, 10, 80])
def test_cut_texts_are_refused(cut: int) -> None:
    with pytest.raises(Untrusted):
        jws.verify(jws.sign(b"content", KEY, typ=TYPE)[:cut], TRUST, typ=TYPE)


def test_the_cap_comes_before_reading() -> None:
    with pytest.raises(Untrusted) as error:
        jws.verify("not even close" * 10, TRUST, typ=TYPE, max_bytes=100)
    assert code(error) == "suites.text.too_large"


def test_a_sealing_key_neither_signs_nor_verifies() -> None:
    sealing = generate_sealing("sealer")
    with pytest.raises(Untrusted) as error:
        jws.sign(b"x", sealing, typ=TYPE)
    assert code(error) == "suites.key.wrong_use"
    text = forged({"alg": "ECDH-ES+A256KW", "kid": "sealer", "typ": TYPE})
    with pytest.raises(Untrusted) as error:
        jws.verify(text, KeySet([public(sealing)]), typ=TYPE)
    assert code(error) == "suites.key.wrong_use"


def test_a_public_key_does_not_sign() -> None:
    with pytest.raises(Untrusted) as error:
        jws.sign(b"x", public(KEY), typ=TYPE)
    assert code(error) == "suites.key.no_private_part"


def test_large_content_passes_joserfc() -> None:
    """joserfc caps payloads at 128,000 bytes by itself; our own cap stands in front instead."""
    payload = b"x" * 1_000_000
    assert jws.verify(jws.sign(payload, KEY, typ=TYPE), TRUST, typ=TYPE).payload == payload
    assert jose.HEADER_LIMIT < jws.MAX_BYTES
