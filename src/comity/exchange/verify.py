"""What a gateway and a desk ask of the directory before they believe an envelope, a receipt or a request.

The arithmetic is in :mod:`~comity.exchange.envelope`, :mod:`~comity.exchange.receipt` and :mod:`comity.suites.httpsig`; here a
stranger, a suspended sender, and a key that is past its day each get an answer of their own, before any arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from comity.exchange import envelope, receipt
from comity.exchange.directory import Directory
from comity.exchange.envelope import Opened, Outer
from comity.exchange.receipt import Receipt
from comity.kernel.digest import Digest
from comity.suites import httpsig, jws
from comity.suites.httpsig import SeenNonce, VerifiedRequest
from comity.suites.keys import Jwk

FINAL = frozenset(
    {
        "exchange.envelope.wrong_addressee",
        "exchange.envelope.readdressed",
        "exchange.envelope.expired",
        "exchange.message.malformed",
        "exchange.replay.other_bytes",
        "exchange.directory.suspended",
        "suites.text.too_large",
    }
)
"""Refusals that sending the same bytes again cannot cure; after any other the sender tries again until its deadline."""


def request(
    directory: Directory,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    at: datetime,
    seen: SeenNonce | None = None,
) -> VerifiedRequest:
    """Verify that a request comes from a node of the directory (its ``exchange`` key), fresh and not replayed.

    Raises:
        Untrusted: unsigned, a stranger, a key not valid now, everybody there suspended, or the signature fails.
    """
    node = directory.require_key(httpsig.claimed_key(headers), at, "exchange")
    trusted = directory.trust(at, suspended=True, of=[node])
    found = httpsig.verify(method, url, headers, body, trusted.keys, at=at, seen=seen)
    directory.require_key(found.kid, at, "exchange")
    return found


def outer(
    directory: Directory, data: bytes, *, at: datetime, addressees: Iterable[str] | None = None
) -> Outer:
    """Check an envelope from the outside: a listed sender, not suspended, unchanged bytes, an addressee of ours.

    Raises:
        Untrusted: the first that fails.
    """
    sender = directory.require_key(envelope.signer(data), at, "signing")
    return envelope.check_outer(data, directory.trust(at, of=[sender]), addressees=addressees)


def opened(directory: Directory, data: bytes, *, keys: Iterable[Jwk], addressee: str, at: datetime) -> Opened:
    """Open an envelope for ``addressee``, as of the instant it was stored.

    Raises:
        Untrusted: the first that fails.
    """
    outside = outer(directory, data, at=at, addressees=[addressee])
    inner = envelope.unseal(data, outside, keys)
    author = directory.owner_of(str(jws.read_header(inner)["kid"]))
    return envelope.understand(inner, outside, directory.trust(at, of=[author]), at=at)


def receipted(
    directory: Directory, text: str, *, message: str, digest: Digest, sender: str, to: str, at: datetime
) -> Receipt:
    """Verify a receipt for a message that was sent: ``sender`` is who gave it, ``to`` who sent the message.

    A suspended receiver's receipt still counts: it proves what happened.

    Raises:
        Untrusted: the first that fails.
    """
    signer = directory.owner_of(str(jws.read_header(text)["kid"]))
    trusted = directory.trust(at, suspended=True, of=[signer])
    return receipt.check(text, trusted, message=message, digest=digest, sender=sender, to=to)


def signer_of(directory: Directory, text: str, *, at: datetime) -> str:
    """Say whose key a signed text names, **without verifying it**: a participant's code, or a node's.

    Raises:
        Untrusted: not a signed text, or the key is not listed or not valid.
    """
    return directory.require_key(str(jws.read_header(text)["kid"]), at)
