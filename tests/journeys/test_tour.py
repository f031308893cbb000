"""The guided tour in a real browser: all eight parts, each step's page and the page it leads to.

Every page is held to the accessibility rules, and none may complain on the console. Screenshots of each step are left in the test's folder.
"""

from __future__ import annotations

import json
import re

import pytest

from comity_demo import records, story
from comity_demo.walk import Walk
from tests.support.browser import DESK

pytestmark = [pytest.mark.journey, pytest.mark.timeout(1500)]


WAITING = ("bank_order", "order_home", "hold_told", "warrant", "granted", "people_sent")
"""Steps that begin at a list on which, by hand, something has to wait for whoever does them."""


def forgets(running) -> str:
    """Take from the button all it remembers, as if each step before had been done by hand; return the victim's code."""
    file = running.network.folder / "walk.json"
    known = json.loads(file.read_bytes()) if file.exists() else {}
    file.unlink(missing_ok=True)
    return str(known.get("code", ""))


def shows_done(page, key: str) -> None:
    """The nodes' rows alone show that a step was done; what leaves no row is said by whoever did it."""
    if key in records.BY_HAND:
        assert page.get_by_text("This step is done").count() == 0, key
        if key == "board":
            page.get_by_role("button", name="I have done it").click()
            page.wait_for_load_state()
            assert page.get_by_text("This step is done").count() == 1, key
    else:
        assert page.get_by_text("This step is done").count() == 1, key
        assert page.get_by_role("link", name="Next:").count() == (key != "ruritania"), key


def test_all_eight_parts(running, watched):
    """Each step by the button, which finds what was done before on the nodes alone: by hand or by it makes no difference.

    Found by a first-time user: what was done by hand broke the button for every later step.
    """
    code = ""
    desk = watched(DESK)
    page = desk.page
    page.goto(running.network.start)
    desk.fine("start")
    page.get_by_role("link", name="Follow it").click()
    page.wait_for_url(re.compile(r"/tour/report/"))  # nothing was done yet: it begins at the beginning
    page.goto(f"{running.network.start}tour/hold/")
    assert page.locator(".steps__step--done").count() == 0, "nobody did anything yet"
    page.get_by_role("button", name="Do this step for me").click()
    assert "First comes: She reports" in page.locator("main").inner_text()
    desk.fine("hold-too-early", refused=True)
    page.goto(f"{running.network.start}tour/")
    assert page.title() == "The tour: eight parts – Comity"
    desk.fine("tour")
    parts = set()
    for key, step in story.STEPS.items():
        page.goto(f"{running.network.start}tour/{key}/")
        assert page.title() == f"{step.title} – Comity"
        desk.fine(f"{step.part}-{key}-before")
        page.get_by_role("button", name="Do it myself").click()
        page.wait_for_url(re.compile(rf"http://(desk\.)?{step.node}\.localhost:\d+/"))
        assert page.locator(".tour").is_visible(), key
        desk.fine(f"{step.part}-{key}-there")
        if key in WAITING:
            assert "Waiting for you" in page.locator("main a[aria-current]").inner_text(), key
            assert page.locator("main tbody tr").count() > 0, key
        if key == "ruritania":
            assert "Ruritania" in page.locator("main").inner_text(), "it arrives by hand too"
        code = forgets(running) or code
        page.goto(f"{running.network.start}tour/{key}/")
        for name in step.files:
            assert page.request.get(f"{running.network.start}files/{name}").text().count(",") > 3
        if key == "read":
            page.get_by_label("Her code").fill(code)
        page.get_by_role("button", name="Do this step for me").click(timeout=120_000)
        page.wait_for_load_state()
        assert page.get_by_text("This step could not be done").count() == 0, (
            key,
            page.locator("main").inner_text()[:1500],
        )
        desk.fine(f"{step.part}-{key}-done")
        if (
            key == "report"
        ):  # the page that answered a form can be read in another language, and the way on is the next step
            page.get_by_role("link", name="Deutsch").click()
            page.wait_for_url(re.compile(r"/de/tour/report/$"))
            page.goto(running.network.start)
            assert page.get_by_role("link", name="Follow it").get_attribute("href").endswith("/tour/triage/")
        code = forgets(running) or code  # by hand nothing is remembered either
        page.goto(f"{running.network.start}tour/{key}/")
        shows_done(page, key)
        parts.add(step.part)
        if key == list(story.STEPS)[-1]:
            assert "lapsed on 1 February" in page.locator("main").inner_text()
            assert page.get_by_text("The tour is over").count() == 1
    assert parts == set(range(1, 9))
    page.goto(running.network.start)
    assert page.locator(".live__stop--done").count() == 6
    assert re.search(r"28 h (38|39|4\d) min", page.locator("main").inner_text())
    desk.fine("start-after")


def test_what_was_done_already_is_not_done_again(running, watched):
    """The button after the hand, in the same step: its page says that it is done and leads on, and what it would do does nothing twice."""
    desk = watched(DESK)
    page = desk.page
    page.goto(f"{running.network.start}tour/report/")
    assert page.get_by_role("button", name="Do this step for me").count() == 0, "a second report is not made"
    page.locator("#act-by-hand").evaluate("form => { form.action = form.action.replace(/clock$/, 'do') }")
    page.get_by_role(
        "button", name="Do it myself"
    ).click()  # as from a page that was opened before it was done
    page.wait_for_load_state()
    assert page.get_by_text("This step is done").count() == 1
    page.goto(running.network.address("de", "desk") + "/demo/as/imke.brandt?next=/inbox/?view=waiting")
    assert page.locator("main tbody").get_by_text("4,200").count() == 0, "no second report came"
    page.goto(f"{running.network.start}tour/")
    assert page.locator("main li .tag", has_text="done").count() == len(records.STEPS)
    page.goto(f"{running.network.start}tour/board/")
    page.get_by_role("button", name="I have done it").click()
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for_me = page.get_by_role("button", name="Do this step for me").bounding_box()
        following = page.get_by_role("link", name="Next:").bounding_box()
        assert following["y"] - for_me["y"] - for_me["height"] >= 12, "the buttons do not touch"
    for key in ("case", "ticket", "draft", "commit", "send", "executed", "order_home", "hold", "hold_told", "path", "identified", "second_period", "copied", "release", "second", "outcome", "letter"):  # fmt: skip
        forgets(running)
        walk = Walk(running.network)
        try:
            walk.do(key)
        finally:
            walk.close()
    page.goto(running.network.address("de", "desk") + "/demo/as/jonas.weber?next=/requests/?show=out")
    assert page.get_by_text("BC 29").count() == 1, "one request was drafted and sent, not two"
