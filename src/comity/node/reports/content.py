"""The content of a report as sent: one canonical document, whose salted digest the acknowledgement states.

Her copy is exactly these bytes, so that copy and acknowledgement can be compared for ever.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from comity.custody.acknowledgement import commitment
from comity.custody.entry import salted
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import Digest, digest

SCHEMA = "comity.report/1"
LEAF_SCHEMA = "comity.report-received/1"


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it was given: where its sealed bytes lie, and what is told of it. ``digest`` is salted."""

    id: str
    blob: str
    name: str
    description: str
    media_kind: str
    size: int
    digest: Digest


@dataclass(frozen=True, slots=True)
class Submission:
    """All that one press of "Send" gives, in plain values; lives in memory only."""

    language: str
    answers: Mapping[str, Any]
    own_words: str = ""
    name: str = ""
    contact: str = ""
    files: Sequence[GivenFile] = ()
    country: str = ""
    mode: str = "self"
    anonymous: bool = False
    safe_contact: str = ""
    opening: str = ""
    elements: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    amount: Decimal | None = None
    currency: str = ""
    money_left_at: datetime | None = None
    shows: Sequence[str] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What only the reporter's draft holds until she sends: made once, so that sending twice gives one report."""

    code: str
    token: bytes
    private_key: Mapping[str, Any]
    data_key: bytes
    salt: bytes
    nonce: str


def document(sent: Submission, *, reference: str, received: str, nonce: str) -> bytes:
    """Return the canonical bytes of a report. ``nonce`` is random, so that nothing can be guessed from its digest."""
    return canonical_json(
        {
            "schema": SCHEMA,
            "reference": reference,
            "received": received,
            "language": sent.language,
            "country": sent.country,
            "mode": sent.mode,
            "anonymous": sent.anonymous,
            "answers": dict(sent.answers),
            "own_words": sent.own_words,
            "name": sent.name,
            "contact": sent.contact,
            "files": [
                {
                    "name": one.name,
                    "description": one.description,
                    "kind": one.media_kind,
                    "size": one.size,
                    "digest": one.digest,
                }
                for one in sent.files
            ],
            "nonce": nonce,
        }
    )


def leaf(content: Digest, files: Sequence[Digest]) -> bytes:
    """Return what the log holds of a received report: one digest over the salted digests, files in sorted order."""
    return canonical_json({"schema": LEAF_SCHEMA, "digest": commitment(content, sorted(files))})


def salted_digest(salt: bytes, data: bytes) -> Digest:
    """Return the salted digest of a document in clear."""
    return salted(salt, digest(data))


def read(data: bytes) -> dict[str, Any]:
    """Read a stored document back."""
    return dict(json.loads(data))
