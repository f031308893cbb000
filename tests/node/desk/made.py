"""Reports that a desk has received and the worker has read, made without the portal's pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from comity.node.base import clock
from comity.node.base.home import Home
from comity.node.reports import rounds
from comity.node.reports.models import Report
from tests.node.reports.made import send
from tests.support.node import AT, as_door

IBAN = "FR1420041010050500013M02606"
"""A published test account."""
LANTERN: dict[str, Any] = {
    "access_to_system": True, "without_right": True, "intent": True, "security_measure_infringed": True,
    "remote_or_connected_system": True, "device_or_access_code": True, "dealing_or_possession": True,
    "intent_further_offence": True, "data_or_system_interference": None, "deception_of_person": None, "property_loss": True,
    "intent_economic_benefit": True, "dishonest_intent": True,
}  # fmt: skip


def words(text: str) -> dict[str, Any]:
    """Return what a narrative changes of a submission: her own words and the answer they came from."""
    return {"own_words": text, "answers": {"first": "money", "money_when": "today", "story": text}}


def received(home: Home, owner: Any, text: str, *, at: datetime = AT, **changes: Any) -> Report:
    """Send a report and have the worker read it."""
    with clock.holding(at):
        row, _ = send(home, owner, at, **{**words(text), **changes})
        read(at)
    row.refresh_from_db()
    return row


def read(at: datetime = AT) -> None:
    """Walk the round that reads new reports, as the worker's database role."""
    with as_door("worker"):
        rounds.read_new(at)


def lantern(home: Home, owner: Any, *, at: datetime = AT) -> Report:
    """Make the report of the demonstration case as her answers state it."""
    return received(
        home,
        owner,
        f"Auf konto-sicherheit.example habe ich mein Passwort eingegeben. Danach gingen 4.200 Euro an {IBAN}.",
        at=at,
        elements=LANTERN,
        places={"victim": ["DE"], "system": ["DE"], "provider": ["DE", "JP"], "storage": ["JP"]},
        facts={
            "marks": ["money_recent", "bank_not_told", "forwarding_rule"],
            "tags": [],
            "danger_to_life": False,
        },
        money_left_at=at - timedelta(hours=3, minutes=47),
    )
