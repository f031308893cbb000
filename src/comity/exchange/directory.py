"""The directory: who takes part, in which roles, at which address, with which keys, from when to when.

A plain document (``comity.directory/1``) and decisions on it; that it is genuine and fresh is settled before, by
:mod:`comity.exchange.metadata`. Keys belong to a participant (``signing``, ``sealing``) or to the node that hosts it
(``exchange`` for requests between machines, ``receipt``, ``log``). Every question is asked *as of an instant*, so that
yesterday's evidence is verified with yesterday's keys.

Protocol clauses 1.1 to 1.9.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from comity.exchange import faults
from comity.exchange.entries import (
    OF_NODE,
    OF_PARTICIPANT,
    ROLES,
    Key,
    Node,
    Participant,
    Purpose,
    Suspension,
    new_key,
    node,
    node_document,
    participant,
    participant_document,
)
from comity.kernel.canonical import canonical_json
from comity.kernel.clock import written
from comity.kernel.errors import BadInput, Fault, Untrusted
from comity.suites import keys as jwk
from comity.suites.keys import KeySet
from comity.suites.text import json_object
from comity.suites.trust import Trust

__all__ = [
    "OF_NODE",
    "OF_PARTICIPANT",
    "ROLES",
    "SCHEMA",
    "Directory",
    "Key",
    "Node",
    "Participant",
    "Purpose",
    "Suspension",
    "check",
    "new_key",
    "node",
    "participant",
    "read",
]

SCHEMA = "comity.directory/1"


@dataclass(frozen=True, slots=True)
class Directory:
    """All participants and nodes. ``fresh_until`` is when its timestamp expires; ``None`` where nobody vouches for that."""

    participants: Mapping[str, Participant] = field(default_factory=dict)
    nodes: Mapping[str, Node] = field(default_factory=dict)
    fresh_until: datetime | None = None
    _by_kid: Mapping[str, tuple[str, Key]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        listed = {key.kid: (holder.code, key) for holder in self.holders() for key in holder.keys}
        object.__setattr__(self, "_by_kid", listed)

    # -- who

    def participant(self, code: str) -> Participant:
        """Return a participant.

        Raises:
            Untrusted: not in the directory.
        """
        found = self.participants.get(code)
        if found is None:
            raise Untrusted(faults.UNKNOWN_PARTICIPANT.fault(code=code[:64]))
        return found

    def node_of(self, code: str) -> Node:
        """Return the node that hosts a participant."""
        return self.nodes[self.participant(code).node]

    def hosted_by(self, node: str) -> tuple[str, ...]:
        """Name the participants that a node hosts."""
        return tuple(code for code, found in self.participants.items() if found.node == node)

    def in_country(self, country: str, role: str = "") -> tuple[Participant, ...]:
        """Return the participants of a country, in a role where one is given."""
        return tuple(
            p for p in self.participants.values() if p.country == country and (not role or role in p.roles)
        )

    def is_suspended(self, code: str, at: datetime) -> bool:
        """Say whether a participant is suspended at an instant."""
        suspension = self.participant(code).suspension
        return suspension is not None and suspension.holds(at)

    def require_active(self, code: str, at: datetime) -> Participant:
        """Return a participant that is not suspended.

        Raises:
            Untrusted: unknown or suspended.
        """
        found = self.participant(code)
        if found.suspension is not None and found.suspension.holds(at):
            since, reason = written(found.suspension.since), found.suspension.reason
            raise Untrusted(faults.SUSPENDED.fault(code=code, since=since, reason=reason))
        return found

    # -- which keys

    def keys_of(self, code: str, purpose: Purpose, at: datetime) -> tuple[dict[str, Any], ...]:
        """Return the keys of a participant (or, for a node's purposes, of its node) valid at an instant, newest first."""
        holder = self.participant(code) if purpose in OF_PARTICIPANT else self.node_of(code)
        valid = [key for key in holder.keys if key.purpose == purpose and not key.why_not(at)]
        return tuple(dict(key.jwk) for key in sorted(valid, key=lambda key: key.start, reverse=True))

    def sealing_keys(self, code: str, at: datetime) -> tuple[dict[str, Any], ...]:
        """Return the keys to seal to when writing to a participant.

        Raises:
            Untrusted: unknown, suspended, or it has no valid sealing key.
        """
        self.require_active(code, at)
        found = self.keys_of(code, "sealing", at)
        if not found:
            raise Untrusted(faults.NO_SEALING_KEY.fault(code=code, at=written(at)))
        return found

    def owner_of(self, kid: str) -> str:
        """Return whose key it is, valid or not: a participant's code or a node's.

        Raises:
            Untrusted: not listed.
        """
        if kid not in self._by_kid:
            raise Untrusted(faults.UNKNOWN_KEY.fault(kid=kid[:128]))
        return self._by_kid[kid][0]

    def require_key(self, kid: str, at: datetime, *purposes: Purpose) -> str:
        """Check that a key is listed, valid and for one of these purposes, and return whose it is.

        The owner is a participant's code, or a node's. A suspended participant's keys are refused, and those of a
        node all of whose participants are suspended.

        Raises:
            Untrusted: unknown, not valid at that instant, for something else, or its owner is suspended.
        """
        owner, key = self.owner_of(kid), self._by_kid[kid][1]
        why = key.why_not(at)
        if why:
            raise Untrusted(faults.KEY_NOT_VALID.fault(kid=kid, owner=owner, at=written(at), why=why))
        if purposes and key.purpose not in purposes:
            wanted = " or ".join(purposes)
            raise Untrusted(
                faults.KEY_PURPOSE.fault(kid=kid, owner=owner, purpose=key.purpose, wanted=wanted)
            )
        hosted = (owner,) if owner in self.participants else self.hosted_by(owner)
        if hosted and all(self.is_suspended(code, at) for code in hosted):
            self.require_active(hosted[0], at)
        return owner

    def trust(self, at: datetime, *, suspended: bool = False, of: Iterable[str] | None = None) -> Trust:
        """Return every key valid at an instant with whose it is; ``suspended`` participants' too, to verify old evidence.

        ``of``: only the keys of these holders (participants or nodes), which is quick in a large directory.
        """
        keys: list[dict[str, Any]] = []
        about: dict[str, dict[str, Any]] = {}
        for owner, key in self._listed(of):
            if key.why_not(at):
                continue
            if owner in self.participants:
                if not suspended and self.is_suspended(owner, at):
                    continue
                about[key.kid] = {"participant": owner, "purpose": key.purpose}
            else:
                hosts = [
                    code for code in self.hosted_by(owner) if suspended or not self.is_suspended(code, at)
                ]
                about[key.kid] = {"hosts": hosts, "purpose": key.purpose}
                if key.purpose == "log":
                    about[key.kid]["origin"] = self.nodes[owner].origin
            keys.append(dict(key.jwk))
        return Trust(KeySet(keys), about)

    # -- how fresh

    def is_stale(self, at: datetime) -> bool:
        """Say whether its day has passed: a newer one may be held back."""
        return self.fresh_until is None or at >= self.fresh_until

    def require_fresh(self, at: datetime) -> None:
        """Refuse to send by a stale directory.

        Raises:
            Untrusted: stale.
        """
        if self.is_stale(at):
            until = "a day nobody signed" if self.fresh_until is None else written(self.fresh_until)
            raise Untrusted(faults.STALE.fault(until=until, now=written(at)))

    def _listed(self, of: Iterable[str] | None) -> Iterable[tuple[str, Key]]:
        codes = (*self.participants, *self.nodes) if of is None else tuple(of)
        for code in codes:
            for holder in (self.participants.get(code), self.nodes.get(code)):
                yield from ((code, key) for key in (holder.keys if holder else ()))

    def holders(self) -> tuple[Participant | Node, ...]:
        """Return all that hold keys: participants, then nodes."""
        return (*self.participants.values(), *self.nodes.values())

    # -- as a document

    def document(self) -> dict[str, Any]:
        """Return the directory as its JSON document."""
        return {
            "schema": SCHEMA,
            "nodes": [node_document(node) for _, node in sorted(self.nodes.items())],
            "participants": [participant_document(found) for _, found in sorted(self.participants.items())],
        }

    def payload(self) -> bytes:
        """Return the bytes that are published: the canonical document."""
        return canonical_json(self.document())


def read(data: bytes, *, fresh_until: datetime | None = None) -> Directory:
    """Read a directory from its bytes and check it as a whole.

    Raises:
        Untrusted: not a directory; everything that is wrong with it.
    """
    document = json_object(data, "directory")
    if document.get("schema") != SCHEMA:
        raise Untrusted(faults.BAD_DIRECTORY.fault(why=f"its schema is not {SCHEMA}"))
    try:
        participants = [participant(entry) for entry in document["participants"]]
        nodes = [node(entry) for entry in document["nodes"]]
    except (KeyError, TypeError, AttributeError, BadInput) as error:
        raise Untrusted(
            faults.BAD_DIRECTORY.fault(why=f"an entry lacks a member or holds a wrong one ({error})")
        ) from None
    directory = Directory({p.code: p for p in participants}, {n.code: n for n in nodes}, fresh_until)
    found = check(directory)
    if len(directory.participants) != len(participants) or len(directory.nodes) != len(nodes):
        found.append(faults.BAD_DIRECTORY.fault(why="a code stands there twice"))
    if found:
        raise Untrusted(*found)
    return directory


def check(directory: Directory) -> list[Fault]:
    """Return everything that is wrong with a directory as a whole."""
    found: list[str] = []
    seen: dict[str, str] = {}
    for holder in directory.holders():
        purposes = OF_PARTICIPANT if isinstance(holder, Participant) else OF_NODE
        for key in holder.keys:
            try:
                suite = jwk.check(key.jwk)
            except Untrusted as error:
                found.append(f"{holder.code}: {error}")
                continue
            if jwk.is_private(key.jwk):
                found.append(f"{holder.code}: {key.kid} holds its private part")
            if key.purpose not in purposes or (suite.use == "enc") != (key.purpose == "sealing"):
                found.append(f"{holder.code}: {key.kid} cannot be for {key.purpose}")
            if (
                seen.setdefault(key.kid, holder.code) != holder.code
                or [k.kid for k in holder.keys].count(key.kid) > 1
            ):
                found.append(f"{key.kid} stands there twice")
            if key.end is not None and key.end <= key.start:
                found.append(f"{holder.code}: {key.kid} ends before it starts")
    for entry in directory.participants.values():
        if entry.node not in directory.nodes:
            found.append(f"{entry.code}: there is no node {entry.node!r}")
        found += [f"{entry.code}: unknown role {role!r}" for role in entry.roles if role not in ROLES]
    for entry_node in directory.nodes.values():
        if not entry_node.gateway.startswith(("http://", "https://")) or any(
            letter.isspace() for letter in entry_node.gateway
        ):
            found.append(f"{entry_node.code}: its gateway is no address")
    origins = [entry_node.origin for entry_node in directory.nodes.values()]
    found += [
        f"the log {origin!r} belongs to two nodes"
        for origin in sorted({o for o in origins if origins.count(o) > 1})
    ]
    return [faults.BAD_DIRECTORY.fault(why=why) for why in dict.fromkeys(found)]
