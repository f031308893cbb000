"""Wycheproof: the JOSE vectors through our per-key door, the primitives through what our modules call."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import import_key
from joserfc.jws import JWSRegistry, deserialize_compact

from comity.kernel.errors import Untrusted
from comity.suites import jose, jws
from comity.suites.bare import verify_bytes
from comity.suites.jwe import seal
from comity.suites.keys import KeySet
from comity.suites.suite import Suite
from comity.suites.text import json_object, unb64url
from tests.suites.wycheproof import cases, groups

OUR_MEMBERS = {"kty", "crv", "x", "y", "n", "e", "k", "kid", "alg", "use"}


def per_key_verify(text: str, key: dict[str, Any], use: str) -> bytes:
    """The steps of jws.verify, for keys of algorithms that are no suite of ours."""
    if key.get("use", use) != use or ("key_ops" in key and "verify" not in key["key_ops"]):
        raise ValueError("the key is for another use")
    parts = text.split(".")
    header = json_object(unb64url(parts[0], "header"), "header")
    for part in parts[1:]:
        unb64url(part, "part")
    if header.get("alg") != key["alg"] or set(header) - {"alg", "kid", "typ"}:
        raise ValueError("the header is not the key's")
    suite = Suite(id="vector", use="sig", alg=key["alg"], kty=key["kty"], crv=key.get("crv", ""))
    return jose.verify_compact(text, key, suite)


def jws_cases() -> list[Any]:
    found = []
    for group, case in cases("json_web_signature"):
        if isinstance(case["jws"], str):
            found.append(pytest.param(group, case, id=f"{case['tcId']}-{case['comment']}"))
    return found


def verifying_key(group: dict[str, Any]) -> dict[str, Any]:
    key: dict[str, Any] = group.get("public", group["private"])
    return key


def judge(group: dict[str, Any], case: dict[str, Any]) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        try:
            per_key_verify(case["jws"], verifying_key(group), "sig")
        except (Untrusted, JoseError, ValueError, KeyError, TypeError):
            return False
    return True


def same_as_a_valid_one() -> set[int]:
    """Vectors marked invalid whose text is, byte for byte, that of a valid vector under the same key: a slip in the set."""
    valid = {
        c["jws"]
        for _, c in cases("json_web_signature")
        if isinstance(c["jws"], str) and c["result"] == "valid"
    }
    twins = set()
    for group, case in cases("json_web_signature"):
        if case["result"] == "invalid" and case["jws"] in valid and group["comment"] == "base64":
            twins.add(case["tcId"])
    return twins


def invalid_jws() -> list[Any]:
    twins = same_as_a_valid_one()
    return [p for p in jws_cases() if p.values[1]["result"] == "invalid" and p.values[1]["tcId"] not in twins]


def test_the_set_has_its_known_slips_and_no_more() -> None:
    assert same_as_a_valid_one() == {367, 370}


@pytest.mark.parametrize(("group", "case"), invalid_jws())
def test_no_invalid_jws_passes_the_per_key_door(group: dict[str, Any], case: dict[str, Any]) -> None:
    assert not judge(group, case)


STRICTER = {
    346: "the header says PS384, the key says PS256",
    350: "the same",
    347: "the key's alg is ES521, which is no algorithm",
    351: "the same",
    372: "a foreign character in the header, which lenient decoders skip",
    373: "a foreign character in the payload",
}
"""Vectors marked valid that the door refuses, and why it is right to."""


def test_the_door_opens_for_valid_ones() -> None:
    """A door that refuses everything would pass the test above."""
    valid = [p.values for p in jws_cases() if p.values[1]["result"] == "valid"]
    refused = {case["tcId"] for group, case in valid if not judge(group, case)}
    assert len(valid) == 46
    assert refused == set(STRICTER)


def test_a_loose_list_would_let_invalid_ones_pass() -> None:
    """Why the door exists: joserfc with every algorithm allowed accepts what a key's own alg forbids."""
    loose = JWSRegistry(algorithms=list(JWSRegistry.algorithms))
    wrongly = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        for param in jws_cases():
            group, case = param.values
            if case["result"] != "invalid":
                continue
            try:
                deserialize_compact(case["jws"], import_key(verifying_key(group)), registry=loose)
            except (JoseError, ValueError, TypeError):
                continue
            wrongly.add(case["tcId"])
    assert wrongly - same_as_a_valid_one() == {16, 341, 343, 344}  # alg "none", with and without a signature


