"""Custody entries: what happened to an item of evidence, as leaves of the log. Digests and codes, never a name.

An entry names the item by a random id, its content by a *salted* digest (the salt stays with the item and is shown
in a package), the person by a salted digest, the participant by its code. ``number`` and ``previous`` chain the entries
of one item, so that an entry left out is missed; ``continues`` links to the last entry at the other node.

The rules of order (:func:`follows`) are few: an item begins by being collected or received; it leaves only after it
was released under a recorded authorisation; nothing happens after it was destroyed or, in the same log,
transferred and not returned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Literal, get_args

from comity.custody import faults, log, verify
from comity.kernel.canonical import canonical_json
from comity.kernel.clock import read_written, written
from comity.kernel.digest import Digest, digest, raw
from comity.kernel.errors import Conflict, Untrusted
from comity.suites.text import json_object

SCHEMA = "comity.custody-entry/1"
Verb = Literal[
    "collected",
    "received",
    "sealed",
    "opened",
    "examined",
    "copied",
    "authorised",
    "released",
    "transferred",
    "returned",
    "destroyed",
]
VERBS: tuple[str, ...] = get_args(Verb)
BEGINNINGS = ("collected", "received")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to one item. Empty text means: does not apply."""

    item: str
    number: int
    verb: Verb
    at: datetime
    participant: str
    content: Digest
    actor: str = ""
    previous: str = ""
    continues: str = ""
    counterpart: str = ""
    authorisation: str = ""

    def document(self) -> dict[str, Any]:
        """Return the entry as its JSON document."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"schema": SCHEMA} | values | {"at": written(self.at)}

    def leaf(self) -> bytes:
        """Return the bytes that the log holds: the canonical document (RFC 8785)."""
        return canonical_json(self.document())

    @property
    def hash(self) -> Digest:
        """The leaf hash, written as a digest: what the next entry calls ``previous``."""
        return Digest("sha256:" + log.leaf_hash(self.leaf()).hex())


def read(leaf: bytes) -> Entry:
    """Read an entry from its leaf.

    Raises:
        Untrusted: not the canonical document of an entry.
    """
    document = json_object(leaf, "custody entry", canonical=True)
    if document.pop("schema", None) != SCHEMA:
        raise Untrusted(faults.BAD_ENTRY.fault(why=f"its schema is not {SCHEMA}"))
    if set(document) != {field.name for field in fields(Entry)} or document["verb"] not in VERBS:
        raise Untrusted(faults.BAD_ENTRY.fault(why="a member is missing, unknown, or the verb is"))
    if not all(isinstance(value, int if name == "number" else str) for name, value in document.items()):
        raise Untrusted(faults.BAD_ENTRY.fault(why="a member is of another type"))
    try:
        at = read_written(document["at"])
    except ValueError:
        raise Untrusted(faults.BAD_ENTRY.fault(why="its time is no instant")) from None
    return Entry(**(document | {"at": at}))


def salted(salt: bytes, content: Digest) -> Digest:
    """Return the salted digest that entries hold, from the digest of the content in clear.

    Raises:
        ValueError: the salt is shorter than 16 bytes.
    """
    if len(salt) < 16:
        raise ValueError("a salt has at least 16 bytes")
    return digest(b"comity.salted/1\0" + salt + raw(content))


def salted_actor(salt: bytes, label: str) -> Digest:
    """Return the salted digest of who acted (``Actor.label``): provable later, readable by nobody before."""
    return salted(salt, digest(label.encode()))


def first(
    item: str,
    verb: Verb,
    *,
    at: datetime,
    participant: str,
    content: Digest,
    actor: str = "",
    continues: str = "",
    counterpart: str = "",
) -> Entry:
    """Begin the chain of an item: collected here, or received from ``counterpart`` (``continues`` its last entry).

    Raises:
        Conflict: an item does not begin that way.
    """
    entry = Entry(
        item, 1, verb, at, participant, content, actor=actor, continues=continues, counterpart=counterpart
    )
    if verb not in BEGINNINGS:
        raise Conflict(
            faults.OUT_OF_ORDER.fault(verb=verb, why="it was neither collected nor received before")
        )
    return entry


def following(
    last: Entry,
    verb: Verb,
    *,
    at: datetime,
    released: bool,
    actor: str = "",
    counterpart: str = "",
    authorisation: str = "",
) -> Entry:
    """Return the entry that comes after ``last``; ``released`` says whether the item was released since it came here.

    Raises:
        Conflict: that cannot happen to the item now.
    """
    entry = replace(
        last,
        number=last.number + 1,
        verb=verb,
        at=at,
        actor=actor,
        previous=last.hash,
        continues="",
        counterpart=counterpart,
        authorisation=authorisation,
    )
    why = follows(last, entry, released=released)
    if why:
        raise Conflict(faults.OUT_OF_ORDER.fault(verb=verb, why=why))
    return entry


def follows(last: Entry, entry: Entry, *, released: bool) -> str:
    """Say why ``entry`` cannot come after ``last`` in one log; an empty text means that it can."""
    return verify.out_of_order(last.document(), entry.document(), released=released)


def is_released(chain: list[Entry] | tuple[Entry, ...]) -> bool:
    """Say whether the item was released since it was last received, collected or returned."""
    state = False
    for entry in chain:
        state = verify.released_after(state, entry.verb)
    return state


def document_digest(document: Mapping[str, Any]) -> Digest:
    """Return the digest by which an entry refers to a record, such as an authorisation."""
    return digest(canonical_json(dict(document)))
