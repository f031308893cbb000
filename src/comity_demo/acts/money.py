"""Part 2, the money: a ticket to Lyon, an order to the bank, what is left held, and seized or lapsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity_demo import faults, material
from comity_demo.acts import addressee, forms, triage
from comity_demo.browser import Page, Stuck

if TYPE_CHECKING:
    from comity_demo.walk import Walk


def ticket(walk: Walk) -> str:
    """Ask the police in Lyon to have the money held; amount, time and account come from the report."""
    imke = walk.person("imke.brandt")
    report = triage.report_id(walk, imke)
    made = forms.made_already(walk, "imke.brandt", "ticket")
    if made is None:
        page = imke.get(f"/inbox/{report}/payment/")
        form = page.form("act-report-payment")
        values = {"to": "fr-police"} if "fr-police" in form.choices.get("to", ()) else {}
        made = forms.drafted(imke, imke.submit(page, form, values))
        forms.keep(walk, "ticket", made)
    if not forms.is_sent(made):
        victim = f"report {walk.memory.get('reference', report)}"
        fill(walk, "imke.brandt", "ticket", {**FILLED, "victim": victim})
        forms.send(walk, "imke.brandt", "ticket")
    return f"The ticket {forms.reference_on(made)} is on its way to Lyon; no name of hers is in it."


FILLED = {
    "originating_account": material.OWN_IBAN,
    "beneficiary_account": material.IBAN,
    "transaction_reference": material.PAYMENT,
    "fraud_summary": "The account holder did not make this payment: a false page at konto-sicherheit.example took her password and a code. "
    "Please have what is left held, and say which of your reports name that domain.",
    "formal_request_will_follow": "yes",
}


def fill(walk: Walk, person: str, key: str, values: forms.Values) -> object:
    """Fill in what the form of a draft still lacks."""
    browser, page = forms.request_page(walk, person, key)
    form_page = browser.get(page.url.rstrip("/") + "/form/")
    form = form_page.form("act-draft")
    lacking = {
        name: value for name, value in forms.only(form, values).items() if not any(form.values.get(name, ()))
    }
    return browser.submit(form_page, form, lacking, status=(200, 422))


ORDER = {
    "holder": "fr-port", "account": material.IBAN, "amount-amount": material.AMOUNT, "amount-currency": "EUR",
    "ends_on-day": "2", "ends_on-month": "12", "ends_on-year": "2026",
}  # fmt: skip
ANSWER = "Held: EUR 3,150 until 2 December. One report at Lyon of 17 November names the same domain konto-sicherheit.example."


def bank_order(walk: Walk) -> str:
    """Lyon opens the ticket and orders the bank to hold the amount until 2 December."""
    forms.open_request(walk, "hugo.bernard", "ticket", "to have the money held")
    forms.begin(walk, "hugo.bernard", "ticket")
    if forms.made_already(walk, "hugo.bernard", "bank") is None:
        _order(walk)
    forms.send(walk, "hugo.bernard", "bank")
    return "Banque du Port was ordered to hold the amount until 2 December."


def _order(walk: Walk) -> Page:
    hugo, page = forms.request_page(walk, "hugo.bernard", "ticket")
    form_page = hugo.get(page.url.rstrip("/") + "/order/?measure=payment_hold")
    form = form_page.form("act-order")
    page = forms.drafted(hugo, hugo.submit(form_page, form, forms.only(form, ORDER)))
    forms.keep(walk, "bank", page, "fr")
    return page


def money_held(walk: Walk) -> str:
    """The bank holds EUR 3,150: what is left, not the account."""
    addressee.answer(
        walk, "ana.lopes", "bank", "hold_part",
        {"amount": material.HELD, "amount-amount": material.HELD, "amount-currency": "EUR", "currency": "EUR", "ends_on-day": "2", "ends_on-month": "12",
         "ends_on-year": "2026"},
    )  # fmt: skip
    forms.wait_state(walk, "hugo.bernard", "bank", "3,150")
    return "EUR 3,150 are held; the rest of the account stays usable."


def french_report(walk: Walk) -> str:
    """Lyon answers the ticket and names its own report."""
    forms.step(walk, "hugo.bernard", "ticket", "hold_part", {"answer-words": ANSWER, "note": ANSWER})
    forms.wait_state(walk, "imke.brandt", "ticket", "Held in part")
    return "Lyon answered: the money is held, and one French report shares the domain."


def seizure(walk: Walk) -> str:
    """The French police seizes before the hold ends."""
    forms.step(walk, "hugo.bernard", "bank", "seize")
    forms.wait_state(walk, "hugo.bernard", "bank", "Seized")
    return "Seized: the money is safe."


def lapse(walk: Walk) -> str:
    """Nobody seized: on its day the hold lapses by the clock."""
    page = walk.until(
        lambda: addressee.order_page(walk, "ana.lopes", "bank"),
        lambda one: "lapsed" in one.main.lower(),
        "the hold lapses",
        patience=90,
    )
    if "lapsed" not in page.main.lower():
        raise Stuck(faults.STEP_FAILED.fault(step="lapse", reason=page.main[:300]))
    return "The hold lapsed on its day."


ACTS = {
    "ticket": ticket, "bank_order": bank_order, "money_held": money_held, "french_report": french_report, "seizure": seizure, "lapse": lapse,
}  # fmt: skip
