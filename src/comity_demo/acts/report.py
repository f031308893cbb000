"""Part 1, Report, and the victim's return in part 8: the portal as a person without script or account walks it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from comity_demo import faults, material
from comity_demo.browser import Browser, Page, Stuck

if TYPE_CHECKING:
    from comity_demo.walk import Walk

SAID: Mapping[str, Mapping[str, Any]] = {
    "money_when": {"a": "today"},
    "stop_loss": {"a": "called"},
    "money_why": {"a": "false_page"},
    "money_how": {"a": "transfer"},
    "money_amount": {"a": material.AMOUNT, "a-currency": "EUR"},
    "money_left_at": {
        "a-day": "22",
        "a-month": "11",
        "a-year": "2026",
        "a-time": "18:05",
        "a-zone": "Europe/Berlin",
    },
    "app_confirmed": {"a": "unknown"},
    "money_to": {"a": material.IBAN},
    "account_which": {"a": ["mail"]},
    "account_how": {"a": ["password", "code"]},
    "page_address": {"a": f"https://{material.DOMAIN}/login"},
    "got_in": {"a": "yes"},
    "protected": {"a": "yes"},
    "allowed": {"a": "no"},
    "account_changes": {"a": ["forwarding"]},
    "forward_to": {"a": material.FORWARD},
    "country": {"a": "DE"},
    "story": {
        "a": "On Sunday evening I typed my mail password and a code from a text message into a page that looked like my bank. A few minutes "
        "later a rule in my mailbox sent everything on to sammler@hoshi-mail.example. Then 4,200 euros left my account."
    },
    "with_name": {"a": "yes"},
    "name": {"a": material.VICTIM},
    "read_by_others": {"a": "no"},
    "other_mailbox": {"a": "other"},
    "contact_mail": {"a": "erna.beispiel@mail.example"},
}
_LONGEST = 60


def report(walk: Walk) -> str:
    """Answer every question, send at 21:52, keep the code and the signed file."""
    visitor = walk.visitor()
    page = visitor.submit(visitor.get("/"), "a", {}, button="money")
    page = answer_all(visitor, page)
    walk.clock_to("sent")
    page = visitor.submit(visitor.get("/check"), "send")
    code = code_on(page)
    reference = _reference_on(page)
    walk.remember(code=code, reference=reference)
    keep_proof(walk, visitor)
    return f"She reported; her reference is {reference}, her code {code} opens the report for her alone."


def answer_all(visitor: Browser, page: Page, said: Mapping[str, Mapping[str, Any]] = SAID) -> Page:
    """Answer page after page until the page to look everything over."""
    for _ in range(_LONGEST):
        form = next((one for one in page.forms() if "/a/" in one.action), None)
        if form is None:
            return page
        asked = form.values.get("q", ("files",))[0]
        if asked in said:
            page = visitor.submit(page, form, said[asked])
        elif "files" in form.key or any(name == "go" for name, _, _ in form.buttons):
            page = visitor.submit(page, form, button="go")
        elif any(name == "skip" for name, _, _ in form.buttons):
            page = visitor.submit(page, form, button="skip")
        elif form.choices.get("a"):
            page = visitor.submit(page, form, {"a": form.choices["a"][-1]})
        else:
            page = visitor.submit(page, form)
    raise Stuck(
        faults.STEP_FAILED.fault(step="report", reason=f"the questions do not end; the last is {page.url}")
    )


def code_on(page: Page) -> str:
    """Return the code a page shows."""
    node = page.tree.css_first(".keep__code")
    if node is None:
        raise Stuck(
            faults.STEP_FAILED.fault(step="report", reason=f"{page.url} shows no code: {page.main[:500]}")
        )
    return "-".join(re.findall(r"\b[0-9A-Z]{4}\b", node.text(separator=" ")))


def keep_proof(walk: Walk, visitor: Browser) -> Path:
    """Wait for the notary and keep the signed acknowledgement and the keys to verify it by."""
    page = walk.until(
        lambda: visitor.get("/done/file", status=(200, 404, 409, 422)),
        lambda one: "html" not in one.kind,
        "acknowledgement",
    )
    folder = walk.network.folder / "kept"
    folder.mkdir(exist_ok=True)
    file = folder / "acknowledgement.jws"
    file.write_bytes(page.body)
    (folder / "office-keys.json").write_bytes(visitor.get("/real/keys").body)
    return file


def read_letter(walk: Walk) -> str:
    """Come back with the code and read the letter that was released."""
    code = walk.memory.get("code")
    if not code:
        raise Stuck(
            faults.STEP_FAILED.fault(
                step="read",
                reason="only the browser in which the report was sent knows the code; enter it there",
            )
        )
    visitor = walk.visitor()
    page = visitor.submit(visitor.get("/back"), "back", {"code": code})
    letters = page.links(r"/mine/letter/")
    if not letters:
        raise Stuck(faults.STEP_FAILED.fault(step="read", reason=f"no letter is there: {page.main[:400]}"))
    letter = visitor.get(letters[0])
    walk.remember(letter=letter.main)
    said = " ".join(node.text() for node in letter.tree.css("main p")) or letter.main
    words = shorten(said, 300, placeholder=" ...")
    return f"She came back with the code {code} and read: {words}"


def _reference_on(page: Page) -> str:
    found = re.search(
        r"\b[0-9A-HJKMNP-TV-Z]{3,5}[- ][0-9A-HJKMNP-TV-Z]{3,5}(?:[- ][0-9A-HJKMNP-TV-Z*~$=U]{2,5})?\b",
        page.main,
    )
    return found[0] if found else ""


ACTS = {"report": report, "read": read_letter}
