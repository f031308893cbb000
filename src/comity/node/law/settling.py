"""What would settle a question of the engine, in words: an element of the offence, a fact of the case, what a law says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.law.words import country_name
from comity.node.law.asking import language
from comity.node.ui.labels import label
from comity.node.ui.law_view import element

_WORDS: Mapping[str, Promise] = {
    "scenario.urgency": gettext_lazy("how urgent it is"),
    "scenario.on": gettext_lazy("the day it is asked"),
    "articles": gettext_lazy("the offence that is prosecuted"),
    "elements": gettext_lazy("the elements of the offence"),
    "ask.addressee": gettext_lazy("to whom it goes"),
    "ask.sender": gettext_lazy("who asks"),
    "ask.validated_by": gettext_lazy("who validated the order"),
    "consent": gettext_lazy("consent of whoever may dispose of the data"),
    "places.provider": gettext_lazy("where the providers are"),
    "places.storage": gettext_lazy("where the data lie"),
    "places.suspect": gettext_lazy("where the suspect is"),
    "places.victim": gettext_lazy("where the victim is"),
    "provider.designated_in": gettext_lazy("the state of the provider's designated establishment"),
    "provider.offers_services_in_eu": gettext_lazy("the provider offers services in the European Union"),
    "provider.seat": gettext_lazy("the provider's seat"),
    "stated.addressee_did_not_comply": gettext_lazy("the addressee did not comply"),
    "stated.fiu_may_suspend": gettext_lazy("the financial intelligence unit there may suspend the payment"),
    "stated.foreign_provider_found": gettext_lazy("a provider abroad took part in sending the data"),
    "stated.organised_criminal_group": gettext_lazy("an organised group did it"),
    "stated.publicly_available": gettext_lazy("the data are publicly available"),
    "stated.rail_supports_recall": gettext_lazy("the way of payment knows a recall"),
    "stated.recall_sent": gettext_lazy("the recall of the payment was sent"),
    "stated.targets_person_of_other_party": gettext_lazy("the measure is aimed at a person of the other state"),
    "stated.transnational": gettext_lazy("the offence crosses a border"),
}  # fmt: skip


def fact(name: str) -> str:
    """Say what would settle something; the name read aloud where nobody gave it words."""
    bare = name.removeprefix("facts.")
    if bare in _WORDS:
        return str(_WORDS[bare])
    match bare.split("."):
        case ["elements", code]:
            return element(code)
        case ["max_penalty_months", state]:
            return _("the highest penalty in %(state)s") % {"state": country_name(state, language())}
        case ["law", "direct_contact", state]:
            return _("whether authorities of %(state)s may be asked directly") % {
                "state": country_name(state, language())
            }
        case ["law", "power", state, measure]:
            return _("whether the law of %(state)s knows: %(measure)s") % {
                "state": country_name(state, language()),
                "measure": label(measure, "measure"),
            }
    return bare.replace("_", " ").replace(".", ": ", 1).replace(".", " ")


def route(document: dict[str, Any]) -> dict[str, Any]:
    """Put what a route's gates name by code into words, in place, and return it."""
    for gate in document.get("gates", ()):
        gate["settles"] = list(dict.fromkeys(fact(name) for name in gate.get("settles", ())))
    return document
