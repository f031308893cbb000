from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from comity.kernel.errors import Untrusted
from comity.suites import httpsig
from comity.suites.keys import KeySet, generate_sealing, generate_signing, public

KEY, STRANGER = generate_signing("de-police"), generate_signing("xr-desk")
TRUST = KeySet([public(KEY), public(generate_sealing("de-police-seal"))])
AT = datetime(2026, 11, 23, 2, 12, 5, tzinfo=UTC)
URL, BODY = "http://127.0.0.1:8001/gateway/inbox?v=1", b'{"schema":"comity.envelope/1"}'


def refusal(headers: dict[str, str], **changes: object) -> str:
    call: dict[str, object] = {"method": "POST", "url": URL, "body": BODY, "keys": TRUST, "at": AT} | changes
    with pytest.raises(Untrusted) as error:
        httpsig.verify(headers=headers, **call)  # type: ignore[arg-type]
    return error.value.faults[0].code


def signed(key: dict[str, object] = KEY, at: datetime = AT) -> dict[str, str]:
    return httpsig.sign("POST", URL, BODY, key, at=at)


def test_a_signed_request_is_verified() -> None:
    request = httpsig.verify(
        "post", URL, {name.lower(): value for name, value in signed().items()}, BODY, TRUST, at=AT
    )
    assert (request.kid, request.created) == ("de-police", AT)
    assert len(request.nonce) >= 16


def test_an_empty_body_is_signed_too() -> None:
    headers = httpsig.sign("GET", URL, b"", KEY, at=AT)
    assert httpsig.verify("GET", URL, headers, b"", TRUST, at=AT).kid == "de-police"
    assert refusal(headers, method="GET", body=b"x") == "suites.http.bad_digest"


def test_each_fault_has_its_code() -> None:
    good = signed()
    assert refusal(good, method="PUT") == "suites.http.bad_signature"
    assert refusal(good, url=URL + "2") == "suites.http.bad_signature"
    assert refusal(good, url=URL.replace("http:", "https:")) == "suites.http.bad_signature"
    assert refusal(good, body=BODY + b" ") == "suites.http.bad_digest"
    assert refusal(good, at=AT + timedelta(minutes=6)) == "suites.http.stale"
    assert refusal(good, at=AT - timedelta(minutes=6)) == "suites.http.stale"
    assert refusal(good, seen=lambda kid, nonce: True) == "suites.http.replayed"
    assert refusal(signed(STRANGER)) == "suites.key.unknown"
    assert refusal({}) == "suites.http.unsigned"
    for name in httpsig.HEADERS:
        assert refusal({n: v for n, v in good.items() if n != name}) == "suites.http.unsigned"
    assert refusal(good | {"signature": good["Signature"]}) == "suites.http.unsigned"
    assert refusal(good | {"Signature": "comity=:" + "A" * 4000 + ":"}) == "suites.http.unsigned"


def test_a_forged_request_uses_up_no_nonce() -> None:
    asked = []
    refusal(signed(), body=b"other", seen=lambda kid, nonce: bool(asked.append(nonce)))
    assert not asked


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"content-digest"', '"@method"', 1),
        lambda text: text.replace(' "content-digest"', ""),
        lambda text: text.replace("comity=", "other="),
        lambda text: text.replace('tag="comity"', 'tag="x"'),
        lambda text: text.replace('keyid="de-police"', 'keyid="de-police-seal"'),
        lambda text: text + ', evil=("@method");created=1;keyid="x";tag="comity"',
        lambda text: text.replace("created=", "created=1"),
        lambda text: text.replace('alg="ed25519"', 'alg="hmac-sha256"'),
        lambda text: text[: len(text) // 2],
        lambda text: "comity",
        lambda text: "",
    ],
)
def test_a_changed_signature_input_is_refused(change: object) -> None:
    good = signed()
    assert refusal(good | {"Signature-Input": change(good["Signature-Input"])}).startswith("suites.")  # type: ignore[operator]


def test_less_than_all_components_is_refused_even_when_well_signed() -> None:
    from http_message_signatures import HTTPMessageSigner, algorithms

    message = httpsig._Message("POST", URL)
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=httpsig._Signing(KEY))
    signer.sign(
        message,
        key_id="de-police",
        created=AT,
        nonce="n" * 20,
        label="comity",
        tag="comity",
        covered_component_ids=("@method",),
        body=BODY,
    )
    assert refusal(message.headers) == "suites.http.unsigned"


def test_stray_bits_behind_the_signature_are_refused() -> None:
    """88 letters of base64 hold 64 bytes and four bits that mean nothing; a lenient reader passes over them."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    good = signed()
    text = good["Signature"]
    last = text.index("==") - 1
    stray = letters[letters.index(text[last]) ^ 1]
    assert refusal(good | {"Signature": text[:last] + stray + text[last + 1 :]}) == "suites.http.unsigned"


def test_every_changed_character_of_the_signature() -> None:
    good = signed()
    text = good["Signature"]
    for at in range(len(text)):
        changed = "A" if text[at] != "A" else "B"
        refusal(good | {"Signature": text[:at] + changed + text[at + 1 :]})
