"""Small moves on the pages of requests that several steps share: find a request, take a step, see what leaves and send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from comity_demo import faults, people
from comity_demo.acts import finding
from comity_demo.acts.finding import UUID, id_in
from comity_demo.browser import Browser, Form, Page, Stuck

if TYPE_CHECKING:
    from comity_demo.walk import Walk

__all__ = ["UUID", "id_in"]
Values = Mapping[str, str | Sequence[str]]


def fact(page: Page, key: str) -> str:
    """Return what a summary on a page says of something, or nothing."""
    for node in page.tree.css(".govuk-summary-list__key"):
        value = node.next
        while value is not None and value.tag != "dd":
            value = value.next
        if node.text().strip() == key and value is not None:
            return " ".join(value.text().split())
    return ""


def reference_on(page: Page) -> str:
    """Return our reference of the request a page shows."""
    found = fact(page, "Our reference")
    if not found:
        raise Stuck(
            faults.STEP_FAILED.fault(step="reference", reason=f"{page.url} shows none: {page.main[:300]}")
        )
    return found


def only(form: Form, values: Values) -> dict[str, str | Sequence[str]]:
    """Return those values whose fields the form has."""
    return {name: value for name, value in values.items() if name in form.fields}


def option(page: Page, field: str, words: str) -> str:
    """Return the value of the choice of a field whose words hold these.

    Raises:
        Stuck: there is no such choice; the text names those that are there.
    """
    known = []
    for node in page.tree.css(f'select[name="{field}"] option'):
        known.append(node.text().strip())
        if words in node.text():
            return str(node.attributes.get("value") or "")
    for node in page.tree.css(f'input[name="{field}"]'):
        key = node.attributes.get("id")
        label = page.tree.css_first(f'label[for="{key}"]') if key else None
        said = label.text().strip() if label else ""
        known.append(said)
        if words in said:
            return str(node.attributes.get("value") or "")
    raise Stuck(
        faults.NO_FORM.fault(page=page.url, wanted=f"choice {words!r} of {field}", found="; ".join(known))
    )


def request_page(walk: Walk, person: str, key: str) -> tuple[Browser, Page]:
    """Open the page of a request at the node of a person: the newest of its kind there, whoever made it."""
    page = finding.request(walk, person, key)
    assert page is not None
    return walk.at(person), page


def made_already(walk: Walk, person: str, key: str) -> Page | None:
    """Return the page of what a step would draft, where somebody drafted it by hand already."""
    page = finding.request(walk, person, key, wait=False)
    if page is not None:
        keep(walk, key, page, people.PEOPLE[person].node)
    return page


def is_sent(page: Page) -> bool:
    """Say whether a request has left: its page says who sent it."""
    return bool(fact(page, "Sent by"))


def happened(page: Page, event: str) -> bool:
    """Say whether a step was taken before, by hand or by the button: the page tells it among what happened."""
    return page.tree.css_first(f'.timeline__event[data-event="{event}"]') is not None


def wait_step(walk: Walk, person: str, key: str, event: str) -> Page:
    """Wait until a request's page offers a step, or tells that it was taken: what the others did is on its way."""
    return walk.until(
        lambda: request_page(walk, person, key)[1],
        lambda page: offered(page, event) or happened(page, event),
        f"{key}: {event} is offered",
    )


def offered(page: Page, event: str) -> bool:
    """Say whether a page offers a step."""
    return bool(page.links(rf"/step/{event}/$"))


def drafted(browser: Browser, page: Page) -> Page:
    """Return the page of what was just drafted: where something is still missing, its form answers first."""
    if fact(page, "Our reference"):
        return page
    return browser.get(f"/requests/{id_in(page.url.partition('?')[0], 'draft')}/")


def keep(walk: Walk, key: str, page: Page, node: str = "de") -> str:
    """Remember a request by its page."""
    found = id_in(page.url, key)
    walk.remember(**{f"{key}@{node}": found, f"{key}.reference": reference_on(page)})
    return found


def open_request(walk: Walk, person: str, key: str, purpose: str) -> Page:
    """Open a request's content; the first time, this tells the sender."""
    browser, page = request_page(walk, person, key)
    form = page.find("act-open")
    if form is None:
        return page
    return browser.submit(page, form, {"purpose": purpose})


def step(walk: Walk, person: str, key: str, event: str, values: Values | None = None) -> Page:
    """Take a step of the life cycle as its page offers it; what was taken by hand before is not taken again."""
    browser, page = request_page(walk, person, key)
    if not offered(page, event) and happened(page, event):
        return page
    form_page = browser.get(page.url.rstrip("/") + f"/step/{event}/")
    form = form_page.form(f"act-{event}")
    wanted, possible = set((values or {}).get("kinds", ())), set(form.choices.get("kinds", ()))
    if wanted and possible and wanted.isdisjoint(possible) and happened(page, event):
        return page
    return browser.submit(form_page, form, only(form, values or {}))


def begin(walk: Walk, person: str, key: str) -> None:
    """Take the first step a page offers before anything else can be done, such as beginning the work on a query."""
    _browser, page = request_page(walk, person, key)
    if any(address.rstrip("/").endswith("/step/start") for address in page.links(r"/step/start")):
        step(walk, person, key, "start")


def involve(walk: Walk, person: str, key: str, code: str) -> None:
    """Bring in another organisation of the node, unless it takes part already."""
    browser, page = request_page(walk, person, key)
    form_page = browser.get(page.url.rstrip("/") + "/involve/")
    form = form_page.find("act-involve")
    if form is not None and code in form.choices.get("participant", ()):
        browser.submit(form_page, form, {"participant": code})


def send(walk: Walk, person: str, key: str, values: Values | None = None) -> Page:
    """See what leaves, then send; the page of what leaves is kept for the checks."""
    browser, page = request_page(walk, person, key)
    if is_sent(page):
        return page
    leaves = browser.get(page.url.rstrip("/") + "/leaves/")
    walk.seen[f"{key}.leaves"] = leaves.main
    form = leaves.form("act-send")
    return browser.submit(leaves, form, only(form, values or {}))


def authorise(
    walk: Walk,
    person: str,
    key: str,
    *,
    authority: str,
    day: tuple[str, str, str],
    reference: str,
    kind: str = "judge",
) -> Page:
    """Record a judge's or prosecutor's decision."""
    browser, page = request_page(walk, person, key)
    form_page = browser.get(page.url.rstrip("/") + "/authorisation/")
    form = form_page.form("act-authorisation")
    return browser.submit(
        form_page, form,
        only(form, {"kind": kind, "authority": authority, "reference": reference, "dated-day": day[0], "dated-month": day[1], "dated-year": day[2]}),
    )  # fmt: skip


def wait_state(walk: Walk, person: str, key: str, words: str, *, patience: float = 120) -> Page:
    """Wait until the page of a request says something."""
    return walk.until(
        lambda: request_page(walk, person, key)[1],
        lambda page: words.lower() in page.main.lower(),
        f"{key}: {words}",
        patience=patience,
    )
