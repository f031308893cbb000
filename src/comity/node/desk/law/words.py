"""Words of the law pages that the book does not have: heads of jurisdiction as officers call them, and what the route planner asks."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.node.desk.law.path import CHECK

HEADS: Mapping[str, Promise] = {
    "territory": _("Territory"),
    "active_nationality": _("Nationality of the suspect"),
    "passive_nationality": _("Nationality of the victim"),
    "aut_dedere": _("Extradite or prosecute"),
    "domestic_extra": _("What domestic law reaches beyond the treaty"),
    "residence": _("Residence of the suspect"),
    "flag": _("Ship or aircraft"),
}

FACTOR: Mapping[str, Promise] = {
    "victim": _("The victim"),
    "system": _("The attacked system"),
    "provider": _("The providers"),
    "storage": _("The data as stored"),
    "suspect": _("The suspect"),
}
PERSON: Mapping[str, Promise] = {
    "nationality": _("Nationality of the suspect"),
    "residence": _("Where the suspect lives"),
    "victims": _("Nationality of the victim"),
}
STAGE: Mapping[str, Promise] = {
    "investigating": _("being investigated"),
    "charged": _("charged"),
    "final": _("final judgment"),
    "ended_without_merits": _("ended without a look at the merits"),
    "unknown": _("not known"),
}
PENALTY: Mapping[str, Promise] = {
    "none": _("none was passed"),
    "served": _("served"),
    "being_served": _("being served"),
    "no_longer_enforceable": _("can no longer be enforced"),
    "not_started": _("not begun"),
    "unknown": _("not known"),
}
VALIDATED: Mapping[str, Promise] = {
    "judge": _("A judge"),
    "prosecutor": _("A prosecutor"),
    "police": _("The police"),
    "none": _("Nobody yet"),
}
CONSENT: Mapping[str, Promise] = {
    "lawful_and_voluntary": _("Yes, lawful and given freely"),
    "none": _("No"),
    "unknown": _("Not known"),
}
TITLE: Mapping[str, Promise] = {
    "who": _("Who asks whom?"),
    "conduct": _("What happened?"),
    "elements": _("What is known of each point?"),
    "wanted": _("What is wanted?"),
    "measure": _("What exactly?"),
    "data": _("Which kinds of data?"),
    "where": _("In which states is each?"),
    "provider": _("What is known of the provider?"),
    "money": _("Has money left?"),
    "people": _("What is known of the persons?"),
    "urgency": _("How urgent is it, and what is at stake?"),
    "more": _("What else is known?"),
    "role": _("Who asks?"),
    "day": _("As of which day?"),
    CHECK: _("Check your answers"),
}
