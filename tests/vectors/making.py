"""Who speaks in the vectors, and how one is written to its folder."""

from __future__ import annotations

import json
from pathlib import Path

from comity.suites.keys import generate_signing
from comity.suites.text import unb64url
from tests.custody.world import Node, Travel
from tests.exchange.world import World

HERE = Path(__file__).parent
WORLD = World()
NODE = Node("de.example/reports", "de-police", key=WORLD.key("de", "receipt"), log_key=WORLD.key("de", "log"))
TRAVEL = Travel(
    jp=Node(
        "jp.example/custody",
        "jp-contact",
        key=WORLD.key("jp-contact", "signing"),
        log_key=WORLD.key("jp", "log"),
    ),
    de=Node(
        "de.example/custody",
        "de-police",
        key=WORLD.key("de-police", "signing"),
        log_key=WORLD.key("de", "log"),
    ),
    opening=WORLD.key("de-police", "sealing"),
)
STRANGER = generate_signing("stranger")
WHEN = "2026-11-23T02:12:00Z"


def vector(
    name: str, kind: str, clause: str, says: str, data: bytes | str, *, code: str = "", **more: str
) -> None:
    """Write one folder. A refusal has a ``code`` and ``_fail`` in its name."""
    folder = HERE / (f"{name}_fail" if code else name)
    folder.mkdir()
    (folder / "input").write_bytes(data if isinstance(data, bytes) else data.encode())
    lines = {"kind": kind, "clause": clause, "says": says, **({"code": code} if code else {}), **more}
    (folder / "expected.toml").write_text(
        "".join(f"{key} = {json.dumps(value)}\n" for key, value in lines.items())
    )


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def json_bytes(part: str) -> bytes:
    return unb64url(part, "part")
