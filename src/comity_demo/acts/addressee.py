"""The addressees' door: what a clerk of a provider or bank sees and answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity_demo import people
from comity_demo.acts import forms
from comity_demo.browser import Files, Page

if TYPE_CHECKING:
    from comity_demo.walk import Walk


LAWS = {"epoc": "Arts 4(1)", "epoc_pr": "Arts 4(3)"}
"""The articles by which two orders of one authority to one house are told apart on their pages."""
_ORDER = rf"/addressee/{forms.UUID}/$"


def order_page(walk: Walk, person: str, key: str) -> Page:
    """Find an order: the one this walk knows, else the newest that no other step has taken."""
    clerk = walk.person(person)
    place = f"{key}@{people.PEOPLE[person].participant}"
    known = walk.memory.get(place)
    if known:
        return clerk.get(f"/addressee/{known}/")
    taken = set(walk.memory.values())

    def look() -> Page:
        page = clerk.get("/addressee/")
        for address in page.links(_ORDER):
            if forms.id_in(address, key) not in taken:
                order = clerk.get(address)
                if LAWS.get(key, "") in order.main:
                    return order
        return page

    found = walk.until(
        look, lambda page: re.search(_ORDER, page.url) is not None, f"{key} arrives at the addressee"
    )
    walk.remember(**{place: forms.id_in(found.url, key)})
    walk.seen[f"{key}.addressee"] = found.text
    return found


def wait_step(walk: Walk, person: str, key: str, event: str) -> Page:
    """Wait until an order's page offers a step: what the authority did is on its way."""
    return walk.until(
        lambda: order_page(walk, person, key),
        lambda page: bool(page.links(rf"/step/{event}/")),
        f"{key}: {event} is offered",
    )


def answer(
    walk: Walk, person: str, key: str, event: str, values: forms.Values, *, files: Files | None = None
) -> Page:
    """Take a step of an order."""
    page = order_page(walk, person, key)
    clerk = walk.person(person)
    form_page = clerk.get(page.url.rstrip("/") + f"/step/{event}/")
    form = form_page.form(f"act-{event}")
    return clerk.submit(form_page, form, forms.only(form, values), files=files)
