"""``comity custody``: packages of evidence, verified off line with public keys only."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, BinaryIO

import click

from comity.cli.output import print_line, print_table
from comity.cli.trusting import FILE, holds, judged, read_private, read_trust, trust_options
from comity.custody import package, verify


@click.group("custody")
def custody() -> None:
    """Verify packages of evidence and their chains of custody."""


class _Nowhere(io.RawIOBase):
    def write(self, data: Any) -> int:
        return len(data)


@custody.command("verify")
@click.argument("file", metavar="PACKAGE", type=FILE)
@click.option(
    "--key",
    type=FILE,
    help="Private sealing key: the sealed items are opened too, and compared with the log.",
)
@trust_options
def verify_(
    *, file: Path, key: Path | None, trust: Path, directory: Path | None, at: str | None, as_json: bool
) -> None:
    """Prove a package: signatures, checkpoints, every entry, every item. Names the first that is broken.

    Exit status: 0 it holds; 1 it does not, or PACKAGE is no package; 2 a file cannot be read, or --trust or --key holds no key.
    """
    trusted = read_trust(trust, directory, at)
    private = None if key is None else read_private(key)
    with file.open("rb") as stream, judged("package", as_json=as_json):
        found = package.check(stream, trusted)
        opened = 0 if private is None else _open_all(stream, found, private)
        facts = {
            "manifest": found.manifest,
            "signed_with": found.kid,
            "entries": found.entries,
            "logs": list(found.logs),
            "opened": opened,
        }
        holds("package", facts, trusted=trusted, as_json=as_json, people=lambda: _show(found, opened))


def _open_all(stream: BinaryIO, found: verify.Packaged, key: dict[str, Any]) -> int:
    sealed = [item for item in found.manifest["items"] if item["sealed"]]
    for item in sealed:
        package.open_item(stream, item, key, _Nowhere())  # type: ignore[arg-type]
    return len(sealed)


def _show(found: verify.Packaged, opened: int) -> None:
    manifest = found.manifest
    print_line(
        f"The package holds: {len(manifest['items'])} items, {found.entries} entries of custody, signed by {manifest['by']}."
    )
    rows = [
        [
            item["item"],
            item["media_kind"],
            str(item["size"]),
            "sealed" if item["sealed"] else "clear",
        ]
        for item in manifest["items"]
    ]
    print_table("Items", ["item (id in logs and packages)", "kind", "bytes in the package", ""], rows)
    if any(item["sealed"] for item in manifest["items"]):
        print_line("A sealed item is longer here than its content: the seal is part of it.")
    print_line(f"Chain of custody over {' and '.join(found.logs)}.")
    if opened:
        print_line(f"{opened} sealed items were opened: what they hold is what the log speaks of.")