def test_none_of_the_foreign_vectors_passes_our_own_verify() -> None:
    """RSA, HMAC and ECDSA keys are no suite of ours: even the valid vectors are refused, before any arithmetic."""
    for group, case in cases("json_web_signature"):
        with pytest.raises((Untrusted, AttributeError)):
            jws.verify(case["jws"], KeySet([verifying_key(group)]), typ="x")


def test_mixed_and_ambiguous_key_sets_are_refused() -> None:
    for group in groups("json_web_key"):
        with pytest.raises(Untrusted):
            KeySet.from_jwks(
                group.get("public", group["private"])
                if "keys" in group["private"]
                else {"keys": [group["private"]]}
            )


def jwe_cases() -> list[Any]:
    return [
        pytest.param(group, case, id=f"{case['tcId']}-{case['comment']}")
        for group, case in cases("json_web_encryption")
        if isinstance(case["jwe"], str) and case["result"] == "invalid"
    ]


@pytest.mark.parametrize(("group", "case"), jwe_cases())
def test_no_invalid_jwe_opens_through_the_per_key_door(group: dict[str, Any], case: dict[str, Any]) -> None:
    key = group["private"]
    opened = True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        try:
            parts = case["jwe"].split(".")
            header = json_object(unb64url(parts[0], "header"), "header")
            for part in parts[1:]:
                unb64url(part, "part")
            if header.get("alg") != key["alg"] or set(header) - {"alg", "enc", "kid", "typ", "epk"}:
                raise ValueError
            suite = Suite(
                id="vector",
                use="enc",
                alg=key["alg"],
                kty=key["kty"],
                crv="",
                enc=case.get("enc", header["enc"]),
            )
            jose.open_compact(case["jwe"], key, suite)
        except (Untrusted, JoseError, ValueError, KeyError, TypeError, AssertionError):
            opened = False
    assert not opened


def test_ed25519() -> None:
    for group, case in cases("ed25519"):
        key = {**group["publicKeyJwk"], "kid": "v", "alg": "Ed25519", "use": "sig"}
        try:
            verify_bytes(bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]), key)
            held = True
        except Untrusted:
            held = False
        assert held == (case["result"] == "valid"), case["tcId"]


def test_nothing_is_sealed_to_a_point_of_low_order() -> None:
    refused = 0
    for _, case in cases("x25519_jwk"):
        key = case["public"]
        if not isinstance(key, dict) or set(case["shared"]) != {"0"}:
            continue
        own = {
            "kty": "OKP",
            "crv": "X25519",
            "x": key.get("x", ""),
            "kid": "v",
            "alg": "ECDH-ES+A256KW",
            "use": "enc",
        }
        with pytest.raises(Untrusted):
            seal(b"x", [own], typ="t")
        refused += 1
    assert refused > 10


def test_aes_256_gcm() -> None:
    tried = 0
    for group, case in cases("aes_gcm"):
        if (group["keySize"], group["ivSize"], group["tagSize"]) != (256, 96, 128):
            continue
        sealed = bytes.fromhex(case["ct"] + case["tag"])
        try:
            clear = AESGCM(bytes.fromhex(case["key"])).decrypt(
                bytes.fromhex(case["iv"]), sealed, bytes.fromhex(case["aad"])
            )
        except InvalidTag:
            clear = None
        assert (clear == bytes.fromhex(case["msg"])) == (case["result"] == "valid")
        tried += 1
    assert tried > 50


def test_hkdf_sha256() -> None:
    for _, case in cases("hkdf_sha256"):
        try:
            kdf = HKDF(SHA256(), case["size"], bytes.fromhex(case["salt"]), bytes.fromhex(case["info"]))
            out = kdf.derive(bytes.fromhex(case["ikm"])).hex()
        except ValueError:
            out = "refused"
        assert (out == case["okm"]) == (case["result"] == "valid"), case["tcId"]


def test_vectors_are_read_whole() -> None:
    assert sum(1 for _ in cases("json_web_signature")) == 401
