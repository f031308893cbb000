"""What a person needs who does a step by hand: what to type or to choose, by the words on the page; the values stand in the material alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity_demo import material, people
from comity_demo.acts import money, orders, request
from comity_demo.marked import marked as _


@dataclass(frozen=True, slots=True)
class Need:
    """One thing: what it is for, and the value. ``words``: the value is a text to be said in the language of the page."""

    what: str
    value: str
    words: bool = False


_FACT: Mapping[str, str] = {
    "provider.seat": _("the provider's seat"),
    "provider.designated_in": _("the state of the provider's designated establishment"),
    "provider.offers_services_in_eu": _("the provider offers services in the European Union"),
    "places.provider": _("where the providers are"),
    "places.system": _("where the attacked system is"),
    "places.storage": _("where the data lie"),
    "consent": _("consent of whoever may dispose of the data"),
    "political_character": _("the offence is of political character"),
}
_VALUE: Mapping[str, str] = {"yes": _("Yes"), "no": _("No"), "none": _("none was given")}
LEAD = "jonas.weber"


def _stated(facts: Iterable[tuple[str, str, str]]) -> tuple[Need, ...]:
    return tuple(
        Need(_FACT[name], _VALUE.get(value, value), value in _VALUE) for name, value, _source in facts
    )


def _day(form: Mapping[str, object], name: str) -> str:
    return ".".join(str(form[f"{name}-{part}"]) for part in ("day", "month", "year"))


NEEDED: Mapping[str, tuple[Need, ...]] = {
    "report": (
        Need(_("The false page"), f"https://{material.DOMAIN}/login"),
        Need(_("What she lost, in euros"), material.AMOUNT),
        Need(_("The account it went to"), material.IBAN),
        Need(_("The address her mail is forwarded to"), material.FORWARD),
        Need(_("Her name"), material.VICTIM),
    ),
    "case": (Need(_("The lead"), people.PEOPLE[LEAD].name),),
    "ticket": (
        Need(_("The account it left"), material.OWN_IBAN),
        Need(_("The account it went to"), material.IBAN),
        Need(_("Reference of the payment"), material.PAYMENT),
        Need(_("What happened"), money.FILLED["fraud_summary"]),
    ),
    "bank_order": (
        Need(_("The bank"), people.ORGANISATIONS["fr-port"].name),
        Need(_("The account"), material.IBAN),
        Need(_("The amount, in euros"), material.AMOUNT),
        Need(_("The last day of the hold"), _day(money.ORDER, "ends_on")),
    ),
    "money_held": (
        Need(_("The amount, in euros"), material.HELD),
        Need(_("The last day of the hold"), _day(money.ORDER, "ends_on")),
    ),
    "french_report": (Need(_("The answer in words"), money.ANSWER),),
    "facts": _stated(request.FACTS),
    "leave": (
        Need(_("To work on the case"), people.PEOPLE["leyla.aydin"].name),
        Need(_("To send what was drafted"), people.PEOPLE["nils.petersen"].name),
    ),
    "draft": (
        Need(_("Whom to ask"), people.ORGANISATIONS["jp-contact"].name),
        Need(_("Internet address (IP)"), material.SERVER),
        Need(_("Port"), request.KEEP["data_to_preserve-port"]),
        Need(_("From, in Berlin"), request.KEEP["data_to_preserve-from"].replace("T", " ")),
        Need(_("To, in Berlin"), request.KEEP["data_to_preserve-to"].replace("T", " ")),
        Need(_("Who has the data"), material.OSAKA),
        Need(_("What happened"), request.KEEP["facts_summary"]),
        Need(_("What the data have to do with it"), request.KEEP["relation_to_offence"]),
        Need(_("Why it is needed"), request.KEEP["necessity"]),
    ),
    "commit": (Need(_("By which day it follows"), _day(request.PROMISE, "by_day")),),
    "order_home": (
        Need(_("The holder"), people.ORGANISATIONS["jp-hoshi"].name),
        Need(_("Which data"), _("traffic data"), words=True),
    ),
    "path": (
        Need(_("Address found"), material.PANEL),
        Need(_("Provider found"), material.LYON),
        Need(_("State of that provider"), "FR"),
    ),
    "lyon_facts": _stated(orders.LYON),
    "orders": (
        Need(_("Addressee"), orders.ORDER["addressee"]),
        Need(_("Internet address (IP)"), material.PANEL),
        Need(_("Port"), orders.ORDER["user_or_other_identifier-port"]),
        Need(_("From, in Berlin"), orders.ORDER["user_or_other_identifier-from"].replace("T", " ")),
        Need(_("To, in Berlin"), orders.ORDER["user_or_other_identifier-to"].replace("T", " ")),
        Need(_("Why it is needed"), orders.ORDER["necessity_and_proportionality"]),
        Need(_("What happened"), orders.ORDER["case_summary"]),
    ),
    "assistance": (
        Need(_("Authority that asks"), orders.MLA["requesting_authority"]),
        Need(_("Authority that investigates"), orders.MLA["investigating_authority"]),
        Need(_("Provisions and penalties"), orders.MLA["legal_provisions_and_penalties"]),
        Need(_("What is asked for"), orders.MLA["assistance_sought"]),
        Need(_("What it is for"), orders.MLA["purpose"]),
    ),
    "second_period": (Need(_("The answer in words"), orders.SECOND_PERIOD),),
    "colleagues_in": (
        Need(_("The police"), people.ORGANISATIONS["jp-police"].name),
        Need(_("The prosecution"), people.ORGANISATIONS["jp-prosecution"].name),
    ),
    "police_in": (Need(_("The police"), people.ORGANISATIONS["jp-police"].name),),
    "warrant": (
        Need(_("Which authority"), material.COURT),
        Need(_("Its reference"), material.WARRANT),
        Need(_("Its day"), "14.1.2027"),
    ),
    "consult": (Need(_("With whom"), people.ORGANISATIONS["fr-prosecution"].name),),
}
"""By steps; a step that is not named needs nothing but what stands on its pages."""


def of(key: str) -> tuple[Need, ...]:
    """Return what a step needs."""
    return NEEDED.get(key, ())
