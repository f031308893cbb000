"""How far the case has come: what the nodes' own rows show, and what the tour did for whoever follows it.

Nothing is taken as done because it stands earlier in the list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from comity_demo import story
from comity_demo.network import Network

STOPS: Mapping[str, tuple[str, ...]] = {
    "report": ("report",),
    "case": ("triage", "case"),
    "ticket": ("ticket",),
    "asked": ("leave", "draft", "commit", "send"),
    "hold": ("opened", "executed", "police_in", "order_home", "hold"),
    "path": ("path",),
    "orders": ("orders",),
    "assistance": ("assistance", "dispatched"),
    "evidence": ("granted", "colleagues_in", "warrant", "copied", "release", "second", "delivered"),
    "told": ("outcome", "letter"),
}
"""What a stop that the German node has seen proves: its step, and those without which it cannot be."""

_EXECUTING = ("granted", "colleagues_in", "warrant", "copied", "hold_over", "release", "second", "delivered")

NEEDS: Mapping[str, str] = (
    dict.fromkeys(("triage", "case"), "report")
    | dict.fromkeys(("ticket", "routes", "leave", "draft", "commit", "send"), "case")
    | dict.fromkeys(("bank_order", "money_held", "french_report", "seizure"), "ticket")
    | dict.fromkeys(("opened", "executed", "police_in", "order_home", "hold", "board", "path"), "send")
    | dict.fromkeys(("assistance", "second_period", "dispatched"), "hold")
    | {"orders": "path", "orders_answered": "orders", "identified": "orders"}
    | dict.fromkeys(_EXECUTING, "dispatched")
    | dict.fromkeys(
        ("returned", "offers", "accepted", "people_sent", "nine", "outcome", "letter"), "delivered"
    )
    | {"read": "letter"}
)
"""The step without which another cannot be done. A step that is not named here can be done at any time.

Only steps that show in the German node's rows are asked for: what somebody did by hand must not be asked of her again."""


def done(network: Network, stops: Iterable[str]) -> frozenset[str]:
    """Return the steps that were done, by hand as far as it shows in the German node, or by the tour's button."""
    shown = {step for stop in stops for step in STOPS.get(stop, ())}
    return frozenset(shown | set(memory(network).get("done", "").split()))


def lacking(key: str, before: frozenset[str]) -> story.Step | None:
    """Return the first step that has to be done before this one can be, ``None`` where nothing is in the way."""
    needed = NEEDS.get(key)
    if key in before or needed is None or needed in before:
        return None
    return lacking(needed, before) or story.STEPS[needed]


def following(before: frozenset[str]) -> str:
    """Return the step to go on with: the one after the furthest that was done, of those that need something."""
    keys = list(story.STEPS)
    reached = [place for place, key in enumerate(keys) if key in before and key in {"report", *NEEDS}]
    ahead = keys[reached[-1] + 1 :] if reached else keys
    return next((key for key in ahead if key not in before), keys[-1])


def memory(network: Network) -> Mapping[str, str]:
    """Return what the steps done for somebody left for later ones; nothing where none was done yet."""
    file = network.folder / "walk.json"
    return dict(json.loads(file.read_bytes())) if file.exists() else {}
