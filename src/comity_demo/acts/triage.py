"""Part 2, Triage: the report is read, a case opened, and the money asked for in France."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity_demo import faults
from comity_demo.acts import finding
from comity_demo.browser import Browser, Page, Stuck

if TYPE_CHECKING:
    from comity_demo.walk import Walk

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_REPORT = rf"/inbox/({_UUID})/$"


def triage(walk: Walk) -> str:
    """Find the report in the queue and open it for triage."""
    imke = walk.person("imke.brandt")
    page = walk.until(lambda: her_report(walk, imke), _read, "triage")
    opening = page.find("act-report-open")
    if opening is None:
        page = imke.get(page.url.rstrip("/") + "/open/")
        opening = page.find("act-report-open")
    if opening is None:
        raise Stuck(faults.NO_FORM.fault(page=page.url, wanted="open", found=page.main[:400]))
    page = imke.submit(page, opening, {"purpose": "triage"})
    walk.remember(report=_id(page.url))
    return "The report is open: urgency with its reasons, the offences made out, two earlier reports linked."


def her_report(walk: Walk, browser: Browser) -> Page:
    """Return the page of the report that came through the portal with 4,200 EUR."""
    known = walk.memory.get("report")
    if known:
        page = browser.get(f"/inbox/{known}/", status=(200, 403, 404, 422))
        if page.status == 200:
            return page
    for view in ("waiting", "in_case"):
        queue = browser.get(f"/inbox/?view={view}", status=(200, 403))
        if queue.status == 403:  # who works on the case finds its reports there
            queue = browser.get(f"/cases/{finding.case(walk)}/")
        for address in queue.links(_REPORT):
            page = browser.get(address)
            if re.search(r"4[,.]?200", page.main):
                return page
    return queue


def open_case(walk: Walk) -> str:
    """Open the case "Lantern" with the two linked reports and hand it to the investigator."""
    imke = walk.person("imke.brandt")
    report = report_id(walk, imke)
    if finding.lines(imke.get("/cases/"), finding.CASE, "Lantern"):
        return "The case Lantern is open already."
    page = imke.get(f"/inbox/{report}/case/")
    form = page.form("act-report-case")
    values = {"working_name": "Lantern", "linked": "yes"}
    lead = _option_named(page, "lead", "Jonas Weber")
    if lead:
        values["lead"] = lead
    page = imke.submit(page, form, {name: value for name, value in values.items() if name in form.fields})
    found = re.search(rf"/cases/({_UUID})/", page.url)
    if not found:
        raise Stuck(faults.STEP_FAILED.fault(step="case", reason=f"{page.url}: {page.main[:400]}"))
    walk.remember(case=found[1])
    return "The case Lantern is open with three reports; Jonas Weber leads it."


def _read(page: Page) -> bool:
    return (
        re.search(_REPORT, page.url) is not None
        and "konto" not in page.url
        and bool(page.tree.css_first("main"))
    )


def report_id(walk: Walk, browser: Browser) -> str:
    """Return the id of her report."""
    return _id(her_report(walk, browser).url)


def _id(address: str) -> str:
    found = re.search(_UUID, address)
    if found is None:
        raise Stuck(faults.STEP_FAILED.fault(step="triage", reason=f"{address} names no report"))
    return found[0]


def _option_named(page: Page, field: str, words: str) -> str:
    for node in page.tree.css(f'select[name="{field}"] option'):
        if words in node.text():
            return str(node.attributes.get("value") or "")
    return ""


ACTS = {"triage": triage, "case": open_case}
