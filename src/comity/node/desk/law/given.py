"""The question as an address carries it: each part of it under a plain name, so that it can be kept, sent and gone back to.

Pure: names and values of a query in, the ``[facts]`` table of a scenario out. What the values mean is checked where the scenario is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

Given = Mapping[str, tuple[str, ...]]
"""The question: every part with its values; a part that was not given is not there."""

FACTORS = ("victim", "system", "provider", "storage", "suspect")
"""Places as the page asks for them: from what a desk usually knows to what it seldom knows."""
PERSONS: Mapping[str, str] = {
    "nationality": "suspect_nationality",
    "residence": "suspect_residence",
    "victims": "victim_nationality",
}
PARTS: Mapping[str, tuple[str, ...]] = {
    "who": ("requesting", "requested"),
    "conduct": ("articles", "perhaps"),
    "elements": ("yes", "no", "open"),
    "wanted": ("goal",),
    "measure": ("measure",),
    "data": ("categories",),
    "where": (*FACTORS, "sure"),
    "provider": ("seat", "designated", "eu"),
    "money": ("amount", "currency", "left"),
    "people": (*PERSONS, "proc"),
    "urgency": ("urgency", "danger", "political", "tags"),
    "more": ("consent", "said", "denied", "unsaid"),
    "role": ("role", "validated"),
    "day": ("on",),
}
"""What each question of the wizard asks for, by the names in the address; in the order they are asked."""
HEAD = ("case", "done", "refused", "ground")
"""Parts that no question of the wizard asks for. ``done``: questions that were answered, be it with nothing, over a case's own facts."""
SINGLE = frozenset({
    "case", "requesting", "measure", "goal", "seat", "designated", "eu", "amount", "currency", "left", "urgency", "danger", "political",
    "consent", "role", "validated", "on", "refused", "ground",
})  # fmt: skip
PROCEEDING = ("state", "stage", "merits_examined", "same_acts", "penalty")
"""Earlier proceedings as one value of the address, its parts joined by dots."""
_MOST, _LONGEST = 60, 120
_TRUTH = {"yes": True, "no": False}


class Query(Protocol):
    """The query of an address."""

    def getlist(self, name: str) -> list[str]:
        """Return every value of a name."""


def read(query: Query) -> Given:
    """Return the parts of a question an address gives: trimmed, each value once, no more than a page can hold.

    >>> from django.http import QueryDict
    >>> read(QueryDict("requested=JP&requested= jp&on=2026-11-23&on=2027-01-01&other=1"))
    {'requested': ('JP', 'jp'), 'on': ('2026-11-23',)}
    """
    names = [*(name for parts in PARTS.values() for name in parts), *HEAD]
    return tidy({name: query.getlist(name) for name in names})


def tidy(parts: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return parts trimmed and without what is empty."""
    found: dict[str, tuple[str, ...]] = {}
    for name, values in parts.items():
        kept = tuple(dict.fromkeys(one.strip()[:_LONGEST] for one in values if one.strip()))
        if kept:
            found[name] = kept[:1] if name in SINGLE else kept[:_MOST]
    return found


def one(given: Given, name: str) -> str:
    """Return the value of a part that has one, or nothing."""
    return given.get(name, ("",))[0]


def answered(given: Given, step: str) -> bool:
    """Say whether a question was answered in the address, be it with nothing."""
    return step in given.get("done", ()) or any(name in given for name in PARTS[step])


def facts(given: Given, base: Mapping[str, Any]) -> dict[str, Any]:
    """Lay what the address states over the facts known already (of a case, or none), question by question."""
    table = dict(base)
    for step, lay in _LAYERS.items():
        if answered(given, step):
            table.update(lay(given, base))
    return {name: value for name, value in table.items() if value is not None}


Layer = Callable[[Given, Mapping[str, Any]], dict[str, Any]]


def _conduct(given: Given, _base: Mapping[str, Any]) -> dict[str, Any]:
    return {"articles": list(given.get("articles", ())) or None}


def _elements(given: Given, base: Mapping[str, Any]) -> dict[str, Any]:
    return {"elements": {**base.get("elements", {}), **_truths(given, "yes", "no", "open")}}


def _where(given: Given, _base: Mapping[str, Any]) -> dict[str, Any]:
    places: dict[str, Any] = {name: list(given[name]) for name in FACTORS if name in given}
    # A list may be complete only where there is one: "sure" of nothing would say that it is nowhere.
    closed = [name for name in given.get("sure", ()) if name in places or name not in FACTORS]
    return {"places": {**places, **({"complete": closed} if closed else {})} or None}


def _provider(given: Given, _base: Mapping[str, Any]) -> dict[str, Any]:
    found = {"seat": one(given, "seat"), "designated_in": one(given, "designated"), "offers_services_in_eu": _truth(given, "eu")}  # fmt: skip
    return {"provider": _filled(found) or None}


def _money(given: Given, _base: Mapping[str, Any]) -> dict[str, Any]:
    found = {"amount": one(given, "amount"), "currency": one(given, "currency").upper(), "left_at": one(given, "left")}  # fmt: skip
    return {"money": _filled(found) or None}


def _people(given: Given, _base: Mapping[str, Any]) -> dict[str, Any]:
    persons = {fact: list(given[name]) for name, fact in PERSONS.items() if name in given}
    rows = [proceeding(text) for text in given.get("proc", ())]
    return {"persons": persons or None, "proceedings": rows or None}


def _urgency(given: Given, _base: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "danger_to_life": _truth(given, "danger"),
        "political_character": _truth(given, "political"),
        "tags": list(given.get("tags", ())) or None,
    }


def _more(given: Given, base: Mapping[str, Any]) -> dict[str, Any]:
    stated = {**base.get("stated", {}), **_truths(given, "said", "denied", "unsaid")}
    return {"consent": one(given, "consent") or base.get("consent"), "stated": stated or None}


_LAYERS: Mapping[str, Layer] = {
    "conduct": _conduct, "elements": _elements, "where": _where, "provider": _provider, "money": _money, "people": _people,
    "urgency": _urgency, "more": _more,
}  # fmt: skip


def proceeding(text: str) -> dict[str, Any]:
    """Return earlier proceedings as a scenario writes them.

    >>> proceeding("FR.final.yes.unknown.served")
    {'state': 'FR', 'stage': 'final', 'merits_examined': True, 'penalty': 'served'}
    """
    values = dict(zip(PROCEEDING, text.split("."), strict=False))
    found: dict[str, Any] = {name: _TRUTH.get(value, value) for name, value in values.items()}
    return {name: value for name, value in found.items() if value not in ("", "unknown")}


def _truths(given: Given, yes: str, no: str, unknown: str) -> dict[str, Any]:
    said: list[tuple[Iterable[str], Any]] = [
        (given.get(unknown, ()), "unknown"),
        (given.get(no, ()), False),
        (given.get(yes, ()), True),
    ]
    return {name: value for names, value in said for name in names}


def _truth(given: Given, name: str) -> Any:
    """Return yes and no as truths; nothing where nobody said; another word stays, to be named as wrong."""
    said = one(given, name)
    return None if said in ("", "unknown") else _TRUTH.get(said, said)


def _filled(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in table.items() if value not in ("", None)}
