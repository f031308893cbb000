"""Ruritania's request: a signed, sealed envelope like any other, from a folder with keys and without a node.

``python -m comity_demo.stranger NETWORK INSTANT`` posts it; a process of its own, since sending needs the exchange's code set up.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from comity_demo import faults
from comity_demo.browser import Stuck
from comity_demo.network import Network
from comity_demo.running import environment

MATTER = UUID("7f3a1c52-0d53-4a8e-9a3e-52b1f0c8d611")
BODY: dict[str, Any] = {
    "schema": "comity.request/1", "reference": "0000XR0001", "requesting": "XR", "requested": "DE", "instrument": "bc-29-preservation",
    "legal_basis": "BC 29, 35(1)(b)", "measure": "preservation", "urgency": "urgent", "from_role": "contact_point", "to_role": "contact_point",
    "confidential": True, "life_at_risk": False, "data_categories": ["subscriber", "traffic"], "offence_articles": [], "tags": [],
    "stated": {"max_penalty_months": 36, "political_character": False}, "basis_confidence": "", "period_days": None, "ends_on": None, "book": "",
    "follows": "", "steps": ["sign_and_send"],
    "fields": {
        "requesting_authority": {"name": "Ruritania, Contact Point (demonstration)"},
        "facts_summary": "The author of a satirical page spread false information about the president of the republic: up to 36 months.",
        "data_to_preserve": {"kind": "domain", "value": "satire-ruritania.example"},
        "relation_to_offence": "The page was written by the author.",
        "necessity": "To find the author.",
    },
}  # fmt: skip


def send(network: Network, at: datetime) -> None:
    """Post it to the German contact point.

    Raises:
        Stuck: the gateway did not take it.
    """
    done = subprocess.run(
        [sys.executable, "-m", "comity_demo.stranger", str(network.folder), at.isoformat()],
        env=environment() | {"COMITY_NODE": str(network.homes["xr"].path), "COMITY_DOOR": "admin", "DJANGO_SETTINGS_MODULE": "comity.node.conf.settings"},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if done.returncode:
        raise Stuck(faults.STEP_FAILED.fault(step="ruritania", reason=done.stderr.strip()[-400:]))


def main() -> None:
    """Send, in a process with the exchange's code set up."""
    import django

    django.setup()
    from comity.node.exchange import outside

    folder, at = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
    answer = outside.send(
        folder / "xr",
        sender="xr-contact",
        to="de-contact",
        matter=MATTER,
        kind="request",
        body=BODY,
        at=at,
        instrument=BODY["instrument"],
    )
    if not answer.good:
        sys.stderr.write(f"{answer.body!r}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
