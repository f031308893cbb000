"""The off-line verifier: one file, nothing but Python 3.11 and ``cryptography``; public keys only.

It can be copied out of Comity and run alone: ``python verify.py FILE --trust KEYS.json``. A defence lawyer runs this file, and whoever checks
it reads this file: so it is one, long as it is, imports nothing of Comity and is not to be divided. It says yes, or names the first
thing that is wrong. It decides four kinds of text, and the numbers below stand beside the code that does each step.

A signed text (JWS compact, RFC 7515)
    S1 it is not too long; S2 three parts, each in the one written form of base64url; S3 the header holds ``alg``, ``kid``
    and ``typ`` and nothing else; S4 ``typ`` is the kind of document expected; S5 ``kid`` is a trusted signing key;
    S6 ``alg`` is that key's, Ed25519; S7 the signature holds; S8 the content is one JSON object in canonical form
    (RFC 8785) whose ``schema`` is the kind expected.
A place in a log (RFC 9162; C2SP signed note)
    L1 the proof has its members; L2 the checkpoint is signed by a trusted key that is not known to be of another log;
    L3 the proof is for the size of the checkpoint; L4 the path leads from the leaf to its root.
An acknowledgement or a receipt
    A1 S1 to S8; A2 it has its members; A3 its leaf names the digest it is about; A4 L1 to L4.
A package of evidence (a tar of one exact form, so that no byte is without meaning)
    P1 the first member is the manifest; P2 S1 to S8, by a signing key of the participant that made the package; P3 the members
    are those of the manifest, in its order; P4 each chain's checkpoint as L2; P5 each entry is canonical and in the log
    (L4); P6 the entries of an item follow one another without a gap, from one node to the next, in an order that can
    be, and by participants of that log; P7 each item has the digest of the manifest, and its content the salted digest of every
    entry; P8 every member has the digest of the manifest; P9 every item has a chain that ends with the maker of the
    package, and every authorisation named is listed; P10 nothing comes after the end.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ACKNOWLEDGEMENT, RECEIPT, PACKAGE = "comity.acknowledgement/1", "comity.receipt/1", "comity.package/1"
ENTRY = "comity.custody-entry/1"

_AGAIN = "Ask for the original again."
FAULTS: dict[str, tuple[str, str]] = {
    "custody.trust.unusable": (
        "The trust file cannot be used: {why}.",
        "It must be a JWK Set of public keys.",
    ),
    "custody.text.malformed": ("The {what} is damaged: {why}.", _AGAIN),
    "custody.signature.wrong_kind": (
        "This is a {said!r}, where a {wanted!r} is expected.",
        "Use the command for that kind of file.",
    ),
    "custody.signature.unknown_key": (
        "The {what} is signed with the key {kid!r}, which is not trusted.",
        "Check that the trust file is of the right node and day.",
    ),
    "custody.signature.wrong_algorithm": (
        "The {what} says it is signed with {said!r}; its key may only be used with Ed25519.",
        "Do not rely on it.",
    ),
    "custody.signature.broken": (
        "The signature of the {what} does not hold: it was changed after it was signed.",
        _AGAIN,
    ),
    "custody.signature.not_theirs": (
        "The {what} claims to come from {claimed}, but it is signed with a key of {owner}.",
        "Do not rely on it.",
    ),
    "custody.signature.wrong_purpose": (
        "The {what} is signed with the key {kid!r}, which is listed for {purpose} only.",
        "Do not rely on it.",
    ),
    "custody.checkpoint.broken": ("The checkpoint of the log {origin!r} does not hold: {why}.", _AGAIN),
    "custody.proof.broken": (
        "The {what} is not in the log it names: the proof does not lead to the signed root.",
        _AGAIN,
    ),
    "custody.proof.other_leaf": ("The log entry shown with the {what} is about something else.", _AGAIN),
    "custody.package.not_one": (
        "This is not a package of evidence: {why}.",
        "It may be cut short. " + _AGAIN,
    ),
    "custody.package.member": ("The package is damaged at {path}: {why}.", _AGAIN),
    "custody.package.entry": (
        "The first broken entry is entry {number} of item {item} (line {line} of the log {origin}): {why}.",
        "What lies before it in the chain holds. Ask both nodes for their entries of this item.",
    ),
    "custody.package.item": ("Item {item} was changed: {why}.", "Do not use it. " + _AGAIN),
    "custody.package.chain": (
        "The chain of custody of item {item} is not whole: {why}.",
        "Ask the node that made the package.",
    ),
}

_SIGNED_LIMIT = 16 * 1024 * 1024
_CHAIN_LIMIT = 256 * 1024 * 1024
_BLOCK = 512
_KEY_BYTES = _HASH_BYTES = 32
_B64URL = re.compile(r"[A-Za-z0-9_-]+\Z")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}\Z")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z", re.ASCII)
_ENTRY_MEMBERS = {
    "schema", "item", "number", "verb", "at", "participant", "content", "actor", "previous", "continues", "counterpart", "authorisation",
}  # fmt: skip
_BEGINNINGS = ("collected", "received")


class Refused(Exception):
    """What was shown does not hold. ``code`` says what kind of fault, ``facts`` where."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts

    def __str__(self) -> str:
        sentence, step = FAULTS[self.code]
        return f"{sentence.format(**self.facts)} {step}"


