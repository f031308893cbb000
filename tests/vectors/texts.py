"""Vectors of signed and sealed texts."""

from __future__ import annotations

import json
from typing import Any

from comity.suites import jwe, jws
from comity.suites.keys import generate_signing
from comity.suites.text import b64url, json_object
from tests.exchange.world import AT
from tests.vectors.making import WORLD, json_bytes, vector


def signed_texts() -> None:
    typ, key = "comity.example/1", WORLD.key("de-contact", "signing")
    good = jws.sign(b'{"schema":"comity.example/1"}', key, typ=typ)
    head, body, tail = good.split(".")

    def with_header(**changes: Any) -> str:
        header = {"alg": "Ed25519", "kid": key["kid"], "typ": typ} | changes
        return ".".join([b64url(json.dumps(header).encode()), body, tail])

    vector("signed", "signed", "8.4", "a signed text", good)
    vector(
        "signed_alg_none",
        "signed",
        "8.4",
        "no algorithm at all",
        with_header(alg="none"),
        code="suites.jose.wrong_algorithm",
    )
    vector(
        "signed_alg_hmac",
        "signed",
        "8.4",
        "the public key taken as an HMAC key",
        with_header(alg="HS256"),
        code="suites.jose.wrong_algorithm",
    )
    vector(
        "signed_brings_its_key",
        "signed",
        "8.2",
        "a header that brings its own key",
        with_header(jwk=WORLD.key("de-contact", "signing") | {}),
        code="suites.jws.header",
    )
    vector(
        "signed_crit",
        "signed",
        "8.4",
        "a critical extension",
        with_header(crit=["b64"], b64=False),
        code="suites.jws.header",
    )
    vector(
        "signed_unknown_kid",
        "signed",
        "8.2",
        "a key nobody listed",
        with_header(kid="nobody"),
        code="suites.key.unknown",
    )
    vector(
        "signed_other_kind",
        "signed",
        "8.4",
        "signed as another kind of document",
        with_header(typ="comity.other/1"),
        code="suites.jose.wrong_type",
    )
    vector(
        "signed_sealing_kid",
        "signed",
        "8.4",
        "the id of a sealing key",
        with_header(kid="de-contact-sealing"),
        code="suites.key.wrong_use",
    )
    vector(
        "signed_name_twice",
        "signed",
        "8.5",
        "a name twice in the header",
        ".".join(
            [
                b64url(
                    json.dumps({"alg": "Ed25519", "kid": key["kid"], "typ": typ})
                    .replace("{", '{"alg": "none", ')
                    .encode()
                ),
                body,
                tail,
            ]
        ),
        code="suites.text.not_json",
    )
    vector(
        "signed_padding",
        "signed",
        "8.5",
        "base64url with padding",
        good + "==",
        code="suites.text.not_base64url",
    )
    vector(
        "signed_two_parts",
        "signed",
        "8.4",
        "the signature is missing",
        f"{head}.{body}",
        code="suites.jws.malformed",
    )
    vector(
        "signed_changed",
        "signed",
        "8.4",
        "other content under the signature",
        f"{head}.{b64url(b'{}')}.{tail}",
        code="suites.jws.bad_signature",
    )
    unlisted = generate_signing(key["kid"])
    vector(
        "signed_by_an_impostor",
        "signed",
        "8.2",
        "another key under a listed id",
        jws.sign(b"{}", unlisted, typ=typ),
        code="suites.jws.bad_signature",
    )


def sealed_texts() -> None:
    typ, keys = (
        "comity.example/1",
        [WORLD.directory.sealing_keys(code, AT)[0] for code in ("jp-contact", "de-contact")],
    )
    one, two = jwe.seal(b"in confidence", keys[:1], typ=typ), jwe.seal(b"in confidence", keys, typ=typ)
    vector("sealed", "sealed", "8.6", "sealed to one key", one)
    vector("sealed_to_two", "sealed", "8.6", "sealed to two keys, opened by the first", two)
    parts = two.split(".")
    header = json_object(json_bytes(parts[0]), "header")
    header["wraps"][1] = header["wraps"][0]
    vector(
        "sealed_other_wrap_changed",
        "sealed",
        "8.6",
        "the data key of the other addressee exchanged",
        ".".join([b64url(json.dumps(header, separators=(",", ":")).encode()), *parts[1:]]),
        code="suites.jwe.cannot_open",
    )
    vector(
        "sealed_to_another",
        "sealed",
        "8.6",
        "sealed to a key we do not have",
        jwe.seal(b"x", keys[1:], typ=typ),
        code="suites.jwe.not_for_this_key",
    )
    vector(
        "sealed_cut",
        "sealed",
        "8.6",
        "the tag is missing",
        one.rsplit(".", 1)[0],
        code="suites.jwe.malformed",
    )
    vector(
        "sealed_changed",
        "sealed",
        "8.6",
        "a changed content",
        _content_changed(one),
        code="suites.jwe.cannot_open",
    )


def _content_changed(text: str) -> str:
    parts = text.split(".")
    parts[3] = ("B" if parts[3][0] != "B" else "C") + parts[3][1:]
    return ".".join(parts)
