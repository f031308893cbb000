"""A small demonstration directory, with everybody's private keys at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from comity.exchange import envelope, message
from comity.exchange.directory import Directory, Key, Node, Participant, new_key
from comity.exchange.publishing import add
from comity.suites.keys import generate_sealing, generate_signing

AT = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
START = datetime(2026, 1, 1, tzinfo=UTC)
MATTER = "7f1c2f5e-6f3b-4d2a-9d53-0c1f6f5f0a01"


@dataclass
class World:
    private: dict[str, dict[str, Any]] = field(default_factory=dict)
    directory: Directory = field(default_factory=Directory)

    def __post_init__(self) -> None:
        for country in ("de", "jp", "fr", "xr"):
            self.node(country)
        for code, roles in {
            "de-contact": ("contact_point",),
            "de-police": ("police",),
            "jp-contact": ("contact_point",),
            "jp-hoshi": ("provider",),
            "fr-police": ("police",),
            "xr-desk": ("police",),
        }.items():
            self.participant(code, roles)

    def key(self, owner: str, purpose: str) -> dict[str, Any]:
        return self.private[f"{owner}/{purpose}"]

    def listed(self, owner: str, purpose: str) -> Key:
        made = (generate_sealing if purpose == "sealing" else generate_signing)(f"{owner}-{purpose}")
        self.private[f"{owner}/{purpose}"] = made
        return new_key(made, purpose, START)  # type: ignore[arg-type]

    def node(self, code: str) -> None:
        keys = tuple(self.listed(code, purpose) for purpose in ("exchange", "receipt", "log"))
        self.directory = add(
            self.directory,
            Node(code, code.upper(), f"http://127.0.0.1:8{ord(code[0])}/exchange/", f"{code}.example", keys),
        )

    def participant(self, code: str, roles: tuple[str, ...]) -> None:
        keys = tuple(self.listed(code, purpose) for purpose in ("signing", "sealing"))
        country = code[:2]
        self.directory = add(
            self.directory,
            Participant(code, f"{code} (demonstration)", country.upper(), roles, country, keys),
        )

    def message(self, **changes: Any) -> message.Message:
        call: dict[str, Any] = {
            "sender": "de-contact",
            "to": "jp-contact",
            "kind": "request",
            "matter": MATTER,
            "body": {"measure": "preservation", "text": "Bitte sichern Sie: 203.0.113.77 ünïcode 東京"},
            "purpose": "criminal_investigation",
            "instrument": "bc-29-preservation",
            "at": AT,
        }
        return message.new(**(call | changes))

    def sealed(self, what: message.Message | None = None, *, by: str = "", to: str = "") -> bytes:
        what = what or self.message()
        return envelope.seal(
            what,
            key=self.key(by or what.sender, "signing"),
            recipients=self.directory.sealing_keys(to or what.to, AT),
        )


def later(**span: float) -> datetime:
    return AT + timedelta(**span)
