"""Vectors of packages of evidence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from comity.custody import package
from tests.exchange.world import AT
from tests.vectors.making import TRAVEL, flipped, vector


def packages() -> None:
    kind = "package"
    call = {"by": "de-police", "to": "de-contact", "made": AT + timedelta(days=80)}
    items = list(TRAVEL.contents)

    def made(change: Any = None, **changes: Any) -> bytes:
        chains = [TRAVEL.jp.chain(*items), TRAVEL.de.chain(*items)]
        if change is not None:
            lines = change(chains[0].entries.splitlines(keepends=True))
            chains[0] = package.Chain(chains[0].origin, chains[0].checkpoint, b"".join(lines))
        return TRAVEL.package(**(call | {"chains": chains} | changes))

    good = made()
    vector(kind, kind, "6.1", "two items, two nodes", good)
    vector("package_sealed", kind, "6.10", "the items are sealed", TRAVEL.package(sealed=True, **call))
    vector(
        "package_header_changed",
        kind,
        "6.1",
        "the time of a member",
        flipped(good, 136),
        code="custody.package.not_one",
    )
    vector(
        "package_cut", kind, "6.1", "the last block is missing", good[:-512], code="custody.package.member"
    )
    vector(
        "package_manifest_changed",
        kind,
        "6.2",
        "one bit of the manifest",
        flipped(good, 1200),
        code="custody.signature.broken",
    )
    vector(
        "package_signed_by_another",
        kind,
        "6.2",
        "Japan signs for Germany",
        made(key=TRAVEL.jp.key),
        code="custody.signature.not_theirs",
    )
    vector(
        "package_item_changed",
        kind,
        "6.10",
        "one byte of an item",
        flipped(good, good.index(b"access log of the panel")),
        code="custody.package.item",
    )
    at = good.index(b'"verb":"released"')
    vector(
        "package_entry_changed",
        kind,
        "6.6",
        "a verb in the third entry",
        good[:at] + good[at:].replace(b"released", b"returned", 1),
        code="custody.package.entry",
    )
    vector(
        "package_entry_left_out",
        kind,
        "6.7",
        "the second entry is missing",
        made(lambda lines: lines[:1] + lines[2:]),
        code="custody.package.entry",
    )
    vector(
        "package_entries_swapped",
        kind,
        "6.7",
        "two entries change places",
        made(lambda lines: [lines[1], lines[0], *lines[2:]]),
        code="custody.package.entry",
    )
    vector(
        "package_last_entry_cut",
        kind,
        "6.7",
        "Japan's last entry is missing",
        made(lambda lines: lines[:-1]),
        code="custody.package.entry",
    )
    vector(
        "package_order_not_listed",
        kind,
        "6.11",
        "the judge's order is not listed",
        made(authorisations=[]),
        code="custody.package.not_one",
    )
    vector(
        "package_chain_ends_elsewhere",
        kind,
        "6.11",
        "Germany's chain is missing",
        made(chains=[TRAVEL.jp.chain(*items)]),
        code="custody.package.chain",
    )
