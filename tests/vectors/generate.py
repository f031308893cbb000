"""Makes the vectors anew: ``python -m tests.vectors.generate``. Only when the protocol changes; else they stay as they are.

The keys are made here and lie beside the vectors, private ones too: they are for tests and protect nothing.
"""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from comity.custody import package, verify
from comity.custody.checkpoint import Checkpoint
from comity.custody.checkpoint import sign as sign_checkpoint
from comity.exchange import envelope, publishing, receipt
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import digest
from comity.suites import jwe, jws
from comity.suites.keys import generate_signing
from comity.suites.text import b64url, json_object, unb64url
from tests.custody.world import Node, Travel, acknowledgement
from tests.exchange.world import AT, World

HERE = Path(__file__).parent
WORLD = World()
NODE = Node("de.example/reports", "de-police", key=WORLD.key("de", "receipt"), log_key=WORLD.key("de", "log"))
TRAVEL = Travel(
    jp=Node(
        "jp.example/custody",
        "jp-contact",
        key=WORLD.key("jp-contact", "signing"),
        log_key=WORLD.key("jp", "log"),
    ),
    de=Node(
        "de.example/custody",
        "de-police",
        key=WORLD.key("de-police", "signing"),
        log_key=WORLD.key("de", "log"),
    ),
    opening=WORLD.key("de-police", "sealing"),
)
STRANGER = generate_signing("stranger")
WHEN = "2026-11-23T02:12:00Z"


def vector(
    name: str, kind: str, clause: str, says: str, data: bytes | str, *, code: str = "", **more: str
) -> None:
    """Write one folder. A refusal has a ``code`` and ``_fail`` in its name."""
    folder = HERE / (f"{name}_fail" if code else name)
    folder.mkdir()
    (folder / "input").write_bytes(data if isinstance(data, bytes) else data.encode())
    lines = {"kind": kind, "clause": clause, "says": says, **({"code": code} if code else {}), **more}
    (folder / "expected.toml").write_text(
        "".join(f"{key} = {json.dumps(value)}\n" for key, value in lines.items())
    )


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


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


def json_bytes(part: str) -> bytes:
    return unb64url(part, "part")


def _content_changed(text: str) -> str:
    parts = text.split(".")
    parts[3] = ("B" if parts[3][0] != "B" else "C") + parts[3][1:]
    return ".".join(parts)


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


def receipts() -> None:
    about = {
        "message": "7f1c2f5e-6f3b-4d2a-9d53-0c1f6f5f0a01",
        "digest": digest(b"envelope"),
        "sender": "jp-contact",
        "to": "de-contact",
        "at": AT,
    }
    key = WORLD.key("jp", "receipt")
    node = Node("jp.example/audit", "jp-contact", log_key=WORLD.key("jp", "log"))
    leaf = {"schema": "comity.exchange-leaf/1", "event": "stored", "digest": digest(b"envelope")}
    node.append(b"an earlier entry")
    index = node.append(canonical_json(leaf))
    log = node.proof(index).document()

    def made(**changes: Any) -> str:
        return receipt.sign("stored", **(about | {"key": key} | changes))  # type: ignore[arg-type]

    vector("receipt", "receipt", "4.1", "stored, without its place in the log", made())
    vector("receipt_logged", "receipt", "4.4", "stored, with its place in the log", made(leaf=leaf, log=log))
    vector(
        "receipt_opened",
        "receipt",
        "4.3",
        "opened, signed by the participant",
        receipt.sign("opened", **about, key=WORLD.key("jp-contact", "signing")),
    )  # type: ignore[arg-type]
    vector(
        "receipt_by_another_node",
        "receipt",
        "4.3",
        "Germany's node signs for a Japanese participant",
        made(key=WORLD.key("de", "receipt")),
        code="custody.signature.not_theirs",
    )
    vector(
        "receipt_with_a_log_key",
        "receipt",
        "4.3",
        "signed with the log key",
        made(key=WORLD.key("jp", "log")),
        code="custody.signature.wrong_purpose",
    )
    vector(
        "receipt_other_leaf",
        "receipt",
        "4.4",
        "the log entry shown is about something else",
        made(leaf={"schema": "x"}, log=log),
        code="custody.proof.other_leaf",
    )
    vector(
        "receipt_other_place",
        "receipt",
        "7.5",
        "another place in the log",
        made(leaf=leaf, log=log | {"index": 0}),
        code="custody.proof.broken",
    )
    vector(
        "receipt_changed",
        "receipt",
        "8.4",
        "one bit of the content",
        flipped(made().encode(), 200),
        code="custody.signature.broken",
    )


def acknowledgements() -> None:
    good = acknowledgement(NODE)
    kind = "acknowledgement"
    document = json_object(json_bytes(good.split(".")[1]), kind)

    def resigned(**changes: Any) -> str:
        return jws.sign(canonical_json(document | changes), NODE.key, typ=verify.ACKNOWLEDGEMENT)

    vector(kind, kind, "5.1", "a good acknowledgement", good)
    vector("acknowledgement_newline", kind, "5.1", "with a newline at its end", good + "\n")
    vector(
        "acknowledgement_to_the_hour",
        kind,
        "5.7",
        "of an anonymous report",
        acknowledgement(NODE, precision="hour"),
    )
    vector(
        "acknowledgement_changed",
        kind,
        "8.4",
        "one bit",
        flipped(good.encode(), 300),
        code="custody.signature.broken",
    )
    vector(
        "acknowledgement_stranger",
        kind,
        "8.2",
        "signed by nobody we know",
        acknowledgement(NODE, key=STRANGER),
        code="custody.signature.unknown_key",
    )
    vector(
        "acknowledgement_by_a_participant",
        kind,
        "5.1",
        "signed with a key that is not for receipts",
        acknowledgement(NODE, key=WORLD.key("de-police", "signing")),
        code="custody.signature.wrong_purpose",
    )
    vector(
        "acknowledgement_of_other_files",
        kind,
        "5.4",
        "the node leaves a file out afterwards",
        resigned(files=[]),
        code="custody.proof.other_leaf",
    )
    vector(
        "acknowledgement_other_place",
        kind,
        "7.5",
        "another place in the log",
        resigned(log=document["log"] | {"index": 1}),
        code="custody.proof.broken",
    )
    vector(
        "acknowledgement_fork",
        kind,
        "7.4",
        "a checkpoint that nobody signed",
        resigned(
            log=document["log"]
            | {
                "checkpoint": document["log"]["checkpoint"]
                .replace("\n2\n", "\n3\n")
                .replace("\n4\n", "\n5\n")
            }
        ),
        code="custody.checkpoint.broken",
    )


