"""Move the clocks of all nodes together."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx

from comity_demo import people
from comity_demo.network import TOKEN_HEADER, Network


def set_clock(network: Network, at: datetime) -> list[str]:
    """Put the clock of every node to an instant; return the nodes that did not take it, being stopped."""
    missed = []
    for code in people.RUNNING:
        try:
            answer = httpx.post(
                f"{network.local(code, 'desk')}/demo/clock", json={"at": at.astimezone(UTC).isoformat()},
                headers={TOKEN_HEADER: network.token}, timeout=15, trust_env=False,
            )  # fmt: skip
            answer.raise_for_status()
        except httpx.HTTPError:
            missed.append(code)
    return missed
