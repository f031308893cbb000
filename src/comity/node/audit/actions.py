"""The one verb of the audit: record that something happened, in the transaction in which it happens."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from comity.kernel.actor import Actor
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import digest
from comity.kernel.errors import BadInput, declare
from comity.kernel.identifier import new_id
from comity.node.audit.models import LONGEST_PURPOSE, Leaf, Log

SCHEMA = "comity.leaf/1"
LONG_PURPOSE = declare(
    "audit.purpose.too_long",
    "A purpose has at most {most} letters; this has {length}.",
    "Say it in one line.",
)


def record(
    log: str,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    subject_kind: str,
    subject_id: str,
    purpose: str = "",
    facts: Mapping[str, Any] | None = None,
    participant: str | None = None,
    data: bytes | None = None,
) -> Leaf:
    """Insert one unordered leaf into the current transaction and return it.

    ``facts``: codes, ids and numbers only. ``data``: what the log hashes, where the app has a document of its own (a
    custody entry, the digest of a report); without it a salted digest of the leaf. ``participant``: in whose books this
    stands, the actor's where not given.

    Raises:
        RuntimeError: there is no transaction: a leaf alone would tell of something that may never have happened.
        BadInput: the purpose is longer than a line.
        ValueError: unknown log, or a fact that is no JSON value.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit leaf belongs into the transaction of what it tells")
    if len(purpose) > LONGEST_PURPOSE:
        raise BadInput(LONG_PURPOSE.fault(most=LONGEST_PURPOSE, length=len(purpose)))
    leaf = Leaf(
        id=new_id(),
        log=Log(log).value,
        verb=verb,
        actor=by.label,
        participant=by.participant if participant is None else participant,
        at=at,
        subject_kind=subject_kind,
        subject_id=subject_id,
        purpose=purpose,
        facts=dict(facts or {}),
        salt=secrets.token_bytes(16),
    )
    leaf.data = (
        data
        if data is not None
        else canonical_json({"schema": SCHEMA, "log": leaf.log, "digest": content_digest(leaf)})
    )
    leaf.save(force_insert=True)
    return leaf


def content_digest(leaf: Leaf) -> str:
    """Return the salted digest of what a leaf says; shown with the salt, it proves the row against the log."""
    content = {
        "id": str(leaf.id), "log": leaf.log, "verb": leaf.verb, "actor": leaf.actor, "participant": leaf.participant,
        "at": leaf.at.astimezone(UTC).isoformat(), "subject": [leaf.subject_kind, leaf.subject_id],
        "purpose": leaf.purpose, "facts": leaf.facts,
    }  # fmt: skip
    return digest(bytes(leaf.salt) + canonical_json(content))