def checkpoints() -> None:
    point = Checkpoint("de.example/custody", 7, bytes(range(32)))
    good = sign_checkpoint(point, WORLD.key("de", "log"))
    vector("checkpoint", "checkpoint", "7.4", "a signed note", good)
    vector(
        "checkpoint_with_witness",
        "checkpoint",
        "7.4",
        "a second signature by a witness nobody here knows",
        good + sign_checkpoint(point, STRANGER).splitlines()[-1] + "\n",
    )
    vector(
        "checkpoint_of_another_log",
        "checkpoint",
        "7.4",
        "Germany's log key signs in Japan's name",
        sign_checkpoint(Checkpoint("jp.example/custody", 7, bytes(32)), WORLD.key("de", "log")),
        code="custody.checkpoint.unsigned",
    )
    vector(
        "checkpoint_size_changed",
        "checkpoint",
        "7.4",
        "another size",
        good.replace("\n7\n", "\n8\n"),
        code="suites.jws.bad_signature",
    )


def packages() -> None:
    kind = "package"
    call = {"by": "de-police", "to": "de-contact", "made": AT + timedelta(days=80)}
    items = list(TRAVEL.contents)

    def made(change: Any = None, **changes: Any) -> bytes:
        chains = [TRAVEL.jp.chain(*items), TRAVEL.de.chain(*items)]
        if change is not None:
            lines = change(chains[0].entries.splitlines(keepends=True))
            chains[0] = package.Chain(chains[0].origin, chains[0].checkpoint, b"".join(lines))
        return TRAVEL.package(**(call | {"chains": chains} | changes))

    good = made()
    vector(kind, kind, "6.1", "two items, two nodes", good)
    vector("package_sealed", kind, "6.10", "the items are sealed", TRAVEL.package(sealed=True, **call))
    vector(
        "package_header_changed",
        kind,
        "6.1",
        "the time of a member",
        flipped(good, 136),
        code="custody.package.not_one",
    )
    vector(
        "package_cut", kind, "6.1", "the last block is missing", good[:-512], code="custody.package.member"
    )
    vector(
        "package_manifest_changed",
        kind,
        "6.2",
        "one bit of the manifest",
        flipped(good, 1200),
        code="custody.signature.broken",
    )
    vector(
        "package_signed_by_another",
        kind,
        "6.2",
        "Japan signs for Germany",
        made(key=TRAVEL.jp.key),
        code="custody.signature.not_theirs",
    )
    vector(
        "package_item_changed",
        kind,
        "6.10",
        "one byte of an item",
        flipped(good, good.index(b"access log of the panel")),
        code="custody.package.item",
    )
    at = good.index(b'"verb":"released"')
    vector(
        "package_entry_changed",
        kind,
        "6.6",
        "a verb in the third entry",
        good[:at] + good[at:].replace(b"released", b"returned", 1),
        code="custody.package.entry",
    )
    vector(
        "package_entry_left_out",
        kind,
        "6.7",
        "the second entry is missing",
        made(lambda lines: lines[:1] + lines[2:]),
        code="custody.package.entry",
    )
    vector(
        "package_entries_swapped",
        kind,
        "6.7",
        "two entries change places",
        made(lambda lines: [lines[1], lines[0], *lines[2:]]),
        code="custody.package.entry",
    )
    vector(
        "package_last_entry_cut",
        kind,
        "6.7",
        "Japan's last entry is missing",
        made(lambda lines: lines[:-1]),
        code="custody.package.entry",
    )
    vector(
        "package_order_not_listed",
        kind,
        "6.11",
        "the judge's order is not listed",
        made(authorisations=[]),
        code="custody.package.not_one",
    )
    vector(
        "package_chain_ends_elsewhere",
        kind,
        "6.11",
        "Germany's chain is missing",
        made(chains=[TRAVEL.jp.chain(*items)]),
        code="custody.package.chain",
    )


def main() -> None:
    for path in HERE.iterdir():
        if path.is_dir() and path.name != "__pycache__":
            shutil.rmtree(path)
    book = WORLD.directory
    files = {
        "trust.jwks": json.dumps(book.trust(AT).as_jwks(), indent=1),
        "jp-contact.sealing.jwk": json.dumps(WORLD.key("jp-contact", "sealing")),
        "directory.json": book.payload().decode(),
        "directory-suspended.json": publishing.suspend(book, "de-contact", at=AT, reason="keys_exposed")
        .payload()
        .decode(),
        "directory-revoked.json": publishing.revoke_key(book, "de-contact", "de-contact-signing", at=AT)
        .payload()
        .decode(),
    }
    for name, text in files.items():
        (HERE / name).write_text(text)
    for make in (signed_texts, sealed_texts, envelopes, receipts, acknowledgements, checkpoints, packages):
        make()


if __name__ == "__main__":
    main()
