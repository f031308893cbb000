"""Parts 7 and 8: the other victims, who prosecutes, what is told, what is counted, and a bad request stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity_demo import material, stranger
from comity_demo.acts import finding, forms, request, triage
from comity_demo.browser import Page

if TYPE_CHECKING:
    from comity_demo.walk import Walk

TELLER = "emma.roux"
NINE = material.OTHERS["FR"]
CONDITION = "Only to tell the people harmed and to protect them; not as evidence"
WHY = "They were harmed by the same page and can still protect themselves."
CAME_OF_IT = "suspect_identified"
"""What the case comes to on 12 February: the subscriber in France is identified, and nobody is charged yet."""
GROUND = "sovereignty_security_public_order"
"""The ground under which the book puts an opinion at stake (BC 29(5)(b))."""
SATIRE = "The page is satire. To give its author away would punish an opinion; German law protects it."


def offers(walk: Walk) -> str:
    """Offer each of fourteen states its own people, under a condition; nothing of anybody leaves yet."""
    jonas = walk.person("jonas.weber")
    item = finding.item(walk, "jonas.weber", "people")
    address = f"/evidence/harmed/{item}/"
    page = jonas.get(address)
    form = page.find("act-offer")
    if form is not None:
        page = jonas.submit(
            page,
            form,
            {
                "conditions": CONDITION,
                "why": WHY,
                "purpose": "inform_harmed",
            },
        )
    page = jonas.get(address)
    sending = page.find("act-offer-send")
    if sending is not None:
        page = jonas.submit(page, sending)
    walk.seen["offers"] = page.main
    return "Fourteen offers; those to states with a node are sent, the others are drafts for paper."


def accepted(walk: Walk) -> str:
    """France accepts the condition of the offer."""
    page = forms.request_page(walk, "claire.morel", "offer")[1]
    walk.remember(**{"offer.reference": forms.reference_on(page)})
    forms.step(walk, "claire.morel", "offer", "accept_conditions")
    return "France accepted the condition: the people are to be told and protected, nothing else."


def people_sent(walk: Walk) -> str:
    """Germany sends what was offered, now that the condition is accepted."""
    forms.wait_step(walk, "nils.petersen", "offer", "send")
    forms.step(walk, "nils.petersen", "offer", "send")
    return "Sent: the nine people who live in France, and nobody else."


def nine(walk: Walk) -> str:
    """Release the letters to the people in France."""
    emma = walk.person(TELLER)

    def look() -> Page:
        return emma.get("/evidence/notices/")

    walk.until(
        look,
        lambda one: len(one.tree.css("tbody tr")) >= NINE,
        "what Germany sent arrives, with nine people in it",
    )
    page = emma.get("/evidence/notices/read/")
    if page.find("act-release-notices") is not None:
        walk.seen["notices"] = emma.submit(page, "act-release-notices").main
    return "Nine people in France are told, by the French node."


def consult(walk: Walk) -> str:
    """Open the consultation with France on who prosecutes, and say what Kassel thinks."""
    leyla = walk.person("leyla.aydin")
    case = request.case(walk)
    if not leyla.get("/evidence/consultations/").links(_CONSULTATION):
        page = leyla.get(f"/evidence/consultations/new/?case={case}")
        leyla.submit(page, "act-consult", {"counterpart": "fr-prosecution"})
    _decide(walk, "leyla.aydin")
    return "Lyon is asked: Kassel would prosecute."


def agreed(walk: Walk) -> str:
    """France agrees."""
    _decide(walk, "luc.girard")
    page = walk.until(
        lambda: _consultation(walk, "leyla.aydin"),
        lambda one: len(one.tree.css(".timeline__event")) >= 2,
        "France agrees",
    )
    walk.seen["consultation"] = page.main
    return "Germany prosecutes; France agrees."


def outcome(walk: Walk) -> str:
    """Record what comes of it."""
    leyla = walk.person("leyla.aydin")
    page = leyla.get(f"/evidence/cases/{request.case(walk)}/outcome/")
    form = page.find("act-record_outcome")
    if form is None or page.tree.css_first("main tbody tr") is not None:
        return "The outcome was recorded already."
    page = leyla.submit(page, form, {"kind": CAME_OF_IT})
    walk.seen["outcome"] = page.main
    return "A suspect was identified, and nobody is charged yet; a letter to each who reported is drafted."


_CONSULTATION = rf"/consultations/{forms.UUID}/$"


def _consultation(walk: Walk, person: str) -> Page:
    """Open the newest consultation a person sees."""
    browser = walk.person(person)
    page = walk.until(
        lambda: browser.get("/evidence/consultations/"),
        lambda one: bool(one.links(_CONSULTATION)),
        "the consultation arrives",
    )
    return browser.get(page.links(_CONSULTATION)[0])


def _decide(walk: Walk, person: str) -> None:
    """Record that Germany prosecutes, unless this side has said so already."""
    page = _consultation(walk, person)
    if page.find("act-decision") is not None:
        walk.at(person).submit(page, "act-decision", _decision(page, "DE"))


def _decision(page: Page, state: str) -> forms.Values:
    form = page.form("act-decision")
    code = next((one for one in form.choices.get("code", ()) if "prosecut" in one), form.choices["code"][0])
    return forms.only(
        form,
        {
            "code": code,
            "state": state,
            "words": "The person harmed and the money's way began there; both sides see it so.",
        },
    )


def letter(walk: Walk) -> str:
    """Read the letter about the outcome, and release it."""
    jonas = walk.person("jonas.weber")
    page = triage.her_report(walk, jonas)
    shown = jonas.get(page.link("outcome"))
    if "Released" in shown.main and shown.find("act-letter-release") is None:
        return "The letter was released already; she can read it with her code."
    form = shown.find("act-letter-release") or shown.form("release")
    page = jonas.submit(shown, form)
    walk.seen["letter"] = page.main
    return "The letter is released; she can read it with her code."


def figures(walk: Walk) -> str:
    """Count, look, publish."""
    ada = walk.person("ada.lindner")
    page = ada.get("/figures/")
    earlier = _to_publish(page)
    form = page.find("act-count")
    if form is not None:
        ada.submit(page, form)
    page = walk.until(
        lambda: ada.get("/figures/"),
        lambda one: _to_publish(one) not in {"", earlier if form is not None else ""},
        "the figures are built",
        patience=60,
    )
    walk.seen["figures"] = page.body.decode()
    ada.submit(page, "act-publish")
    public = walk.visitor().get("/figures")
    walk.seen["figures.public"] = public.main
    return "Published: the public page shows the month, its small cells hidden."


def _to_publish(page: Page) -> str:
    """Return which table the page offers to publish: the address says it, and it changes when a newer one is built."""
    form = page.find("act-publish")
    return form.action if form is not None else ""


def arrive(walk: Walk) -> str:
    """Let Ruritania's request arrive, once; return where the central authority finds it."""
    marta = walk.person("marta.kuehn")

    def there() -> list[str]:
        return finding.lines(marta.get("/requests/?show=in"), finding.REQUEST, finding.LOOKS["ruritania"])

    if not there():
        stranger.send(walk.network, walk.now())
        walk.until(
            lambda: marta.get("/requests/?show=in"),
            lambda one: bool(finding.lines(one, finding.REQUEST, finding.LOOKS["ruritania"])),
            "Ruritania's request arrives",
        )
    return there()[0]


def ruritania(walk: Walk) -> str:
    """A request from Ruritania for the author of a satirical page: stopped at the rights gate, answered with reasons."""
    address = arrive(walk)
    marta = walk.person("marta.kuehn")
    stopped = marta.get(address)
    if "Stopped" not in stopped.main:
        return "It was decided already, with reasons."
    walk.seen["ruritania.stopped"] = stopped.main
    rights = marta.get(address.rstrip("/") + "/rights/")
    form = rights.form("act-rights")
    values = {"outcome": "refused", "ground": GROUND, "reasons": SATIRE}
    page = marta.submit(rights, form, forms.only(form, values))
    walk.seen["ruritania"] = page.main
    return "Stopped at the rights gate, refused with reasons; never counted as non-cooperation."


ACTS = {
    "offers": offers, "accepted": accepted, "people_sent": people_sent, "nine": nine, "consult": consult, "agreed": agreed, "outcome": outcome, "letter": letter, "figures": figures, "ruritania": ruritania,
}  # fmt: skip
