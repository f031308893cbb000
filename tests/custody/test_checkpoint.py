from __future__ import annotations

import base64

import pytest

from comity.custody import verify as alone
from comity.custody.acknowledgement import verifier_keys
from comity.custody.checkpoint import Checkpoint, key_id, sign, verify
from comity.kernel.errors import Untrusted
from comity.suites.bare import verify_bytes
from comity.suites.keys import generate_signing, public
from comity.suites.text import b64url
from comity.suites.trust import Trust

LOG, WITNESS, STRANGER = (generate_signing(name) for name in ("log", "witness", "stranger"))
POINT = Checkpoint("de.example/log", 7, bytes(range(32)))
TRUST = Trust.from_jwks(
    {"keys": [public(LOG) | {"origin": "de.example/log"}, public(WITNESS) | {"origin": "fr.example/log"}]}
)


def both_refuse(note: str, trust: Trust = TRUST) -> str:
    with pytest.raises(Untrusted) as error:
        verify(note, trust)
    with pytest.raises(alone.Refused):
        alone.checkpoint(note, verifier_keys(trust))
    return error.value.faults[0].code


def test_the_key_id_and_form_of_the_published_example() -> None:
    """The example key and note in the documentation of golang.org/x/mod/sumdb/note."""
    raw = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
    key = {"kty": "OKP", "crv": "Ed25519", "x": b64url(raw), "kid": "example", "alg": "Ed25519", "use": "sig"}
    assert key_id("PeterNeumann", key).hex() == "c74f20a3"
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    blob = base64.b64decode(
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    )
    assert blob[:4].hex() == "c74f20a3"
    verify_bytes(text.encode(), blob[4:], key)


def test_round_trip_in_both_verifiers() -> None:
    note = sign(POINT, LOG)
    assert note.startswith("de.example/log\n7\n")
    assert verify(note, TRUST) == verify(note, TRUST, origin="de.example/log") == POINT
    assert alone.checkpoint(note, verifier_keys(TRUST))[:3] == ("de.example/log", 7, POINT.root)


def test_a_witness_nobody_here_knows_is_passed_over() -> None:
    note = sign(POINT, LOG) + sign(POINT, STRANGER).splitlines()[-1] + "\n"
    assert verify(note, TRUST) == POINT
    assert alone.checkpoint(note, verifier_keys(TRUST))[1] == 7


def test_a_node_s_key_signs_for_the_logs_below_its_origin_and_no_others() -> None:
    trust = Trust.from_jwks({"keys": [public(LOG) | {"origin": "de.example"}]})
    for origin in ("de.example", "de.example/custody", "de.example/audit"):
        note = sign(Checkpoint(origin, 7, bytes(32)), LOG)
        assert verify(note, trust).origin == alone.checkpoint(note, verifier_keys(trust))[0] == origin
    for origin in ("de.example.evil", "jp.example/custody", "de.exampl"):
        assert (
            both_refuse(sign(Checkpoint(origin, 7, bytes(32)), LOG), trust) == "custody.checkpoint.unsigned"
        )


def test_each_fault() -> None:
    assert both_refuse(sign(POINT, STRANGER)) == "custody.checkpoint.unsigned"
    assert both_refuse(sign(POINT, WITNESS)) == "custody.checkpoint.unsigned"  # trusted, but of another log
    assert both_refuse(sign(POINT, LOG).replace("\n7\n", "\n8\n")) == "suites.jws.bad_signature"
    for text in (
        "",
        "\n\n",
        "a\n1\n\n",
        "de.example/log\n07\nAAAA\n\n\u2014 x AAAA\n",
        sign(POINT, LOG)[:-1],
        sign(POINT, LOG) + "\n",
    ):
        assert both_refuse(text) == "custody.checkpoint.malformed"
    with pytest.raises(Untrusted):
        verify(sign(POINT, LOG), TRUST, origin="jp.example/log")
    with pytest.raises(Untrusted):
        sign(Checkpoint("two words", 1, bytes(32)), LOG)


def test_every_changed_character_is_refused() -> None:
    note = sign(POINT, LOG)
    for at in range(len(note)):
        for replacement in ("A", "\n", "1", " "):
            if note[at] != replacement:
                both_refuse(note[:at] + replacement + note[at + 1 :])
