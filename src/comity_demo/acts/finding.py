"""Find what an earlier step made, whoever did it: a person by hand in her browser, or the button.

Each thing is looked for as a person of that node would: in the list of her own door, the newest of its kind. What the walk remembers is
only a hint, tried first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from comity_demo import faults, people
from comity_demo.browser import Browser, Page, Stuck

if TYPE_CHECKING:
    from comity_demo.walk import Walk

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
REQUEST = rf"/requests/({UUID})/$"
ORDER = rf"/addressee/({UUID})/$"
CASE = rf"/cases/({UUID})/$"

_THEIRS = "from (?!Ruritania)"
LOOKS: Mapping[str, str] = {
    "ticket": rf"(to (?!Banque)|{_THEIRS}).*Hold on a payment",
    "bank": r"to Banque du Port.*Hold on a payment",
    "request": rf"(to 24/7 Contact Point Tokyo|{_THEIRS}).*Expedited preservation",
    "order": r"to Hoshi.*Expedited preservation",
    "epoc_pr": r"to Fil .*Expedited preservation",
    "epoc": r"to Fil .*Subscriber information",
    "assistance": rf"(to Central Authority for Legal Assistance Tokyo|{_THEIRS}).*Access to stored data",
    "offer": rf"(to Point de contact|{_THEIRS}).*Spontaneous information",
    "ruritania": r"from Ruritania",
}
"""What the line of a request says in the list, at either end."""
AT_THE_HOLDER: Mapping[str, str] = {
    "bank": "Hold on a payment", "order": "Expedited preservation", "epoc_pr": "Expedited preservation",
    "epoc": "Subscriber information",
}  # fmt: skip
"""What the line of an order says at the addressees' door."""


def id_in(address: str, step: str) -> str:
    """Return the last id an address names."""
    found = re.findall(UUID, address)
    if not found:
        raise Stuck(faults.STEP_FAILED.fault(step=step, reason=f"{address} names nothing"))
    return str(found[-1])


def lines(page: Page, address: str, words: str) -> list[str]:
    """Return where the lines of a table lead whose words fit, in their order: lists show the newest first."""
    found = []
    for row in page.tree.css("main tbody tr"):
        said = " ".join(row.text(separator=" ").split())
        links = [str(one.attributes.get("href") or "") for one in row.css("a[href]")]
        found += [one for one in links[:1] if re.search(address, one) and re.search(words, said)]
    return found


def request(walk: Walk, person: str, key: str, *, wait: bool = True) -> Page | None:
    """Return the page of the newest request of a kind that a person sees, ``None`` where there is none and nothing is waited for.

    Raises:
        Stuck: it never came.
    """
    place = f"{key}@{people.PEOPLE[person].node}"
    return _newest(
        walk, person, place, address=REQUEST, listing="/requests/?show=all", words=LOOKS[key], wait=wait
    )


def order(walk: Walk, person: str, key: str) -> Page:
    """Return the page of the newest order of a kind at the addressees' door.

    Raises:
        Stuck: it never came.
    """
    place = f"{key}@{people.PEOPLE[person].participant}"
    found = _newest(
        walk, person, place, address=ORDER, listing="/addressee/", words=AT_THE_HOLDER[key], wait=True
    )
    assert found is not None
    return found


def _newest(
    walk: Walk, person: str, place: str, *, address: str, listing: str, words: str, wait: bool
) -> Page | None:
    """Return the page that is remembered for a place, if its person still sees it, else the newest in the list."""
    browser, key = walk.person(person), place.partition("@")[0]
    if known := walk.memory.get(place):
        page = browser.get(f"{listing.partition('?')[0]}{known}/", status=(200, 403, 404, 422))
        if page.status == 200:
            return page
    listed = _listed(walk, browser, address, listing, words, wait=wait, what=key)
    if listed is None:
        return None
    walk.remember(**{place: id_in(listed, key)})
    return browser.get(listed)


def _listed(
    walk: Walk, browser: Browser, address: str, listing: str, words: str, *, wait: bool, what: str
) -> str | None:
    page = browser.get(listing)
    if not lines(page, address, words):
        if not wait:
            return None
        page = walk.until(
            lambda: browser.get(listing),
            lambda one: bool(lines(one, address, words)),
            f"{what}: an earlier step, or what it sent, is still to come",
        )
    return lines(page, address, words)[0]


def case(walk: Walk, person: str = "jonas.weber") -> str:
    """Return the id of the case "Lantern"; of the newest case, where it was given another name."""
    browser = walk.person(person)
    known = walk.memory.get("case")
    if known and browser.get(f"/cases/{known}/", status=(200, 403, 404, 422)).status == 200:
        return str(known)
    page = browser.get("/cases/")
    found = lines(page, CASE, "Lantern") or lines(page, CASE, "")
    if not found:
        raise Stuck(faults.STEP_FAILED.fault(step="case", reason="no case is open yet"))
    walk.remember(case=id_in(found[0], "case"))
    return str(walk.memory["case"])


ITEM = rf"^/evidence/({UUID})/$"
ITEMS: Mapping[str, str] = {"log": "panel-access", "people": "panel-people"}
"""The files that were copied in Osaka, by what they are called in later steps."""
OSAKA, LYON = "Cyber Police Osaka", "Fil Hebergement"


def item(walk: Walk, person: str, which: str) -> str:
    """Return the id of what came from Osaka: the list of ``people``, or the ``log``; where no name fits, of what came last.

    Raises:
        Stuck: nothing came.
    """
    browser = walk.person(person)
    known = walk.memory.get(f"item.{which}")
    if known and browser.get(f"/evidence/{known}/", status=(200, 403, 404, 422)).status == 200:
        return str(known)
    page = walk.until(
        lambda: browser.get("/evidence/"), lambda one: bool(lines(one, ITEM, OSAKA)), "the evidence arrives"
    )
    found = lines(page, ITEM, OSAKA)
    chosen = next((one for one in found if ITEMS[which] in browser.get(one).main), found[0])
    walk.remember(**{f"item.{which}": id_in(chosen, which)})
    return str(walk.memory[f"item.{which}"])
