"""What the engine names by code, in words: the facts that would settle a gate, and the fields a form asks for.

A document of the engine stays as it is for machines; this is done to the copy that a page shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.law.words import country_name
from comity.node.assistance import words as fields
from comity.node.cases import queries as cases
from comity.node.desk import page
from comity.node.desk.cases.facts import meanings, words_of
from comity.node.ui.labels import label

_NOT_OF_A_CASE: Mapping[str, Promise] = {
    "scenario.urgency": gettext_lazy("how urgent it is"),
    "scenario.on": gettext_lazy("the day it is asked"),
    "articles": gettext_lazy("the offence that is prosecuted"),
    "elements": gettext_lazy("the elements of the offence"),
    "ask.validated_by": gettext_lazy("who validated the order"),
    "ask.addressee": gettext_lazy("to whom it goes"),
    "ask.sender": gettext_lazy("who asks"),
    "stated.foreign_provider_found": gettext_lazy("a provider abroad took part in sending the data"),
    "stated.targets_person_of_other_party": gettext_lazy(
        "the measure is aimed at a person of the other state"
    ),
    "stated.recall_sent": gettext_lazy("the recall of the payment was sent"),
    "stated.rail_supports_recall": gettext_lazy("the way of payment knows a recall"),
    "stated.fiu_may_suspend": gettext_lazy("the financial intelligence unit there may suspend the payment"),
    "stated.organised_criminal_group": gettext_lazy("an organised criminal group took part"),
    "stated.transnational": gettext_lazy("it crosses the frontiers of states"),
    "stated.other_offences": gettext_lazy("the person is to be tried for more than is asked for"),
    "stated.addressee_did_not_comply": gettext_lazy("the addressee did not comply"),
}


def full(name: str) -> str:
    """Return a fact the engine names as a case knows it; without its first word where no case can hold it."""
    bare = name.removeprefix("facts.")
    return next((one for one in (bare, f"elements.{bare}") if one in cases.names()), bare)


def fact(name: str) -> str:
    """Say what would settle something: a fact of the case, of the request, or what a law says."""
    known = full(name)
    said = meanings().get(known) or _NOT_OF_A_CASE.get(known)
    if said:
        return str(said)
    if known.startswith("money in "):
        return _("the amount in %(currency)s") % {"currency": known.removeprefix("money in ")}
    match known.split("."):
        case ["law", "power", state, measure]:
            return _("whether the law of %(state)s knows: %(measure)s") % {
                "state": country_name(state, page.language()),
                "measure": label(measure, "measure"),
            }
        case ["max_penalty_months", state]:
            return _("the highest penalty in %(state)s") % {"state": country_name(state, page.language())}
        case ["law", "direct_contact", state]:
            return _("whether authorities of %(state)s may be asked directly") % {
                "state": country_name(state, page.language())
            }
    return words_of(known)


def route(document: dict[str, Any]) -> dict[str, Any]:
    """Put what a route's gates name by code into words, in place, and return it."""
    for gate in document.get("gates", ()):
        gate["settles"] = list(dict.fromkeys(fact(name) for name in gate.get("settles", ())))
        for reason in gate.get("reasons", ()):
            given = reason.get("params") or {}
            if isinstance(given.get("fields"), list | tuple):
                reason["params"] = {
                    **given,
                    "fields": [fields.say(name, fields.FIELD) for name in given["fields"]],
                }
    return document
