"""How the case ends: who prosecutes, what she is told, what is counted, what is stopped."""

from __future__ import annotations

import contextlib

from comity_demo.acts import forms
from comity_demo.browser import Browser, Stuck
from comity_demo.looks.ledger import Checking
from comity_demo.running import RunningNetwork
from comity_demo.walk import Walk


def agreed(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """Both sides have decided the same."""
    seen = walk.seen["consultation"]
    ledger.check(
        "who prosecutes is settled between both sides", "DE" in seen or "Germany" in seen, seen[:300]
    )
    ledger.check(
        "both laws' claims stand side by side with their citations",
        "StGB" in seen or "BC 22" in seen,
        seen[:400],
    )


def told(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """She reads what an officer released."""
    ledger.check(
        "she reads the letter with her code",
        "There is a result" in walk.memory["letter"],
        walk.memory["letter"][:200],
    )
    ledger.check(
        "it says that it is known who was behind it, and of no charge and no court",
        "the police know who was behind it" in walk.memory["letter"]
        and not any(words in walk.memory["letter"] for words in ("charged", "court will")),
        walk.memory["letter"][:600],
    )
    other = Browser(walk.network, "de", "portal")
    page = other.submit(
        other.get("/back"), "back", {"code": "0000-0000-0000-0000-0000-0000-0000"}, status=(200, 422, 429)
    )
    ledger.check(
        "with another code nobody reads anything", page.status in {422, 429}, f"status {page.status}"
    )
    other.close()


def counted(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """The desk sees the counts, the public page hides them."""
    counts = (
        "Reports received: 3",
        "Cases opened: 1",
        "Expedited preservation of stored computer data Executed in part 1",
        "European Production Order: subscriber data or user identification only Executed 1",
        "European Preservation Order Executed 1",
        "Request under a bilateral or regional assistance treaty Executed 1",
    )
    ada = walk.person("ada.lindner")
    with contextlib.suppress(
        Stuck
    ):  # the last step may still be on its way here; what is wanting is named below
        walk.until(
            lambda: ada.get("/figures/"),
            lambda page: all(words in page.main for words in counts),
            "the figures",
        )
    desk = ada.get("/figures/").main
    for words in counts:
        ledger.check(f"the desk counts: {words}", words in desk)
    public = walk.visitor().get("/figures")
    ledger.check(
        "the public page shows them suppressed", "suppressed" in public.main and "fewer than 5" in public.main
    )
    document = walk.visitor().get("/figures.json").document
    shown = [cell["count"] for measure in document["measures"] for cell in measure["cells"]]
    ledger.check(
        "no small number is in the JSON", shown and all(one is None or one >= 5 for one in shown), str(shown)
    )
    table = walk.visitor().get("/figures.csv")
    ledger.check("the same as CSV", table.status == 200 and b"," in table.body)
    reports = walk.person("emma.roux").get("/inbox/?view=waiting").links(rf"/inbox/{forms.UUID}/$")
    ledger.check("one report in France", len(set(reports)) == 1, f"{len(set(reports))}")


def stopped(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """Nothing was done for Ruritania; it is answered with reasons."""
    ledger.check(
        "the request is stopped at the rights gate before anybody decides",
        "Stopped: a right may be at stake" in walk.seen["ruritania.stopped"],
    )
    ledger.check(
        "it is refused for rights by a named lawyer",
        "Refused for rights by Marta Kühn" in walk.seen["ruritania"],
        walk.seen["ruritania"][:400],
    )
