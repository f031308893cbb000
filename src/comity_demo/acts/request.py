"""Parts 3 to 5: the ways to the data, the request by three people, its way to Tokyo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity_demo import material
from comity_demo.acts import finding, forms

if TYPE_CHECKING:
    from comity_demo.walk import Walk

KEEP = {
    "facts_summary": "A reporter in Kassel typed a mail password and a one-time code into a false page at konto-sicherheit.example on "
    "22 November 2026. Minutes later her mailbox was entered and 4,200 euros were sent to an account in France.",
    "data_to_preserve-kind": "ip",
    "data_to_preserve-value": material.SERVER,
    "data_to_preserve-port": "443",
    "data_to_preserve-from": "2026-11-22T16:30:00",
    "data_to_preserve-from-zone": "Europe/Berlin",
    "data_to_preserve-to": "2026-11-22T18:30:00",
    "data_to_preserve-to-zone": "Europe/Berlin",
    "relation_to_offence": "The false page was served from this address; its logs show who ran it and who else was harmed.",
    "custodian_or_system_location": material.OSAKA,
    "necessity": "Access logs are kept for a short time only; the page is still up.",
    "confidentiality_requested": "yes",
}


FACTS = (
    ("provider.seat", "JP", "open_source"),
    ("provider.offers_services_in_eu", "no", "open_source"),
    ("places.provider", "DE, JP", "officer"),
    ("places.system", "DE", "officer"),
    ("places.storage", "JP", "open_source"),
    ("consent", "none", "officer"),
    ("political_character", "no", "officer"),
)


def state_facts(walk: Walk, person: str, facts: tuple[tuple[str, str, str], ...]) -> None:
    """State facts of the case, each with where it comes from."""
    browser = walk.person(person)
    for name, value, source in facts:
        page = browser.get(f"/cases/{case(walk)}/facts/state/?name={name}")
        browser.submit(page, "act-case-fact", {"value": value, "source": source})


FOLLOW_UP = "mlat-bilateral"
"""What the prosecutor promises, and what follows in December."""


def facts(walk: Walk) -> str:
    """State what is known of the provider in Osaka."""
    state_facts(walk, "jonas.weber", FACTS)
    return "Stated: a firm in Japan that offers nothing in the Union."


def routes(walk: Walk) -> str:
    """Look at the ways to the data in Japan."""
    jonas = walk.person("jonas.weber")
    page = jonas.get(f"/law/?case={case(walk)}&requested=JP")
    walk.seen["routes"] = page.body.decode()
    return "The ways stand there with their reasons; every closed one names the gate that closes it."


def case(walk: Walk) -> str:
    """Return the id of the case "Lantern"."""
    return finding.case(walk)


def leave(walk: Walk) -> str:
    """Give the prosecutor and the contact point leave on the case."""
    jonas = walk.person("jonas.weber")
    for name, role in (("Leyla", "work"), ("Nils", "send")):
        page = jonas.get(f"/cases/{case(walk)}/people/")
        form = page.form("act-case-grant")
        jonas.submit(
            page, form, {"to": forms.option(page, "to", name), "role": role, "purpose": "request to Japan"}
        )
    return "Dr. Leyla Aydin may work on the case, Nils Petersen may send what was drafted."


def draft(walk: Walk) -> str:
    """Draft the request to keep the data, for logs and for content."""
    known = forms.made_already(walk, "jonas.weber", "request")
    if known is not None:
        return f"Drafted already: {forms.reference_on(known)}."
    jonas = walk.person("jonas.weber")
    address = f"/requests/new/?case={case(walk)}&instrument=bc-29-preservation&requested=JP&measure=preservation&categories=traffic,content&urgency=urgent"
    page = jonas.get(address)
    form = page.form("act-draft")
    values = {**KEEP, "to": "jp-contact", "kinds": ["traffic", "content"]}
    page = forms.drafted(jonas, jonas.submit(page, form, forms.only(form, values)))
    forms.keep(walk, "request", page)
    return f"Drafted: {forms.reference_on(page)}. Nothing has left."


PROMISE = {
    "words": "The request for assistance follows through the central authorities.",
    "by_day-day": "18", "by_day-month": "12", "by_day-year": "2026",
}  # fmt: skip


def commit(walk: Walk) -> str:
    """Promise the request that has to follow."""
    leyla, page = forms.request_page(walk, "leyla.aydin", "request")
    if forms.fact(page, "Committed by"):
        return "The prosecutor has committed already."
    form_page = leyla.get(page.url.rstrip("/") + "/commit/")
    form = form_page.form("act-commit")
    values = dict(PROMISE)
    if FOLLOW_UP in form.choices.get("instrument", ()):
        values["instrument"] = FOLLOW_UP
    leyla.submit(form_page, form, forms.only(form, values))
    return "The prosecutor has committed to the request for assistance that must follow."


def send(walk: Walk) -> str:
    """The contact point reads what leaves and sends."""
    page = forms.send(walk, "nils.petersen", "request")
    return f"Sent to Tokyo: {forms.reference_on(page)}."


def opened(walk: Walk) -> str:
    """Tokyo opens the request."""
    page = forms.open_request(walk, "sato.haruka", "request", "to decide on it")
    walk.seen["request.opened"] = page.main
    return "Opened in Tokyo; the signed receipt goes back."


ACTS = {
    "facts": facts,
    "routes": routes,
    "leave": leave,
    "draft": draft,
    "commit": commit,
    "send": send,
    "opened": opened,
}
