"""The addressees' door: what a clerk of a provider or bank sees and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity_demo import faults, people
from comity_demo.acts import forms
from comity_demo.browser import Page, Stuck

if TYPE_CHECKING:
    from comity_demo.walk import Walk


def order_page(walk: Walk, person: str, key: str) -> Page:
    """Find an order by the reference the sender's page shows, or the newest."""
    clerk = walk.person(person)
    place = f"{key}@{people.PEOPLE[person].participant}"
    known = walk.memory.get(place)
    if known:
        return clerk.get(f"/addressee/{known}/")
    reference = str(walk.memory.get(f"{key}.reference", ""))

    def arrived(page: Page) -> bool:
        return bool(page.links(rf"/addressee/(?:orders/)?{forms.UUID}/$"))

    page = walk.until(lambda: clerk.get("/addressee/"), arrived, f"{key} arrives at the addressee")
    for address in page.links(rf"/addressee/(?:orders/)?{forms.UUID}/$"):
        order = clerk.get(address)
        if (
            not reference
            or reference in order.main
            or len(page.links(rf"/addressee/(?:orders/)?{forms.UUID}/$")) == 1
        ):
            walk.remember(**{place: forms.id_in(address, key)})
            walk.seen[f"{key}.addressee"] = order.text
            return order
    raise Stuck(faults.STEP_FAILED.fault(step=key, reason=f"no order shows the reference {reference}"))


def answer(walk: Walk, person: str, key: str, event: str, values: forms.Values) -> Page:
    """Take a step of an order."""
    page = order_page(walk, person, key)
    clerk = walk.person(person)
    form_page = page if page.find(event) else clerk.get(page.url.rstrip("/") + f"/step/{event}/")
    form = form_page.form(event)
    return clerk.submit(form_page, form, forms.only(form, values))
