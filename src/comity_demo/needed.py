"""What a person needs who does a step by hand: what to type or to choose, by the words on the page; the values stand in the material alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity_demo import material, people
from comity_demo.acts import ending, money, orders, request
from comity_demo.marked import marked as _


@dataclass(frozen=True, slots=True)
class Need:
    """One thing: the name of the field on its form, and the value. ``words``: the value is a text to be said in the language of the page."""

    what: str
    value: str
    words: bool = False
    source: str = ""
    """Of a fact: where it is known from, by the words of its form."""


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
_VALUE: Mapping[str, str] = {"yes": _("Yes"), "no": _("No"), "none": _("No")}
_SOURCE: Mapping[str, str] = {
    "officer": _("Finding of the officer"),
    "open_source": _("Publicly available"),
    "other_authority": _("Another authority"),
}
_IN_ALL = (
    _("Data to identify a user, subscriber data, traffic data; no content"),
    _("Data to identify a user"),
)
"""The kinds of data that the two European orders ask for."""
LEAD = "jonas.weber"
_ASSISTANCE = _("Request under a bilateral or regional assistance treaty")


def _stated(facts: Iterable[tuple[str, str, str]]) -> tuple[Need, ...]:
    return tuple(
        Need(_FACT[name], _VALUE.get(value, value), value in _VALUE, _SOURCE[source])
        for name, value, source in facts
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
    "triage": (Need(_("For what purpose?"), _("Read a new report"), words=True),),
    "case": (Need(_("Who leads it?"), people.PEOPLE[LEAD].name),),
    "ticket": (
        Need(_("To whom?"), people.ORGANISATIONS["fr-police"].name),
        Need(_("Account it left"), material.OWN_IBAN),
        Need(_("Account it went to"), material.IBAN),
        Need(_("Reference of the payment"), material.PAYMENT),
        Need(_("The fraud in short"), money.FILLED["fraud_summary"]),
        Need(_("A formal request will follow"), _("Yes"), words=True),
    ),
    "bank_order": (
        Need(_("Why do you open it?"), _("to have the money held"), words=True),
        Need(_("Which holder?"), people.ORGANISATIONS["fr-port"].name),
        Need(_("Account"), material.IBAN),
        Need(_("Amount"), material.AMOUNT),
        Need(_("On which day does it end?"), _day(money.ORDER, "ends_on")),
    ),
    "money_held": (Need(_("Amount held"), material.HELD),),
    "french_report": (Need(_("Answer in words"), money.ANSWER),),
    "facts": _stated(request.FACTS),
    "leave": (
        Need(_("To work on the case"), people.PEOPLE["leyla.aydin"].name),
        Need(_("To send what was drafted"), people.PEOPLE["nils.petersen"].name),
    ),
    "draft": (
        Need(_("The instrument"), _("Expedited preservation of stored computer data (BC 29)"), words=True),
        Need(_("Kinds of data"), _("traffic data, content"), words=True),
        Need(_("To whom"), people.ORGANISATIONS["jp-contact"].name),
        Need(_("The facts in short"), request.KEEP["facts_summary"]),
        Need(_("Address, account or name"), material.SERVER),
        Need(_("Source port"), request.KEEP["data_to_preserve-port"]),
        Need(_("From, in Berlin"), request.KEEP["data_to_preserve-from"].replace("T", " ")),
        Need(_("Until, in Berlin"), request.KEEP["data_to_preserve-to"].replace("T", " ")),
        Need(_("What the data have to do with the offence"), request.KEEP["relation_to_offence"]),
        Need(_("Who holds them, or where the system is"), material.OSAKA),
        Need(_("Why it is necessary now"), request.KEEP["necessity"]),
        Need(_("Keep the request secret"), _("Yes"), words=True),
    ),
    "commit": (
        Need(_("Under which instrument will it follow?"), _ASSISTANCE, words=True),
        Need(_("By which day?"), _day(request.PROMISE, "by_day")),
    ),
    "opened": (Need(_("Why do you open it?"), _("to decide on it"), words=True),),
    "order_home": (
        Need(_("Which holder?"), people.ORGANISATIONS["jp-hoshi"].name),
        Need(_("Which data?"), _("traffic data"), words=True),
    ),
    "path": (
        Need(_("Address found"), material.PANEL),
        Need(_("Provider found"), material.LYON),
        Need(_("State of that provider"), "FR"),
    ),
    "lyon_facts": _stated(orders.LYON),
    "orders": (
        Need(_("Which state?"), "FR"),
        Need(_("Kinds of data of the order to preserve"), _IN_ALL[0], words=True),
        Need(_("Kinds of data of the order to identify the user"), _IN_ALL[1], words=True),
        Need(_("Authority that issues and validates"), orders.ORDER["issuing_and_validating_authority"]),
        Need(_("Addressee"), orders.ORDER["addressee"]),
        Need(_("Address, account or name"), material.PANEL),
        Need(_("Source port"), orders.ORDER["user_or_other_identifier-port"]),
        Need(_("From, in Berlin"), orders.ORDER["user_or_other_identifier-from"].replace("T", " ")),
        Need(_("Until, in Berlin"), orders.ORDER["user_or_other_identifier-to"].replace("T", " ")),
        Need(_("Kind of data"), "identification"),
        Need(_("Necessity and proportion"), orders.ORDER["necessity_and_proportionality"]),
        Need(_("Summary of the case"), orders.ORDER["case_summary"]),
        Need(_("Could the same be ordered at home?"), _("Yes"), words=True),
        Need(_("Language of the certificate"), orders.ORDER["certificate_language"]),
        Need(_("Certificate"), orders.ORDER["annex_i_certificate"]),
    ),
    "assistance": (
        Need(_("The instrument"), _ASSISTANCE, words=True),
        Need(_("Which data?"), _("subscriber data, traffic data, content"), words=True),
        Need(_("Authority that asks"), orders.MLA["requesting_authority"]),
        Need(_("Authority that investigates"), orders.MLA["investigating_authority"]),
        Need(_("Provisions of law and penalties"), orders.MLA["legal_provisions_and_penalties"]),
        Need(_("What is asked for"), orders.MLA["assistance_sought"]),
        Need(_("Purpose"), orders.MLA["purpose"]),
        Need(_("Procedure to be followed"), orders.MLA["procedure_requested"]),
        Need(_("Why it is urgent"), orders.MLA["urgency_reason"]),
        Need(_("Language"), orders.MLA["language"]),
    ),
    "second_period": (Need(_("Answer in words"), orders.SECOND_PERIOD),),
    "colleagues_in": (
        Need(_("The police"), people.ORGANISATIONS["jp-police"].name),
        Need(_("The prosecution"), people.ORGANISATIONS["jp-prosecution"].name),
    ),
    "police_in": (Need(_("The police"), people.ORGANISATIONS["jp-police"].name),),
    "warrant": (
        Need(_("Who decided?"), _("Judge"), words=True),
        Need(_("Authority"), material.COURT),
        Need(_("Day of the decision"), "14.1.2027"),
        Need(_("Its reference"), material.WARRANT),
    ),
    "offers": (
        Need(_("On which condition?"), ending.CONDITION),
        Need(_("Why does it help the other state?"), ending.WHY),
        Need(_("For what purpose is the list opened?"), _("To tell people who were harmed"), words=True),
    ),
    "consult": (Need(_("With whom?"), people.ORGANISATIONS["fr-prosecution"].name),),
    "outcome": (Need(_("What came of it?"), _("A suspect was identified"), words=True),),
    "ruritania": (
        Need(_("Your decision"), _("Refuse, for rights"), words=True),
        Need(
            _("Ground, where you refuse"),
            _("Sovereignty, security, public order or other essential interests"),
            words=True,
        ),
        Need(_("Your reasons"), ending.SATIRE),
    ),
}
"""By steps; a step that is not named needs nothing but what stands on its pages."""


def of(key: str) -> tuple[Need, ...]:
    """Return what a step needs."""
    return NEEDED.get(key, ())