@dataclass(frozen=True, slots=True)
class Key:
    """A trusted signing key, and what the trust file says of it."""

    kid: str
    raw: bytes
    participant: str = ""
    origin: str = ""
    hosts: frozenset[str] | None = None
    purpose: str = ""

    def holds(self, data: bytes, signature: bytes) -> bool:
        """Say whether the signature over ``data`` is by this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, data)
        except InvalidSignature:
            return False
        return True


Keys = Mapping[str, Key]


@dataclass(frozen=True, slots=True)
class Packaged:
    """What a good package shows: its manifest, who signed it, how many entries were proven, and in which logs."""

    manifest: Mapping[str, Any]
    kid: str
    entries: int
    logs: tuple[str, ...]


# ---------------------------------------------------------------- trust and signed texts


def read_trust(data: bytes) -> dict[str, Key]:
    """Read the signing keys of a trust file (a JWK Set)."""
    try:
        listed = _json(data, "trust file")["keys"]
        keys: dict[str, Key] = {}
        for jwk in listed:
            if "d" in jwk:
                raise Refused("custody.trust.unusable", why=f"the key {jwk.get('kid')!r} is a private one")
            if jwk["use"] != "sig":
                continue
            raw = _b64url(jwk["x"], "trust file")
            if (jwk["kty"], jwk["crv"], jwk["alg"]) != ("OKP", "Ed25519", "Ed25519") or len(
                raw
            ) != _KEY_BYTES:
                raise Refused("custody.trust.unusable", why=f"the key {jwk['kid']!r} is not an Ed25519 key")
            hosts = frozenset(jwk["hosts"]) if "hosts" in jwk else None
            about = (jwk.get("participant", ""), jwk.get("origin", ""), hosts, jwk.get("purpose", ""))
            key = Key(jwk["kid"], raw, *about)
            if keys.setdefault(key.kid, key) != key:
                raise Refused("custody.trust.unusable", why=f"the id {key.kid!r} stands for two keys")
    except (KeyError, TypeError, AttributeError):
        raise Refused(
            "custody.trust.unusable", why="a key lacks a member, or there is no list of keys"
        ) from None
    return keys


def signed(data: bytes, kind: str, keys: Keys, what: str) -> tuple[dict[str, Any], Key]:
    """Verify a signed text of one kind and return its document and the key that signed (S1 to S8)."""
    if len(data) > _SIGNED_LIMIT:  # S1
        raise _damaged(what, f"{len(data)} bytes are too many")
    try:
        parts = data.decode("ascii").split(".")
    except UnicodeDecodeError:
        raise _damaged(what, "it holds a foreign character") from None
    if len(parts) != 3:  # S2
        raise _damaged(what, "it does not have three parts")
    header_bytes, payload, signature = (_b64url(part, what) for part in parts)
    header = _json(header_bytes, what)
    if set(header) != {"alg", "kid", "typ"}:  # S3
        raise _damaged(what, "its header holds other members than alg, kid and typ")
    if header["typ"] != kind:  # S4
        raise Refused("custody.signature.wrong_kind", said=str(header["typ"])[:60], wanted=kind)
    key = keys.get(str(header["kid"]))
    if key is None:  # S5
        raise Refused("custody.signature.unknown_key", what=what, kid=str(header["kid"])[:100])
    if header["alg"] != "Ed25519":  # S6
        raise Refused("custody.signature.wrong_algorithm", what=what, said=str(header["alg"])[:30])
    if not key.holds(f"{parts[0]}.{parts[1]}".encode(), signature):  # S7
        raise Refused("custody.signature.broken", what=what)
    document = _canonical(payload, what)
    if document.get("schema") != kind:  # S8
        raise Refused("custody.signature.wrong_kind", said=str(document.get("schema"))[:60], wanted=kind)
    return document, key


# ---------------------------------------------------------------- the log


def checkpoint(note: str, keys: Keys) -> tuple[str, int, bytes, Key]:
    """Verify a checkpoint and return origin, size, root and the log key (L2)."""
    text, _, rest = note.partition("\n\n")
    lines, signatures = text.split("\n"), rest.split("\n")
    origin = lines[0][:100]
    if (
        len(lines) != 3
        or signatures[-1]
        or len(signatures) < 2
        or not re.match(r"(0|[1-9][0-9]{0,17})\Z", lines[1])
    ):
        raise Refused("custody.checkpoint.broken", origin=origin, why="it has not the form of a signed note")
    root = _b64(lines[2], origin)
    found: Key | None = None
    for line in signatures[:-1]:
        dash, _, name_and_blob = line.partition(" ")
        name, _, blob_text = name_and_blob.partition(" ")
        blob = _b64(blob_text, origin)
        if dash != "\u2014" or not name or len(blob) < 5 or len(root) != _HASH_BYTES:
            raise Refused(
                "custody.checkpoint.broken", origin=origin, why="it has not the form of a signed note"
            )
        for key in keys.values():
            named = hashlib.sha256(name.encode() + b"\n\x01" + key.raw).digest()[:4]
            meant = covers(key.origin, name) and key.purpose in ("", "log")
            if name != lines[0] or named != blob[:4] or not meant:
                continue
            if not key.holds(f"{text}\n".encode(), blob[4:]):
                raise Refused(
                    "custody.checkpoint.broken", origin=origin, why="it was changed after it was signed"
                )
            found = key
    if found is None:
        raise Refused("custody.checkpoint.broken", origin=origin, why="no trusted key of that log signed it")
    return lines[0], int(lines[1]), root, found


def covers(origin: str, log: str) -> bool:
    """Say whether a key listed for ``origin`` may sign for ``log``: the same, or one below it (``de.example/custody``)."""
    return not origin or log == origin or log.startswith(origin + "/")


def leaf_hash(data: bytes) -> bytes:
    """Hash a leaf (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Say whether the path leads from the leaf hash to the root (RFC 9162, 2.1.3.2; L4)."""
    fn, sn, node = index, size - 1, leaf
    if not 0 <= index < size or any(len(sibling) != _HASH_BYTES for sibling in path):
        return False
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and node == root


def placed(leaf: Mapping[str, Any], proof: Any, keys: Keys, what: str) -> tuple[str, int]:
    """Verify that a leaf stands in a log and return the log's origin and the place (L1 to L4)."""
    members = {"index": int, "size": int, "proof": list, "checkpoint": str}
    if not isinstance(proof, dict) or set(proof) != set(members):  # L1
        raise _damaged(what, "its proof lacks a member")
    if not all(type(proof[name]) is kind for name, kind in members.items()):
        raise _damaged(what, "a member of its proof is of another type")
    origin, size, root, _ = checkpoint(proof["checkpoint"], keys)  # L2
    path = [_b64(text, origin) for text in proof["proof"] if isinstance(text, str)]
    whole = proof["size"] == size and len(path) == len(proof["proof"])  # L3
    if not whole or not included(leaf_hash(canonical(dict(leaf))), proof["index"], size, path, root):  # L4
        raise Refused("custody.proof.broken", what=what)
    return origin, proof["index"]


# ---------------------------------------------------------------- acknowledgements and receipts


def acknowledgement(data: bytes, keys: Keys) -> dict[str, Any]:
    """Verify an acknowledgement and return its document (A1 to A4)."""
    what = "acknowledgement"
    document, key = signed(data, ACKNOWLEDGEMENT, keys, what)  # A1
    _meant(key, what, "receipt")
    members = {
        "schema",
        "reference",
        "received",
        "precision",
        "office",
        "salt",
        "content",
        "files",
        "shown",
        "statement",
        "leaf",
        "log",
    }
    if (
        set(document) != members
        or not isinstance(document["leaf"], dict)
        or not isinstance(document["files"], list)
    ):  # A2
        raise _damaged(what, "a member is missing or unknown")
    if not any(
        value == commitment(document["content"], document["files"]) for value in _values(document["leaf"])
    ):  # A3
        raise Refused("custody.proof.other_leaf", what=what)
    placed(document["leaf"], document["log"], keys, what)  # A4
    return document


def receipt(data: bytes, keys: Keys) -> dict[str, Any]:
    """Verify a receipt for a message and return its document; without ``log`` it promises a place, with it proves one."""
    what = "receipt"
    document, key = signed(data, RECEIPT, keys, what)  # A1
    members = {"schema", "event", "message", "digest", "from", "to", "at", "leaf", "log"}
    if set(document) != members or document["event"] not in ("stored", "opened"):  # A2
        raise _damaged(what, "a member is missing or unknown")
    _theirs(key, document["from"], what, "receipt", "exchange", "signing")
    if document["log"] is not None:
        if not isinstance(document["leaf"], dict) or document["digest"] not in _values(
            document["leaf"]
        ):  # A3
            raise Refused("custody.proof.other_leaf", what=what)
        placed(document["leaf"], document["log"], keys, what)  # A4
    return document


def commitment(content: Any, files: Any) -> str:
    """Return the digest that the leaf of a received report holds."""
    return _digest(canonical({"content": content, "files": files}))


# ---------------------------------------------------------------- packages


def package(stream: BinaryIO, keys: Keys) -> Packaged:
    """Verify a package of evidence, read once from start to end (P1 to P10)."""
    path, size = _header(stream)
    if path != "manifest.jws" or size > _SIGNED_LIMIT:  # P1
        raise Refused("custody.package.not_one", why="it does not begin with a manifest")
    manifest, key = signed(_content(stream, path, size), PACKAGE, keys, "manifest of the package")  # P2
    try:
        _theirs(key, manifest["by"], "manifest of the package", "signing")
        items = {item["item"]: item for item in manifest["items"]}
        chains = {chain["entries"]: chain for chain in manifest["chains"]}
        paths = {item["path"]: item["item"] for item in items.values()}
        checkpoints: dict[str, tuple[str, int, bytes, Key]] = {}
        walk = _Walk(items, keys)
        if not {*paths, *chains} <= {member["path"] for member in manifest["members"]}:
            raise Refused("custody.package.not_one", why="the manifest names members it does not list")
        for member in manifest["members"]:
            path, size = _header(stream)
            if path != member["path"]:  # P3
                raise Refused(
                    "custody.package.member", path=member["path"], why=f"{path} stands in its place"
                )
            if path in paths:
                _item(stream, path, size, member, items[paths[path]])  # P7, P8
                continue
            content = _content(stream, path, size, limit=_CHAIN_LIMIT)
            if path.endswith("/checkpoint"):
                checkpoints[path] = checkpoint(_text(content, path), keys)  # P4
            elif path in chains:
                walk.chain(content, *checkpoints[chains[path]["checkpoint"]])  # P5, P6
            if len(content) != member["size"] or _digest(content) != member["digest"]:  # P8
                raise Refused("custody.package.member", path=path, why="it is not what the manifest lists")
        walk.finish(manifest["by"], {record["digest"] for record in manifest["authorisations"]})  # P9
    except (KeyError, TypeError, AttributeError) as error:
        raise Refused("custody.package.not_one", why=f"the manifest lacks a member ({error})") from None
    if stream.read(2 * _BLOCK + 1) != bytes(2 * _BLOCK):  # P10
        raise Refused("custody.package.member", path="its end", why="something is missing or comes after it")
    return Packaged(manifest, key.kid, walk.entries, tuple(found[0] for found in checkpoints.values()))


class _Walk:
    """Goes through the chains in order and remembers, for each item, its last entry and whether it is released."""

    def __init__(self, items: Mapping[str, Mapping[str, Any]], keys: Keys) -> None:
        self.items, self.keys = items, keys
        self.last: dict[str, tuple[dict[str, Any], str]] = {}
        self.released: dict[str, bool] = {}
        self.authorisations: set[str] = set()
        self.entries = 0
        self._index: dict[str, int] = {}

    def chain(self, content: bytes, origin: str, size: int, root: bytes, key: Key) -> None:
        """Check the entries of one log."""
        here: set[str] = set()
        lines = content.split(b"\n")
        if lines[-1] == b"":
            lines.pop()
        for number, line in enumerate(lines, start=1):
            entry, index, path = _line(line, number, origin)
            leaf = leaf_hash(canonical(entry))
            if not included(leaf, index, size, path, root):  # P5
                raise _broken(line, number, origin, "it is not in the signed log, so it was changed or added")
            why = self._foreign(entry, origin, index, key) or self._unlinked(entry, here)  # P6
            if why:
                raise _broken(line, number, origin, why)
            item = entry["item"]
            here.add(item)
            self._index[origin] = index
            self.last[item] = (entry, f"sha256:{leaf.hex()}")
            self.released[item] = released_after(self.released.get(item, False), entry["verb"])
            self.authorisations |= {entry["authorisation"]} - {""}
            self.entries += 1

    def _foreign(self, entry: dict[str, Any], origin: str, index: int, key: Key) -> str:
        item = self.items.get(entry["item"])
        if item is None:
            return "it is about an item that is not in the package"
        if index <= self._index.get(origin, -1):
            return "it stands before the entry above it in the log"
        if key.hosts is not None and entry["participant"] not in key.hosts:
            return f"{entry['participant']} has no entries in this log"
        if entry["content"] != salted(item["salt"], item["content"]):
            return "the content of the item is another than the package says"
        return ""

    def _unlinked(self, entry: dict[str, Any], here: set[str]) -> str:
        last, last_hash = self.last.get(entry["item"], ({}, ""))
        if entry["item"] not in here:
            return begins_wrongly(last, last_hash, entry)
        if entry["number"] != last["number"] + 1 or entry["previous"] != last_hash:
            return f"it does not follow entry {last['number']}: one is missing or was put in"
        if entry["participant"] != last["participant"]:
            return "another participant goes on without a transfer"
        return out_of_order(last, entry, released=self.released[entry["item"]])

    def finish(self, maker: str, authorisations: set[str]) -> None:
        """Check that every item has its chain, up to the maker of the package (P9)."""
        for item in self.items:
            last, _ = self.last.get(item, ({}, ""))
            if not last:
                raise Refused("custody.package.chain", item=item, why="it has no entry")
            if last["participant"] != maker:
                raise Refused(
                    "custody.package.chain",
                    item=item,
                    why=f"it ends with {last['participant']}, not with {maker}",
                )
        missing = sorted(self.authorisations - authorisations)
        if missing:
            raise Refused("custody.package.not_one", why=f"the authorisation {missing[0]} is not listed")


def _line(line: bytes, number: int, origin: str) -> tuple[dict[str, Any], int, list[bytes]]:
    """Read one line of a chain: the entry, its place in the log and its proof."""
    try:
        record = _canonical(line, "entry")
        entry, index = record["entry"], record["index"]
        path = [_b64(text, origin) for text in record["proof"]]
        whole = (
            set(record) == {"entry", "index", "proof"} and set(entry) == _ENTRY_MEMBERS and type(index) is int
        )
        whole = (
            whole
            and type(entry["number"]) is int
            and all(isinstance(entry[name], str) for name in _ENTRY_MEMBERS - {"number"})
        )
        whole = whole and entry["schema"] == ENTRY and _INSTANT.match(entry["at"]) is not None
    except (Refused, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise _broken(line, number, origin, "it is damaged")
    return entry, index, path


def _broken(line: bytes, number: int, origin: str, why: str) -> Refused:
    """Name a broken entry; a damaged line is still searched for its number and item."""
    named = re.search(rb'"item":"([^"]{1,60})".{0,80}?"number":(\d{1,9})', line)
    item, count = (named[1].decode("ascii", "replace"), named[2].decode()) if named else ("?", "?")
    return Refused(
        "custody.package.entry", number=count, item=item, line=number, origin=origin[:100], why=why
    )


def begins_wrongly(last: Mapping[str, Any], last_hash: str, entry: Mapping[str, Any]) -> str:
    """Say why an entry cannot be an item's first in a log, where ``last`` is its last in the log before (or empty)."""
    if entry["number"] != 1 or entry["previous"] or entry["verb"] not in _BEGINNINGS:
        return "the chain does not begin with it: an entry before it is missing"
    if not last:
        return "it continues a chain that is not shown" if entry["continues"] else ""
    if entry["verb"] != "received" or entry["continues"] != last_hash:
        return "it does not continue the chain of the other node"
    if (
        last["verb"] != "transferred"
        or last["counterpart"] != entry["participant"]
        or entry["counterpart"] != last["participant"]
    ):
        return "the other node did not transfer the item to it"
    return "it lies before the transfer" if entry["at"] < last["at"] else ""


def out_of_order(last: Mapping[str, Any], entry: Mapping[str, Any], *, released: bool) -> str:
    """Say why one entry cannot come after another of the same item in one log; empty: it can."""
    verb = entry["verb"]
    rules = (
        (entry["at"] < last["at"], "it would lie before the entry it follows"),
        (last["verb"] == "destroyed", "the item was destroyed"),
        (
            last["verb"] == "transferred" and verb != "returned",
            "the item was transferred and has not come back",
        ),
        (verb == "released" and not entry["authorisation"], "no authorisation is recorded"),
        (verb == "transferred" and not released, "the item was not released before"),
        (verb in ("transferred", "returned") and not entry["counterpart"], "nobody is named to or from whom"),
        (verb in _BEGINNINGS, "its chain has begun already"),
    )
    return next((why for holds, why in rules if holds), "")


def released_after(before: bool, verb: str) -> bool:
    """Say whether an item is released after an entry, given whether it was before."""
    return verb == "released" or (before and verb not in (*_BEGINNINGS, "returned", "transferred"))


def salted(salt: str, content: str) -> str:
    """Return the salted digest that entries hold; ``salt`` in base64url, ``content`` the digest in clear."""
    if not _DIGEST.match(content):
        raise Refused("custody.package.not_one", why="a digest in the manifest is none")
    return _digest(
        b"comity.salted/1\0" + _b64url(salt, "manifest of the package") + bytes.fromhex(content[7:])
    )


def _item(stream: BinaryIO, path: str, size: int, member: Mapping[str, Any], item: Mapping[str, Any]) -> None:
    digest = hashlib.sha256()
    for piece in _pieces(stream, path, size):
        digest.update(piece)
    found = f"sha256:{digest.hexdigest()}"
    if size != member["size"] or found != member["digest"] or found != item["digest"]:
        raise Refused(
            "custody.package.item",
            item=item["item"],
            why=f"{path} has another digest than the manifest and the log say",
        )
    if not item["sealed"] and found != item["content"]:
        raise Refused(
            "custody.package.item", item=item["item"], why=f"{path} is not the content that the log speaks of"
        )


# ---------------------------------------------------------------- the tar of one form


def tar_header(path: str, size: int) -> bytes:
    """Return the one ustar header for a member (POSIX.1-1988 ustar; no owner, no time)."""
    name = path.encode("ascii")
    if not 0 < len(name) <= 100 or not 0 <= size < 8**11:
        raise ValueError(f"{path}: a member has a name of at most 100 letters and less than 8 GiB")
    fields = [
        name.ljust(100, b"\0"),
        b"0000644\0",
        b"0000000\0",
        b"0000000\0",
        b"%011o\0" % size,
        b"%011o\0" % 0,
    ]
    tail = b"0" + bytes(100) + b"ustar\x0000" + bytes(64) + b"0000000\0" * 2 + bytes(155 + 12)
    head = b"".join(fields)
    return head + b"%06o\0 " % (sum(head) + 8 * 32 + sum(tail)) + tail


def tar_padding(size: int) -> bytes:
    """Return the zeros that fill the last block of a member."""
    return bytes(-size % _BLOCK)


def _header(stream: BinaryIO) -> tuple[str, int]:
    block = stream.read(_BLOCK)
    try:
        path = block[:100].rstrip(b"\0").decode("ascii")
        size = int(block[124:135], 8)
        if block != tar_header(path, size):
            raise ValueError
    except (ValueError, UnicodeDecodeError):
        raise Refused(
            "custody.package.not_one", why="a header in it is damaged, or it is not a tar of this form"
        ) from None
    return path, size


def _pieces(stream: BinaryIO, path: str, size: int) -> Iterable[bytes]:
    left = size
    while left:
        piece = stream.read(min(left, 1 << 20))
        if not piece:
            raise Refused("custody.package.member", path=path, why="it is cut short")
        left -= len(piece)
        yield piece
    if stream.read(-size % _BLOCK) != tar_padding(size):
        raise Refused("custody.package.member", path=path, why="what fills its last block was changed")


def _content(stream: BinaryIO, path: str, size: int, limit: int = _SIGNED_LIMIT) -> bytes:
    if size > limit:
        raise Refused("custody.package.member", path=path, why=f"{size} bytes are too many")
    return b"".join(_pieces(stream, path, size))


# ---------------------------------------------------------------- strict reading


def canonical(value: Any) -> bytes:
    """Write JSON in the one form of RFC 8785, for the values used here: no fractions, names in ASCII."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _canonical(data: bytes, what: str) -> dict[str, Any]:
    value = _json(data, what)
    try:
        same = canonical(value) == data
    except (ValueError, RecursionError):
        same = False
    if not same:
        raise _damaged(what, "its content is not in canonical form")
    return value


def _json(data: bytes, what: str) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) != len(pairs):
            raise ValueError
        return value

    def no_fraction(text: str) -> Any:
        raise ValueError(text)

    try:
        value = json.loads(
            data.decode(), object_pairs_hook=once, parse_float=no_fraction, parse_constant=no_fraction
        )
    except (ValueError, RecursionError):
        raise _damaged(what, "it is not plain JSON") from None
    if not isinstance(value, dict):
        raise _damaged(what, "it is not a JSON object")
    return value


def _b64url(text: str, what: str) -> bytes:
    try:
        if not _B64URL.match(text):
            raise ValueError
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        raise _damaged(what, "it is not strict base64url") from None
    if base64.urlsafe_b64encode(data).decode().rstrip("=") != text:
        raise _damaged(what, "it is not strict base64url")
    return data


def _b64(text: str, origin: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
        if base64.b64encode(data).decode() != text:
            raise ValueError
    except (ValueError, binascii.Error):
        raise Refused(
            "custody.checkpoint.broken", origin=origin[:100], why="it is not strict base64"
        ) from None
    return data


def _text(content: bytes, path: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise Refused("custody.package.member", path=path, why="it is not text") from None


def _values(value: Any) -> list[Any]:
    """List every value in a document, at any depth."""
    if isinstance(value, dict):
        return [found for member in value.values() for found in _values(member)]
    if isinstance(value, list):
        return [found for member in value for found in _values(member)]
    return [value]


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _theirs(key: Key, claimed: Any, what: str, *purposes: str) -> None:
    hosted = key.hosts is None or claimed in key.hosts
    if (key.participant and key.participant != claimed) or (not key.participant and not hosted):
        owner = key.participant or "another node"
        raise Refused("custody.signature.not_theirs", what=what, claimed=str(claimed)[:60], owner=owner)
    _meant(key, what, *purposes)


def _meant(key: Key, what: str, *purposes: str) -> None:
    if key.purpose and key.purpose not in purposes:
        raise Refused("custody.signature.wrong_purpose", what=what, kid=key.kid, purpose=key.purpose)


def _damaged(what: str, why: str) -> Refused:
    return Refused("custody.text.malformed", what=what, why=why)


# ---------------------------------------------------------------- alone


def main(arguments: list[str] | None = None) -> int:
    """Verify one file from the command line; 0 it holds, 1 it does not, 2 it cannot be read."""
    parser = argparse.ArgumentParser(
        description="Verify an acknowledgement, a receipt or a package of evidence, off line."
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--trust", type=Path, required=True, help="a JWK Set of public keys")
    options = parser.parse_args(arguments)
    try:
        keys = read_trust(options.trust.read_bytes())
        with options.file.open("rb") as stream:
            if stream.read(12) == b"manifest.jws":
                stream.seek(0)
                found = package(stream, keys)
                sys.stdout.write(
                    f"It holds: {found.entries} entries in {', '.join(found.logs)}, signed with {found.kid}.\n"
                )
                return 0
            stream.seek(0)
            data = trimmed(stream.read(_SIGNED_LIMIT + 2))
        document = receipt(data, keys) if kind_of(data) == RECEIPT else acknowledgement(data, keys)
    except Refused as refusal:
        sys.stderr.write(f"{refusal}  [{refusal.code}]\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"It holds.\n{json.dumps(document, indent=2, ensure_ascii=False)}\n")
    return 0


def trimmed(data: bytes) -> bytes:
    """Allow a signed text one newline at its end, as editors leave it."""
    return data[:-1] if data.endswith(b"\n") else data


def kind_of(data: bytes) -> str:
    """Read which kind a signed text says it is, **without verifying anything**."""
    try:
        return str(_json(_b64url(data.split(b".")[0].decode("ascii"), "text"), "text").get("typ", ""))
    except (Refused, UnicodeDecodeError):
        return ""


if __name__ == "__main__":
    sys.exit(main())
