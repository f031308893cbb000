"""How far the case has come: what the nodes' own rows show, and what leaves no row but was done by the button or said to be done.

Nothing is taken as done because it stands earlier in the list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from comity_demo import story
from comity_demo.network import Network

_FIRST: Mapping[str, tuple[str, ...]] = {
    "report": ("triage",),
    "triage": ("case",),
    "case": ("ticket", "facts", "routes", "leave"),
    "ticket": ("bank_order",),
    "bank_order": ("money_held",),
    "money_held": ("french_report", "seizure"),
    "leave": ("draft",),
    "draft": ("commit",),
    "commit": ("send",),
    "send": ("opened", "board"),
    "opened": ("executed",),
    "executed": ("police_in",),
    "police_in": ("order_home",),
    "order_home": ("hold",),
    "hold": ("hold_told",),
    "hold_told": ("path", "assistance", "second_period"),
    "path": ("lyon_facts",),
    "lyon_facts": ("orders",),
    "orders": ("orders_answered",),
    "orders_answered": ("identified",),
    "identified": ("identified_here",),
    "identified_here": ("kept_served",),
    "second_period": ("period_granted",),
    "period_granted": ("prolonged",),
    "assistance": ("dispatched",),
    "dispatched": ("granted",),
    "granted": ("colleagues_in",),
    "colleagues_in": ("warrant",),
    "warrant": ("copied",),
    "copied": ("hold_over", "release"),
    "release": ("second",),
    "second": ("delivered", "returned"),
    "delivered": ("confirmed",),
    "returned": ("offers",),
    "offers": ("accepted",),
    "accepted": ("people_sent",),
    "people_sent": ("nine",),
    "confirmed": ("consult",),
    "consult": ("agreed",),
    "agreed": ("outcome",),
    "outcome": ("letter",),
    "letter": ("read",),
}
NEEDS: Mapping[str, str] = {later: first for first, many in _FIRST.items() for later in many}
"""The step without which another cannot be done. A step that is not named here can be done at any time.

Only steps that show in some node's rows are asked for: what somebody did by hand must not be asked of her again."""


def done(network: Network, shown: Iterable[str]) -> frozenset[str]:
    """Return the steps that were done, by whomever: as the nodes' rows show, or as was said where there is no row."""
    return frozenset(shown) | frozenset(memory(network).get("done", "").split())


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
    key = next((key for key in ahead if key not in before), keys[-1])
    first = lacking(key, before)
    return first.key if first else key


def memory(network: Network) -> Mapping[str, str]:
    """Return what the steps done for somebody left for later ones; nothing where none was done yet."""
    file = network.folder / "walk.json"
    return dict(json.loads(file.read_bytes())) if file.exists() else {}


def remember(network: Network, key: str) -> None:
    """Note that somebody says she did a step."""
    from comity_demo.walk import Walk

    Walk(network).note_done(key)
