"""Reports made without the portal's pages: plain values in, rows out."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from comity.node.base.home import Home
from comity.node.base.keyring import Keyring
from comity.node.reports import actions
from comity.node.reports.content import Secrets, Submission
from comity.node.reports.models import Report

WORDS = "Ich habe auf https://konto-sicherheit.example ein Passwort eingegeben. Quittenkanarie."


def submission(**changes: Any) -> Submission:
    given: dict[str, Any] = {
        "language": "de", "answers": {"first": "money", "money_when": "today", "story": WORDS}, "own_words": WORDS,
        "name": "Erna Namenskanarie", "contact": "kontakt.kanarie@mail.example", "country": "DE", "opening": "money",
        "elements": {"property_loss": True}, "places": {"victim": ["DE"]}, "facts": {"marks": ["money_recent"], "tags": []},
        "amount": Decimal(4200), "currency": "EUR",
    }  # fmt: skip
    return Submission(**(given | changes))


def send(
    home: Home, owner: Any, at: datetime, *, secrets: Secrets | None = None, **changes: Any
) -> tuple[Report, Secrets]:
    held = secrets or actions.new_secrets()
    row = actions.submit(
        submission(**changes), held, owner=owner, keyring=Keyring(home, "portal"), by=actions.ANYBODY, at=at
    )
    return row, held
