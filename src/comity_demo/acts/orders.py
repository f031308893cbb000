"""Part 6, what follows the hold: two European orders, the request for assistance, the second period, the grant, the warrant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity_demo import material
from comity_demo.acts import addressee, finding, forms, request
from comity_demo.browser import Page

if TYPE_CHECKING:
    from comity_demo.walk import Walk

LYON = (
    ("provider.seat", "FR", "other_authority"),
    ("provider.designated_in", "FR", "open_source"),
    ("provider.offers_services_in_eu", "yes", "open_source"),
    ("places.provider", "DE, JP, FR", "other_authority"),
)
SECOND_PERIOD = "Please have the logs kept for the next thirty days: the request for assistance follows."
ORDER = {
    "issuing_and_validating_authority": "Staatsanwaltschaft Kassel, Cybercrime (demonstration)",
    "addressee": f"{material.LYON}, Lyon",
    "user_or_other_identifier-kind": "ip",
    "user_or_other_identifier-value": material.PANEL,
    "user_or_other_identifier-port": "40000",
    "user_or_other_identifier-from": "2026-11-22T17:44:00",
    "user_or_other_identifier-from-zone": "Europe/Berlin",
    "user_or_other_identifier-to": "2026-11-22T18:45:00",
    "user_or_other_identifier-to-zone": "Europe/Berlin",
    "necessity_and_proportionality": "Only this address at these instants; nothing less intrusive identifies who ran the panel.",
    "case_summary": "A false page took passwords and codes; the panel behind it was run from this address.",
    "similar_domestic_order_possible": "yes",
    "certificate_language": "fr",
    "annex_i_certificate": "this document",
    "annex_ii_certificate": "this document",
}


def lyon_facts(walk: Walk) -> str:
    """State what is known of the provider in Lyon: it offers services in the Union."""
    request.state_facts(walk, "jonas.weber", LYON)
    return "Stated: a firm in France that offers services in the Union; the European orders are open."


def orders(walk: Walk) -> str:
    """Serve the order to preserve and the order to identify the user on the provider in Lyon, without a French notice."""
    for key, instrument in (("epoc_pr", "eu-epoc-pr"), ("epoc", "eu-epoc-id")):
        made = forms.made_already(walk, "leyla.aydin", key)
        if made is None:
            made = follow(
                walk, "leyla.aydin", "request", key, instrument, state="FR", values={"kinds": kinds_of(key)}
            )
        if not forms.is_sent(made):
            finish(walk, "leyla.aydin", key, ORDER | {"data_category": "identification"})
        forms.send(walk, "leyla.aydin", key)
    return "Both orders are served on Fil Hebergement in Lyon; France is not told, as the law has it."


def kinds_of(key: str) -> list[str]:
    """Return the kinds of data an order asks for."""
    return ["identification"] if key == "epoc" else ["identification", "subscriber", "traffic"]


def follow(
    walk: Walk,
    person: str,
    parent: str,
    key: str,
    instrument: str,
    *,
    state: str = "",
    values: forms.Values | None = None,
) -> Page:
    """Draft what follows a request, under an instrument the page offers."""
    browser, page = forms.request_page(walk, person, parent)
    form_page = browser.get(page.url.rstrip("/") + "/follow/" + (f"?state={state}" if state else ""))
    form = form_page.form(f"act-follow-{instrument}")
    wanted = {
        name: [one for one in value if one in form.choices.get(name, ())]
        if isinstance(value, list)
        else value
        for name, value in (values or {}).items()
    }
    page = forms.drafted(browser, browser.submit(form_page, form, forms.only(form, wanted)))
    walk.remember(**{f"{key}@de": forms.id_in(page.url, key)})
    return page


def finish(walk: Walk, person: str, key: str, values: forms.Values) -> Page:
    """Fill in the form of a draft, and remember its reference."""
    browser, page = forms.request_page(walk, person, key)
    form_page = browser.get(page.url.rstrip("/") + "/form/")
    form = form_page.form("act-draft")
    browser.submit(form_page, form, forms.only(form, values), status=(200, 422))
    page = forms.request_page(walk, person, key)[1]
    forms.keep(walk, key, page)
    return page


def orders_answered(walk: Walk) -> str:
    """The provider in Lyon takes both orders in and preserves."""
    addressee.answer(walk, "yann.legoff", "epoc_pr", "accept", {})
    addressee.answer(walk, "yann.legoff", "epoc_pr", "confirm_preserved", {})
    addressee.answer(walk, "yann.legoff", "epoc", "acknowledge", {})
    forms.wait_state(walk, "leyla.aydin", "epoc", "Acknowledged")
    return "The provider keeps the data and has until Monday 14 December to answer."


def identified(walk: Walk) -> str:
    """Lyon hands over who used the address."""
    addressee.answer(
        walk, "yann.legoff", "epoc", "produce", {"note": "The user of the address and port at the instants named."},
        files=[("file", ("user.csv", material.user_file(), "text/csv"))],
    )  # fmt: skip
    tomas = walk.person("tomas.reuter")
    walk.until(  # what is handed over travels in a package of its own: the story does not go on before it is there
        lambda: tomas.get("/evidence/"),
        lambda one: bool(finding.lines(one, finding.ITEM, finding.LYON)),
        "the answer of the provider arrives as evidence",
    )
    return "Fil Hebergement has said on the last day who used the address."


def identified_here(walk: Walk) -> str:
    """Take the answer in, and tell the provider that what was kept for it has served."""
    forms.wait_step(walk, "leyla.aydin", "epoc", "confirm_receipt")
    forms.step(walk, "leyla.aydin", "epoc", "confirm_receipt", {"note": "It arrived."})
    kept = {"kinds": ["subscriber"], "note": "The order to identify the user was served on 3 December."}
    forms.step(walk, "leyla.aydin", "epoc_pr", "disclosure_request_filed", kept)
    return "The order to identify the user is closed."


def kept_served(walk: Walk) -> str:
    """The provider notes that what it kept has served; the rest is kept on."""
    addressee.wait_step(walk, "yann.legoff", "epoc_pr", "disclosure_decided")
    addressee.answer(walk, "yann.legoff", "epoc_pr", "disclosure_decided", {"kinds": ["subscriber"]})
    forms.wait_state(walk, "leyla.aydin", "epoc_pr", "Closed")
    return "Who the user is has been said; only what was kept beside that is kept on."


MLA = {
    "requesting_authority": "Central Authority for Legal Assistance Bonn (demonstration)",
    "investigating_authority": "Staatsanwaltschaft Kassel, Cybercrime (demonstration)",
    "legal_provisions_and_penalties": "Sections 202a (up to 3 years) and 263a (up to 5 years) of the Criminal Code; the text is attached.",
    "facts_summary": request.KEEP["facts_summary"],
    "assistance_sought": "The access logs of 203.0.113.77 that are held, and a copy of the files of the panel, under a judge's warrant.",
    "purpose": "Prosecution of illegal access and computer fraud, and to find and tell the other people harmed.",
    "persons_or_accounts_concerned": "unknown",
    "procedure_requested": "With a chain of custody from the copying on.",
    "confidentiality_requested": "yes",
    "urgency_reason": "The hold ends on 23 January 2027 at the latest.",
    "language": "ja",
}


def assistance(walk: Walk) -> str:
    """Draft the request for assistance as the follow-up that was promised; by its drafting Bonn, who will send it, takes part."""
    kinds = {"kinds": ["subscriber", "traffic", "content"]}
    made = forms.made_already(walk, "leyla.aydin", "assistance")
    if made is None:
        made = follow(walk, "leyla.aydin", "request", "assistance", request.FOLLOW_UP, values=kinds)
    if not forms.is_sent(made):
        kept = forms.reference_on(forms.request_page(walk, "leyla.aydin", "request")[1])
        finish(walk, "leyla.aydin", "assistance", MLA | {"preservation_reference": kept})
    return "The request for assistance is drafted; it is being translated into Japanese."


def dispatched(walk: Walk) -> str:
    """The central authority checks and sends, three days before the last safe day."""
    forms.send(walk, "marta.kuehn", "assistance")
    forms.request_page(walk, "abe.rin", "assistance")  # it is there before the clock goes on to January
    return "Sent from ministry to ministry on 15 December; the last safe day is the 18th."


def second_period(walk: Walk) -> str:
    """Ask Japan, in words, for the second thirty days: whether they are given is for Japan to say."""
    if "second_period" not in walk.shown():
        forms.step(
            walk, "nils.petersen", "request", "told", {"kinds": ["traffic"], "answer-words": SECOND_PERIOD}
        )
    walk.until_shown("second_period", "jp")
    return "The second thirty days are asked for, ten days before the first end."


def period_granted(walk: Walk) -> str:
    """Tokyo grants the second thirty days: its law gives sixty in all."""
    forms.step(
        walk, "sato.haruka", "request", "extend", {"kinds": ["traffic"], "note": "Granted until 23 January."}
    )
    forms.wait_step(walk, "nils.petersen", "request", "extend")
    return "Granted: sixty days in all, until 23 January; Japanese law gives no more."


def prolonged(walk: Walk) -> str:
    """The police has the provider keep the logs for the second period."""
    forms.step(walk, "mori.ken", "order", "prolong")
    return "Hoshi Hosting keeps the logs until 23 January."


def granted(walk: Walk) -> str:
    """The ministry grants: both laws punish it."""
    forms.open_request(walk, "abe.rin", "assistance", "to review it")
    for event in ("start_review", "accept", "start_execution"):
        forms.step(
            walk,
            "abe.rin",
            "assistance",
            event,
            {"note": "Granted: both laws punish it." if event == "accept" else ""},
        )
    forms.wait_state(walk, "marta.kuehn", "assistance", "Being executed")
    return "Granted: dual criminality is met, both laws are cited."


def colleagues_in(walk: Walk) -> str:
    """Bring in who executes what was granted: the police and the prosecution in Osaka."""
    forms.involve(walk, "abe.rin", "assistance", "jp-police")
    forms.involve(walk, "abe.rin", "assistance", "jp-prosecution")
    return "The police and the prosecution in Osaka take part in the request now."


def warrant(walk: Walk) -> str:
    """Record the judge's warrant."""
    day = ("14", "1", "2027")
    forms.authorise(
        walk,
        "ito.naomi",
        "assistance",
        authority=material.COURT,
        day=day,
        reference=material.WARRANT,
    )
    return "The warrant of the Osaka District Court (demonstration) of 14 January is recorded."


ACTS = {
    "lyon_facts": lyon_facts, "orders": orders, "orders_answered": orders_answered, "identified": identified, "identified_here": identified_here,
    "kept_served": kept_served, "assistance": assistance, "dispatched": dispatched, "second_period": second_period, "period_granted": period_granted,
    "prolonged": prolonged, "granted": granted, "colleagues_in": colleagues_in, "warrant": warrant,
}  # fmt: skip
