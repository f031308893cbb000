"""The private keys of a node: files that only their process may read (0600), by one table of who may.

The table is the one of design section 4. A process that asks for a key it has no business with gets an error here,
before any file is touched; in production each process is a system user of its own, so that the files' owners say the same.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from comity.kernel.errors import BadInput, NotAllowed, declare
from comity.node.base.home import Home
from comity.suites import keys as jwk
from comity.suites.mac import new_mac_key

KEY_NOT_YOURS = declare(
    "node.key.not_yours",
    "The {door} process may not use the {kind} key.",
    "This is a fault in the program; report it.",
)
KEY_MISSING = declare(
    "node.key.missing",
    "The key file {path} is missing or damaged.",
    "Restore it from the safe place where copies of the keys are kept.",
)

MAY_USE: Mapping[str, frozenset[str]] = {
    "portal": frozenset({"code"}),
    "desk": frozenset({"opening", "signing", "linkage", "code"}),
    "gateway": frozenset({"exchange"}),
    "worker": frozenset({"opening", "exchange", "signing", "linkage", "code"}),
    "notary": frozenset({"log", "receipt"}),
    "admin": frozenset({"opening", "exchange", "signing", "linkage", "log", "receipt", "code", "recovery"}),
}
"""Door -> kinds of key. ``code`` is the HMAC key by which a report is found; it opens nothing."""

DATABASE_ROLES = (
    "comity_owner",
    "comity_portal",
    "comity_desk",
    "comity_gateway",
    "comity_worker",
    "comity_notary",
)
_NODE_KEYS = {"exchange": jwk.generate_signing, "receipt": jwk.generate_signing, "log": jwk.generate_signing}


class Keyring:
    """The keys of one node, as one door may use them."""

    def __init__(self, home: Home, door: str) -> None:
        self._folder = home.keys
        self._door = door

    def node(self, kind: str) -> dict[str, Any]:
        """Return a private key of the node itself: ``exchange``, ``receipt``, ``log`` or ``recovery``."""
        self._may(kind)
        return self._read(self._folder / "node" / f"{kind}.json")

    def signing(self, participant: str) -> dict[str, Any]:
        """Return the private key with which a hosted participant signs."""
        self._may("signing")
        return self._read(self._participant(participant) / "signing.json")

    def opening(self, participant: str) -> dict[str, Any]:
        """Return the private key that opens what is sealed to a hosted participant."""
        self._may("opening")
        return self._read(self._participant(participant) / "sealing.json")

    def linkage(self, participant: str) -> bytes:
        """Return the key under which a participant's selectors are digested."""
        self._may("linkage")
        return self._raw(self._participant(participant) / "linkage.key")

    def code(self) -> bytes:
        """Return the HMAC key by which a reporter's code finds her report."""
        self._may("code")
        return self._raw(self._folder / "node" / "code.key")

    def public(self, kind: str) -> dict[str, Any]:
        """Return the public half of a node key; every process may."""
        return self._read(self._folder / "public" / f"{kind}.json")

    def public_of(self, participant: str) -> dict[str, dict[str, Any]]:
        """Return a hosted participant's public ``signing`` and ``sealing`` keys; every process may."""
        folder = self._folder / "public" / "participants"
        return {use: self._read(folder / f"{participant}.{use}.json") for use in ("signing", "sealing")}

    def _participant(self, code: str) -> Path:
        return self._folder / "participants" / code

    def _may(self, kind: str) -> None:
        if kind not in MAY_USE[self._door]:
            raise NotAllowed(KEY_NOT_YOURS.fault(door=self._door, kind=kind))

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            value = json.loads(path.read_bytes())
            jwk.check(value)
        except (OSError, ValueError) as error:
            raise BadInput(KEY_MISSING.fault(path=str(path))) from error
        return dict(value)

    def _raw(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise BadInput(KEY_MISSING.fault(path=str(path))) from error


def read_secret(home: Home, *parts: str) -> str:
    """Return a text secret such as a database password."""
    path = home.keys.joinpath(*parts)
    try:
        return path.read_text().strip()
    except OSError as error:
        raise BadInput(KEY_MISSING.fault(path=str(path))) from error


def write_secret(path: Path, content: bytes) -> None:
    """Write a file of secrets once, readable by its owner only; one that is there stays as it is."""
    _private(path.parent)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _private(folder: Path) -> None:
    """Make a folder and those above it that are missing, each for its owner only (``mkdir -p`` cares for the last one)."""
    if not folder.exists():
        _private(folder.parent)
        folder.mkdir(mode=0o700)


def make_node_keys(keys: Path) -> None:
    """Make every secret of a new node that does not exist yet."""
    for role in ("comity_super", *DATABASE_ROLES):
        write_secret(keys / "database" / role, secrets.token_urlsafe(32).encode())
    for door in MAY_USE:
        write_secret(keys / "django" / door, secrets.token_urlsafe(48).encode())
    for kind, generate in _NODE_KEYS.items():
        _pair(keys / "node" / f"{kind}.json", keys / "public" / f"{kind}.json", generate())
    _pair(keys / "node" / "recovery.json", keys / "public" / "recovery.json", jwk.generate_sealing())
    write_secret(keys / "node" / "code.key", new_mac_key())


def make_participant_keys(keys: Path, code: str) -> None:
    """Make the signing, sealing and linkage key of a hosted participant that has none yet."""
    private, public = keys / "participants" / code, keys / "public" / "participants"
    _pair(private / "signing.json", public / f"{code}.signing.json", jwk.generate_signing())
    _pair(private / "sealing.json", public / f"{code}.sealing.json", jwk.generate_sealing())
    write_secret(private / "linkage.key", new_mac_key())


def _pair(private: Path, public: Path, key: dict[str, Any]) -> None:
    write_secret(private, json.dumps(key).encode())
    write_secret(public, json.dumps(jwk.public(json.loads(private.read_bytes()))).encode())
