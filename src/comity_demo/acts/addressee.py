"""The addressees' door: what a clerk of a provider or bank sees and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity_demo.acts import finding, forms
from comity_demo.browser import Files, Page

if TYPE_CHECKING:
    from comity_demo.walk import Walk


def order_page(walk: Walk, person: str, key: str) -> Page:
    """Find an order as its addressee does: the newest of its kind in the list."""
    found = finding.order(walk, person, key)
    walk.seen[f"{key}.addressee"] = found.text
    return found


def wait_step(walk: Walk, person: str, key: str, event: str) -> Page:
    """Wait until an order's page offers a step: what the authority did is on its way."""
    return walk.until(
        lambda: order_page(walk, person, key),
        lambda page: forms.offered(page, event) or forms.happened(page, event),
        f"{key}: {event} is offered",
    )


def answer(
    walk: Walk, person: str, key: str, event: str, values: forms.Values, *, files: Files | None = None
) -> Page:
    """Take a step of an order; what was taken by hand before is not taken again."""
    page = order_page(walk, person, key)
    if not forms.offered(page, event) and forms.happened(page, event):
        return page
    clerk = walk.person(person)
    form_page = clerk.get(page.url.rstrip("/") + f"/step/{event}/")
    form = form_page.form(f"act-{event}")
    return clerk.submit(form_page, form, forms.only(form, values), files=files)
