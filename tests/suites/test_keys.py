from __future__ import annotations

import pytest

from comity.kernel.errors import Untrusted
from comity.suites.keys import (
    KeySet,
    check,
    generate_sealing,
    generate_signing,
    is_private,
    public,
    thumbprint,
)


def test_generated_keys_are_of_their_suite() -> None:
    assert check(generate_signing()).id == "sign-ed25519"
    assert check(generate_sealing()).id == "seal-x25519"
    key = generate_signing()
    assert key["kid"] == thumbprint(key)
    assert is_private(key)
    assert not is_private(public(key))


def test_thumbprint_is_that_of_rfc_8037() -> None:
    """RFC 8037, appendix A.3."""
    key = {"crv": "Ed25519", "kty": "OKP", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert thumbprint(key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"alg": "EdDSA"}, "suites.key.no_suite"),
        ({"alg": "none"}, "suites.key.no_suite"),
        ({"use": "enc"}, "suites.key.no_suite"),
        ({"crv": "Ed448"}, "suites.key.no_suite"),
        ({"kid": ""}, "suites.key.malformed"),
        ({"kid": "a\nb"}, "suites.key.malformed"),
        ({"x": "AAAA"}, "suites.key.malformed"),
        ({"x": "!"}, "suites.text.not_base64url"),
        ({"key_ops": ["verify"]}, "suites.key.malformed"),
        ({"x5u": "https://a.example"}, "suites.key.malformed"),
    ],
)
def test_keys_of_another_kind_are_refused(change: dict[str, object], expected: str) -> None:
    with pytest.raises(Untrusted) as error:
        KeySet([public(generate_signing("k")) | change])
    assert error.value.faults[0].code == expected


def test_private_keys_do_not_belong_in_a_trust_file() -> None:
    with pytest.raises(Untrusted) as error:
        KeySet([generate_signing("k")])
    assert error.value.faults[0].code == "suites.key.private_among_public"


def test_one_id_one_key() -> None:
    key = public(generate_signing("k"))
    assert len(KeySet([key, key])) == 1
    with pytest.raises(Untrusted) as error:
        KeySet([key, public(generate_signing("k"))])
    assert error.value.faults[0].code == "suites.key.twice"


def test_a_set_reads_what_it_writes() -> None:
    keys = KeySet([public(generate_signing("a")), public(generate_sealing("b"))])
    assert KeySet.from_jwks(keys.as_jwks()).as_jwks() == keys.as_jwks()
    assert "a" in keys
    with pytest.raises(Untrusted):
        keys.get("b", "sig")


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"keys":{}}', b'{"keys":[1]}', b'{"keys":[],"keys":[]}', b"\xff"]
)
def test_trust_files_that_are_none(data: bytes) -> None:
    with pytest.raises(Untrusted):
        KeySet.from_jwks(data)
