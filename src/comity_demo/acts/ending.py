"""Parts 7 and 8: the other victims, who prosecutes, what is told, what is counted, and a bad request stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity_demo import faults, stranger
from comity_demo.acts import forms, request
from comity_demo.browser import Browser, Page, Stuck

if TYPE_CHECKING:
    from comity_demo.walk import Walk

CONDITION = "Only to tell the people harmed and to protect them; not as evidence"


def offers(walk: Walk) -> str:
    """Offer each of fourteen states its own people, under a condition; nothing of anybody leaves yet."""
    jonas = walk.person("jonas.weber")
    item = walk.memory["item.people"]
    address = f"/evidence/harmed/{item}/"
    page = jonas.get(address)
    form = page.find("act-offer")
    if form is not None:
        page = jonas.submit(
            page,
            form,
            {
                "conditions": CONDITION,
                "why": "They were harmed by the same page and can still protect themselves.",
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
    """France accepts the condition; its people arrive, and the French node tells them."""
    claire = walk.person("claire.morel")
    offer = _offer_at(walk, claire)
    walk.remember(**{"offer@fr": offer})
    page = claire.get(f"/requests/{offer}/")
    walk.remember(**{"offer.reference": forms.reference_on(page)})
    forms.step(walk, "claire.morel", "offer", "accept_conditions")
    _send_people(walk)
    return "France accepted; " + tell_nine(walk)


def _offer_at(walk: Walk, browser: Browser) -> str:
    taken = set(walk.memory.values())

    def fresh(page: Page) -> list[str]:
        return [
            one for one in page.links(rf"/requests/{forms.UUID}/$") if forms.id_in(one, "offer") not in taken
        ]

    page = walk.until(
        lambda: browser.get("/requests/?show=in"), lambda one: bool(fresh(one)), "the offer arrives in France"
    )
    for address in fresh(page):
        if browser.get(address).links(r"/step/accept_conditions"):
            return forms.id_in(address, "offer")
    raise Stuck(faults.STEP_FAILED.fault(step="accepted", reason="no offer with a condition is there"))


def _send_people(walk: Walk) -> None:
    """Germany sends what was offered, now that the condition is accepted."""
    for person in ("nils.petersen", "jonas.weber"):
        _browser, page = forms.request_page(walk, person, "offer")
        page = walk.until(
            lambda: forms.request_page(walk, person, "offer")[1],  # noqa: B023 - called within the round
            lambda one: bool(one.links(r"/step/send")) or "Conditions accepted" in one.main, "the acceptance is back",
        )  # fmt: skip
        if page.links(r"/step/send"):
            forms.step(walk, person, "offer", "send")
            return
    raise Stuck(faults.STEP_FAILED.fault(step="accepted", reason=f"nobody may send: {page.main[:400]}"))


def tell_nine(walk: Walk) -> str:
    """Release the letters to the people in France."""
    for person in ("claire.morel", "hugo.bernard", "emma.roux"):
        if _tell(walk, walk.person(person)):
            walk.remember(teller=person)
            return "nine people there are told by the French node."
    raise Stuck(faults.STEP_FAILED.fault(step="accepted", reason="nobody may tell the people in France"))


def _tell(walk: Walk, browser: Browser) -> bool:
    def look() -> Page:
        return browser.get("/evidence/notices/", status=(200, 403))

    if look().status == 403:
        return False
    walk.until(look, lambda one: len(one.tree.css("tbody tr")) >= 9, "nine notices")
    page = browser.get("/evidence/notices/read/", status=(200, 403))
    if page.status == 403 or page.find("act-release-notices") is None:
        return False
    answer = browser.submit(page, "act-release-notices", status=(200, 403))
    walk.seen["notices"] = answer.main
    return answer.status == 200


def outcome(walk: Walk) -> str:
    """Consult with France on who prosecutes; record what comes of it."""
    leyla = walk.person("leyla.aydin")
    case = request.case(walk)
    page = leyla.get(f"/evidence/consultations/new/?case={case}")
    page = leyla.submit(page, "act-consult", {"counterpart": "fr-prosecution"})
    walk.remember(consultation=forms.id_in(page.url, "outcome"))
    page = leyla.submit(page, "act-decision", _decision(page, "DE"))
    luc = walk.person("luc.girard")
    there = walk.until(
        lambda: luc.get("/evidence/consultations/"),
        lambda one: bool(one.links(rf"/consultations/{forms.UUID}/$")),
        "the consultation arrives",
    )
    page = luc.get(there.links(rf"/consultations/{forms.UUID}/$")[0])
    luc.submit(page, "act-decision", _decision(page, "DE"))
    agreed = walk.until(
        lambda: leyla.get(f"/evidence/consultations/{walk.memory['consultation']}/"),
        lambda one: len(one.tree.css(".timeline__event")) >= 2,
        "France agrees",
    )
    walk.seen["consultation"] = agreed.main
    page = leyla.get(f"/evidence/cases/{case}/outcome/")
    form = page.form("act-record_outcome")
    kind = next(
        (
            one
            for one in ("charged", "indicted", "prosecution", "suspect_identified", "identified")
            if one in form.choices["kind"]
        ),
        form.choices["kind"][0],
    )
    page = leyla.submit(page, form, {"kind": kind})
    walk.seen["outcome"] = page.main
    return "Germany prosecutes, France agrees; a letter to each reporter is drafted."


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
    page = jonas.get(f"/inbox/{walk.memory['report']}/")
    shown = jonas.get(page.link("outcome"))
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


def ruritania(walk: Walk) -> str:
    """A request from Ruritania for the author of a satirical page: stopped at the rights gate, answered with reasons."""
    stranger.send(walk.network, walk.now())
    marta = walk.person("marta.kuehn")
    page = walk.until(
        lambda: marta.get("/requests/?show=in"),
        lambda one: bool(one.links(rf"/requests/{forms.UUID}/$")),
        "Ruritania's request arrives",
    )
    address = page.links(rf"/requests/{forms.UUID}/$")[0]
    stopped = marta.get(address)
    walk.seen["ruritania.stopped"] = stopped.main
    rights = marta.get(address.rstrip("/") + "/rights/")
    form = rights.form("act-rights")
    ground = next(iter(form.choices.get("ground", ())), "")
    values = {
        "outcome": "refused",
        "ground": ground,
        "reasons": "The page is satire. To give its author away would punish an opinion; German law protects it.",
    }
    page = marta.submit(rights, form, forms.only(form, values))
    walk.seen["ruritania"] = page.main
    return "Stopped at the rights gate, refused with reasons; never counted as non-cooperation."


ACTS = {
    "offers": offers, "accepted": accepted, "outcome": outcome, "letter": letter, "figures": figures, "ruritania": ruritania,
}  # fmt: skip
