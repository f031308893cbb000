"""The assertions of the case: which look belongs before and which after a step."""

from __future__ import annotations

from collections.abc import Mapping

from comity_demo.looks import asking, ending, evidence
from comity_demo.looks.ledger import Checking, Look
from comity_demo.running import RunningNetwork
from comity_demo.walk import Walk

BEFORE: Mapping[str, Look] = {
    "send": asking.jp_stopped,
    "copied": asking.not_lapsed,
    "release": evidence.no_release,
}
AFTER: Mapping[str, Look] = {
    "report": asking.acknowledgement, "routes": asking.routes, "send": asking.jp_started, "opened": asking.opened,
    "executed": asking.in_part, "order_home": asking.provider, "hold_told": asking.held, "board": asking.board,
    "french_report": asking.money, "seizure": asking.seized, "lapse": asking.lapsed, "orders_answered": asking.orders, "kept_served": asking.identified, "hold_over": asking.hold_over,
    "second": evidence.two_people, "returned": evidence.custody, "offers": evidence.offered, "nine": evidence.nine,
    "outcome": ending.agreed, "read": ending.told, "figures": ending.counted, "ruritania": ending.stopped,
}  # fmt: skip


def before(key: str, walk: Walk, running: RunningNetwork, ledger: Checking) -> None:
    """Make the checks that belong before a step."""
    if key in BEFORE:
        BEFORE[key](walk, running, ledger)


def after(key: str, walk: Walk, running: RunningNetwork, ledger: Checking) -> None:
    """Make the checks that belong after a step."""
    if key in AFTER:
        AFTER[key](walk, running, ledger)
