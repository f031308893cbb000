"""The acknowledgement a reporter holds: that a report was received, unchanged, at a time; never that it is true.

It shows only what she ticked, under a neutral file name. Its ``content`` and ``files`` are salted digests, so it gives
nothing away of what was reported, and she can still prove it: who has the acknowledgement and the copy can compare
(:func:`matches`). The node's log holds the digest of both lists (:func:`commitment`), and the notary adds the place in
the log when it signs.

Document ``comity.acknowledgement/1``, protocol clauses 5.1 to 5.8.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from comity.custody import faults, verify
from comity.custody.entry import salted
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import Digest
from comity.suites import jws
from comity.suites.keys import Jwk
from comity.suites.text import b64url, unb64url
from comity.suites.trust import Trust

SCHEMA = verify.ACKNOWLEDGEMENT
Precision = Literal["second", "hour"]
STATEMENT = "This shows that the report was received, unchanged, at {received}. It does not show that what it says has been established."


@dataclass(frozen=True, slots=True)
class LogProof:
    """A place in a log: index, size and audit path under a signed checkpoint."""

    index: int
    size: int
    proof: tuple[bytes, ...]
    checkpoint: str

    def document(self) -> dict[str, Any]:
        """Return the proof as it stands in documents."""
        path = [base64.b64encode(sibling).decode() for sibling in self.proof]
        return {"index": self.index, "size": self.size, "proof": path, "checkpoint": self.checkpoint}


def received_text(at: datetime, precision: Precision) -> str:
    """Write the instant of receipt; for an anonymous report, cut to the hour."""
    at = at.astimezone(UTC)
    return at.strftime("%Y-%m-%dT%H:00:00Z" if precision == "hour" else "%Y-%m-%dT%H:%M:%SZ")


def commitment(content: Digest, files: Sequence[Digest]) -> Digest:
    """Return the digest that the log entry of a received report must hold, from the salted digests."""
    return Digest(verify.commitment(content, list(files)))


def sign(
    *,
    reference: str,
    received: datetime,
    precision: Precision,
    office: str,
    salt: bytes,
    content: Digest,
    files: Sequence[Digest],
    shown: Mapping[str, str],
    leaf: Mapping[str, Any],
    log: LogProof,
    key: Jwk,
) -> str:
    """Sign an acknowledgement with the node's receipt key; the text is the whole file.

    ``content`` is the salted digest of the canonical report before it was sealed, ``files`` those of its files in clear
    (:func:`comity.custody.entry.salted`): whoever signs never holds an unsalted one. ``leaf`` is the document of the log entry, which must hold :func:`commitment`; ``shown`` what the reporter
    ticked, label to text.

    Raises:
        Untrusted: the key is not a private signing key.
    """
    at = received_text(received, precision)
    document = {
        "schema": SCHEMA,
        "reference": reference,
        "received": at,
        "precision": precision,
        "office": office,
        "salt": b64url(salt),
        "content": content,
        "files": list(files),
        "shown": dict(shown),
        "statement": STATEMENT.format(received=at),
        "leaf": dict(leaf),
        "log": log.document(),
    }
    return jws.sign(canonical_json(document), key, typ=SCHEMA)


def check(data: bytes, trust: Trust) -> dict[str, Any]:
    """Verify the bytes of an acknowledgement file and return its document (steps A1 to A4 of the verifier).

    Raises:
        Untrusted: the first step that fails.
    """
    with faults.translated():
        return verify.acknowledgement(verify.trimmed(data), verifier_keys(trust))


def check_receipt(data: bytes, trust: Trust) -> dict[str, Any]:
    """Verify the bytes of a receipt for a message, with its place in the log where it shows one, and return its document.

    Raises:
        Untrusted: the first step that fails.
    """
    with faults.translated():
        return verify.receipt(verify.trimmed(data), verifier_keys(trust))


def matches(
    document: Mapping[str, Any], *, content: Digest | None = None, files: Sequence[Digest] = ()
) -> bool:
    """Say whether a verified acknowledgement is about this copy of the report and these files."""
    salt = unb64url(document["salt"], "salt")
    same = content is None or salted(salt, content) == document["content"]
    return same and all(salted(salt, file) in document["files"] for file in files)


def neutral_file_name(text: str) -> str:
    """Return a file name that says nothing about a report, different for each: ``note-`` and four letters."""
    return f"note-{verify._digest(text.encode())[7:11]}.txt"


def verifier_keys(trust: Trust) -> dict[str, verify.Key]:
    """Give the stand-alone verifier the keys of a trust of ours."""
    return verify.read_trust(canonical_json(trust.as_jwks()))
