"""Signing, sealing and proving: each beside the bare primitive of ``cryptography`` measured in the same run.

Limits: what a node must do in its busiest hour without noticing it (a thousand signed and sealed messages a minute; a
package of a thousand entries proven while a person waits).
"""

from __future__ import annotations

import io
import time
import tracemalloc
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench import Figure, figure, milliseconds, seconds
from comity.custody import entry, log, package
from comity.custody.checkpoint import Checkpoint
from comity.custody.checkpoint import sign as sign_checkpoint
from comity.exchange import envelope, message
from comity.kernel.digest import digest
from comity.suites import bare, codes, fields, files, httpsig, jwe, jws, keys
from comity.suites.trust import Trust

AT = datetime(2026, 11, 24, tzinfo=UTC)
SIGNING, SEALING, LOG = keys.generate_signing("s"), keys.generate_sealing("e"), keys.generate_signing("l")
TRUST = Trust(keys.KeySet(keys.public(key) for key in (SIGNING, SEALING, LOG)))
PLAIN = b"x" * 2000


def per_second(call: Callable[[], object], times: int = 200) -> list[float]:
    return [1 / one for one in seconds(call, each=times)]


def package_of(count: int) -> bytes:
    items, chain, leaves = [], [], []
    for number in range(count // 4):
        name, content = str(uuid.UUID(int=number, version=4)), f"item {number}".encode()
        last = entry.first(
            name, "collected", at=AT, participant="p", content=entry.salted(b"s" * 16, digest(content))
        )
        for verb in ("sealed", "opened", "copied"):
            chain.append(last)
            last = entry.following(last, verb, at=AT, released=False)  # type: ignore[arg-type]
        chain.append(last)
        items.append(
            package.Item(
                name,
                digest(content),
                len(content),
                digest(content),
                b"s" * 16,
                lambda content=content: [content],
            )
        )
    leaves = [log.leaf_hash(one.leaf()) for one in chain]
    fetch = log.in_memory(leaves)
    point = Checkpoint("b.example/custody", len(leaves), log.root(fetch, len(leaves)))
    part = package.chain(sign_checkpoint(point, LOG), point, list(enumerate(chain)), fetch)
    sink = io.BytesIO()
    package.write(
        sink,
        id=str(uuid.UUID(int=1, version=4)),
        made=AT,
        by="p",
        to="q",
        items=items,
        chains=[part],
        key=SIGNING,
    )
    return sink.getvalue()


class Nowhere(io.RawIOBase):
    def write(self, data: object) -> int:
        return len(data)  # type: ignore[arg-type]


def measure() -> Iterator[Figure]:
    signed, sealed = jws.sign(PLAIN, SIGNING, typ="t"), jwe.seal(PLAIN, [keys.public(SEALING)], typ="t")
    raw = bare.sign_bytes(PLAIN, SIGNING)
    key = fields.new_data_key()
    field = fields.seal_field(key, PLAIN, context="c")
    wrap = fields.wrap(key, keys.public(SEALING))
    code = codes.new_code()
    wrapped = codes.wrap_private(SEALING, code)
    written = message.new(
        sender="a",
        to="b",
        kind="request",
        matter=str(uuid.uuid4()),
        body={"text": "x" * 2000},
        purpose="p",
        at=AT,
    )
    posted = envelope.seal(written, key=SIGNING, recipients=[keys.public(SEALING)])
    headers = httpsig.sign("POST", "http://b.example/x", PLAIN, SIGNING, at=AT)
    rows: list[tuple[str, Callable[[], object], float]] = [
        ("bare Ed25519: sign 2 kB", lambda: bare.sign_bytes(PLAIN, SIGNING), 0),
        ("bare Ed25519: verify 2 kB", lambda: bare.verify_bytes(PLAIN, raw, keys.public(SIGNING)), 0),
        ("JWS: sign 2 kB", lambda: jws.sign(PLAIN, SIGNING, typ="t"), 500),
        ("JWS: verify 2 kB", lambda: jws.verify(signed, TRUST.keys, typ="t"), 500),
        ("JWE: seal 2 kB", lambda: jwe.seal(PLAIN, [keys.public(SEALING)], typ="t"), 300),
        ("JWE: open 2 kB", lambda: jwe.open_sealed(sealed, SEALING, typ="t"), 300),
        ("field: seal 2 kB", lambda: fields.seal_field(key, PLAIN, context="c"), 10_000),
        ("field: open 2 kB", lambda: fields.open_field(key, field, context="c"), 10_000),
        ("data key: wrap", lambda: fields.wrap(key, keys.public(SEALING)), 300),
        ("data key: unwrap", lambda: fields.unwrap(wrap, SEALING), 300),
        ("code: unwrap the reporter's key", lambda: codes.unwrap_private(wrapped, code), 500),
        ("request: sign", lambda: httpsig.sign("POST", "http://b.example/x", PLAIN, SIGNING, at=AT), 200),
        (
            "request: verify",
            lambda: httpsig.verify("POST", "http://b.example/x", headers, PLAIN, TRUST.keys, at=AT),
            200,
        ),
        (
            "envelope: seal",
            lambda: envelope.seal(written, key=SIGNING, recipients=[keys.public(SEALING)]),
            100,
        ),
        ("envelope: check outside", lambda: envelope.check_outer(posted, TRUST), 200),
        (
            "envelope: open",
            lambda: envelope.open_envelope(posted, TRUST, keys=[SEALING], addressee="b", at=AT),
            100,
        ),
    ]
    for what, call, limit in rows:
        yield figure(what, per_second(call), "/s", limit=limit or None, more_is_better=True)

    big = io.BytesIO(bytes(64 * 2**20))
    start = time.perf_counter()
    AESGCM(key).encrypt(b"n" * 12, big.getbuffer(), None)
    one_shot = 64 / (time.perf_counter() - start)
    tracemalloc.start()
    start = time.perf_counter()
    files.seal(big, Nowhere(), key, context="c")  # type: ignore[arg-type]
    rate = 64 / (time.perf_counter() - start)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    yield figure("file of 64 MB: seal", [rate], "MB/s", peer="AES-GCM in one piece", against=one_shot)
    yield figure("file of 64 MB: memory to seal", [peak], "MB", limit=4)

    data = package_of(1000)
    proven = milliseconds(seconds(lambda: package.check(io.BytesIO(data), TRUST)))
    yield figure("package of 1,000 entries, 250 items: prove", proven, "ms", limit=2000)

    frontier, start = log.EMPTY, time.perf_counter()
    for number in range(100_000):
        frontier, _ = frontier.append(log.leaf_hash(number.to_bytes(8, "big")))
    yield figure("log: append", [100_000 / (time.perf_counter() - start)], "/s")
