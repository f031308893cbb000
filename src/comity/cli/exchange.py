"""``comity exchange``: envelopes between participants, verified off line."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli.output import print_line
from comity.cli.trusting import (
    FILE,
    holds,
    judged,
    moment_of,
    read_bytes,
    read_private,
    read_trust,
    trust_options,
)
from comity.exchange import envelope
from comity.exchange.envelope import Opened, Outer


@click.group("exchange")
def exchange() -> None:
    """Verify envelopes."""


@exchange.command("verify")
@click.argument("file", metavar="ENVELOPE", type=FILE)
@click.option(
    "--key", type=FILE, help="The addressee's private sealing key: the message inside is verified too."
)
@trust_options
def verify_(
    *, file: Path, key: Path | None, trust: Path, directory: Path | None, at: str | None, as_json: bool
) -> None:
    """Verify an envelope: sender, addressee, every byte; with --key also who wrote the message inside.

    Without --at the times inside are shown and not judged.

    Exit status: 0 it holds; 1 it does not, or ENVELOPE is no envelope; 2 a file cannot be read, or --trust or --key holds no key.
    """
    trusted = read_trust(trust, directory, at)
    private = None if key is None else read_private(key)
    data = read_bytes(file, envelope.MAX_BYTES)
    with judged("envelope", as_json=as_json):
        outer = envelope.check_outer(data, trusted)
        opened = None
        if private is not None:
            opened = envelope.open_envelope(
                data, trusted, keys=[private], addressee=outer.to, at=moment_of(at)
            )
        facts = {
            "id": outer.id,
            "from": outer.sender,
            "to": outer.to,
            "signed_with": outer.kid,
            "digest": outer.digest,
            "sealed_to": list(outer.sealed_to),
            "message": None if opened is None else opened.message.document(),
        }
        holds("envelope", facts, trusted=trusted, as_json=as_json, people=lambda: _show(outer, opened))


def _show(outer: Outer, opened: Opened | None) -> None:
    print_line(f"The envelope holds: {outer.id}")
    print_line(f"  from {outer.sender}, signed with {outer.kid}, to {outer.to}")
    print_line(f"  {outer.digest}")
    if opened is None:
        print_line("  It was not opened; the key of the addressee opens it (--key).")
        return
    message = opened.message
    print_line(f"  {message.kind} in the matter {message.matter}, {message.handling}")
    print_line(f"  written {message.created.isoformat()}, takes effect until {message.expires.isoformat()}")
