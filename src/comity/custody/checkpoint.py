"""Checkpoints: a log's size and root, signed as a C2SP signed note, so that any witness can read them.

The note is the text ``origin``, size and root in base64, a line each; an empty line; then a line per signature,
``— origin base64(key id || signature)``. The key id is the start of SHA-256(name, newline, 0x01, public key).

Sources: C2SP ``tlog-checkpoint`` and ``signed-note`` (v1.0.0), signature type 0x01 (Ed25519).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from comity.custody import faults
from comity.custody import verify as alone
from comity.kernel.errors import Untrusted
from comity.suites.bare import raw_public, sign_bytes, verify_bytes
from comity.suites.keys import Jwk
from comity.suites.trust import Trust

_ED25519 = b"\x01"
_LIMIT = 16 * 1024
_MAX_SIGNATURES = 16


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log (``origin``, such as ``de.example/log``) had ``size`` entries under this ``root``."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def key_id(name: str, key: Jwk) -> bytes:
    """Return the four bytes that name a key in a signed note."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + raw_public(key)).digest()[:4]


def sign(checkpoint: Checkpoint, key: Jwk) -> str:
    """Sign a checkpoint with the log key.

    Raises:
        Untrusted: the origin cannot stand in a note, or the key is not a private signing key.
    """
    origin = checkpoint.origin
    if not origin or len(origin) > 200 or any(letter.isspace() or letter == "+" for letter in origin):
        raise Untrusted(faults.BAD_NOTE.fault(why="an origin has no spaces and no plus sign"))
    text = checkpoint.text()
    signature = base64.b64encode(key_id(origin, key) + sign_bytes(text.encode(), key)).decode()
    return f"{text}\n\u2014 {origin} {signature}\n"


def verify(note: str, trust: Trust, *, origin: str | None = None) -> Checkpoint:
    """Verify a checkpoint, in this order.

    1. It is a note of the one shape, of reasonable size.
    2. Its origin is the one asked for, where one is.
    3. At least one signature line is by a trusted signing key that is not known to be of another log.
    4. Every signature line by such a key holds. Lines of unknown keys (witnesses) are passed over.

    Raises:
        Untrusted: the first of these that fails.
    """
    checkpoint, lines = _parse(note)
    if origin is not None and checkpoint.origin != origin:
        raise Untrusted(faults.BAD_NOTE.fault(why=f"it is of the log {checkpoint.origin!r}, not {origin!r}"))
    held = 0
    for line in lines:
        name, blob = _signature(line)
        for key in trust.keys:
            if key["use"] != "sig" or name != checkpoint.origin or blob[:4] != key_id(name, key):
                continue
            about = trust.about.get(key["kid"], {})
            if not alone.covers(about.get("origin", ""), name) or about.get("purpose", "log") != "log":
                continue
            verify_bytes(checkpoint.text().encode(), blob[4:], key)
            held += 1
    if not held:
        raise Untrusted(faults.NOTE_UNSIGNED.fault(origin=checkpoint.origin[:100]))
    return checkpoint


def _parse(note: str) -> tuple[Checkpoint, list[str]]:
    text, separator, rest = note.partition("\n\n")
    lines = text.split("\n")
    signatures = rest.split("\n")
    shape = separator and len(note) <= _LIMIT and len(lines) == 3 and signatures.pop() == "" and signatures
    if not shape or len(signatures) > _MAX_SIGNATURES or not lines[0]:
        raise Untrusted(faults.BAD_NOTE.fault(why="three lines, an empty line and signatures are missing"))
    if not (
        lines[1].isascii() and lines[1].isdigit() and len(lines[1]) <= 19 and str(int(lines[1])) == lines[1]
    ):
        raise Untrusted(faults.BAD_NOTE.fault(why="the size is not a number"))
    root = _strict_base64(lines[2])
    if len(root) != 32:
        raise Untrusted(faults.BAD_NOTE.fault(why="the root is not 32 bytes"))
    return Checkpoint(lines[0], int(lines[1]), root), signatures


def _signature(line: str) -> tuple[str, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not parts[1]:
        raise Untrusted(faults.BAD_NOTE.fault(why="a signature line is not one"))
    blob = _strict_base64(parts[2])
    if len(blob) < 5:
        raise Untrusted(faults.BAD_NOTE.fault(why="a signature is too short"))
    return parts[1], blob


def _strict_base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        data = b""
    if base64.b64encode(data).decode() != text:
        raise Untrusted(faults.BAD_NOTE.fault(why="a line is not base64"))
    return data
